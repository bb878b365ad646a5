"""Bringing decks up to the versions that a newer forecall, or whoever shares them, hands out.

Of each deck the version last taken over is kept: by it an owner's edits are told from old text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.codec import digest_of
from app.core.errors import ForecallError
from app.deckfile import saving
from app.deckfile.find import deck_files
from app.deckfile.saving import Snapshot
from app.deckfile.update import Update, update

_DECK = re.compile(rb"^deck:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Planned:
    """What bringing one deck up to date would do.

    Attributes:
        deck: Its id.
        file: The owner's file; for a new deck the one it would get.
        snapshot: The owner's file as it was read; None for a new deck.
        update: What would change.
        theirs: The newer version.
    """

    deck: str
    file: Path
    snapshot: Snapshot | None
    update: Update
    theirs: bytes


class Updates:
    """Plans, does and takes back updates of decks.

    Args:
        root: The deck folder.
        kept: A folder of our own, for the versions last taken over and for taking back.
    """

    def __init__(self, root: Path, kept: Path) -> None:
        self._root = root
        self._bases = kept / "bases"
        self._before = kept / "before"

    def remember(self, files: Iterable[Path]) -> None:
        """Keep these versions as the ones that the owner's files were made from."""
        for file in files:
            raw = file.read_bytes()
            if deck := deck_id(raw):
                _put(self._bases / f"{deck}.yaml", raw)

    def plan(self, source: Path) -> list[Planned]:
        """Return what newer versions would change; decks that their owner removed stay away.

        Args:
            source: A folder of newer decks, or one deck file.

        Raises:
            ForecallError: If a file can't be read, or has errors.
        """
        own = {deck_id(file.read_bytes()): file for file in deck_files(self._root)}
        planned = []
        for file in deck_files(source):
            theirs = file.read_bytes()
            deck = deck_id(theirs)
            base = self._base(deck)
            if not deck or theirs == base or (deck not in own and base):
                continue
            if deck not in own:
                planned.append(Planned(deck, self._root / file.name, None, Update(theirs), theirs))
                continue
            snapshot = saving.read(own[deck])
            try:
                found = update(base, snapshot.raw, theirs)
            except ForecallError as error:
                raise ForecallError(error.what, where=str(own[deck]), fix=error.fix) from None
            planned.append(Planned(deck, own[deck], snapshot, found, theirs))
        return planned

    def apply(self, planned: Sequence[Planned]) -> None:
        """Write all files of a plan, or none; what they were before is kept for `undo`.

        Raises:
            ForecallError: If a file was changed since, or can't be written.
        """
        steps = [
            {
                "deck": each.deck,
                "file": str(each.file),
                "before": None if each.snapshot is None else each.snapshot.raw.decode("utf-8"),
                "after": digest_of(each.update.raw),
                "base": self._base(each.deck).decode("utf-8"),
            }
            for each in planned
        ]
        _put(self._before / "steps.json", json.dumps(steps).encode())
        for each in planned:
            if each.snapshot is None:
                saving.create(each.file, each.update.raw)
        changes = [(each.snapshot, each.update.raw) for each in planned if each.snapshot is not None]
        saving.replace_all(self._root, [(s, raw) for s, raw in changes if raw != s.raw])
        self.take_note(planned)

    def take_note(self, planned: Sequence[Planned]) -> None:
        """Remember that the owner has seen these versions: they are not told of again."""
        for each in planned:
            _put(self._bases / f"{each.deck}.yaml", each.theirs)

    def undo(self) -> list[str]:
        """Take the last update back and return the ids of its decks.

        Raises:
            ForecallError: If there is none, or a file was changed since.
        """
        try:
            steps = json.loads((self._before / "steps.json").read_bytes())
        except FileNotFoundError:
            raise ForecallError("There is no update to take back.") from None
        snapshots = [saving.read(Path(step["file"])) for step in steps]
        for step, snapshot in zip(steps, snapshots, strict=True):
            if digest_of(snapshot.raw) != step["after"]:
                what = "The deck was changed since the update, so it can't be taken back."
                raise ForecallError(what, where=step["file"], fix="Put the file back by hand.")
        pairs = list(zip(steps, snapshots, strict=True))
        saving.replace_all(
            self._root, [(s, step["before"].encode()) for step, s in pairs if step["before"] is not None]
        )
        for step, snapshot in pairs:
            if step["before"] is None:
                snapshot.real.unlink()
            base = self._bases / f"{step['deck']}.yaml"
            if step["base"]:
                _put(base, step["base"].encode())
            else:
                base.unlink(missing_ok=True)
        (self._before / "steps.json").unlink()
        return [step["deck"] for step in steps]

    def _base(self, deck: str) -> bytes:
        file = self._bases / f"{deck}.yaml"
        return file.read_bytes() if deck and file.is_file() else b""


def deck_id(raw: bytes) -> str:
    """Return the id in the text of a deck file; empty if there is none."""
    found = _DECK.search(raw.replace(b"\r", b"\n"))
    return found[1].decode() if found else ""


def _put(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(raw)
    part.replace(file)
