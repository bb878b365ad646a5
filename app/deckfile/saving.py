"""A new text in the place of a deck file: whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.core.codec import digest_of
from app.core.errors import ForecallError

JOURNAL = ".forecall-edit.json"
"""Stands in a deck folder while several files of it are being replaced."""


class ChangedOnDiskError(ForecallError):
    """The file is not what was read: somebody else wrote it meanwhile."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read.

    Attributes:
        file: As it was named.
        real: What it leads to, links followed: this one is written, so that a link stays a link.
        status: Its status, taken before it was read.
        raw: Its bytes.
    """

    file: Path
    real: Path
    status: os.stat_result
    raw: bytes


def read(file: Path) -> Snapshot:
    """Read a deck file.

    Raises:
        ForecallError: If it can't be read.
    """
    try:
        real = file.resolve(strict=True)
        return Snapshot(file, real, real.stat(), real.read_bytes())
    except (OSError, RuntimeError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise ForecallError(
            f"The file can't be read: {said}.", where=str(file), fix="Check its path."
        ) from None


def replace(snapshot: Snapshot, raw: bytes) -> None:
    """Put `raw` in the place of a file, in one step, with its mode and owner.

    Raises:
        ChangedOnDiskError: If the file is not what was read.
        ForecallError: If it is read-only or can't be written. In either case it stays as it is.
    """
    _replace([(snapshot, raw)], None)


def replace_all(root: Path, edits: Sequence[tuple[Snapshot, bytes]]) -> None:
    """Put new texts in the places of several files, all or none, even if the program is killed half way.

    Args:
        root: The deck folder; there a journal tells `finish` what is still to be done.
        edits: The files as they were read, and their new bytes.

    Raises:
        ChangedOnDiskError, ForecallError: As `replace` does; then no file was changed.
    """
    _replace(edits, root / JOURNAL if len(edits) > 1 else None)


def finish(root: Path) -> None:
    """Do the rest of what a killed program had begun in a folder; a file changed since is left alone."""
    journal = root / JOURNAL
    try:
        steps = json.loads(journal.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError):
        steps = []
    with suppress(OSError):
        for real, temporary, digest in steps:
            if os.path.exists(temporary) and digest_of(Path(real).read_bytes()) == digest:
                _rename(Path(temporary), Path(real))
        journal.unlink()


def create(file: Path, raw: bytes) -> None:
    """Write a new file, whole or not at all.

    Raises:
        ForecallError: If there is one already, or it can't be written.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as new:
            new.write(raw)
            new.flush()
            os.fsync(new.fileno())
        os.link(part, file)  # unlike a rename, this fails where a file is
        _sync(file.parent)
    except FileExistsError:
        fix = "Choose another name."
        raise ForecallError("There is a file of this name already.", where=str(file), fix=fix) from None
    except OSError as error:
        fix = "See that the folder is writable and the disk has room."
        raise ForecallError(
            f"The file can't be written: {error.strerror}.", where=str(file), fix=fix
        ) from None
    finally:
        part.unlink(missing_ok=True)


def is_current(snapshot: Snapshot) -> bool:
    """Tell whether a file is still what was read.

    Raises:
        OSError: If it can't be read any more.
    """
    then, now = snapshot.status, snapshot.real.stat()
    same = (now.st_mtime_ns, now.st_size, now.st_ino) == (then.st_mtime_ns, then.st_size, then.st_ino)
    return same and snapshot.real.read_bytes() == snapshot.raw


def _replace(edits: Sequence[tuple[Snapshot, bytes]], journal: Path | None) -> None:
    temporary: list[Path] = []
    where = ""
    try:
        for snapshot, raw in edits:
            where = str(snapshot.file)
            if not stat.S_IMODE(snapshot.status.st_mode) & 0o222 or not os.access(snapshot.real, os.W_OK):
                raise ForecallError("The file is read-only.", where=where, fix="Make it writable.")
            temporary.append(_written_beside(snapshot, raw))
        for snapshot, _ in edits:
            where = str(snapshot.file)
            if not is_current(snapshot):
                fix = "Read it again."
                raise ChangedOnDiskError("The file was changed since it was read.", where=where, fix=fix)
        if journal is not None:
            steps = zip(edits, temporary, strict=True)
            _keep(journal, [(str(s.real), str(new), digest_of(s.raw)) for (s, _), new in steps])
            left, temporary = temporary, []  # from here on they belong to the journal
            for (snapshot, _), new in zip(edits, left, strict=True):
                _rename(new, snapshot.real)
            journal.unlink()
        else:
            _rename(temporary[0], edits[0][0].real)
    except OSError as error:
        fix = "See that the folder is writable and the disk has room."
        raise ForecallError(f"The file can't be written: {error.strerror}.", where=where, fix=fix) from None
    finally:
        for new in temporary:
            new.unlink(missing_ok=True)


def _rename(new: Path, real: Path) -> None:
    new.replace(real)
    _sync(real.parent)


def _keep(journal: Path, steps: Sequence[tuple[str, str, str]]) -> None:
    part = journal.with_suffix(".part")
    with part.open("w", encoding="utf-8") as new:
        json.dump(steps, new)
        new.flush()
        os.fsync(new.fileno())
    _rename(part, journal)


def _written_beside(snapshot: Snapshot, raw: bytes) -> Path:
    then = snapshot.status
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=snapshot.real.parent)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(raw)
            new.flush()
            os.fchmod(new.fileno(), stat.S_IMODE(then.st_mode))
            if (then.st_uid, then.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(new.fileno(), then.st_uid, then.st_gid)
            os.fsync(new.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
