"""Editing deck files: one card or many, each call one gesture that can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.card import Card
from app.core.collection import StoredCard, Turning
from app.core.errors import ForecallError
from app.core.log import Act
from app.deckfile import saving, splice
from app.deckfile.find import deck_files
from app.deckfile.gestures import Gesture, Gestures
from app.deckfile.keys import DECK_ID, FORMAT
from app.deckfile.mint import with_ids
from app.deckfile.saving import Snapshot
from app.deckfile.spans import Data, DeckText, Span
from app.deckfile.trial import Trial, fields_of, named, try_card, with_fields
from app.deckfile.written import flow
from app.study.ports import Clock, Step

SCHEMA_LINE = "# yaml-language-server: $schema=forecall.schema.json"


def _unheard(done: int) -> None:
    """Do nothing about a step: what is short is neither told nor stopped."""


class ConflictError(ForecallError):
    """The card was changed on disk, too.

    Attributes:
        theirs: Its lines as they are on disk now; empty if it is gone.
    """

    def __init__(self, where: str, theirs: str) -> None:
        super().__init__(
            "This card was changed on disk while it was edited here.",
            where=where,
            fix="Keep one of the two versions, or put them together.",
        )
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Draft:
    """A card while it is edited.

    Attributes:
        snapshot: Its file as it was read.
        deck: The text of the file.
        span: Where the card stands in it; None for a new card.
    """

    snapshot: Snapshot
    deck: DeckText
    span: Span | None

    @property
    def block(self) -> str:
        """The card's lines, from its dash; empty for a new card."""
        return self.deck.block(self.span) if self.span else ""

    @property
    def line(self) -> int:
        """Line of the card in the file, from 1; for a new card the last."""
        return self.span.line + 1 if self.span else self.deck.text.count("\n") + 1

    def trial(self, block: str) -> Trial:
        """Read other lines as if they stood in this place."""
        return try_card(self.deck, block, str(self.snapshot.file))


