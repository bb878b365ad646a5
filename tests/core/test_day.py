"""The study day: wall clock minus the rollover hour, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.day import study_day


def local(zone: str, *when: int, fold: int = 0) -> datetime:
    """A wall-clock time somewhere."""
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold)  # type: ignore[misc, arg-type]


def test_a_minute_before_four_belongs_to_yesterday() -> None:
    """03:59 and 04:00 are different study days."""
    assert study_day(local("Asia/Shanghai", 2026, 3, 11, 3, 59, 59)) == date(2026, 3, 10)
    assert study_day(local("Asia/Shanghai", 2026, 3, 11, 4, 0)) == date(2026, 3, 11)


@pytest.mark.parametrize("hour", range(24))
def test_any_hour_can_begin_the_day(hour: int) -> None:
    """The first instant of a study day is the rollover hour, to the microsecond."""
    start = datetime(2026, 3, 11, hour, tzinfo=UTC)
    assert study_day(start, hour) == date(2026, 3, 11)
    assert study_day(start - timedelta(microseconds=1), hour) == date(2026, 3, 10)


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_is_none_is_refused(hour: int) -> None:
    """A wrong setting must not shift days silently."""
    with pytest.raises(ValueError, match="not 0 to 23"):
        study_day(datetime(2026, 3, 11, tzinfo=UTC), hour)


def test_a_naive_instant_is_refused() -> None:
    """Without an offset there is no wall clock to read."""
    with pytest.raises(ValueError, match="aware"):
        study_day(datetime(2026, 3, 11))  # noqa: DTZ001


def test_spring_forward_keeps_four_on_the_wall_clock() -> None:
    """New York, 2026-03-08: four hours after midnight on the instant would be 05:00 on the wall."""
    zone = "America/New_York"
    assert study_day(local(zone, 2026, 3, 8, 3, 59)) == date(2026, 3, 7)
    assert study_day(local(zone, 2026, 3, 8, 4, 0)) == date(2026, 3, 8)


def test_fall_back_has_one_study_day_though_an_hour_comes_twice() -> None:
    """New York, 2026-11-01: 01:30 happens twice, both in the night of 10-31."""
    zone = "America/New_York"
    for fold in (0, 1):
        assert study_day(local(zone, 2026, 11, 1, 1, 30, fold=fold)) == date(2026, 10, 31)
    assert study_day(local(zone, 2026, 11, 1, 4, 0)) == date(2026, 11, 1)


def test_half_an_hour_of_summer_time_does_not_matter() -> None:
    """Lord Howe moves by 30 minutes."""
    zone = "Australia/Lord_Howe"
    for day in (date(2026, 4, 5), date(2026, 10, 4)):
        early = local(zone, day.year, day.month, day.day, 3, 59)
        assert study_day(early) == day - timedelta(days=1)
        assert study_day(early + timedelta(minutes=1)) == day


def test_apia_skipped_a_day_and_so_do_its_study_days() -> None:
    """2011-12-30 never happened in Samoa: the instant after 12-29 24:00 is 12-31 00:00."""
    zone = ZoneInfo("Pacific/Apia")
    last = datetime(2011, 12, 30, 9, 59, tzinfo=UTC).astimezone(zone)
    first = datetime(2011, 12, 30, 14, 0, tzinfo=UTC).astimezone(zone)
    assert study_day(last) == date(2011, 12, 29)
    assert study_day(first) == date(2011, 12, 31)
    night = datetime(2011, 12, 30, 11, 0, tzinfo=UTC).astimezone(zone)
    assert (night.date(), study_day(night)) == (date(2011, 12, 31), date(2011, 12, 30))


def test_casablanca_changes_its_clock_around_ramadan() -> None:
    """An offset that goes back and forth within weeks moves no study day."""
    zone = "Africa/Casablanca"
    for day in (date(2026, 2, 15), date(2026, 3, 22)):
        assert study_day(local(zone, day.year, day.month, day.day, 3, 59)) == day - timedelta(days=1)
        assert study_day(local(zone, day.year, day.month, day.day, 4, 0)) == day


def test_a_traveller_has_the_day_of_the_place() -> None:
    """The same instant is another study day on the other side of the date line."""
    instant = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
    assert study_day(instant.astimezone(ZoneInfo("Pacific/Auckland"))) == date(2026, 3, 11)
    assert study_day(instant.astimezone(ZoneInfo("America/Los_Angeles"))) == date(2026, 3, 10)


@given(
    st.sampled_from(["Australia/Lord_Howe", "Africa/Casablanca", "America/New_York", "Asia/Shanghai"]),
    st.datetimes(datetime(2011, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 23),
)
def test_the_study_day_is_the_local_date_or_the_one_before(zone: str, instant: datetime, hour: int) -> None:
    """Against the rule in words: before the hour on the wall clock it is still yesterday."""
    here = instant.astimezone(ZoneInfo(zone))
    expected = here.date() - timedelta(days=here.hour < hour)
    assert study_day(here, hour) == expected
