from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.thinning import DAYS, LAST, MONTHS, WEEKS, superfluous

START = datetime(2026, 1, 1, 5, tzinfo=UTC)


def kept_of(taken: list[datetime]) -> list[datetime]:
    """The instants that stay."""
    return sorted(set(taken) - set(superfluous(taken)))


def test_a_year_of_daily_backups_leaves_days_weeks_and_months() -> None:
    """The last seven days, then one a week, then one a month: each the newest of its period."""
    taken = [START + timedelta(days=n) for n in range(365)]
    kept = [f"{at:%m-%d}" for at in kept_of(taken)]
    months = [
        "01-31",
        "02-28",
        "03-31",
        "04-30",
        "05-31",
        "06-30",
        "07-31",
        "08-31",
        "09-30",
        "10-31",
        "11-30",
    ]
    assert kept == [
        *months,
        "12-06",
        "12-13",
        "12-20",
        "12-25",
        "12-26",
        "12-27",
        "12-28",
        "12-29",
        "12-30",
        "12-31",
    ]


def test_of_one_day_the_last_few_stay() -> None:
    """A backup taken by hand is not dropped by the next one of the day."""
    taken = [START + timedelta(hours=n) for n in range(8)]
    assert kept_of(taken) == taken[-LAST:]


def test_a_break_costs_nothing() -> None:
    """Periods without a backup do not count: after years the old ones are still there."""
    taken = [START, START + timedelta(days=1), START + timedelta(days=1500)]
    assert superfluous(taken) == []


def test_none_is_superfluous_of_none() -> None:
    """Nothing to keep, nothing to drop."""
    assert superfluous([]) == []


@given(st.lists(st.integers(0, 30_000), max_size=120))
def test_thinning_as_one_goes_is_thinning_at_the_end(hours: list[int]) -> None:
    """Done after each backup, few stay, the newest among them; a second thinning drops nothing more."""
    kept: list[datetime] = []
    for hour in sorted(hours):
        kept = kept_of([*kept, START + timedelta(hours=hour)])
        assert kept[-1] == START + timedelta(hours=hour)
    assert len(kept) <= LAST + DAYS + WEEKS + MONTHS
    assert superfluous(kept) == []
