"""Distributions in bins that grow with the value, or of one width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.core.statistics.spans import SPANS


class Bin(NamedTuple):
    """Values from `low` to `high`, both included; `high` is None where there is no upper end."""

    low: int
    high: int | None
    n: int

    @property
    def name(self) -> str:
        """``1``, ``3–4`` or ``610+``."""
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.high == self.low else f"{self.low}–{self.high}"


def span_of(days: int) -> int:
    """Return the lower edge of the bin of `SPANS` that days fall into; less than a day counts as one."""
    return SPANS[max(0, bisect_right(SPANS, days) - 1)]


def binned(counts: Mapping[int, int], edges: Sequence[int] = SPANS) -> list[Bin]:
    """Return a distribution in bins, from the first bin to the last that holds anything.

    Args:
        counts: How many of each value.
        edges: Lower edges in rising order; values below the first fall into the first bin.
    """
    sums = [0] * len(edges)
    for value, n in counts.items():
        sums[max(0, bisect_right(edges, value) - 1)] += n
    while sums and not sums[-1]:
        sums.pop()
    highs = [*(edge - 1 for edge in edges[1:]), None]
    return [Bin(edge, high, n) for edge, high, n in zip(edges, highs, sums, strict=False)]


def even_edges(counts: Mapping[int, int], step: int) -> list[int]:
    """Return edges of bins of one width that hold all values, on multiples of it."""
    if not counts:
        return []
    low, high = min(counts), max(counts)
    return list(range(low - low % step, high + 1, step))
