"""Figures: every one equals a slow recount from the log, whatever happened to the cards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.card import Kind, uid_of
from app.core.codec import hash_of, to_json
from app.core.day import study_day
from app.core.log import MATURE_DAYS, Act, Entry, Review, Role, RowId, Stage
from app.core.statistics.bins import span_of
from app.core.statistics.counts import Day, Scope, Tally
from app.core.statistics.progress import Progress, progress
from app.core.statistics.shares import Share
from app.core.statistics.spans import SPANS
from app.store import figures_sql, measures
from app.store.opening import open_store
from app.store.reader import Reader
from app.store.rows import params_json
from app.store.store import Store
from tests.builders import DAY, NOON, a_card
from tests.recount import Recount, passed, recount, repetitions, run_until
from tests.store.shelf import PARAMS, a_deck, blank_database, grade, take_in

TAGGED = {
    "d/a": ("x",),
    "d/b": ("x", "y"),
    "d/c": (),
    "e/f": ("y",),
    "e/g": ("x",),
    "e/old": ("y",),
}
KINDS = {"d/b": Kind.TYPED, "e/g": Kind.CLOZE}
CARDS = {
    uid_of(name): a_card(name, tags=tags, kind=KINDS.get(name, Kind.BASIC)) for name, tags in TAGGED.items()
}
HELD = ["e/g"]
RETIRED = ["e/old"]
START = datetime(2026, 3, 26, 20, tzinfo=UTC)
TEXTS = {hash_of(params_json(PARAMS)): params_json(PARAMS)}
ZONES = [ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/St_Johns")]


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Logs of two devices over a change of the clock, in three zones, with changed rollover hours."""
    at, rows = START, list[Entry]()
    zone, rollover = draw(st.sampled_from(ZONES)), 4
    for seq in range(1, draw(st.integers(1, 60)) + 1):
        at += timedelta(minutes=draw(st.sampled_from([1, 1, 20, 400, 1440, 2000, 9000, 40000])))
        if draw(st.integers(0, 9)) == 0:
            rollover, zone = draw(st.sampled_from([0, 4, 7])), draw(st.sampled_from(ZONES))
        local = at.astimezone(zone)
        offset = local.utcoffset()
        assert offset is not None
        uid = draw(st.sampled_from(sorted(CARDS)))
        if draw(st.booleans()) and rows:
            uid = rows[-1].card
        act = draw(st.sampled_from([Act.GRADE] * 12 + [Act.UNDO, Act.UNDO, Act.REDO, Act.SUSPEND, Act.RESET]))
        target = draw(st.sampled_from(rows)) if rows and act in (Act.UNDO, Act.REDO) else None
        rows.append(
            Entry(
                id=RowId(draw(st.sampled_from("AB")), seq),
                ord=int(at.timestamp() * 1000),
                at=at,
                offset=int(offset.total_seconds()),
                day=study_day(local, rollover),
                card=target.card if target else uid,
                deck=CARDS[target.card if target else uid].deck,
                act=act,
                grade=draw(st.integers(0, 5)) if act is Act.GRADE else None,
                ms=draw(st.sampled_from([None, 0, 800, 12_000])) if act is Act.GRADE else None,
                target=target.id if target else None,
                gesture=seq,
                content="" if act is not Act.GRADE else hash_of_content(uid),
                params=next(iter(TEXTS)),
            )
        )
    return rows


def hash_of_content(uid: str) -> str:
    """The hash that the log keeps of a card's content."""
    return hash_of(to_json(CARDS[uid].content))


