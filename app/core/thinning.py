"""Which backups stay: many of the last days, few of long ago."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

LAST, DAYS, WEEKS, MONTHS = 3, 7, 5, 12
"""So many stay: the last backups, and the newest of each of so many days, weeks and months that have any."""


def superfluous(taken: Iterable[datetime]) -> list[datetime]:
    """Return the instants of backups that can go, oldest first; the newest always stays.

    Days, weeks and months without a backup do not count, so that a long break costs none.

    Args:
        taken: Instants of all backups, aware, in any order.
    """
    newest_first = sorted(set(taken), reverse=True)
    kept = set(newest_first[:LAST])
    kept |= _newest_of_each(newest_first, lambda at: at.date().isoformat(), DAYS)
    kept |= _newest_of_each(newest_first, lambda at: "{}-{}".format(*at.isocalendar()), WEEKS)
    kept |= _newest_of_each(newest_first, lambda at: f"{at:%Y-%m}", MONTHS)
    return [at for at in reversed(newest_first) if at not in kept]


def _newest_of_each(
    newest_first: list[datetime], period_of: Callable[[datetime], str], periods: int
) -> set[datetime]:
    newest: dict[str, datetime] = {}
    for at in newest_first:
        newest.setdefault(period_of(at), at)
    return set(list(newest.values())[:periods])
