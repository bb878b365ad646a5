"""The learner's settings that decide what a day of review looks like."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.log import Params


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
    """

    new_per_day: int = 20
    reviews_per_day: int = 200
    rollover_hour: int = 4
    max_interval: int = 36500
    buttons: int = 4
    timeout_ms: int = 5000

    @property
    def params(self) -> Params:
        """What grades are folded with under these rules."""
        return Params(max_interval=self.max_interval, rollover_hour=self.rollover_hour)

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades that have a key, worst first."""
        return (2, 3, 4, 5) if self.buttons == 4 else (0, 1, 2, 3, 4, 5)
