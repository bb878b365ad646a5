"""Deck files to decks: `load_file` and `load_text` never raise for what stands in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.card import Deck
from app.core.problem import Problem, Severity
from app.deckfile import body, cut, header, values
from app.deckfile import report as rule
from app.deckfile.body import BROKEN
from app.deckfile.cut import Piece
from app.deckfile.entries import Entries, Unnamed
from app.deckfile.explain import explain
from app.deckfile.header import Header
from app.deckfile.keys import DECK_KEYS
from app.deckfile.nodes import Listing, Mapping, Node, Walk
from app.deckfile.report import Place, Report
from app.deckfile.source import MAX_BYTES, decode, tidy
from app.deckfile.values import Fields

_TOP = Place(0, 0)
_MOST_BROKEN = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file gave.

    Attributes:
        deck: Its good cards; None if nothing could be made of it.
        problems: Everything that is wrong with it, in the order of the file.
        unnamed: The good entries without an id, as `mint` needs them.
    """

    deck: Deck | None
    problems: tuple[Problem, ...]
    unnamed: tuple[Unnamed, ...] = ()

    @property
    def sound(self) -> bool:
        """True if the file has no errors: only then may cards that it no longer holds be retired."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def load_file(file: Path, shown: str | None = None) -> Loaded:
    """Read a deck file.

    Args:
        file: The file.
        shown: Its path as problems name it; by default as given.
    """
    report = Report(shown or str(file))
    try:
        if file.stat().st_size > MAX_BYTES:
            what = f"The file is larger than {MAX_BYTES >> 20} MiB."
            report.add(rule.LIMIT, _TOP, what, "Split the deck.")
            return Loaded(None, report.in_order())
        raw = file.read_bytes()
    except OSError as error:
        what = f"The file can't be read: {error.strerror or error}."
        report.add(rule.ENCODING, _TOP, what, "Check that it exists and that you may read it.")
        return Loaded(None, report.in_order())
    return load_bytes(raw, report)


def load_bytes(raw: bytes, report: Report) -> Loaded:
    """Read the bytes of a deck file; problems go to `report`, which is new."""
    text = decode(report, raw)
    return Loaded(None, report.in_order()) if text is None else _load(text, report)


def load_text(text: str, path: str) -> Loaded:
    """Read the text of a deck file.

    Args:
        text: With any line ends, with or without byte order mark.
        path: The file as problems name it.
    """
    return _load(text, Report(path))


def _load(text: str, report: Report) -> Loaded:
    if len(text) > MAX_BYTES:
        report.add(rule.LIMIT, _TOP, f"The text is larger than {MAX_BYTES >> 20} MiB.", "Split the deck.")
        return Loaded(None, report.in_order())
    source = tidy(report, text)
    sheet = cut.in_two(source.text)
    if sheet.body is None and _is_blank(source.text):
        fix = "A deck has `format: 1`, `deck: …`, `title: …` and `cards:`."
        report.add(rule.EMPTY_FILE, _TOP, "The file is empty.", fix)
        return Loaded(None, report.in_order())
    found, spoilt = _head(report, sheet.head)
    if found is None:
        return Loaded(None, report.in_order())
    head = header.read(report, found, spoilt)
    entries = Entries(report, head, source.bad_lines)
    if head.is_known:
        _read_cards(report, entries, sheet.body, found, spoilt)
    return _finish(report, head, entries)


def _is_blank(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def _read_cards(
    report: Report, entries: Entries, piece: Piece | None, found: Fields, spoilt: frozenset[str]
) -> None:
    errors = report.errors
    if piece is not None:
        if "cards" in found:
            what = "The key `cards` is there twice."
            report.add(
                rule.DUPLICATE_KEY, found["cards"][0].start_mark, what, "Put all cards below the first."
            )
        body.read(report, entries, piece)
    elif "cards" in found:
        body.read_node(report, entries, found["cards"][1])
    elif "cards" not in spoilt:
        report.add(rule.MISSING_KEY, _TOP, "The deck has no `cards`.", "Add them below `cards:`.")
    report.card = entries.deck
    if not entries.cards and report.errors == errors:
        report.source, report.shift = "", 0
        report.add(rule.NO_CARDS, _TOP, "The deck has no cards yet.", "Add them below `cards:`.")


def _finish(report: Report, head: Header, entries: Entries) -> Loaded:
    if not head.id or not head.is_known:
        return Loaded(None, report.in_order())
    deck = Deck(head.id, head.title, head.notes, head.tags, head.setup, tuple(entries.cards))
    return Loaded(deck, report.in_order(), tuple(entries.unnamed))


def _head(report: Report, text: str) -> tuple[Fields | None, frozenset[str]]:
    """Read the keys of the deck; return them by name, and the names of those that are broken."""
    spoilt: set[str] = set()
    try:
        node = _document(report, text)
    except BROKEN as error:
        text = _without_broken(report, text, spoilt)
        try:
            node = _document(report, text)
        except BROKEN:
            explain(report, error)
            return None, frozenset(spoilt)
        if not spoilt:
            explain(report, error)
    if node is None:
        return {}, frozenset(spoilt)
    if not isinstance(node, Mapping):
        found = "a list" if isinstance(node, Listing) else "a text"
        what = f"A deck is a map with `format`, `deck`, `title` and `cards`, but this is {found}."
        fix = "Put the cards below `cards:`." if isinstance(node, Listing) else "Write `deck: …` at the top."
        report.add(rule.TOP_LEVEL, node.start_mark, what, fix)
        return None, frozenset(spoilt)
    return values.fields(report, node, DECK_KEYS, "The deck"), frozenset(spoilt)


def _without_broken(report: Report, text: str, spoilt: set[str]) -> str:
    """Blank out the keys that can't be read, after explaining each; give up on what is no deck at all."""
    lines, broken = text.split("\n"), 0
    for piece in cut.sections_of(text):
        try:
            _document(report, piece.text, piece.line)
        except BROKEN as error:
            explain(report, error)
            spoilt.add(piece.text.partition(":")[0].strip())
            size = piece.text.count("\n")
            lines[piece.line : piece.line + size] = [""] * size
            broken += 1
            if broken == _MOST_BROKEN:
                break
    return "\n".join(lines)


def _document(report: Report, text: str, shift: int = 0) -> Node | None:
    walk = Walk(text, report, shift)
    if not walk.document():
        return None
    node = walk.node(walk.event())
    if another := walk.rest():
        report.add_second_document(another)
    return node
