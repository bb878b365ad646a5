"""What the decks of a folder make of notes: the notes they name, where these lie, and their coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from app.core.card import Deck
from app.core.errors import ForecallError
from app.core.outline import outline, within
from app.core.text import Text
from app.study.coverage import Coverage, Fact, cover, read_facts


@dataclass(frozen=True, slots=True)
class NotedDeck:
    """A deck that says which notes it was made from.

    Attributes:
        deck: What was read of it.
        reasons: Why facts have no card, by their id.
        told: What keeps some of it from being counted.
    """

    deck: Deck
    reasons: Mapping[str, Text]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What decks make of some notes.

    Attributes:
        notes: The notes.
        coverage: What is covered of them.
        facts: What they say; empty if there is no list.
        decks: The decks that name them.
    """

    notes: Path
    coverage: Coverage
    facts: tuple[Fact, ...]
    decks: tuple[NotedDeck, ...]

    @property
    def reasons(self) -> dict[str, Text]:
        """Why facts have no card, by their id."""
        return {fact: reason for deck in self.decks for fact, reason in deck.reasons.items()}

    @property
    def told(self) -> tuple[str, ...]:
        """What keeps some of the decks from being counted."""
        return tuple(line for deck in self.decks for line in deck.told)


def noted_decks(root: Path) -> tuple[NotedDeck, ...]:
    """Read the decks that name notes.

    Args:
        root: The deck folder.

    Raises:
        ForecallError: If it can't be read.
    """
    from app.deckfile.decisions import no_card
    from app.deckfile.find import deck_files
    from app.deckfile.load import load_file

    found: list[NotedDeck] = []
    for file in deck_files(root):
        loaded = load_file(file)
        if loaded.deck is None or not loaded.deck.notes:
            continue
        reasons, problems = no_card(file)
        broken = () if loaded.sound else (f"{file} has errors: only its good cards are counted.",)
        found.append(NotedDeck(loaded.deck, reasons, (*map(str, problems), *broken)))
    return tuple(found)


def notes_of(decks: Sequence[NotedDeck]) -> tuple[str, ...]:
    """Return the names of the notes that decks were made from, most decks first."""
    names = [PurePath(each.deck.notes).name for each in decks]
    return tuple(sorted({*names}, key=lambda name: (-names.count(name), name)))


def places_of(root: Path, notes: str) -> tuple[Path, ...]:
    """Return where notes may lie: among the decks, in a folder `notes` there, and beside the deck folder."""
    folder = root if root.is_dir() else root.parent
    return folder / notes, folder / "notes" / notes, folder.parent / notes


def survey(decks: Sequence[NotedDeck], notes: Path, facts: Path | None = None) -> Survey:
    """Reckon what decks cover of some notes.

    Args:
        decks: Decks; those of other notes are not counted.
        notes: The notes.
        facts: A list of facts with the outline that `source:` goes by; None means the file
            ``NOTES.outline.json`` beside the notes if there is one, else the headings of the notes.

    Raises:
        ForecallError: If the notes or the list can't be read.
    """
    text = read_notes(notes)
    beside = notes.with_name(f"{notes.name}.outline.json")
    facts = facts or (beside if beside.is_file() else None)
    sections, listed = read_facts(read_notes(facts), str(facts)) if facts else ((), ())
    sections = within(sections, text) if sections else outline(text)
    made = tuple(each for each in decks if PurePath(each.deck.notes).name == notes.name)
    cards = [card for each in made for card in each.deck.cards]
    left_out = [fact for each in made for fact in each.reasons]
    return Survey(notes, cover(sections, listed, cards, left_out), listed, made)


def read_notes(file: Path) -> str:
    """Return the text of notes.

    Raises:
        ForecallError: If they can't be read, or are not UTF-8.
    """
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ForecallError(f"The file can't be read: {error.strerror}.", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise ForecallError("The file is not UTF-8.", where=str(file), fix="Save it as UTF-8.") from error
