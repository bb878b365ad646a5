"""The schema: tables and migrations say the same, and there is one way through them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine
from sqlalchemy.schema import CreateTable

from app.store.connect import SCHEMA_HEAD, connect
from app.store.migrate import script_config
from app.store.opening import open_store
from app.store.store import Store
from app.store.tables import SEARCH_INDEX, metadata
from app.store.triggers import TRIGGERS
from tests.builders import DAY, NOON, a_card
from tests.store.shelf import a_deck, grade, take_in


def test_single_head_is_the_constant() -> None:
    """The constant spares reading the migrations; so it must be right."""
    assert ScriptDirectory.from_config(script_config()).get_heads() == [SCHEMA_HEAD]


def test_tables_and_migrations_agree(path: Path) -> None:
    """`alembic check` finds nothing to migrate."""
    config = script_config()
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_checks_agree(path: Path) -> None:
    """Alembic never sees a CHECK whose expression changed: each is compared as text."""
    engine = create_engine("sqlite://")
    with closing(sqlite3.connect(path)) as connection:
        for table in metadata.sorted_tables:
            ((stored,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table.name,))
            wanted = str(CreateTable(table).compile(engine))
            assert checks(stored) == checks(wanted), table.name


def checks(text: str) -> set[tuple[str, str]]:
    """Return the named CHECKs of a CREATE TABLE."""
    return set(re.findall(r"CONSTRAINT (ck_\w+) CHECK (\(.*\))", text))


def test_all_constraints_have_names(path: Path) -> None:
    """Batch migrations can't drop what has no name."""
    with closing(sqlite3.connect(path)) as connection:
        texts = connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE ?", (f"{SEARCH_INDEX}%",)
        )
        for (text,) in texts:
            for line in text.splitlines():
                if re.search(r"CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY", line):
                    assert line.strip().startswith("CONSTRAINT "), line


def test_triggers_are_laid(path: Path) -> None:
    """A migrated database has each of them, word for word, and no other."""
    with closing(sqlite3.connect(path)) as connection:
        stored = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    assert stored == TRIGGERS


def test_down_and_up_again(tmp_path: Path) -> None:
    """Every migration can be taken back, down to nothing, and done again."""
    path = tmp_path / "x.sqlite"
    path.touch()
    config = script_config()
    engine = create_engine("sqlite://", creator=lambda: connect(path, foreign_keys=False), poolclass=NullPool)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert [tuple(name) for name in names] == [("alembic_version",)]
        command.upgrade(config, "head")


def test_siblings_of_an_older_database_become_a_family(path: Path) -> None:
    """Cards of one entry, and nobody else; counts of due cards move and come back."""
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", *map(a_card, ("d/c/x", "d/c/y", "d/p"))), a_deck("e", a_card("e/c")))
        grade(store, "d/c/x")
        before = store.decks(DAY)
    engine = create_engine("sqlite://", creator=lambda: connect(path, foreign_keys=False), poolclass=NullPool)
    with engine.connect() as connection:
        config = script_config()
        config.attributes["connection"] = connection
        for name in TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        command.downgrade(config, "0002")
        connection.commit()
    with open_store(path, lambda: NOON) as store:
        assert store.decks(DAY) == before
        (x, y, p, c) = (each[2] for each in store.waiting([1, 2, 3, 4]))
        assert x == y is not None
        assert p is c is None
        assert store.asked(DAY) == {x: {1}}
        assert store.differences() == []


ROW = (
    "INSERT INTO log (device, seq, ord, at, offset, day, card, deck, act, grade, outcome, drawn, digest,"
    " note, gesture) VALUES (1, 9, 1, 1, 0, 1, {card}, 1, '{act}', {grade}, '', '', '', '', 1)"
)
NONSENSE = {
    "a grade of 6": ROW.format(card=1, act="grade", grade=6),
    "a grade without one": ROW.format(card=1, act="grade", grade="NULL"),
    "an act on no card": ROW.format(card=999, act="flag", grade="NULL"),
    "a number given twice": ROW.format(card=1, act="flag", grade="NULL").replace("(1, 9,", "(1, 1,"),
    "an asked card without content": (
        "INSERT INTO card (uid, name, deck, entry, part, since) VALUES ('u', 'd/x', 1, 'x', '', 0)"
    ),
    "an EF of 1.20": "UPDATE state SET ef = 120",
    "half a new card": "UPDATE state SET due = NULL",
    "a card of the log removed": "DELETE FROM card",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused(store: Store, name: str) -> None:
    """The database itself keeps what must always hold, whatever code writes."""
    take_in(store, a_deck("d", "a"))
    grade(store, "d/a")
    with pytest.raises(Exception, match="constraint failed"):
        store._session.run(NONSENSE[name])
