"""SQLAlchemy's connection, narrowed to what the store needs: driver SQL and one kind of transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from app.store.connect import BUSY_SECONDS, connect, explained
from app.store.rows import Row


class Session:
    """A connection that runs driver SQL. Not for two threads at once."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def rows(self, text: str, values: Mapping[str, Any] | None = None) -> Sequence[Row]:
        """Run one statement and return all its rows."""
        with self._explained():
            return self._connection.exec_driver_sql(text, dict(values or {})).fetchall()

    def run(self, text: str, values: Mapping[str, Any] | None = None) -> int:
        """Run one statement and return the number of the last row it inserted, if it inserted any."""
        with self._explained():
            return self._connection.exec_driver_sql(text, dict(values or {})).lastrowid or 0

    def run_many(self, text: str, values: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for each tuple of positional values."""
        if values:
            with self._explained():
                self._connection.exec_driver_sql(text, list(values))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one transaction: the write lock from its first statement, on disk when it ends, or nothing.

        Raises:
            ForecallError: If the database can't be written now; nothing was stored.
        """
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            with self._explained():
                self._connection.commit()
        except BaseException:
            self._connection.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one view of the data while others may write."""
        self.run("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.IntegrityError):
                raise
            raise explained(error.orig, self._path) from error


def open_session(path: Path, *, busy_seconds: float = BUSY_SECONDS, foreign_keys: bool = True) -> Session:
    """Open the database at `path` through SQLAlchemy.

    Raises:
        ForecallError: If it can't be opened.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, busy_seconds=busy_seconds, foreign_keys=foreign_keys),
        poolclass=NullPool,
    )
    try:
        return Session(engine.connect(), path)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except DBAPIError as error:
        raise explained(error.orig, path) from error
