"""Copies of the database: taken by SQLite's own means while others write, and checked before they count."""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.core.day import study_day
from app.core.errors import ForecallError
from app.core.thinning import superfluous
from app.store.connect import backups_of, connect, explained, revision_of

_STAMP = "%Y%m%dT%H%M%S%fZ"
_PAGES_AT_ONCE = 64
"""A quarter of a MiB: whoever writes meanwhile never waits for more."""
_SYNC_EVERY = 16
"""So many of these are synced together: a grade's fsync must not find all of the copy before it."""
_ABANDONED_S = 600
"""An unfinished copy that nobody wrote to for so long was left by a process that ended."""
_COUNTED = ("card", "content", "log", "review", "state")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database.

    Attributes:
        file: Where it lies.
        at: When it was taken, UTC.
        size: Bytes.
    """

    file: Path
    at: datetime
    size: int


def backups(path: Path) -> list[Backup]:
    """Return the backups of the database at `path`, newest first; other files there are passed over."""
    found = []
    for file in backups_of(path).glob(f"{path.stem}-*.sqlite"):
        stamp = file.name.removeprefix(f"{path.stem}-").split("-")[0].removesuffix(".sqlite")
        try:
            at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        with suppress(FileNotFoundError):  # another forecall has just thinned it out
            found.append(Backup(file, at, file.stat().st_size))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def is_backed_up(path: Path, now: datetime, rollover_hour: int) -> bool:
    """Tell whether there is a backup of this study day already, or nothing yet that could be lost.

    Raises:
        ForecallError: If the database can't be read.
    """
    day = study_day(now, rollover_hour)
    if any(_day_of(backup, now, rollover_hour) == day for backup in backups(path)[:1]):
        return True
    try:
        with closing(connect(path)) as connection:
            return connection.execute("SELECT 1 FROM log LIMIT 1").fetchone() is None
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _go_on() -> None:
    """Do not rest."""


def back_up(path: Path, clock: Callable[[], datetime], rest: Callable[[], object] = _go_on) -> Backup:
    """Copy the database, check the copy, and let go of copies that are superfluous now.

    Others may write meanwhile: the copy is of one moment. It holds no place of a device: whoever puts it
    back writes as a new device, so that no number of the log is given twice.

    Args:
        path: The database.
        clock: Gives the instant, aware.
        rest: Called between small parts of the work.

    Raises:
        ForecallError: If there is nothing to copy, or it can't be copied; no unfinished copy is left.
    """
    revision = revision_of(path)
    if revision is None:
        raise ForecallError("There is no database yet.", where=str(path), fix="Start forecall once.")
    at = clock().astimezone(UTC)
    file = backups_of(path) / f"{path.stem}-{at.strftime(_STAMP)}-{revision}.sqlite"
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(exist_ok=True)
        _clear_abandoned(file.parent)
        _copy(path, part, rest)
        part.replace(file)
        for old in superfluous(backup.at for backup in backups(path)):
            for gone in file.parent.glob(f"{path.stem}-{old.strftime(_STAMP)}*.sqlite"):
                gone.unlink(missing_ok=True)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except OSError as error:
        fix = "Make the folder writable, or free some space."
        what = f"The backup can't be written: {error.strerror}."
        raise ForecallError(what, where=str(file.parent), fix=fix) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return Backup(file, at, file.stat().st_size)


def _clear_abandoned(folder: Path) -> None:
    for part in folder.glob("*.part"):
        with suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > _ABANDONED_S:
                part.unlink()


def _copy(path: Path, to: Path, rest: Callable[[], object]) -> None:
    to.unlink(missing_ok=True)
    with closing(connect(path)) as source, closing(sqlite3.connect(to, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = OFF")  # it is synced once, as a whole, before it counts
        source.execute("BEGIN")  # what is counted and what is copied are of the same moment
        expected = _counts(source)
        with open(to, "rb") as written:
            parts = itertools.count(1)

            def between(*_: int) -> None:
                if next(parts) % _SYNC_EVERY == 0:
                    os.fsync(written.fileno())
                rest()

            source.backup(target, pages=_PAGES_AT_ONCE, progress=between, sleep=0)
        source.rollback()
        target.execute("UPDATE device SET place = NULL")
        target.execute("PRAGMA journal_mode = DELETE")
    with closing(sqlite3.connect(to, isolation_level=None)) as copy:
        damage = [text for (text,) in copy.execute("PRAGMA integrity_check(1)") if text != "ok"]
        found = _counts(copy)
    if damage or found != expected:
        what = f"The copy is not what was copied: {damage[0] if damage else f'{found} for {expected} rows'}."
        raise ForecallError(
            what, where=str(to.parent), fix="Check the disk, then run `forecall check --data`."
        )
    with open(to, "rb") as written:
        os.fsync(written.fileno())


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}


def _day_of(backup: Backup, now: datetime, rollover_hour: int) -> date:
    return study_day(backup.at.astimezone(now.tzinfo), rollover_hour)
