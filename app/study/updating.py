"""Bringing decks up to the versions that a newer forecall, or whoever shares them, hands out.

Of each deck the version last taken over is kept: by it an owner's edits are told from old text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.errors import ForecallError
from app.deckfile import saving
from app.deckfile.find import deck_files
from app.deckfile.saving import Snapshot
from app.deckfile.update import Change, Update, card_by_card, update
from app.study.ports import Clock
from app.study.workshop import gestures

_DECK = re.compile(rb"^deck:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_UPDATE = "update of "
_NAMED = 4


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

    @property
    def writes(self) -> bool:
        """True if a file would be written."""
        return self.snapshot is None or self.update.changes

    @property
    def brings_something(self) -> bool:
        """True if there is something to take over or to decide."""
        return self.writes or bool(self.update.clashes) or self.update.head_clashes

    def card_by_card(self) -> list[Change]:
        """Return what it does card by card; of a new deck nothing, as all of it is new."""
        return card_by_card(self.update, self.snapshot.raw, self.theirs) if self.snapshot else []


class Updates:
    """Plans, does and takes back updates of decks.

    Args:
        root: The deck folder.
        data: The data folder: there the versions last taken over are kept, and what it takes to undo.
        clock: Gives the instant.
    """

    def __init__(self, root: Path, data: Path, clock: Clock) -> None:
        self._root = root
        self._bases = data / "updates" / "bases"
        self._gestures = gestures(root, data, clock)

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

    def waiting(self, source: Path) -> int:
        """Count the decks for which newer versions bring something, to an owner who took earlier ones."""
        taken = any(
            (self._bases / f"{deck_id(file.read_bytes())}.yaml").exists() for file in deck_files(self._root)
        )
        planned = self.plan(source) if taken else []
        return sum(each.brings_something for each in planned)

    def decided(self, planned: Planned, take: Collection[str]) -> Planned:
        """Return a plan with other decisions: of which edited cards the newer version is taken."""
        if planned.snapshot is None:
            return planned
        found = update(self._base(planned.deck), planned.snapshot.raw, planned.theirs, take)
        return replace(planned, update=found)

    def apply(self, planned: Sequence[Planned]) -> None:
        """Write all files of a plan, or none; `undo` takes it back.

        Raises:
            ForecallError: If a file was changed since, or can't be written.
        """
        edits = [(each.snapshot, each.update.raw) for each in planned if each.snapshot is not None]
        new = [(each.file, each.update.raw) for each in planned if each.snapshot is None]
        for each in planned:
            base = self._bases / f"{each.deck}.yaml"
            if base.exists():
                edits.append((saving.read(base), each.theirs))
            else:
                new.append((base, each.theirs))
        decks = [each.deck for each in planned]
        name = ", ".join(decks) if len(decks) <= _NAMED else f"{len(decks)} decks"
        changing = [(snapshot, raw) for snapshot, raw in edits if raw != snapshot.raw]
        self._gestures.write(f"{_UPDATE}{name}", changing, new)

    def take_note(self, planned: Sequence[Planned]) -> None:
        """Remember that the owner has seen these versions: they are not told of again."""
        for each in planned:
            _put(self._bases / f"{each.deck}.yaml", each.theirs)

    def undo(self) -> str:
        """Take the last update back and say what it was.

        Raises:
            ForecallError: If there is none, or a file was changed since.
        """
        undone = self._gestures.undo(_UPDATE)
        if undone is None:
            raise ForecallError("There is no update to take back.")
        return undone.name

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
