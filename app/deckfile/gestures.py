"""What was done to deck files, kept on disk: so it can be taken back, and done again, after a restart, too.

Each gesture is one small file, written before the deck files are. By the digests in it is told how far the
gesture came: a file that is as it was before needs nothing taken back, one that is as it was after does,
and any other was changed since by somebody else. A gesture taken back is kept, too, until another is made.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.core.codec import digest_of
from app.core.collection import Turning
from app.core.errors import ForecallError
from app.deckfile import saving
from app.deckfile.saving import Snapshot

KEPT = 200
"""So many gestures are kept; older ones can't be taken back."""
_DONE, _UNDONE = ".json", ".undone"


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after a gesture.

    Attributes:
        file: Its path.
        before, after: Digests of its bytes; `before` is empty if there was none.
        start: Where it changed.
        old, put: The bytes that stood there, and those that stand there now, in Base64.
    """

    file: str
    before: str
    after: str
    start: int
    old: str
    put: str

    def taken_back(self, raw: bytes) -> bytes:
        """Return the file's bytes as they were before, from what they were after."""
        return self._with(raw, self.put, self.old)

    def done_again(self, raw: bytes) -> bytes:
        """Return the file's bytes as they were after, from what they were before."""
        return self._with(raw, self.old, self.put)

    def _with(self, raw: bytes, gone: str, put: str) -> bytes:
        return raw[: self.start] + b64decode(put) + raw[self.start + len(b64decode(gone)) :]


@dataclass(frozen=True, slots=True)
class Gesture:
    """What can be taken back at once.

    Attributes:
        kept: The file that holds it.
        name: What it was, in words.
        card: The card it was about; empty for many.
        at: When it was done.
        changes: What became of each file.
    """

    kept: Path
    name: str
    card: str
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
        self,
        name: str,
        edits: Sequence[tuple[Snapshot, bytes]],
        new: Sequence[tuple[Path, bytes]] = (),
        card: str = "",
    ) -> None:
        """Write files as one gesture, all or none, even if the program is killed half way.

        Args:
            name: What is done, in words.
            edits: Files as they were read, and their new bytes.
            new: Files to be made.
            card: The card it is about.

        Raises:
            ChangedOnDiskError, ForecallError: As `saving.replace_all` does; then no file was changed.
        """
        changes = [_change(s.file, s.raw, raw) for s, raw in edits]
        changes += [_change(file, None, raw) for file, raw in new]
        kept = self._keep(name, changes, card)
        try:
            self._put(edits, new)
        except ForecallError:
            if _none_done(changes):
                kept.unlink()
            raise

    def note(self, name: str, before: Snapshot, card: str = "") -> None:
        """Keep what somebody else made of a file at our word, as the user's own editor does."""
        raw = saving.read(before.file).raw
        if raw != before.raw:
            self._keep(name, [_change(before.file, before.raw, raw)], card)

    def last(self, prefix: str = "") -> Gesture | None:
        """Return the last gesture whose name begins so; None if there is none.

        One that was never done, or was taken back outside, is none.
        """
        for kept in reversed(self._kept(_DONE)):
            if (found := self._read(kept)) and found.name.startswith(prefix):
                if not _is_undone(found.changes):
                    return found
                kept.unlink(missing_ok=True)
        return None

    def to_redo(self) -> Turning:
        """Tell what `redo` would do."""
        done, undone = ([*filter(None, map(self._read, self._kept(end)))] for end in (_DONE, _UNDONE))
        last = max((each.at for each in (*done, *undone)), default=None)
        return Turning(last, undone[0].at, _undone_at(undone[0].kept)) if undone else Turning(last)

    def undo(self, prefix: str = "") -> Gesture | None:
        """Take the last gesture whose name begins so back and return it; None if there is none.

        Raises:
            ForecallError: If a file was changed since by somebody else; then all stays as it is.
        """
        saving.finish(self._root)
        found = self.last(prefix)
        if found is None:
            return None
        changes = _still_to_turn(found, lambda change: (change.before, change.after))
        edits = [(each, change.taken_back(each.raw)) for change, each in changes if each and change.before]
        if edits:
            saving.replace_all(self._root, edits)
        for change, _ in changes:
            if not change.before:
                Path(change.file).unlink()
        # The mark comes last: a gesture whose files are as before is taken for one that was never done.
        found.kept.replace(found.kept.with_suffix(f".{self._clock().timestamp():.6f}{_UNDONE}"))
        return found

    def redo(self) -> Gesture | None:
        """Do the gesture again that was taken back last and return it; None if there is none.

        Raises:
            ForecallError: If a file was changed since; then all stays as it is.
        """
        saving.finish(self._root)
        found = next(filter(None, map(self._read, self._kept(_UNDONE))), None)
        if found is None:
            return None
        changes = _still_to_turn(found, lambda change: (change.after, change.before))
        edits = [(each, change.done_again(each.raw)) for change, each in changes if each]
        new = [(Path(change.file), change.done_again(b"")) for change, each in changes if not each]
        # It counts as done before the files are written, as one that is made does.
        done = found.kept.replace(found.kept.with_name(found.kept.name.split(".")[0] + _DONE))
        try:
            self._put(edits, new)
        except ForecallError:
            if _none_done(found.changes):
                done.replace(found.kept)
            raise
        return found

    def _put(self, edits: Sequence[tuple[Snapshot, bytes]], new: Sequence[tuple[Path, bytes]]) -> None:
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
            raise

    def _kept(self, end: str) -> list[Path]:
        """Return the files of gestures, the first first."""
        return sorted(self._folder.glob(f"*{end}"))

    def _keep(self, name: str, changes: Sequence[Change], card: str) -> Path:
        undone = self._kept(_UNDONE)
        known = sorted([*self._kept(_DONE), *undone])
        number = int(known[-1].name[:10]) + 1 if known else 1
        # Two programs may be at it at once: the process tells their gestures apart.
        kept = self._folder / f"{number:010}-{os.getpid()}{_DONE}"
        told = {"name": name, "card": card, "root": str(self._root), "at": self._clock().isoformat()}
        saving.create(kept, json.dumps(told | {"changes": [asdict(change) for change in changes]}).encode())
        # What was undone before this stays undone.
        for old in (*known[: max(0, len(known) + 1 - KEPT)], *filter(self._read, undone)):
            old.unlink(missing_ok=True)
        return kept

    def _read(self, kept: Path) -> Gesture | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            told: dict[str, Any] = json.loads(kept.read_bytes())
            if told["root"] == str(self._root):
                changes = tuple(Change(**change) for change in told["changes"])
                at = datetime.fromisoformat(told["at"])
                return Gesture(kept, told["name"], told["card"], at, changes)
        return None