class Workshop:
    """Edits the deck files of a folder.

    Whoever calls it takes the folder in afterwards; it does not know the store.

    Args:
        root: The deck folder.
        data: The data folder: there is kept what it takes to undo, also after a restart.
        clock: Gives the instant.
    """

    def __init__(self, root: Path, data: Path, clock: Clock) -> None:
        self.root = root
        self._gestures = gestures(root, data, clock)

    # One card

    def open(self, stored: StoredCard) -> Draft:
        """Open a card.

        Raises:
            ForecallError: If no file holds it, or it can't be read.
        """
        if not stored.path:
            raise ForecallError(f"No deck file holds {stored.card.name}.", fix="Restore its file.")
        return self.open_entry(Path(stored.path), stored.card.entry)

    def open_entry(self, file: Path, entry: str) -> Draft:
        """Open a card of a file, by its id; a new one if the id is empty."""
        snapshot = saving.read(file)
        deck = DeckText(snapshot.raw)
        return Draft(snapshot, deck, deck.find(entry) if entry else None)

    def save(self, draft: Draft, block: str) -> Card:
        """Put other lines in the card's place, or add them as a new card; return its first card.

        Raises:
            ChangedOnDiskError: If the file is not what was read: then `merged` helps.
            ForecallError: If the lines have errors, or can't stand there.
        """
        trial = draft.trial(block)
        if trial.errors or not trial.cards:
            problem = next(iter(trial.errors), None)
            said = f"line {problem.line}: {problem.what}" if problem else "it holds nothing to ask"
            raise ForecallError(f"This card can't be saved: {said}", fix=problem.fix if problem else "")
        block = named(block, trial.entry)
        if draft.span is None:
            raw = splice.insert(draft.deck, block)
        else:
            raw = splice.rewrite(draft.deck, draft.span, block)
        if raw != draft.snapshot.raw:
            card = trial.cards[0].name
            self._gestures.write(f"edit of {card}", [(draft.snapshot, raw)], card=card)
        return trial.cards[0]

    def merged(self, draft: Draft) -> Draft:
        """Open a card again in the file as it is on disk now.

        Raises:
            ConflictError: If this very card was changed there, too.
            ForecallError: If the file can't be read.
        """
        snapshot = saving.read(draft.snapshot.file)
        deck = DeckText(snapshot.raw)
        if draft.span is None:
            return Draft(snapshot, deck, None)
        span = next((span for span in deck.spans if span.id == draft.span.id), None)
        theirs = deck.block(span) if span else ""
        if span is None or theirs != draft.block:
            raise ConflictError(str(draft.snapshot.file), theirs)
        return Draft(snapshot, deck, span)

    # Many cards

    def tag(
        self, cards: Iterable[StoredCard], tag: str, step: Step = _unheard, *, remove: bool = False
    ) -> int:
        """Give cards a tag, or take it from them; return how many entries changed.

        Raises:
            ForecallError: If it can't be done for all of them; then it was done for none.
        """

        def retag(fields: dict[str, Data]) -> dict[str, Data]:
            tags = fields.get("tags", [])
            known = tags if isinstance(tags, list) else [tags]
            wanted = [t for t in known if t != tag] if remove else [*known, *([] if tag in known else [tag])]
            rest = {key: value for key, value in fields.items() if key != "tags"}
            return fields | {"tags": wanted} if wanted else rest

        return self._change(f"tag {tag}", cards, retag, step)

    def delete(self, cards: Iterable[StoredCard], step: Step = _unheard) -> int:
        """Take cards out of their files; return how many entries that were."""
        edits = []
        count = 0
        for file, entries in _by_file(cards).items():
            snapshot = saving.read(file)
            deck = DeckText(snapshot.raw)
            edits.append((snapshot, splice.remove(deck, [deck.find(entry) for entry in entries])))
            count += len(entries)
            step(count)
        self._write(f"deletion of {count}", edits)
        return count

    def move(self, cards: Iterable[StoredCard], target: Path, step: Step = _unheard) -> int:
        """Move cards to the end of another deck; return how many entries that were.

        Raises:
            ForecallError: If an id is taken there, or it can't be done for all; then it was done for none.
        """
        into = saving.read(target)
        raw, edits, count = into.raw, [], 0
        for file, entries in _by_file(cards).items():
            if file.resolve() == into.real:
                continue
            snapshot = saving.read(file)
            deck = DeckText(snapshot.raw)
            spans = [deck.find(entry) for entry in entries]
            for span in spans:
                raw = splice.insert(DeckText(raw), deck.block(span))
                count += 1
                step(count)
            edits.append((snapshot, splice.remove(deck, spans)))
        if count:
            self._write(f"move of {count}", [(into, raw), *edits])
        return count

    def new_ids(self) -> int:
        """Give an own id to each card whose id an earlier one of its deck has; return how many these were."""
        edits, count = [], 0
        for file in deck_files(self.root):
            snapshot = saving.read(file)
            with suppress(ForecallError):
                deck = DeckText(snapshot.raw)
                copies = _copies(deck)
                for span in reversed(copies):
                    block = deck.block(span)
                    fields = {key: value for key, value in fields_of(block).items() if key != "id"}
                    deck = DeckText(splice.rewrite(deck, span, with_fields(block, fields)))
                if copies:
                    edits.append((snapshot, with_ids(file, deck.raw.encode("utf-8"))))
                    count += len(copies)
        self._write(f"new ids of {count}", edits)
        return count

    def new_deck(self, deck: str, title: str) -> Path:
        """Make a file for a new deck and return it.

        Raises:
            ForecallError: If the id can't be one, or there is such a file.
        """
        if not DECK_ID.fullmatch(deck):
            fix = "Use lower-case letters, digits and hyphens, at most 64."
            raise ForecallError(f"`{deck}` can't be the id of a deck.", fix=fix)
        file = self.root / f"{deck}.yaml"
        head = [
            SCHEMA_LINE,
            f"format: {FORMAT}",
            f"deck: {deck}",
            f"title: {flow(title) or deck}",
            "cards:",
            "",
        ]
        raw = "\n".join(head).encode()
        self._gestures.write(f"new deck {deck}", [], [(file, raw)])
        return file

    def note(self, card: str, before: Snapshot) -> None:
        """Keep what the user's own editor made of a card's file, so that this can be taken back, too."""
        self._gestures.note(f"edit of {card}", before, card)

    def turn(self, act: Act) -> Gesture | None:
        """Undo the last gesture, or redo the one undone last, and return it; None if there is none.

        Raises:
            ForecallError: If a file was changed since by somebody else.
        """
        return self._gestures.undo() if act is Act.UNDO else self._gestures.redo()

    @property
    def last_at(self) -> datetime | None:
        """When the gesture was done that `undo` would take back; None if there is none."""
        last = self._gestures.last()
        return None if last is None else last.at

    def to_redo(self) -> Turning:
        """Tell what would be redone."""
        return self._gestures.to_redo()

    def _change(
        self,
        name: str,
        cards: Iterable[StoredCard],
        act: Callable[[dict[str, Data]], dict[str, Data]],
        step: Step,
    ) -> int:
        edits, count, seen = [], 0, 0
        for file, entries in _by_file(cards).items():
            snapshot = saving.read(file)
            deck = DeckText(snapshot.raw)
            wanted = {}
            for entry in entries:
                fields = splice.data(deck, deck.find(entry))
                if (new := act(fields)) != fields:
                    wanted[entry] = new
                seen += 1
                step(seen)
            if wanted:
                edits.append((snapshot, splice.change(deck, wanted)))
                count += len(wanted)
        self._write(name, edits)
        return count

    def _write(self, name: str, edits: Sequence[tuple[Snapshot, bytes]]) -> None:
        if edits:
            self._gestures.write(name, edits)


def gestures(root: Path, data: Path, clock: Clock) -> Gestures:
    """Return what was done to the files of a deck folder and can be taken back."""
    return Gestures(data / "edits", root, clock)


def _copies(deck: DeckText) -> list[Span]:
    seen: set[str] = set()
    copies = []
    for span in deck.spans:
        if span.id in seen:
            copies.append(span)
        elif span.id:
            seen.add(span.id)
    return copies


def _by_file(cards: Iterable[StoredCard]) -> dict[Path, list[str]]:
    found: dict[Path, dict[str, None]] = defaultdict(dict)
    for stored in cards:
        if not stored.path:
            raise ForecallError(f"No deck file holds {stored.card.name}.", fix="Restore its file.")
        found[Path(stored.path)][stored.card.entry] = None
    return {file: list(entries) for file, entries in found.items()}
