"""Where the cards of a deck file stand in its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

from yaml import SequenceEndEvent, SequenceStartEvent, StreamEndEvent, YAMLError

from app.core.errors import ForecallError
from app.deckfile import cut
from app.deckfile.body import BROKEN, ID
from app.deckfile.cut import Piece
from app.deckfile.nodes import Listing, Mapping, Node, Refused, Scalar, Walk
from app.deckfile.report import Report
from app.deckfile.source import tidy

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
"""What stands in a card, untyped: every scalar is its text."""

_DASH = re.compile(r"^([ \t]*)-(?=[ \t\n]|$)", re.MULTILINE)
_TRAILER = re.compile(r"(?:[ \t]*(?:#[^\n]*)?(?:\n|$))*\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"(?:\n[ \t]*)+\Z")
_KEEPS = re.compile(r"[|>][1-9]?\+")


@dataclass(frozen=True, slots=True)
class Span:
    """A card's lines in a text whose line ends are LF.

    Attributes:
        id: Its id; empty if it has none.
        start: Index of the line with its dash.
        end: Index behind its last line that is not blank or a comment, without the line end.
        column: Column of its dash.
        line: Number of its first line, from 0.
    """

    id: str
    start: int
    end: int
    column: int
    line: int


class DeckText:
    """The text of a deck file and the places of its cards.

    Attributes:
        raw: The file's text with its own line ends and byte order mark.
        text: The same with LF and without byte order mark: what spans are about.
        spans: The cards, in the order of the file.
        is_sound: True if YAML can read the cards in one go; else spans come from cutting it by its lines.
        body: What begins with the line ``cards:``; None if there is no such line.
    """

    def __init__(self, raw: bytes) -> None:
        """Read a deck file's bytes.

        Raises:
            ForecallError: If they are not UTF-8, or the cards are written as ``[…]``.
        """
        try:
            self.raw = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise ForecallError("The file is not UTF-8.", fix="Save it as UTF-8.") from None
        self.text = tidy(Report(""), self.raw).text
        self.body = cut.in_two(self.text).body
        self.is_sound = True
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._raw_starts = self._starts
        if len(self.raw) != len(self.text):
            mark = int(self.raw.startswith("\ufeff"))
            self._raw_starts = [mark, *(match.end() for match in _LINE_END.finditer(self.raw))]
        self.spans: tuple[Span, ...] = ()
        if self.body is not None:
            self.spans = self._find(self.body)

    @property
    def line_end(self) -> str:
        """The first line end of the file."""
        found = _LINE_END.search(self.raw)
        return found[0] if found else "\n"

    def find(self, entry: str) -> Span:
        """Return the card of an id.

        Raises:
            ForecallError: If there is none, or two.
        """
        found = [span for span in self.spans if span.id == entry]
        if len(found) > 1:
            lines = " and ".join(str(span.line + 1) for span in found)
            fix = "Give one of them another id, or remove its `id` line."
            raise ForecallError(f"The id `{entry}` is there twice, in lines {lines}.", fix=fix)
        if not found:
            fix = "It may have been moved or removed: load the decks again."
            raise ForecallError(f"The card `{entry}` is not in the file.", fix=fix)
        return found[0]

    def block(self, span: Span) -> str:
        """Return a card's lines."""
        return self.text[span.start : span.end]

    def line_of(self, index: int) -> int:
        """Return the number of the line, from 0, in which an index of `text` lies."""
        return bisect_right(self._starts, index) - 1

    def in_raw(self, index: int) -> int:
        """Return where an index of `text` lies in `raw`."""
        line = self.line_of(index)
        return self._raw_starts[line] + index - self._starts[line]

    def _find(self, body: Piece) -> tuple[Span, ...]:
        offset = self._starts[body.line]
        try:
            return tuple(self._spans(body.text, offset))
        except BROKEN:
            self.is_sound = False
        found: list[Span] = []
        for piece in cut.cards_of(body):
            start = self._starts[piece.line]
            prefix = "cards:\n"
            try:
                own = list(self._spans(prefix + piece.text, start - len(prefix)))
            except BROKEN:
                own = []
            if len(own) != 1:
                own = [self._guess(piece.text, start)]
            found += own
        return tuple(found)

    def _guess(self, text: str, start: int) -> Span:
        dash = _DASH.match(text)
        named = ID.search(text)
        own = text[: len(text) - len(_TRAILER.search(text)[0])].rstrip()  # type: ignore[index]
        end = start + _end_of_line(text, len(own))
        return Span(named[1] if named else "", start, end, len(dash[1]) if dash else 0, self.line_of(start))

    def _spans(self, text: str, offset: int) -> list[Span]:
        walk = Walk(text, Report(""))
        walk.document()
        walk.event()  # the map …
        walk.event()  # … and its key, `cards`
        event = walk.event()
        if not isinstance(event, SequenceStartEvent):
            return []
        if event.flow_style:
            raise ForecallError(
                "The cards are written as `[…]`.", fix="Write each below `cards:`, with a dash."
            )
        spans: list[Span] = []
        before = text.find("\n") + 1
        event = walk.event()
        while event.__class__ is not SequenceEndEvent:
            node = walk.node(event, 1)
            dash = _DASH.search(text, before, node.start_mark.index + 1)
            if dash is None:  # libyaml skips a byte order mark where it stands for nothing
                raise YAMLError("a card without a dash of its own")
            end = _end_of_line(text, end_of(text, node))
            line = self.line_of(dash.start() + offset)
            spans.append(Span(_id_of(node), dash.start() + offset, end + offset, len(dash[1]), line))
            before = end
            event = walk.event()
        while not isinstance(event, StreamEndEvent):
            event = walk.event()
        return spans


