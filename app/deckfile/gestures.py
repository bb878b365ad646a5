"""What was done to deck files, kept on disk: so it can be taken back after a restart, too.

Each gesture is one small file, written before the deck files are. By the digests in it is told how far the
gesture came: a file that is as it was before needs nothing taken back, one that is as it was after does,
and any other was changed since by somebody else.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.codec import digest_of
from app.core.errors import ForecallError
from app.deckfile import saving
from app.deckfile.saving import Snapshot

KEPT = 200
"""So many gestures are kept; older ones can't be taken back."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after a gesture.

    Attributes:
        file: Its path.
        before, after: Digests of its bytes; `before` is empty if there was none.
        start: Where it changed.
        old: The bytes that stood there, in Base64.
        new: How many bytes stand there now.
    """

    file: str
    before: str
    after: str
    start: int
    old: str
    new: int

    def taken_back(self, raw: bytes) -> bytes:
        """Return the file's bytes as they were before, from what they were after."""
        return raw[: self.start] + b64decode(self.old) + raw[self.start + self.new :]


@dataclass(frozen=True, slots=True)
class Gesture:
    """What can be taken back at once.

    Attributes:
        kept: The file that holds it.
        name: What it was, in words.
        at: When it was done.
        changes: What became of each file.
    """

    kept: Path
    name: str
    at: datetime
    changes: tuple[Change, ...]


class Gestures:
    """The gestures on a deck folder, the last first to be taken back.

    Args:
        folder: A folder of our own, where they are kept.
        root: The deck folder; those of other deck folders are left alone.
        clock: Gives the instant.
    """

    def __init__(self, folder: Path, root: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._root = root
        self._clock = clock

    def write(
        self, name: str, edits: Sequence[tuple[Snapshot, bytes]], new: Sequence[tuple[Path, bytes]] = ()
    ) -> None:
        """Write files as one gesture, all or none, even if the program is killed half way.

        Args:
            name: What is done, in words.
            edits: Files as they were read, and their new bytes.
            new: Files to be made.

        Raises:
            ChangedOnDiskError, ForecallError: As `saving.replace_all` does; then no file was changed.
        """
        changes = [_change(s.file, s.raw, raw) for s, raw in edits]
        changes += [_change(file, None, raw) for file, raw in new]
        kept = self._keep(name, changes)
        made: list[Path] = []
        try:
            for file, raw in new:
                saving.create(file, raw)
                made.append(file)
            if edits:
                saving.replace_all(self._root, edits)
        except ForecallError:
            for file in made:
                file.unlink()
            if all(_digest(change.file) != change.after for change in changes):
                kept.unlink()
            raise

    def note(self, name: str, before: Snapshot) -> None:
        """Keep what somebody else made of a file at our word, as the user's own editor does."""
        raw = saving.read(before.file).raw
        if raw != before.raw:
            self._keep(name, [_change(before.file, before.raw, raw)])

    def last(self, prefix: str = "") -> Gesture | None:
        """Return the last gesture whose name begins so; None if there is none.

        One that was never done, or was taken back outside, is none.
        """
        for kept in sorted(self._names(), reverse=True):
            if (found := self._read(kept)) and found.name.startswith(prefix):
                if any(_digest(change.file) != change.before for change in found.changes):
                    return found
                kept.unlink(missing_ok=True)
        return None

    def undo(self, prefix: str = "") -> str | None:
        """Take the last gesture whose name begins so back and return its name; None if there is none.

        Raises:
            ForecallError: If a file was changed since by somebody else; then all stays as it is.
        """
        saving.finish(self._root)
        found = self.last(prefix)
        if found is None:
            return None
        edits: list[tuple[Snapshot, bytes]] = []
        made: list[Path] = []
        for change in found.changes:
            digest = _digest(change.file)
            if digest == change.before:
                continue
            if digest != change.after:
                fix = "Put it back by hand, or edit it anew."
                what = f"The file was changed since, so this can't be taken back: {found.name}."
                raise ForecallError(what, where=change.file, fix=fix)
            snapshot = saving.read(Path(change.file))
            if change.before:
                edits.append((snapshot, change.taken_back(snapshot.raw)))
            else:
                made.append(snapshot.file)
        if edits:
            saving.replace_all(self._root, edits)
        for file in made:
            file.unlink()
        found.kept.unlink(missing_ok=True)
        return found.name

    def _names(self) -> list[Path]:
        return list(self._folder.glob("*.json"))

    def _keep(self, name: str, changes: Sequence[Change]) -> Path:
        known = sorted(self._names())
        number = int(known[-1].name[:10]) + 1 if known else 1
        # Two programs may be at it at once: the process tells their gestures apart.
        kept = self._folder / f"{number:010}-{os.getpid()}.json"
        told = {"name": name, "root": str(self._root), "at": self._clock().isoformat()}
        saving.create(kept, json.dumps(told | {"changes": [asdict(change) for change in changes]}).encode())
        for old in known[: max(0, len(known) + 1 - KEPT)]:
            old.unlink(missing_ok=True)
        return kept

    def _read(self, kept: Path) -> Gesture | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            told: dict[str, Any] = json.loads(kept.read_bytes())
            if told["root"] == str(self._root):
                changes = tuple(Change(**change) for change in told["changes"])
                return Gesture(kept, told["name"], datetime.fromisoformat(told["at"]), changes)
        return None


def _digest(file: str) -> str:
    """Return the digest of a file's bytes; nothing if there is none."""
    try:
        return digest_of(Path(file).read_bytes())
    except OSError:
        return ""


def _change(file: Path, before: bytes | None, after: bytes) -> Change:
    old = before or b""
    start = _alike(old, after)
    end = _alike(old[start:][::-1], after[start:][::-1])
    gone = b64encode(old[start : len(old) - end]).decode()
    digest = "" if before is None else digest_of(before)
    return Change(str(file), digest, digest_of(after), start, gone, len(after) - end - start)


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts have in common at their beginning."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
