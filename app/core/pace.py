"""How fast a learner answers, and what a right answer's time says about its grade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LEAST_ANSWERS = 20
"""Fewer answers tell nothing."""
GOOD, EASY, HARD = 4, 5, 3


class Pace(NamedTuple):
    """What is fast and what is slow for one learner and one kind of card, in milliseconds."""

    fast: int
    slow: int


def pace_of(times: Sequence[int]) -> Pace | None:
    """Return the fastest and the slowest tenth of some times in milliseconds; None if they are too few.

    The times are those until the grade, and what is held against them is the time until the answer, which
    is shorter: so fast means fast, and slow means slow.
    """
    if len(times) < LEAST_ANSWERS:
        return None
    ordered = sorted(times)
    return Pace(ordered[len(ordered) // 10], ordered[-1 - len(ordered) // 10])


def with_time(suggested: int, took_ms: int | None, pace: Pace | None) -> int:
    """Return the grade to suggest: a right answer is Easy when it came fast, and Hard when it came slowly."""
    if suggested != GOOD or took_ms is None or pace is None:
        return suggested
    if took_ms <= pace.fast:
        return EASY
    return HARD if took_ms >= pace.slow and pace.slow > pace.fast else GOOD
