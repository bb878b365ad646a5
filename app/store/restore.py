"""Putting a backup in the place of the database: rehearsed on a copy first, with nothing thrown away."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.core.collection import Difference
from app.core.errors import ForecallError
from app.store.connect import connect, revision_of
from app.store.opening import open_store

_BUSY_SECONDS = 0.5
_BESIDE = ("-wal", "-shm", "-journal")
_LOST = """
SELECT count(*), min(l.at)
FROM log AS l JOIN device AS d ON d.id = l.device
WHERE NOT EXISTS (
    SELECT 1 FROM kept.device AS kd JOIN kept.log AS kl ON kl.device = kd.id
    WHERE kd.name = d.name AND kl.seq = l.seq
)
"""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What putting a backup back would come to.

    Attributes:
        backup: The backup.
        acts: Rows of its log.
        lost: Rows of the present log that it lacks; None if the present database can't be read.
        lost_since: Instant of the first of them, UTC; None if there is none.
        differences: Where its stored state is not what its log says; empty if it is sound.
    """

    backup: Path
    acts: int
    lost: int | None
    lost_since: datetime | None
    differences: tuple[Difference, ...]


def rehearse(path: Path, backup: Path, clock: Callable[[], datetime]) -> Rehearsal:
    """Open a copy of a backup, bring it to the newest schema, and check it; nothing else is touched.

    Args:
        path: The database.
        backup: The backup.
        clock: Gives the instant, aware.

    Raises:
        ForecallError: If the backup is no database of forecall, or can't be copied or opened.
    """
    with _copy(path, backup, clock) as copy:
        with open_store(copy, clock) as store:
            differences = store.differences()
        with closing(connect(copy)) as connection:
            acts = connection.execute("SELECT count(*) FROM log").fetchone()[0]
        lost, since = _lost(path, copy)
    return Rehearsal(backup, acts, lost, since, tuple(differences))


def _lost(path: Path, copy: Path) -> tuple[int | None, datetime | None]:
    """Count the rows of the present log that a copy lacks, and return the instant of the first."""
    if not path.exists():
        return 0, None
    try:
        with closing(connect(path)) as connection:
            connection.execute("ATTACH ? AS kept", (str(copy),))
            lost, since = connection.execute(_LOST).fetchone()
    except sqlite3.Error:
        return None, None  # it is damaged: that may be why a backup is wanted
    return lost, None if since is None else datetime.fromtimestamp(since / 1000, UTC)


def restore(path: Path, backup: Path, clock: Callable[[], datetime]) -> Path | None:
    """Put a backup in the place of the database.

    Returns:
        Where the database that was there lies now; None if there was none.

    Raises:
        ForecallError: If forecall runs elsewhere, or files can't be moved; then the database is as it was.
    """
    aside = path.with_name(f"{path.stem}-replaced-{clock().astimezone(UTC):%Y%m%dT%H%M%SZ}{path.suffix}")
    with _copy(path, backup, clock) as copy:
        open_store(copy, clock).close()
        if not path.exists():
            copy.replace(path)
            return None
        _fold_in(path)
        try:
            path.rename(aside)
            for end in _BESIDE:
                with suppress(FileNotFoundError):
                    path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
            copy.replace(path)
        except OSError as error:
            if not path.exists() and aside.exists():
                aside.rename(path)
            what = f"The database can't be moved: {error.strerror}."
            raise ForecallError(what, where=str(path), fix="Make its folder writable.") from error
    return aside


@contextmanager
def _copy(path: Path, backup: Path, clock: Callable[[], datetime]) -> Iterator[Path]:
    """Make a copy of a backup beside the database, and remove what is left of it."""
    folder = path.parent / f".restore-{clock().astimezone(UTC):%Y%m%dT%H%M%S%f}"
    try:
        folder.mkdir(parents=True)
        copy = folder / path.name
        shutil.copyfile(backup, copy)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        what = f"The backup can't be copied: {error.strerror}."
        raise ForecallError(
            what, where=str(backup), fix="Name a file that `forecall backup --list` shows."
        ) from error
    try:
        if revision_of(copy) is None:
            raise ForecallError("This file is empty.", where=str(backup), fix="Choose another backup.")
        yield copy
    except ForecallError as error:
        if error.where == str(copy):
            raise ForecallError(error.what, where=str(backup), fix="Choose another backup.") from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fold_in(path: Path) -> None:
    """Bring all that was written into the one file; refuse while anybody else has it open.

    A damaged database is moved as it is.
    """
    try:
        with closing(connect(path, busy_seconds=_BUSY_SECONDS)) as connection:
            # Leaving WAL mode needs the database for oneself.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            fix = "Close every other forecall, then try again."
            raise ForecallError("The database is in use.", where=str(path), fix=fix) from error
