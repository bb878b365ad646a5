"""How the database file stands, told without SQLAlchemy and without changing anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import ForecallError
from app.store.connect import SCHEMA_HEAD, connect, explained, revision_of


@dataclass(frozen=True, slots=True)
class Health:
    """How the database stands.

    Attributes:
        size: Bytes of the file; 0 if there is none.
        wal: Bytes of the write-ahead log beside it.
        revision: The migration it stands at; empty if there is none.
        head: The migration that this program wants.
        damage: What SQLite's quick check finds; empty if nothing.
        acts: Rows of the log.
        cards: Cards that it knows, retired ones too.
        sqlite: Version of SQLite.
    """

    size: int = 0
    wal: int = 0
    revision: str = ""
    head: str = SCHEMA_HEAD
    damage: str = ""
    acts: int = 0
    cards: int = 0
    sqlite: str = sqlite3.sqlite_version


def health(path: Path) -> Health:
    """Look at the database at `path`; what can't be read is told as damage."""
    if not path.exists():
        return Health()
    wal = path.with_name(f"{path.name}-wal")
    size, wal_size = path.stat().st_size, wal.stat().st_size if wal.exists() else 0
    try:
        revision = revision_of(path) or ""
        if not revision:
            return Health(size, wal_size)
        with closing(connect(path)) as connection:
            checked = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            acts = connection.execute("SELECT count(*) FROM log").fetchone()[0]
            cards = connection.execute("SELECT count(*) FROM card").fetchone()[0]
    except sqlite3.Error as error:
        return Health(size, wal_size, damage=explained(error, path).what)
    except ForecallError as error:
        return Health(size, wal_size, damage=error.what)
    return Health(size, wal_size, revision, damage="" if checked == "ok" else checked, acts=acts, cards=cards)
