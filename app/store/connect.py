"""One way to open the database file, for `sqlite3` and for SQLAlchemy, and what its errors mean."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from app.core.errors import ForecallError

SCHEMA_HEAD = "0004"
"""The newest migration; a test compares it with the migrations themselves, so that they need not be read."""
BUSY_SECONDS = 5.0
"""How long a writer waits for another instance before it gives up."""
_CACHE_KIB = 16 * 1024
_NO_PLACE = ("SQLITE_CANTOPEN", "SQLITE_READONLY")


def connect(
    path: Path, *, busy_seconds: float = BUSY_SECONDS, foreign_keys: bool = True
) -> sqlite3.Connection:
    """Open the database.

    The driver neither begins nor commits by itself (`isolation_level=None`): its legacy mode would
    commit each DDL statement of a migration.

    Raises:
        sqlite3.Error: If it can't be opened or read; see `explained`.
    """
    try:
        return _opened(_uri(path, "mode=rw"), busy_seconds, foreign_keys)
    except sqlite3.OperationalError as error:
        # On a read-only disk SQLite can't lay the files that it shares a WAL database by. As nobody else
        # can write there either, the file may be read as it stands.
        if not path.is_file() or not _name_of(error).startswith(_NO_PLACE):
            raise
        return _opened(_uri(path, "mode=ro&immutable=1"), busy_seconds, foreign_keys)


def _opened(uri: str, busy_seconds: float, foreign_keys: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri,
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        # FULL: a grade is on the disk, not only handed to the system, before the next card shows.
        connection.execute("PRAGMA synchronous = FULL")
        # Copying the log back into the file is done when nobody waits, not by every thousandth page.
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        # Some builds write zeros over what is deleted; a deck is no secret from its owner.
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{mode}"


def stored_revision(connection: sqlite3.Connection) -> str | None:
    """Return the migration the database stands at; None for an empty file.

    Raises:
        ForecallError: If the file is a database, but not one of forecall.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" in tables:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    if tables:
        raise ForecallError(
            "This is a database of another program.",
            fix="Move it away, or choose another place for the data.",
        )
    return None


def revision_of(path: Path) -> str | None:
    """Return the migration that the database at `path` stands at; None if there is none yet.

    Raises:
        ForecallError: If the file can't be read, or is not a database of forecall.
    """
    if not path.exists():
        return None
    try:
        with closing(connect(path)) as connection:
            return stored_revision(connection)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except ForecallError as error:
        raise ForecallError(error.what, where=str(path), fix=error.fix) from error


def backups_of(path: Path) -> Path:
    """Return the folder that holds the backups of the database at `path`."""
    return path.parent / "backups"


def explained(error: BaseException | None, path: Path) -> ForecallError:
    """Return what a database error means to the user.

    Args:
        error: As the driver raised it.
        path: The database.
    """
    name = _name_of(error)
    for start, what, fix in _MEANINGS:
        if name.startswith(start):
            return ForecallError(what, where=str(path), fix=fix.format(backups=backups_of(path)))
    return ForecallError(
        f"The database refused: {error}.", where=str(path), fix="Run `forecall check --data` and report this."
    )


def _name_of(error: BaseException | None) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


_DAMAGED = "`forecall restore` puts the newest file from {backups} in its place; the decks are not affected."
_MEANINGS = (
    (
        "SQLITE_BUSY",
        "Another forecall is writing to the collection and did not finish in time; nothing was stored.",
        "Wait for it or close it, then try again.",
    ),
    ("SQLITE_CORRUPT", "The database is damaged.", _DAMAGED),
    ("SQLITE_NOTADB", "This file is not a database, or its beginning is damaged.", _DAMAGED),
    (
        "SQLITE_READONLY",
        "The collection can be read but not written here; nothing was stored.",
        "Make the file and its folder writable, or choose another place for the data.",
    ),
    ("SQLITE_FULL", "The disk is full; nothing was stored.", "Free some space, then try again."),
    (
        "SQLITE_CANTOPEN",
        "The database can't be opened.",
        "Check that its folder exists and that you may read and write in it.",
    ),
    ("SQLITE_PERM", "You may not open the database.", "Check the permissions of the file and its folder."),
    (
        "SQLITE_IOERR",
        "The disk failed while the database was read or written; the last act was not stored.",
        "Check the disk and its free space, then run `forecall check --data`.",
    ),
)
