"""The study day: the local date, with nights counted to the evening before.

A day starts at the rollover hour on the wall clock. Subtracting the hour from the wall clock, not
from the instant, keeps this true on days when the clock is put forward or back.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta


def study_day(now: datetime, rollover_hour: int = 4) -> date:
    """Return the study day of an instant.

    Args:
        now: Aware; its own offset gives the wall clock.
        rollover_hour: 0 to 23, the hour at which a new study day begins.

    Raises:
        ValueError: If `now` is naive or the hour is not 0 to 23.
    """
    if now.tzinfo is None:
        raise ValueError("a study day needs an aware instant")
    if not 0 <= rollover_hour <= 23:
        raise ValueError(f"rollover hour {rollover_hour} is not 0 to 23")
    return (now.replace(tzinfo=None) - timedelta(hours=rollover_hour)).date()
