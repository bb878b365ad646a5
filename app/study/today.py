"""What waits today, as the home screen and the command line tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from app.core.collection import DeckCount, Done
from app.core.queue import Waiting, days_to_clear, left
from app.core.rules import Rules
from app.study.plan import plan
from app.study.ports import Cards

LOOK_AHEAD_DAYS = 365
LOOK_BACK_DAYS = 14
"""The pace of a learner is that of so many days."""
LEAST_DAYS = 3
"""On fewer days of study, the limits are taken for the pace."""


class Left(NamedTuple):
    """New and due cards that a deck still brings today."""

    new: int = 0
    due: int = 0


class Backlog(NamedTuple):
    """Cards due that today does not bring, at how many a day they go, and on which day they are gone.

    `days` counts today; None if they are not gone within a year.
    """

    cards: int
    per_day: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Today:
    """What waits today.

    Attributes:
        day: The study day.
        decks: Each deck's counts, before any limit.
        new, due: Cards today, over all decks, within all limits and without siblings.
        of_deck: What each deck alone could still bring, by its id.
        answered: Scheduled answers given today.
        next_due: Day on which the next card falls due, if nothing waits today; None if unknown.
        backlog: What is due beyond today; None if nothing is.
    """

    day: date
    decks: tuple[DeckCount, ...]
    new: int = 0
    due: int = 0
    of_deck: Mapping[str, Left] = field(default_factory=dict)
    answered: int = 0
    next_due: date | None = None
    backlog: Backlog | None = None

    @property
    def drill(self) -> int:
        """Cards to drill today, over all decks."""
        return sum(deck.drill for deck in self.decks)

    @property
    def waits(self) -> bool:
        """True if anything is to be asked today."""
        return bool(self.new or self.due or self.drill)

    def left_of(self, deck: str) -> Left:
        """Return what a deck could still bring."""
        return self.of_deck.get(deck, Left())


def look(cards: Cards, day: date, rules: Rules) -> Today:
    """Read what waits on a study day."""
    decks = tuple(cards.decks(day))
    planned = plan(cards, rules, day, named=True)
    new_left = left(rules.new_per_day, sum(each.new for each in planned.done.values()))
    due_left = left(rules.reviews_per_day, sum(each.review for each in planned.done.values()))
    new_of = _counted(planned.new, new_left)
    due_of = _counted(planned.due, due_left)
    of_deck = {}
    for deck in decks:
        done, limits = planned.done.get(deck.deck, Done()), rules.limits_of(deck.deck)
        new = deck.new if new_of is None else new_of[deck.deck]
        due = deck.due if due_of is None else due_of[deck.deck]
        own_new = new_left if limits.new_per_day is None else left(limits.new_per_day, done.new)
        own_due = due_left if limits.reviews_per_day is None else left(limits.reviews_per_day, done.review)
        of_deck[deck.deck] = Left(min(new, new_left, own_new), min(due, due_left, own_due))
    today = Today(
        day=day,
        decks=decks,
        new=len(planned.new),
        due=len(planned.due),
        of_deck=of_deck,
        answered=sum(each.new + each.review for each in planned.done.values()),
    )
    return _with_days_to_come(cards, today, planned.done)


def _counted(asked: Sequence[Waiting], limit: int) -> Counter[str] | None:
    """Count by deck; None where the limit over all decks cut: each deck alone could bring more then."""
    return None if len(asked) >= limit else Counter(each[1] for each in asked)


def _with_days_to_come(cards: Cards, today: Today, done: Mapping[str, Done]) -> Today:
    first = today.day + timedelta(days=1)
    waiting = sum(deck.due for deck in today.decks)
    if (today.waits and waiting <= today.due) or not today.decks:
        return today
    coming = cards.due_between(first, first + timedelta(days=LOOK_AHEAD_DAYS))
    next_due, backlog = None, None
    if not today.waits:
        later = [day for day, number in coming.items() if number]
        # What the limits and the siblings of today hold back comes tomorrow.
        later += [first for deck in today.decks if deck.new or deck.due]
        next_due = min(later, default=None)
    if waiting > today.due:
        asked = today.due + sum(each.review for each in done.values())
        daily = [coming.get(first + timedelta(days=n), 0) for n in range(LOOK_AHEAD_DAYS)]
        backlog = _backlog(cards, today.day, waiting - today.due, asked, daily)
    return Today(
        today.day, today.decks, today.new, today.due, today.of_deck, today.answered, next_due, backlog
    )


def _backlog(cards: Cards, day: date, waiting: int, asked: int, daily: Sequence[int]) -> Backlog | None:
    if not asked:
        return None
    past = [cards.done(day - timedelta(days=n)) for n in range(1, LOOK_BACK_DAYS + 1)]
    studied = [each for each in past if each.review]
    reviews = sum(each.review for each in studied)
    pace = asked if len(studied) < LEAST_DAYS else min(asked, max(1, reviews // len(studied)))
    answered = sum(each.new + each.review for each in studied)
    failing = 1 - sum(each.passed for each in studied) / answered if answered else 0.0
    return Backlog(waiting, pace, days_to_clear(waiting + asked, daily, pace, failing))