@pytest.fixture
def fresh(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated database that holds the cards."""
    path = blank_database(tmp_path / "model.sqlite", tmp_path_factory.getbasetemp())
    with open_store(path, lambda: NOON) as store:
        take_cards_in(store)
    return path


def take_cards_in(store: Store) -> None:
    """Take in the two decks; one card leaves them again, and was held."""
    for gone in ([], RETIRED):
        there = [card for card in CARDS.values() if card.name not in gone]
        decks = [a_deck(name, *(card for card in there if card.deck == name)) for name in ("d", "e")]
        take_in(store, *decks, held=dict.fromkeys([*HELD, *RETIRED], "needs cuda"))


@st.composite
def scopes(draw: st.DrawFn, rows: list[Entry]) -> Scope:
    """A scope whose ends lie on, or just beside, days of a log."""
    today = draw(st.sampled_from(rows)).day + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, 1, 9])))
    days = (today - draw(st.sampled_from(rows)).day).days + draw(st.sampled_from([0, 1, 2]))
    return Scope(
        today=today,
        days=draw(st.sampled_from([None, 365, max(1, days), max(1, days)])),
        deck=draw(st.sampled_from(["", "", "d", "e", "none"])),
        tag=draw(st.sampled_from(["", "", "x", "y", "none"])),
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=logs(), data=st.data())
def test_every_figure_equals_its_recount(fresh: Path, rows: list[Entry], data: st.DataObject) -> None:
    """Any log of two devices, with undos, resets, changes of clock, zone and rollover; any filter."""
    path = fresh.with_name("each.sqlite")
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    slow = recount(rows, CARDS, HELD, RETIRED)
    with open_store(path, lambda: NOON) as store:
        assert store.merge(rows, TEXTS) == len(rows)
        for _ in range(4):
            scope = data.draw(scopes(rows))
            assert_recounted(progress(store.counts(scope)), slow, scope)
    path.with_name("each.sqlite-wal").unlink(missing_ok=True)


def assert_recounted(found: Progress, slow: Recount, scope: Scope) -> None:
    """Hold each figure against the reviews and states of a scope."""
    ever = slow.seen(scope.deck, scope.tag, date.min, scope.today)
    seen = [r for r in ever if scope.days is None or (scope.today - r.day).days < scope.days]
    again = repetitions(seen)
    scheduled = [r for r in seen if r.role is Role.SCHEDULED]

    for day, done in found.days.items():
        here = [r for r in seen if r.day == day]
        assert done == Day(
            new=len([r for r in here if r.role is Role.SCHEDULED and r.stage is Stage.NEW]),
            review=len(repetitions(here)),
            drill=len([r for r in here if r.role is Role.DRILL]),
            passed=passed(repetitions(here)),
            ms=sum(r.ms or 0 for r in here),
        )
    assert {day for day, done in found.days.items() if done.answers} == {r.day for r in seen}
    assert found.total.answers == len(seen)
    assert found.calendar == {day: len([r for r in ever if r.day == day]) for day in {r.day for r in ever}}

    studied = {r.day for r in ever}
    assert found.streaks.longest == max((run_until(day, studied) for day in studied), default=0)
    yesterday = scope.today - timedelta(days=1)
    assert found.streaks.current == (run_until(scope.today, studied) or run_until(yesterday, studied))
    assert found.streaks.days == len(studied)

    for stage in (None, Stage.YOUNG, Stage.MATURE):
        wanted = repetitions(seen, stage)
        assert found.retention[stage] == Share(passed(wanted), len(wanted))
    for week in found.weeks:
        wanted = [r for r in again if 0 <= (week.last - r.day).days < 7]
        assert week.retention == Share(passed(wanted), len(wanted))
    assert sum(week.retention.n for week in found.weeks) == len(again)
    for stage in Stage:
        counted = [len([r for r in scheduled if (r.stage, r.grade) == (stage, q)]) for q in range(6)]
        assert list(found.grades[stage]) == counted
    assert_spread(found, slow, again)
    assert_cards(found, slow, scope)
    first = max((scope.first, min(studied)), default=None) if studied else None
    begun = len([r for r in scheduled if r.stage is Stage.NEW])
    assert found.pace[:2] == (begun, 0 if first is None else (scope.today - first).days + 1)


def assert_spread(found: Progress, slow: Recount, again: list[Review]) -> None:
    """Hold what is told by kind, hour and time since the last repetition against the repetitions."""

    def tally(wanted: list[Review]) -> Tally:
        timed = [r.ms for r in wanted if r.ms is not None]
        return Tally(len(wanted), passed(wanted), len(timed), sum(timed))

    kinds = {r.card: slow.cards[r.card].content.kind.value for r in again}
    assert found.kinds == {
        kind: tally([r for r in again if kinds[r.card] == kind]) for kind in set(kinds.values())
    }
    assert found.hours == {
        hour: tally([r for r in again if r.hour == hour]) for hour in {r.hour for r in again}
    }
    points = {bin_.low: share for bin_, share in found.forgetting if bin_.n}
    assert points == {
        span: Share(passed(wanted), len(wanted))
        for span in SPANS
        if (wanted := [r for r in again if span_of(r.elapsed) == span])
    }


def assert_cards(found: Progress, slow: Recount, scope: Scope) -> None:
    """Hold what is told of the cards against their states."""
    asked = slow.asked(scope.deck, scope.tag)
    seen = [state for state in asked if state.due is not None]
    for ahead, n in enumerate(found.forecast.days):
        assert n == len([s for s in seen if s.due == scope.today + timedelta(days=ahead)])
    assert found.forecast.overdue == len([s for s in seen if s.due and s.due < scope.today])
    for bins, values in (
        (found.intervals, [s.memory.interval for s in seen]),
        (found.eases, [s.memory.ef for s in seen]),
    ):
        assert sum(each.n for each in bins) == len(seen)
        for each in bins:
            top = each.high or 10**6
            assert each.n == len([v for v in values if each.low <= v <= top])
    standing = found.standing
    assert standing.new == found.pace.left == len(asked) - len(seen)
    assert standing.mature == len([s for s in seen if s.memory.interval >= MATURE_DAYS])
    assert standing.young == len(seen) - standing.mature
    there = [
        (slow.states.get(uid), card.name in slow.held)
        for uid, card in slow.cards.items()
        if scope.deck in ("", card.deck) and (not scope.tag or scope.tag in card.tags)
        if card.name not in slow.retired
    ]
    assert standing.held == len([1 for _, held in there if held])
    assert standing.suspended == len([1 for state, held in there if state and state.suspended and not held])
    assert standing.all == len(there)


def test_changed_tags_count_for_the_past(store: Store) -> None:
    """A tag shows the history of the cards that have it now."""
    take_in(store, a_deck("d", a_card("d/a", tags=("old",))))
    grade(store, "d/a", 5)
    assert store.counts(Scope(DAY, tag="old")).days == {DAY: Day(new=1)}
    take_in(store, a_deck("d", a_card("d/a", tags=("fresh",))))
    assert store.counts(Scope(DAY, tag="old")).days == {}
    assert store.counts(Scope(DAY, tag="fresh")).days == {DAY: Day(new=1)}
    assert store.tags() == {"fresh": 1}


def test_history_counts_for_the_deck_of_then_and_cards_for_that_of_now(store: Store) -> None:
    """Moving a card does not rewrite what was done in its old deck."""
    take_in(store, a_deck("d", "a", "b"))
    grade(store, "d/a", 4)
    moved = replace(a_deck("d", "a").cards[0], deck="e", entry="a")
    take_in(store, a_deck("d", "b"), a_deck("e", moved))
    assert store.counts(Scope(DAY, deck="d")).days == {DAY: Day(new=1)}
    assert store.counts(Scope(DAY, deck="e")).days == {}
    assert store.counts(Scope(DAY, deck="e")).intervals == {1: 1}
    assert store.counts(Scope(DAY, deck="d")).intervals == {}


def test_reader_counts_without_sqlalchemy(store: Store) -> None:
    """The screen and the command read before the writing side is open."""
    take_in(store, a_deck("d", "a"))
    grade(store, "d/a", 4)
    with Reader(store.path) as reader:
        assert reader.counts(Scope(DAY)) == store.counts(Scope(DAY))
        assert reader.tags() == store.tags()


def test_every_kind_of_card_has_its_number() -> None:
    """The numbers are stored: they only ever grow."""
    assert measures.KINDS[:7] == ("", "basic", "cloze", "choice", "typed", "order", "live")
    assert set(measures.KINDS[1:]) == {kind.value for kind in Kind}


@pytest.mark.parametrize("text", [figures_sql.DAYS, figures_sql.MEASURES])
@pytest.mark.parametrize("analysed", [False, True])
def test_only_the_rows_of_one_deck_are_read(store: Store, text: str, analysed: bool) -> None:
    """Day by day, by the whole key: neither the log nor the rows of other decks."""
    for n in range(30):
        take_in(store, a_deck(f"deck-{n}", "a"))
        grade(store, f"deck-{n}/a", day=DAY + timedelta(days=n % 5))
    with closing(sqlite3.connect(store.path)) as connection:
        if analysed:
            connection.execute("ANALYZE")
        values = {"deck": 0, "first": 0, "today": DAY.toordinal()}
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    assert any(
        line.startswith("SEARCH c USING PRIMARY KEY (day=? AND deck=? AND measure") for line in plan
    ), plan
    assert plan.count("SEARCH r USING INTEGER PRIMARY KEY (rowid>?)") == 1  # open days; `r` are these then
    scanned = {line.split()[1] for line in plan if line.startswith("SCAN")}
    assert {name for name in scanned if "subquery" not in name} <= {"d", "u", "r"}, plan
