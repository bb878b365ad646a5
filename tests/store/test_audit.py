"""Checking the data: each kind of damage is named, and `rebuild` puts right what is derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.log import Act
from app.store.opening import open_store
from app.store.store import Store
from tests.builders import DAY, NOON
from tests.store.shelf import PARAMS, a_deck, an_act, grade, take_in


@pytest.fixture
def filled(path: Path) -> Iterator[Store]:
    """A store with reviews on two days, an undo, and a held card."""
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", "a", "b", "c"), a_deck("e", "x"), held={"d/c": "needs cuda"})
        grade(store, "d/a", 4, ms=1000)
        grade(store, "d/b", 2, ms=2000)
        grade(store, "d/b", 4, ms=500)
        grade(store, "e/x", 5)
        store.undo(NOON, DAY, PARAMS)
        grade(store, "d/a", 1, day=DAY + timedelta(days=1))
        yield store


def spoil(store: Store, text: str) -> None:
    """Change the database behind the store's back: no foreign keys, no triggers' refusal."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        for name in ("log_no_update", "log_no_delete", "review_no_update", "standing_3", "card_moved"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(text)


def named(store: Store, rebuild: bool = False) -> list[tuple[str, str, str]]:
    """Return what the check finds."""
    return [(d.where, d.stored, d.recounted) for d in store.differences(rebuild)]


SPOILED = [
    ("UPDATE state SET interval = 99, reps = 7 WHERE card = 1", "state of d/a"),
    ("UPDATE state SET due = due + 1 WHERE card = 1", "state of d/a"),
    ("UPDATE state SET suspended = 1 WHERE card = 1", "state of d/a"),
    ("UPDATE state SET last = 1 WHERE card = 2", "state of d/b"),
    ("UPDATE state SET away = 0 WHERE card = 3", "state of d/c"),
    ("UPDATE state SET position = 5 WHERE card = 1", "state of d/a"),
    ("DELETE FROM state WHERE card = 2", "state of d/b"),
    ("DELETE FROM review WHERE log = 1", "review 1 of d/a"),
    ("UPDATE review SET grade = 5 WHERE log = 1", "review 1 of d/a"),
    ("UPDATE review SET kind = 'live' WHERE log = 1", "review 1 of d/a"),
    (
        "INSERT INTO review SELECT 4, card, deck, kind, day, hour, grade, ms, drill, stage, lapse, elapsed,"
        " interval_before, interval_after, ef_after FROM review WHERE log = 1",
        "review 4 of d/a",
    ),
    (
        "INSERT INTO review SELECT 999, card, deck, kind, day, hour, grade, ms, drill, stage, lapse, elapsed,"
        " interval_before, interval_after, ef_after FROM review WHERE log = 1",
        "review row 999",
    ),
    ("INSERT INTO state (card, deck, position, away) VALUES (999, 1, 0, 0)", "state row 999"),
    ("UPDATE daily SET n = n + 1, ms = 0", "count daily"),
    ("DELETE FROM daily", "count daily"),
    ("UPDATE daily SET timed = timed + 1, passed = 0 WHERE deck = 0", "count daily"),
    ("UPDATE standing SET n = n + 1", "count standing"),
    ("INSERT INTO standing VALUES (1, 0, 77, 1)", "count standing [1,0,77]"),
    ("INSERT INTO standing VALUES (1, 3, 5, 1)", "count standing [1,3,5]"),
    ("UPDATE daily_upto SET log = log + 9", "count open reviews"),
    ("DELETE FROM daily_upto", "count open reviews"),
    ("UPDATE deck SET cards = 9", "count deck"),
    ("UPDATE deck SET held = 9", "count deck"),
    ("INSERT INTO alias VALUES ('old/name', 999)", "alias row"),
]


@pytest.mark.parametrize(("text", "where"), SPOILED)
def test_damage_is_named_and_put_right(filled: Store, text: str, where: str) -> None:
    """The check names it, changes nothing unasked, and after a rebuild finds nothing."""
    assert named(filled) == []
    due, home = filled.due(DAY + timedelta(days=9), None), filled.decks(DAY)
    spoil(filled, text)
    found = named(filled)
    assert [each for each in found if each[0].startswith(where)] != []
    assert named(filled) == found
    assert named(filled, rebuild=True) != []
    assert named(filled) == []
    assert (filled.due(DAY + timedelta(days=9), None), filled.decks(DAY)) == (due, home)


def test_difference_shows_both_sides(filled: Store) -> None:
    """What is stored and what it should be, only where they differ."""
    spoil(filled, "UPDATE state SET interval = 99, reps = 7 WHERE card = 1")
    assert named(filled) == [("state of d/a", "interval 99, reps 7", "interval 1, reps 1")]


@pytest.mark.parametrize("table", ["content", "params"])
def test_text_that_is_not_what_its_hash_says(filled: Store, table: str) -> None:
    """What rows of the log name by hash must be what they meant; it can't be rebuilt, only told."""
    spoil(filled, f"UPDATE {table} SET json = replace(json, ':', ': ') WHERE id = 1")
    ((where, _, _),) = named(filled)
    assert where.startswith(f"{table} ")
    assert named(filled, rebuild=True) == named(filled)


def test_an_environment_that_is_not_what_its_hash_says(filled: Store) -> None:
    """Likewise."""
    spoil(filled, "INSERT INTO env (hash, json) VALUES ('abc', '{}')")
    assert named(filled)[0][0] == "env abc"


def test_row_of_the_log_without_its_card(filled: Store) -> None:
    """The log can't be rebuilt from anything: it is named and left."""
    spoil(filled, "DELETE FROM card WHERE id = 4")
    assert any(where.startswith("log row") for where, _, _ in named(filled))
    filled.differences(rebuild=True)
    assert any(where.startswith("log row") for where, _, _ in named(filled))


def test_damaged_index_is_told(filled: Store) -> None:
    """An index that lacks rows of its table is damage of the file."""
    filled.checkpoint()
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '>= 130', '>= 1300') WHERE name = 'state'"
        )
    with open_store(filled.path, lambda: NOON) as again:
        assert named(again)[0][0] == "database file"


ACTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([0, 1, 2, 3, 4, 5, "undo", *Act]), st.integers(0, 3)),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_sitting_leaves_nothing_to_put_right(
    store: Store, acts: list[tuple[str, int | str, int]]
) -> None:
    """Whatever is done to cards, step by step, equals the fold of the log and the recount of all counts."""
    take_in(store, a_deck("p", "a", "b", "c"))
    for card, what, days in acts:
        day = DAY + timedelta(days=days)
        if what == "undo":
            store.undo(NOON, day, PARAMS)
        elif isinstance(what, int):
            grade(store, f"p/{card}", what, day=day, ms=what * 100)
        elif what not in (Act.GRADE, Act.UNDO, Act.REDO):
            store.append([an_act(store, f"p/{card}", act=what, day=day)], PARAMS)
    assert store.differences() == []
