"""The learner's settings that decide what a day of review looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.log import Params


class DeckLimits(NamedTuple):
    """Daily limits of one deck, within those over all decks; None where it has none of its own."""

    new_per_day: int | None = None
    reviews_per_day: int | None = None


LEECH_LAPSES = 8
"""Lapses from which on a card is a leech, where nobody says otherwise (Anki's and everybody's convention)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits and habits of a sitting.

    Attributes:
        new_per_day: New cards a study day, over all decks.
        reviews_per_day: Due cards a study day, over all decks; drills do not count.
        rollover_hour: Hour at which a study day begins.
        max_interval: Longest interval in days.
        buttons: 4 (Again, Hard, Good, Easy are the grades 2 to 5) or 6 (the grades 0 to 5).
        timeout_ms: Wall-clock limit of a snippet in milliseconds, where the card names none.
        order: ``overdue`` (late for their interval first) or ``hardest`` (least easy first).
        backlog: ``all`` (as many as the limit allows) or ``spread`` (part of what is overdue each day).
        leech_lapses: A card failed so often after it had been known is told to be a leech; 0 for never.
        leech_suspends: True if a leech is suspended, too.
        decks: Limits of single decks, by their ids.
    """

    new_per_day: int = 20
    reviews_per_day: int = 200
    rollover_hour: int = 4
    max_interval: int = 36500
    buttons: int = 4
    timeout_ms: int = 5000
    order: str = "overdue"
    backlog: str = "all"
    leech_lapses: int = LEECH_LAPSES
    leech_suspends: bool = False
    decks: Mapping[str, DeckLimits] = field(default_factory=dict)

    @property
    def params(self) -> Params:
        """What grades are folded with under these rules."""
        return Params(max_interval=self.max_interval, rollover_hour=self.rollover_hour)

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades that have a key, worst first."""
        return (2, 3, 4, 5) if self.buttons == 4 else (0, 1, 2, 3, 4, 5)

    def becomes_leech(self, lapses: int) -> bool:
        """Tell whether a card that has just lapsed is a leech now; it is told again at each half more."""
        first = self.leech_lapses
        return first > 0 and lapses >= first and (lapses - first) % max(1, first // 2) == 0

    def limits_of(self, deck: str) -> DeckLimits:
        """Return a deck's own limits."""
        return self.decks.get(deck, DeckLimits())
