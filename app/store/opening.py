"""Opening the collection: by `sqlite3` for the first screen, by SQLAlchemy for everything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import ForecallError
from app.store.connect import SCHEMA_HEAD, revision_of
from app.store.reader import Reader

if TYPE_CHECKING:
    from app.store.store import Store


def open_reader(path: Path) -> Reader | None:
    """Open the collection for reading, without SQLAlchemy.

    Returns:
        None if there is no database yet or its schema is another one: then `open_store` comes first.

    Raises:
        ForecallError: If the file can't be read or is no database of forecall.
    """
    return Reader(path) if revision_of(path) == SCHEMA_HEAD else None


def open_store(path: Path, clock: Callable[[], datetime]) -> Store:
    """Open the collection, creating it or bringing it to the newest schema where needed.

    Call it before a second thread uses the collection: alembic is not made for two threads.

    Args:
        path: The database; its folder is made.
        clock: Gives the instant, aware.

    Raises:
        ForecallError: If it is damaged, locked, newer than this program, or its folder can't be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        revision = revision_of(path)
    except OSError as error:
        raise ForecallError(
            f"The folder of the collection can't be used: {error.strerror}.",
            where=str(path.parent),
            fix="Choose another place for the data.",
        ) from error
    if revision != SCHEMA_HEAD:
        from app.store.migrate import migrate

        migrate(path, revision, clock)
    from app.store.store import Store

    return Store(path, clock)
