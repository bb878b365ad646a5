"""Study days in a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class Streaks(NamedTuple):
    """Runs of study days with at least one answer.

    Attributes:
        current: Length of the run that reaches today, or yesterday while today has no answer yet.
        longest: Length of the longest run.
        days: Study days with any answer.
    """

    current: int
    longest: int
    days: int


def streaks(studied: Iterable[date], today: date) -> Streaks:
    """Return the runs in the study days with any answer; days after today do not count."""
    days = sorted({day for day in studied if day <= today})
    longest = run = 0
    before: date | None = None
    for day in days:
        run = run + 1 if before == day - _DAY else 1
        longest = max(longest, run)
        before = day
    reaches = before is not None and before >= today - _DAY
    return Streaks(run if reaches else 0, longest, len(days))
