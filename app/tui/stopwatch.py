"""The time on a card: it stops when the learner walks away."""

from __future__ import annotations

from collections.abc import Callable

IDLE_S = 60.0
"""Whoever gives no sign of life for longer has walked away: of a longer gap so much counts."""


class Stopwatch:
    """Sums the time between signs of life up.

    Args:
        clock: Seconds of a clock that never goes back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._total = 0.0
        self._last: float | None = clock()

    def start(self) -> None:
        """Begin anew."""
        self._total, self._last = 0.0, self._clock()

    def touch(self) -> None:
        """Note a sign of life."""
        self._total += self._gap()
        self._last = self._clock()

    def pause(self) -> None:
        """Stop: the terminal is not looked at. The next sign of life goes on."""
        self._total += self._gap()
        self._last = None

    @property
    def ms(self) -> int:
        """The time since it began, in milliseconds."""
        return round((self._total + self._gap()) * 1000)

    def _gap(self) -> float:
        return 0.0 if self._last is None else min(IDLE_S, max(0.0, self._clock() - self._last))
