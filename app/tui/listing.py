"""A page that is a list: a cursor on one of its rows, and lines above and below them."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region

from app.core.text import clean
from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.keys import Key
from app.tui.page import Page
from app.tui.plots.lines import DIM, TEXT, TITLE, Line, Piece, label, width_of
from app.tui.plots.sheet import Sheet
from app.tui.wrap import wrap

MOVES = (
    Key("down j", "move(1)", "", "Go to the next line.", "↓"),
    Key("up k", "move(-1)", "", "Go to the line before.", "↑"),
    Key("pagedown", "move(10)", "", "Go ten lines down.", "PgDn"),
    Key("pageup b", "move(-10)", "", "Go ten lines up.", "PgUp"),
    Key("home g", "move(-100000)", "", "Go to the first line.", "Home"),
    Key("end G", "move(100000)", "", "Go to the last line.", "End"),
)


class Row(NamedTuple):
    """A line that the cursor can stand on: a name, which gives way, and what is told at the right."""

    name: str
    told: Line


class ListPage(Page):
    """Shows rows; keys move the cursor.

    Attributes:
        cursor: Place of the row that the cursor is on, from 0.
    """

    DEFAULT_CSS = "ListPage #list { height: 1fr; padding: 1 2 0 2; }"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cursor = 0
        self._cursor_line = 0
        self.top = TopLine()
        self.sheet = Sheet()

    def body(self) -> ComposeResult:
        yield self.top
        with VerticalScroll(id="list", can_focus=False):
            yield self.sheet

    def on_mount(self) -> None:
        self.refresh_faces()
        self.update_bar()

    def refresh_faces(self) -> None:
        self.sheet.show(self._lines)

    def rows(self, width: int) -> list[Row]:
        """Return the rows."""
        return []

    def above(self, width: int) -> list[Line]:
        """Return the lines above the rows."""
        return []

    def below(self, width: int) -> list[Line]:
        """Return the lines below the rows."""
        return []

    def action_move(self, step: int) -> None:
        last = len(self.rows(self.sheet.size.width)) - 1
        self.cursor = min(max(0, self.cursor + step), max(0, last))
        self.refresh_faces()
        self._lines(self.sheet.size.width, False)
        line, height = self._cursor_line, 3
        if self.cursor == 0:
            line, height = 1, line + 1
        elif self.cursor == last:
            height = self.sheet.size.height - line + 1
        self.query_one("#list").scroll_to_region(Region(0, line - 1, 1, height), animate=False)

    def action_close(self) -> None:
        self.dismiss()

    def _lines(self, width: int, _: bool) -> list[Line]:
        lines = self.above(width)
        for at, row in enumerate(self.rows(width)):
            here = at == self.cursor
            if here:
                self._cursor_line = len(lines)
            room = width - 2 - width_of(row.told)
            name = Piece(label(row.name, max(1, room)), TITLE if here else TEXT)
            lines.append([Piece("❯ " if here else "  ", TITLE), name, *row.told])
        return lines + self.below(width)


def wrapped(text: str, width: int) -> list[Line]:
    """Return a sentence in lines of a width, cleaned."""
    text = clean(text).replace("\n", " ")
    return [[Piece(text[start:end], DIM)] for start, end in wrap(text, width)]
