"""Shares with the interval that small numbers deserve."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

FEWEST = 10
"""From fewer than this no share is told or drawn."""
_Z = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""


class Share(NamedTuple):
    """A share of `n`, such as a retention.

    Attributes:
        hits: How many of them.
        n: Of how many.
    """

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % score interval, within 0 to 1; of nothing it is all of that.

        Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        JASA 22 (1927), 209-212. Unlike the usual p ± z·s it holds near 0 and 1 and for small n.
        """
        if not self.n:
            return 0.0, 1.0
        p, n, zz = self.value, self.n, _Z * _Z
        centre = (p + zz / (2 * n)) / (1 + zz / n)
        half = _Z * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
        # Rounding must not shut out the share itself, nor leave 0 to 1.
        return min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half))

    @property
    def margin(self) -> float:
        """Half the width of the interval."""
        low, high = self.interval
        return (high - low) / 2

    @property
    def enough(self) -> bool:
        """True if there are enough to tell a share at all."""
        return self.n >= FEWEST
