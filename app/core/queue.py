"""Which cards are asked today, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Waiting(NamedTuple):
    """A card that waits to be asked.

    Attributes:
        card: The store's number of the card.
        deck: Id of its deck.
        due: Study day from which it is due; None for a new card.
        interval: Days; 0 for a new card.
    """

    card: int
    deck: str
    due: date | None
    interval: int


def by_overdueness(due: Sequence[Waiting], today: date) -> list[Waiting]:
    """Order due cards by how late they are for their interval, the latest first.

    Of two cards a day late, the one with the shorter interval has lost more. Ties keep their order.
    """

    def lateness(card: Waiting) -> float:
        late = (today - card.due).days if card.due else 0
        return (late + 1) / max(card.interval, 1)

    return sorted(due, key=lateness, reverse=True)


def mix(due: Sequence[Waiting], new: Sequence[Waiting]) -> list[Waiting]:
    """Spread the new cards evenly among the due ones; the day starts with a due one."""
    if not due or not new:
        return [*due, *new]
    total = len(due) + len(new)
    spots = {(2 * i + 1) * total // (2 * len(new)) for i in range(len(new))}
    rest_new, rest_due = iter(new), iter(due)
    return [next(rest_new) if i in spots else next(rest_due) for i in range(total)]


def left(limit: int, done: int) -> int:
    """Return how many more cards a daily limit allows after `done` of them today."""
    return max(0, limit - done)