def _undone_at(kept: Path) -> datetime:
    """Return when a gesture was taken back: its name tells."""
    return datetime.fromtimestamp(float(kept.name.split(".", 1)[1].removesuffix(_UNDONE)), UTC)


def _is_undone(changes: Sequence[Change]) -> bool:
    return all(_digest(change.file) == change.before for change in changes)


def _none_done(changes: Sequence[Change]) -> bool:
    return all(_digest(change.file) != change.after for change in changes)


def _still_to_turn(
    found: Gesture, ends: Callable[[Change], tuple[str, str]]
) -> list[tuple[Change, Snapshot | None]]:
    """Return the changes that are not turned yet, each with its file as it is; None if there is no file.

    Args:
        found: The gesture.
        ends: Returns of a change the digests of its file where it goes to, and where it should be.

    Raises:
        ForecallError: If a file is neither.
    """
    changes: list[tuple[Change, Snapshot | None]] = []
    for change in found.changes:
        wanted, expected = ends(change)
        digest = _digest(change.file)
        if digest != wanted:
            if digest != expected:
                fix = "Put it back by hand, or edit it anew."
                what = f"The file was changed since, so this can't be taken back or done again: {found.name}."
                raise ForecallError(what, where=change.file, fix=fix)
            changes.append((change, saving.read(Path(change.file)) if digest else None))
    return changes


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
    gone, put = (b64encode(raw[start : len(raw) - end]).decode() for raw in (old, after))
    digest = "" if before is None else digest_of(before)
    return Change(str(file), digest, digest_of(after), start, gone, put)


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
