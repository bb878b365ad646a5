"""From the entries of a deck file to cards: ids, tags, and which entries are good."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.core.card import Card
from app.core.codec import to_json
from app.deckfile import cloze, contents, values
from app.deckfile import report as rule
from app.deckfile.contents import Contents
from app.deckfile.header import Header
from app.deckfile.keys import CARD_ID, CARD_KEYS, RULE
from app.deckfile.nodes import Mapping, Node, Scalar
from app.deckfile.report import Report, shown
from app.deckfile.values import Fields

MAX_CARDS = 200_000


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A good entry without an id.

    Attributes:
        id: The one it would get.
        line: Its line in the file, from 0.
        key_line: Line of its first key, from 0.
        key_column: Column of its first key in characters, from 0.
        flow: True if it is written as ``{…}``.
    """

    id: str
    line: int
    key_line: int
    key_column: int
    flow: bool


class Entries:
    """The entries of one deck file, taken one after the other.

    Attributes:
        cards: The good cards so far, in the order of the file.
        unnamed: The good entries so far that have no id.
    """

    def __init__(self, report: Report, header: Header, bad_lines: Sequence[int] = ()) -> None:
        self.cards: list[Card] = []
        self.unnamed: list[Unnamed] = []
        self._report = report
        self._header = header
        self._bad_lines = bad_lines
        self._lines: dict[str, int] = {}
        self._clones: dict[str, int] = {}
        self._is_full = False

    @property
    def deck(self) -> str:
        """Id of the deck."""
        return self._header.id

    def name_of(self, entry: str) -> str:
        """Return how the card `entry` is called in problems; the deck's id if `entry` is empty."""
        return f"{self.deck}/{entry}" if entry and self.deck else self.deck

    def clear(self) -> None:
        """Forget all entries taken so far."""
        self.cards.clear()
        self.unnamed.clear()
        self._lines.clear()
        self._clones.clear()
        self._is_full = False

    def add(self, node: Node) -> None:
        """Take one entry; if something in it is wrong, that is reported and it gives no card."""
        report = self._report
        report.card = self._header.id
        if not isinstance(node, Mapping):
            values.wrong_type(report, node, "A card is a map of keys")
            return
        if len(self.cards) >= MAX_CARDS:
            self._refuse_more(node)
            return
        before = report.state()
        report.card = self.name_of(_id_in(node))
        found = values.fields(report, node, CARD_KEYS, "A card")
        line = node.start_mark.line + report.shift + 1
        entry = self._read_id(found, line)
        asked = contents.read(report, self._header, node, found, report.errors > before[1])
        about = self._about(found)
        if about.lint:
            report.exempt(before[0], about.lint)
        if report.errors > before[1] or (self._bad_lines and self._has_bad_line(node)):
            return
        entry = entry or self._mint(node, asked)
        deck = self._header.id
        self.cards += [Card(deck, entry, part, content, *about, line) for part, content in asked]

    def _refuse_more(self, node: Mapping) -> None:
        if not self._is_full:
            what = f"A deck holds at most {MAX_CARDS:,} cards; the rest is left out."
            self._report.add(rule.LIMIT, node.start_mark, what, "Split the deck.")
        self._is_full = True

    def _read_id(self, found: Fields, line: int) -> str:
        """Return the id of an entry; empty if it has none, or none that can be used."""
        if "id" not in found:
            return ""
        report, node = self._report, found["id"][1]
        entry = values.string(report, node, "id")
        if entry is None:
            return ""
        if not CARD_ID.fullmatch(entry):
            what = f"`{shown(entry)}` can't be an id."
            fix = "Use letters, digits, `-`, `_` and `.`, at most 64 of them."
            report.add(rule.BAD_VALUE, node.start_mark, what, fix)
        elif entry in self._lines:
            what = f"The id `{entry}` of line {line} is taken by the card in line {self._lines[entry]}."
            fix = "Give one of them another id; `i` on the home screen does it for copies."
            report.add(rule.DUPLICATE_ID, node.start_mark, what, fix)
        else:
            self._lines[entry] = line
        return entry

    def _about(self, found: Fields) -> _About:
        """Read what a card says of itself beyond what it asks."""
        report, tags = self._report, self._header.tags
        if "tags" in found:
            tags = tuple(dict.fromkeys((*tags, *values.names(report, found["tags"][1], "tags"))))
        return _About(
            tags,
            (values.string(report, found["source"][1], "source") or "") if "source" in found else "",
            values.names(report, found["facts"][1], "facts") if "facts" in found else (),
            "added" in found and values.flag(report, found["added"][1], "added"),
            values.names(report, found["lint"][1], "lint", RULE) if "lint" in found else (),
        )

    def _has_bad_line(self, node: Mapping) -> bool:
        first = node.start_mark.line + self._report.shift
        last = max(node.end_mark.line + self._report.shift, first + 1)
        at = bisect_left(self._bad_lines, first)
        return at < len(self._bad_lines) and self._bad_lines[at] < last

    def _mint(self, node: Mapping, asked: Contents) -> str:
        """Return an id made of what the cards of an entry ask, and note that it is to be written."""
        report = self._report
        base = "\n".join(to_json(content) for _, content in asked)
        entry, place = cloze.short_hash(base), self._clones.get(base, 2)
        while entry in self._lines:
            entry, place = cloze.short_hash(f"{base}\n{place}"), place + 1
        self._clones[base] = place
        key, line = node.pairs[0][0].start_mark, node.start_mark.line + report.shift
        self._lines[entry] = line + 1
        self.unnamed.append(Unnamed(entry, line, key.line + report.shift, key.column, node.flow))
        what = "This card has no id yet: once its text is edited, it is a new card."
        report.add(rule.NO_ID, node.start_mark, what, f"Add `id: {entry}`.")
        return entry


class _About(NamedTuple):
    tags: tuple[str, ...]
    source: str
    facts: tuple[str, ...]
    added: bool
    lint: tuple[str, ...]


def _id_in(node: Mapping) -> str:
    for key, value in node.pairs:
        if key.value == "id" and isinstance(value, Scalar) and CARD_ID.fullmatch(value.value):
            return value.value
    return ""
