"""What is to come: due cards by day, and when every card will have been seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple


class Forecast(NamedTuple):
    """Cards that fall due, if nothing is reviewed in between and no card is added.

    Attributes:
        overdue: Due before today.
        days: Due today, tomorrow, …; one number a day.
    """

    overdue: int
    days: tuple[int, ...]

    def within(self, days: int) -> int:
        """Return how many fall due in the next days, today's included; overdue ones are not."""
        return sum(self.days[:days])


class Pace(NamedTuple):
    """How fast new cards are begun.

    Attributes:
        begun: New cards begun in the period.
        days: Days of the period, counted from the first answer if that came later.
        left: New cards still to begin.
    """

    begun: int
    days: int
    left: int

    @property
    def per_day(self) -> float:
        """New cards a day."""
        return self.begun / self.days if self.days else 0.0

    def through(self, today: date) -> date | None:
        """Return the day on which the last new card will have been begun at this pace; None if never."""
        if not self.left:
            return today
        if not self.begun:
            return None
        days = ceil(self.left * self.days / self.begun)
        return today + timedelta(days=days) if days <= (date.max - today).days else None


def forecast(due: Mapping[date, int], today: date, days: int) -> Forecast:
    """Return the forecast for some days, the first of which is today."""
    coming = [0] * days
    overdue = 0
    for day, n in due.items():
        ahead = (day - today).days
        if ahead < 0:
            overdue += n
        elif ahead < days:
            coming[ahead] += n
    return Forecast(overdue, tuple(coming))
