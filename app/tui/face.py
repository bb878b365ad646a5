"""The one widget that shows foreign text: plain, wrapped by us, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from app.core.text import clean
from app.tui.wrap import wrap

CODE_STYLE = "$foreground on $surface"
_INLINE_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^ *```.*$")
_EMPTY = Content("")
_CUT = "›"


class Part(NamedTuple):
    """A piece of a face.

    Attributes:
        body: Styled text; may have several lines.
        prefix: Stands before its first line; the others are indented by its width.
        code: True if its lines are never wrapped but cut visibly.
    """

    body: Content
    prefix: Content = _EMPTY
    code: bool = False


GAP = Part(_EMPTY)
"""An empty line."""


def plain(text: str, style: str = "") -> Content:
    """Return text as content, cleaned, in one style."""
    return Content.styled(clean(text), style) if text else _EMPTY


def prose(text: str, style: str = "", prefix: Content = _EMPTY) -> list[Part]:
    """Return the parts of a card's text: prose with ``code`` in it, and fenced code."""
    parts: list[Part] = []
    block: list[str] = []
    fenced = False
    for line in [*clean(text).strip("\n").split("\n"), None]:
        fence = line is not None and _FENCE.match(line)
        if line is None or fence:
            if block:
                body = "\n".join(block)
                first = _EMPTY if parts else prefix
                parts.append(code(body) if fenced else Part(_inline(body, style), first))
            block, fenced = [], fenced != bool(fence)
        else:
            block.append(line)
    return parts


def code(text: str | Content) -> Part:
    """Return code, highlighted already or plain, as a part."""
    return Part(plain(text.rstrip("\n")) if isinstance(text, str) else text, code=True)


class Face(Widget):
    """Shows parts, wrapped to its width; asks for as many lines as they take."""

    DEFAULT_CSS = """
    Face { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """

    def __init__(self, parts: Iterable[Part] = (), *, id: str | None = None, classes: str | None = None):
        super().__init__(id=id, classes=classes)
        self._parts = tuple(parts)
        self._shift = 0
        self._laid_out: tuple[int, Content] | None = None

    def show(self, parts: Iterable[Part]) -> None:
        """Show other parts."""
        self._parts, self._shift = tuple(parts), 0
        self._lay_out_again()

    def say(self, text: str, style: str = "") -> None:
        """Show one text in one style."""
        self.show([Part(plain(text, style))] if text else [])

    def shift(self, cells: int) -> None:
        """Move cut code sideways; the left end is the limit."""
        longest = max((c.cell_length for p in self._parts if p.code for c in p.body.split("\n")), default=0)
        self._shift = min(max(0, self._shift + cells), max(0, longest - self.size.width + 3))
        self._lay_out_again()

    @property
    def text(self) -> str:
        """What is shown, without styles and line breaks of ours."""
        return "\n".join(part.prefix.plain + part.body.plain for part in self._parts)

    def render(self) -> Content:
        return self._content(self.size.width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max((part.prefix.cell_length + part.body.cell_length for part in self._parts), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._content(width).plain.count("\n") + 1 if self._parts and width else 0

    def _lay_out_again(self) -> None:
        self._laid_out = None
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def _content(self, width: int) -> Content:
        if self._laid_out is None or self._laid_out[0] != width:
            lines = [line for part in self._parts for line in _lines(part, width, self._shift)]
            self._laid_out = width, Content("\n").join(lines)
        return self._laid_out[1]


def _lines(part: Part, width: int, shift: int) -> Iterable[Content]:
    room = max(2, width - part.prefix.cell_length)
    prefix, rest = part.prefix, Content(" " * part.prefix.cell_length)
    for source in part.body.split("\n", allow_blank=True):
        if part.code:
            yield prefix + _cut(source, room, shift)
            prefix = rest
            continue
        for start, end in wrap(source.plain, room):
            yield prefix + source[start:end]
            prefix = rest


def _cut(line: Content, width: int, shift: int) -> Content:
    """Return a line of code on its ground, with a mark where something of it is out of sight."""
    line = Content(" ") + line[shift:]
    if line.cell_length > width:
        line = line.truncate(width - 1).append(Content.styled(_CUT, "$text-warning"))
    return line.truncate(width, pad=True).stylize_before(CODE_STYLE)


def _inline(text: str, style: str) -> Content:
    pieces: list[Content] = []
    last = 0
    for match in _INLINE_CODE.finditer(text):
        pieces += [Content.styled(text[last : match.start()], style), Content.styled(match[1], CODE_STYLE)]
        last = match.end()
    pieces.append(Content.styled(text[last:], style))
    return _EMPTY.join(pieces)
