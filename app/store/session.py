"""SQLAlchemy's connection, narrowed to what the store needs: driver SQL and one kind of transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from app.core.log import Params
from app.store.connect import BUSY_SECONDS, connect, explained
from app.store.rows import Known, Row

Values = Mapping[str, Any] | tuple[Any, ...]
"""What a statement binds: by name, or by place."""
_MOST_SEEN = 32


class Session:
    """A connection that runs driver SQL. Not for two threads at once.

    Attributes:
        driver: The `sqlite3` connection beneath SQLAlchemy's, for what is read and for what is done at each
            grade: SQLAlchemy's results would cost more than the statements. Use it within `explained`.
        act: Runs a statement that returns no rows on it.
        explained: Within it errors of the database become errors for the user.
        writing: Within it one transaction is held: the write lock from its first statement, on disk when it
            ends, or nothing.
        kept: Numbers of the rows of parameters and environments that are known to be in the database.
        open_day: Number of the study day before which all days are counted, as far as is known.
        last: Number and `ord` of the last row that was written here; None if not known.
        seen: Cards read lately, by uid; others may have changed them since.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self.driver = driver
        self.act = driver.cursor().execute
        self.explained = _Explained(path)
        self.writing = _Writing(self)
        self.kept: dict[tuple[Params, str], tuple[int, int | None]] = {}
        self.open_day = 0
        self.last: tuple[int, int] | None = None
        self.seen: dict[str, Known] = {}
        self._connection = connection

    def remember(self, uid: str, known: Known) -> None:
        """Keep what a grade of this card will need; what was read long ago is forgotten."""
        if len(self.seen) >= _MOST_SEEN:
            self.seen.clear()
        self.seen[uid] = known

    def rows(self, text: str, values: Values = ()) -> Sequence[Row]:
        """Run one statement and return all its rows."""
        with self.explained:
            return self.driver.execute(text, values).fetchall()

    def run(self, text: str, values: Values = ()) -> int:
        """Run one statement and return the number of the last row it inserted, if it inserted any."""
        with self.explained:
            return self._connection.exec_driver_sql(text, _bound(values)).lastrowid or 0

    def run_many(self, text: str, values: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for each tuple of positional values."""
        if values:
            with self.explained:
                self._connection.exec_driver_sql(text, list(values))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one view of the data while others may write."""
        with self.explained:
            self.driver.execute("BEGIN")
            try:
                yield
            finally:
                self.driver.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class _Explained:
    """Turns errors of the database into errors for the user; a broken constraint is a bug, not theirs."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to do: one object serves all statements, as a grade would feel one for each."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        found = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(found, sqlite3.Error) and not isinstance(found, sqlite3.IntegrityError):
            raise explained(found, self._path) from error


class _Writing:
    """Holds one transaction after another; see `Session`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        with self._session.explained:
            self._session.act("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if error is None:
            with self._session.explained:
                self._commit()
        else:
            self._roll_back()
            self._session.explained.__exit__(kind, error, at)

    def _commit(self) -> None:
        try:
            self._session.act("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        self._session.driver.rollback()
        self._session.last = None
        self._session.open_day = 0  # the count of the days before may have been rolled back, too


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
