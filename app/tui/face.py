"""The one widget that shows foreign text: plain, wrapped by us, never markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from app.core.prose import Code, Formula, Paragraph, Span, Style, Table, blocks
from app.core.text import clean
from app.tui.wrap import wrap

CODE_STYLE = "$foreground on $surface"
_PYTHON = ("python", "py", "python3")
_EMPTY = Content("")
_CUT = "›"


class Part(NamedTuple):
    """A piece of a face.

    Attributes:
        body: Styled text; may have several lines.
        prefix: Stands before its first line; the others are indented by its width.
        code: True if its lines are never wrapped but cut visibly.
        drawn: Shown instead of the body, line by line, where it fits: a formula or a table.
        option: Number of the option that it belongs to; a click on any of its lines picks that. 0 for none.
    """

    body: Content
    prefix: Content = _EMPTY
    code: bool = False
    drawn: Content = _EMPTY
    option: int = 0


GAP = Part(_EMPTY)
"""An empty line."""


def plain(text: str, style: str = "") -> Content:
    """Return text as content, cleaned, in one style."""
    return Content.styled(clean(text), style) if text else _EMPTY


def prose(
    text: str, style: str = "", prefix: Content = _EMPTY, highlight: Callable[[str], Content] = Content
) -> list[Part]:
    """Return the parts of a card's text.

    Args:
        text: As `app.core.prose` reads it.
        style: Of all that has none of its own.
        prefix: Stands before the first part.
        highlight: Styles cleaned Python code.
    """
    parts: list[Part] = []
    for block in blocks(clean(text)):
        match block:
            case Code(body, language):
                parts.append(code(highlight(body) if language in _PYTHON else body))
            case Paragraph(inside, mark):
                parts.append(Part(_inline(inside, style), prefix + plain(mark, style)))
            case Formula(tex):
                parts.append(_formula(tex, style, prefix))
            case Table():
                parts.append(_table(block, style, prefix))
        prefix = Content(" " * prefix.cell_length)
    return [part for part in parts if part.code is False or part.body.plain]


def code(text: str | Content) -> Part:
    """Return code, highlighted already or plain, as a part."""
    return Part(plain(text.rstrip("\n")) if isinstance(text, str) else text, code=True)


class Face(Widget):
    """Shows parts, wrapped to its width; asks for as many lines as they take."""

    @dataclass
    class Picked(Message):
        """An option was clicked."""

        option: int

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

    def on_click(self, event: events.Click) -> None:
        if self.text_selection is not None:
            return  # the mouse was drawn over text, to copy it
        options = [part.option for part in self._parts for _ in _lines(part, self.size.width, self._shift)]
        if 0 <= event.y < len(options) and options[event.y]:
            self.post_message(self.Picked(options[event.y]))

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
    if part.drawn:
        drawn = part.drawn.split("\n", allow_blank=True)
        if max(line.cell_length for line in drawn) <= room:
            yield prefix + drawn[0]
            yield from (rest + line for line in drawn[1:])
            return
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


def _inline(spans: Iterable[Span], style: str) -> Content:
    return _EMPTY.join(Content.styled(_text_of(span), _style_of(span, style)) for span in spans)


def _text_of(span: Span) -> str:
    if span.style is not Style.FORMULA:
        return span.text
    from app.core.formula import one_line  # most cards have no formula, and do not wait for its tables

    return one_line(span.text)


def _style_of(span: Span, style: str) -> str:
    return CODE_STYLE if span.style is Style.CODE else f"bold {style}" if span.style is Style.BOLD else style


def _formula(tex: str, style: str, prefix: Content) -> Part:
    from app.core.formula import box, one_line

    return Part(
        Content.styled(one_line(tex), style), prefix, drawn=Content.styled("\n".join(box(tex)), style)
    )


def _table(table: Table, style: str, prefix: Content) -> Part:
    """Return a table with its columns aligned; where that is too wide, its rows as wrapped lines."""
    rows = [[_inline(cell, style) for cell in row] for row in table.rows]
    widths = [max(row[n].cell_length for row in rows) for n in range(len(table.right))]
    lines = []
    for row in rows:
        cells = []
        for cell, width, right in zip(row, widths, table.right, strict=True):
            blank = Content(" " * (width - cell.cell_length))
            cells.append(blank + cell if right else cell + blank)
        lines.append(Content(" │ ").join(cells))
    lines.insert(1, plain("─┼─".join("─" * width for width in widths), "$foreground-muted"))
    body = Content("\n").join(Content(" · ").join(row) for row in rows)
    return Part(body, prefix, drawn=Content("\n").join(lines))
