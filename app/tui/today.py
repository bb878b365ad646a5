"""What waits today, as the home screen tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.collection import DeckCount
from app.core.queue import left
from app.core.rules import Rules
from app.study.ports import Cards

LOOK_AHEAD_DAYS = 365


@dataclass(frozen=True, slots=True)
class Today:
    """What waits today.

    Attributes:
        day: The study day.
        decks: Each deck's counts, before any limit.
        new_left: New cards that the daily limit still allows, over all decks.
        due_left: Due cards that the daily limit still allows, over all decks.
        answered: Scheduled answers given today.
        next_due: Day on which the next card falls due, if nothing waits today; None if unknown.
    """

    day: date
    decks: tuple[DeckCount, ...]
    new_left: int
    due_left: int
    answered: int = 0
    next_due: date | None = None

    @property
    def new(self) -> int:
        """New cards today, over all decks."""
        return min(self.new_left, sum(deck.new for deck in self.decks))

    @property
    def due(self) -> int:
        """Due cards today, over all decks."""
        return min(self.due_left, sum(deck.due for deck in self.decks))

    @property
    def drill(self) -> int:
        """Cards to drill today, over all decks."""
        return sum(deck.drill for deck in self.decks)

    @property
    def waits(self) -> bool:
        """True if anything is to be asked today."""
        return bool(self.new or self.due or self.drill)


def look(cards: Cards, day: date, rules: Rules) -> Today:
    """Read what waits on a study day."""
    done = cards.done(day)
    today = Today(
        day=day,
        decks=tuple(cards.decks(day)),
        new_left=left(rules.new_per_day, done.new),
        due_left=left(rules.reviews_per_day, done.review),
        answered=done.new + done.review,
    )
    if today.waits or not today.decks:
        return today
    first = day + timedelta(days=1)
    coming = [d for d, n in cards.due_between(first, day + timedelta(days=LOOK_AHEAD_DAYS)).items() if n]
    if any(deck.new for deck in today.decks):
        coming.append(first)
    return Today(
        today.day, today.decks, today.new_left, today.due_left, today.answered, min(coming, default=None)
    )
