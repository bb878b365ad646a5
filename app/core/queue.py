"""Which cards are asked today, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from app.core import sm2

SPREAD_DAYS = 7
"""A backlog that is spread is worked off by this part of it a day."""
SPREAD_LEAST = 20
"""But by so many cards at least, or it would never end."""


class Waiting(NamedTuple):
    """A card that waits to be asked.

    Attributes:
        card: The store's number of the card.
        deck: Id of its deck.
        due: Study day from which it is due; None for a new card.
        interval: Days; 0 for a new card.
        ef: Easiness in hundredths.
    """

    card: int
    deck: str
    due: date | None
    interval: int
    ef: int = sm2.START_EF


def by_overdueness(due: Sequence[Waiting], today: date) -> list[Waiting]:
    """Order due cards by how late they are for their interval, the latest first.

    Of two cards a day late, the one with the shorter interval has lost more. Ties keep their order.
    """

    def lateness(card: Waiting) -> float:
        late = (today - card.due).days if card.due else 0
        return (late + 1) / max(card.interval, 1)

    return sorted(due, key=lateness, reverse=True)


def hardest_first(due: Sequence[Waiting], today: date) -> list[Waiting]:
    """Order due cards by their easiness, the lowest first; of equal ones the latest first."""
    return sorted(by_overdueness(due, today), key=lambda card: card.ef)


def interleave(new: Iterable[Waiting], done: Mapping[str, int], day: date, per_day: int) -> list[Waiting]:
    """Take new cards from one deck after another, so that all go on alike.

    Args:
        new: New cards, those of one deck together.
        done: How many of a deck were begun today already.
        day: The study day: where there are more decks than cards a day, another one begins each day.
        per_day: New cards a day.
    """
    decks = [(deck, list(cards)) for deck, cards in groupby(new, key=lambda card: card.deck)]
    turn = day.toordinal() * per_day if len(decks) > per_day else 0
    ranked = [
        (done.get(deck, 0) + place, (number - turn) % len(decks), card)
        for number, (deck, cards) in enumerate(decks)
        for place, card in enumerate(cards)
    ]
    return [card for *_, card in sorted(ranked, key=lambda each: each[:2])]


def mix(due: Sequence[Waiting], new: Sequence[Waiting]) -> list[Waiting]:
    """Spread the new cards evenly among the due ones; the day starts with a due one."""
    if not due or not new:
        return [*due, *new]
    total = len(due) + len(new)
    spots = {(2 * i + 1) * total // (2 * len(new)) for i in range(len(new))}
    rest_new, rest_due = iter(new), iter(due)
    return [next(rest_new) if i in spots else next(rest_due) for i in range(total)]


def share_of_backlog(overdue: int) -> int:
    """Return how many of the cards overdue in the morning a day brings where a backlog is spread."""
    return min(overdue, max(SPREAD_LEAST, math.ceil(overdue / SPREAD_DAYS)))


def days_to_clear(waiting: int, coming: Iterable[int], per_day: int, failing: float) -> int | None:
    """Estimate on which day a backlog is worked off, today being the first.

    Args:
        waiting: Cards due now.
        coming: How many more fall due on each day from tomorrow on.
        per_day: How many are asked a day.
        failing: Share of the asked ones that fail, and so are due again the next day.

    Returns:
        None if it is not by the end of `coming`.
    """
    for day, more in enumerate(_days(coming), start=1):
        if waiting <= per_day:
            return day
        waiting += more - per_day + round(per_day * failing)
    return None


def _days(coming: Iterable[int]) -> Iterator[int]:
    yield from coming
    yield 0


def left(limit: int, done: int) -> int:
    """Return how many more cards a daily limit allows after `done` of them today."""
    return max(0, limit - done)
