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

Values = Mapping[str, Any] | tuple[Any, ...]
"""What a statement binds: by name, or by place."""


class Session:
    """A connection that runs driver SQL. Not for two threads at once.

    Attributes:
        driver: The `sqlite3` connection beneath SQLAlchemy's, for what is done at each grade: there
            SQLAlchemy's results would cost more than the statements. Use it within `explained`.
        kept: Numbers of the rows of parameters and environments, by table and text, that are known to
            be in the database.
        open_day: Number of the study day before which all days are counted, as far as is known.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self.driver = driver
        self.kept: dict[tuple[str, str], int] = {}
        self.open_day = 0
        self._connection = connection
        self._path = path

    def rows(self, text: str, values: Values = ()) -> Sequence[Row]:
        """Run one statement and return all its rows."""
        with self.explained():
            return self._connection.exec_driver_sql(text, _bound(values)).fetchall()

    def run(self, text: str, values: Values = ()) -> int:
        """Run one statement and return the number of the last row it inserted, if it inserted any."""
        with self.explained():
            return self._connection.exec_driver_sql(text, _bound(values)).lastrowid or 0

    def run_many(self, text: str, values: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for each tuple of positional values."""
        if values:
            with self.explained():
                self._connection.exec_driver_sql(text, list(values))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one transaction: the write lock from its first statement, on disk when it ends, or nothing.

        Raises:
            ForecallError: If the database can't be written now; nothing was stored.
        """
        with self.explained():
            self.driver.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.driver.execute("COMMIT")
            except BaseException:
                self.driver.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one view of the data while others may write."""
        with self.explained():
            self.driver.execute("BEGIN")
            try:
                yield
            finally:
                self.driver.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn errors of the database into errors for the user; a broken constraint is a bug, not theirs."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise explained(error, self._path) from error
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.IntegrityError):
                raise
            raise explained(error.orig, self._path) from error


def _bound(values: Values) -> dict[str, Any] | tuple[Any, ...]:
    return values if isinstance(values, tuple) else dict(values)


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
