"""Shares, streaks, bins and forecasts: by hand, by their definitions, and at their ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.log import MATURE_DAYS, Stage
from app.core.statistics.bins import Bin, binned, even_edges, span_of
from app.core.statistics.counts import Counts, Day, Scope, Tally
from app.core.statistics.forecast import Forecast, Pace, forecast
from app.core.statistics.progress import progress
from app.core.statistics.shares import FEWEST, Share
from app.core.statistics.spans import SPANS
from app.core.statistics.streaks import Streaks, streaks
from tests.builders import DAY


def days(*back: int) -> list[date]:
    """Study days so many days ago."""
    return [DAY - timedelta(days=each) for each in back]


class TestShare:
    @pytest.mark.parametrize(
        ("hits", "n", "low", "high"),
        [
            # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_interval_is_wilsons(self, hits: int, n: int, low: float, high: float) -> None:
        """As published for four examples."""
        assert Share(hits, n).interval == pytest.approx((low, high), abs=5e-5)

    def test_as_it_is_told(self) -> None:
        """59 of 71 is 83 % ± 9."""
        share = Share(59, 71)
        assert (round(100 * share.value), round(100 * share.margin)) == (83, 9)

    @given(n=st.integers(0, 10**6), hits=st.integers(0, 10**6))
    def test_interval_holds_the_share_and_mirrors(self, n: int, hits: int) -> None:
        """It lies within 0 to 1, holds the share, and that of the misses is its mirror image."""
        hits = min(hits, n)
        share = Share(hits, n)
        low, high = share.interval
        assert 0 <= low <= high <= 1
        if n:
            assert low <= share.value <= high
            mirrored = Share(n - hits, n).interval
            assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-9)

    def test_nothing_tells_nothing(self) -> None:
        """Of no reviews the share may be anything; of one less than the fewest none is told."""
        assert Share(0, 0).interval == (0.0, 1.0)
        assert not Share(FEWEST - 1, FEWEST - 1).enough
        assert Share(0, FEWEST).enough


class TestStreaks:
    @pytest.mark.parametrize(
        ("studied", "wanted"),
        [
            (days(), Streaks(0, 0, 0)),
            (days(0), Streaks(1, 1, 1)),
            (days(1), Streaks(1, 1, 1)),
            (days(2), Streaks(0, 1, 1)),
            (days(0, 1, 2, 4, 5), Streaks(3, 3, 5)),
            (days(1, 2, 5, 6, 7, 8), Streaks(2, 4, 6)),
            (days(-1, 0), Streaks(1, 1, 1)),
            (days(0, 0, 1), Streaks(2, 2, 2)),
        ],
    )
    def test_runs(self, studied: list[date], wanted: Streaks) -> None:
        """A run reaches today, or yesterday while today has no answer; what is to come does not count."""
        assert streaks(studied, DAY) == wanted


class TestBins:
    def test_bins_grow_and_end_with_the_last_that_holds_anything(self) -> None:
        """Names tell both ends; what is beyond the last edge has no upper end."""
        found = binned({1: 2, 3: 1, 4: 1, 9: 5})
        assert [(b.name, b.n) for b in found] == [("1", 2), ("2", 0), ("3–4", 2), ("5–7", 0), ("8–12", 5)]
        assert binned({5000: 1})[-1] == Bin(SPANS[-1], None, 1)
        assert binned({5000: 1})[-1].name == "610+"
        assert binned({0: 1}) == [Bin(1, 1, 1)]
        assert binned({}) == []

    @given(counts=st.dictionaries(st.integers(0, 40000), st.integers(1, 9)))
    def test_no_value_is_lost(self, counts: dict[int, int]) -> None:
        """Each value is in the one bin whose ends hold it."""
        found = binned(counts)
        assert sum(each.n for each in found) == sum(counts.values())
        for value in counts:
            assert span_of(value) in {each.low for each in found if each.n}

    def test_a_bin_begins_where_cards_mature(self) -> None:
        """No bin mixes young and mature cards."""
        assert MATURE_DAYS in SPANS

    def test_even_edges(self) -> None:
        """On multiples of the step, around all values."""
        assert even_edges({134: 1, 250: 1}, 10) == list(range(130, 251, 10))
        assert even_edges({130: 1}, 10) == [130]
        assert even_edges({}, 10) == []


class TestForecast:
    def test_days_and_what_is_overdue(self) -> None:
        """Today is the first day; what lies beyond is left out."""
        due = {DAY - timedelta(days=9): 2, DAY - timedelta(days=1): 1, DAY: 4, DAY + timedelta(days=2): 5}
        found = forecast(due, DAY, 3)
        assert found == Forecast(3, (4, 0, 5))
        assert (found.within(1), found.within(2), found.within(3)) == (4, 4, 9)
        assert forecast(due, DAY, 2).days == (4, 0)

    @pytest.mark.parametrize(
        ("pace", "wanted"),
        [
            (Pace(10, 5, 4), 2),
            (Pace(10, 5, 5), 3),
            (Pace(10, 5, 1), 1),
            (Pace(10, 5, 0), 0),
            (Pace(0, 5, 3), None),
            (Pace(0, 0, 0), 0),
            (Pace(1, 3650, 10**6), None),
        ],
    )
    def test_pace(self, pace: Pace, wanted: int | None) -> None:
        """Whole days, rounded up; never where nothing is begun, nor after the end of the calendar."""
        assert pace.through(DAY) == (None if wanted is None else DAY + timedelta(days=wanted))
        assert pace.per_day == (pace.begun / pace.days if pace.days else 0)


class TestProgress:
    def test_period_begins_with_the_first_answer(self) -> None:
        """Days without any answer belong to it, days before the first do not."""
        counts = Counts(Scope(DAY, 30), {days(3)[0]: Day(new=2, ms=5)})
        found = progress(counts)
        assert list(found.days) == days(3, 2, 1, 0)
        assert found.total == Day(new=2, ms=5)
        assert found.pace == Pace(2, 4, 0)

    def test_period_cuts_a_longer_history(self) -> None:
        """The calendar and the streak are those of the whole history."""
        found = progress(Counts(Scope(DAY, 7), dict.fromkeys(days(50, 1, 0), Day(drill=3))))
        assert found.calendar == dict.fromkeys(days(50, 1, 0), 3)
        assert list(found.days) == days(6, 5, 4, 3, 2, 1, 0)
        assert found.streaks == Streaks(2, 2, 3)

    def test_weeks_end_today(self) -> None:
        """The last seven days are one week."""
        studied = {day: Day(review=2, passed=1) for day in days(0, 6, 7, 13, 14)}
        found = progress(Counts(Scope(DAY), studied))
        assert [(week.last, week.retention) for week in found.weeks] == [
            (days(14)[0], Share(1, 2)),
            (days(7)[0], Share(2, 4)),
            (DAY, Share(2, 4)),
        ]

    def test_new_cards_are_not_retained(self) -> None:
        """Retention is of young and mature cards; 3 passes, 2 does not."""
        grades = {(Stage.NEW, 5): 9, (Stage.YOUNG, 2): 1, (Stage.YOUNG, 3): 2, (Stage.MATURE, 5): 4}
        found = progress(Counts(Scope(DAY), grades=grades))
        assert found.retention == {Stage.YOUNG: Share(2, 3), Stage.MATURE: Share(4, 4), None: Share(6, 7)}
        assert found.grades[Stage.NEW] == (0, 0, 0, 0, 0, 9)

    def test_kinds_by_number_then_in_their_order(self) -> None:
        """Unknown ones last among equals."""
        kinds = {"": Tally(5), "live": Tally(5), "basic": Tally(5), "cloze": Tally(6)}
        assert list(progress(Counts(Scope(DAY), kinds=kinds)).kinds) == ["cloze", "basic", "live", ""]

    def test_mature_from_21_days(self) -> None:
        """20 days are young."""
        standing = progress(Counts(Scope(DAY), intervals={20: 3, 21: 4}, new=1, suspended=2, held=5)).standing
        assert (standing.young, standing.mature, standing.all) == (3, 4, 15)
