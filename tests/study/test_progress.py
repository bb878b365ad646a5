"""Progress told: shares with their number, times, and what a day changed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.log import Stage
from app.core.statistics.counts import Counts, Day, Scope
from app.core.statistics.progress import progress
from app.core.statistics.shares import Share
from app.store.opening import open_store
from app.study.definitions import DEFINITIONS, TITLES
from app.study.progress import Section, count, day_section, measure, sections, share_text, time_text
from tests.builders import DAY, NOON
from tests.history import study
from tests.store.shelf import PARAMS, a_deck, blank_database, grade, take_in


def told(counts: Counts) -> dict[str, Section]:
    """All sections by key."""
    return {section.key: section for section in sections(progress(counts))}


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Share(59, 71), "83 % ± 9, 71 reviews"),
        (Share(9, 9), "too few to tell, 9 reviews"),
        (Share(1, 1), "too few to tell, 1 review"),
        (Share(0, 0), "no reviews yet"),
        (Share(10, 10), "100 % ± 14, 10 reviews"),
        (Share(900_000, 1_000_000), "90 % ± 0, 1,000,000 reviews"),
    ],
)
def test_shares_come_with_interval_and_number(share: Share, text: str) -> None:
    """Small numbers say how little they say."""
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0.0 s"), (4_240, "4.2 s"), (59_400, "59 s"), (60_000, "1 min"), (3_930_000, "1 h 06 min")],
)
def test_times(ms: int, text: str) -> None:
    """As a person says them."""
    assert time_text(ms) == text


def test_counts() -> None:
    """One is one."""
    assert (count(1, "card"), count(0, "card"), count(1200, "card")) == ("1 card", "0 cards", "1,200 cards")


def test_every_section_has_title_rows_and_definition() -> None:
    """Also where there is nothing to tell; tables are as wide as their columns."""
    found = told(Counts(Scope(DAY)))
    assert {*found, "today"} == set(DEFINITIONS) == set(TITLES)
    for section in found.values():
        assert section.rows
        assert all(text for _, text in section.rows)


def test_tables_are_as_wide_as_their_columns(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A number never stands under a wrong name."""
    with open_store(blank_database(tmp_path / "x", tmp_path_factory.getbasetemp()), lambda: NOON) as store:
        study(store, 40)
        for section in sections(measure(store, Scope(DAY))):
            assert section.table
            assert {len(row) for row in section.table} == {len(section.columns)}


def test_grades_are_named_by_four_buttons() -> None:
    """0, 1 and 2 are Again."""
    grades = {(Stage.YOUNG, 0): 1, (Stage.YOUNG, 1): 1, (Stage.YOUNG, 2): 1, (Stage.YOUNG, 4): 1}
    assert told(Counts(Scope(DAY), grades=grades))["grades"].rows == (
        ("young", "Again 3 (75 %), Hard 0 (0 %), Good 1 (25 %), Easy 0 (0 %)"),
    )


def test_when_all_is_begun() -> None:
    """At this pace, or never; nothing is said where nothing is left."""
    today = {DAY: Day(review=1)}
    assert ("all begun", "never at this pace") in told(Counts(Scope(DAY), days=today, new=3))["pace"].rows
    assert len(told(Counts(Scope(DAY), days=today))["pace"].rows) == 2


def test_what_a_day_changed(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Cards begun, matured and forgotten, drills and undone grades apart, and the streak."""
    with open_store(blank_database(tmp_path / "x", tmp_path_factory.getbasetemp()), lambda: NOON) as store:
        take_in(store, a_deck("d", "a", "b", "c", "undone"))
        nothing = (("changed", "nothing yet"), ("streak", "0 days"))
        assert day_section(store, DAY).rows == nothing
        for card, past in (("a", (0, 1, 7)), ("b", (0, 1))):
            for back in past:
                grade(store, f"d/{card}", 5, day=DAY - timedelta(days=30 - back))
        assert day_section(store, DAY).rows == nothing
        grade(store, "d/a", 5)
        grade(store, "d/b", 1)
        grade(store, "d/b", 1)
        grade(store, "d/c", 4)
        grade(store, "d/undone", 4)
        store.undo(NOON, DAY, PARAMS)
        assert store.changed(DAY) == (1, 1, 1)
        section = day_section(store, DAY)
        assert section.rows == (
            ("changed", "1 card begun, 1 card matured, 1 card forgotten"),
            ("streak", "1 day"),
        )
        assert dict(zip(section.columns, section.table[0], strict=True))["forgotten"] == 1