def end_of(text: str, node: Node) -> int:
    """Return the index behind the last character that belongs to a node.

    The marks of block scalars and block collections run on over blank lines and comments.
    """
    while isinstance(node, Mapping | Listing) and not node.flow:
        children: list[Node] = [v for _, v in node.pairs] if isinstance(node, Mapping) else node.items
        if not children or (isinstance(node, Mapping) and node.refused):
            break
        node = children[-1]
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return start + len(_block_scalar(text[start:end]))
    if isinstance(node, Refused) or (isinstance(node, Mapping | Listing) and not node.flow):
        own = text[start:end]
        trailer = _TRAILER.search(own)
        return start + len(own[: trailer.start()].rstrip() if trailer else own.rstrip())
    return int(end)


def data_of(node: Node) -> Data:
    """Return what a node holds.

    Raises:
        ForecallError: If it holds what decks can't have, or a key twice.
    """
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [data_of(item) for item in node.items]
    if isinstance(node, Refused):
        raise ForecallError(node.what, fix=node.fix)
    found = {key.value: data_of(value) for key, value in node.pairs}
    if node.refused or len(found) < len(node.pairs):
        raise ForecallError("A key is there twice, or is no text.", fix="Edit the text of the card.")
    return found


def nodes_of(text: str) -> list[Node]:
    """Return the items of a list that is all of a text.

    Raises:
        yaml.YAMLError, TooDeepError: If YAML can't read it.
        ForecallError: If it is no list.
    """
    walk = Walk(text, Report(""))
    node = walk.node(walk.event()) if walk.document() else None
    if not isinstance(node, Listing) or node.flow or walk.rest() is not None:
        raise ForecallError("This is not a card: it begins with `- ` and goes on indented.")
    return node.items


def _block_scalar(own: str) -> str:
    """Return a block scalar without the comments, and mostly without the blank lines, behind it."""
    header, line_end, rest = own.partition("\n")
    first = re.search(r"^( *)[^ \n]", rest, re.MULTILINE)
    if first is None or re.match(r"[|>]\+?[1-9]", header):
        return _BLANKS.sub("", own)
    less = re.search(rf"^ {{0,{len(first[1]) - 1}}}[^ \n]", rest, re.MULTILINE) if first[1] else None
    content = rest[: less.start()] if less else rest
    return (
        header + line_end + (content.removesuffix("\n") if _KEEPS.match(header) else _BLANKS.sub("", content))
    )


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return end if end >= 0 else len(text)


def _id_of(node: Node) -> str:
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.value == "id" and isinstance(value, Scalar):
                return value.value
    return ""
