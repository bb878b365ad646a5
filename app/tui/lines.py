"""Answer lines: one for each thing a card asks to be predicted."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from app.core.card import Facet
from app.tui.face import Face, Part, plain
from app.tui.keys import bindings
from app.tui.review_keys import LINE_KEYS

HINTS = {
    Facet.SHAPE: "such as (2, 3)",
    Facet.DTYPE: "such as float32",
    Facet.DEVICE: "such as cpu",
    Facet.ERROR: "the exception, such as ValueError, or none",
    Facet.ALIAS: "do they share memory? yes or no",
    Facet.GRAD: "does it require grad? yes or no",
    Facet.TEXT: "what is printed",
    Facet.VALUE: "the value",
}
_RECALLED = "the word, or the words"
"""Nothing runs on a typed card: its text is not printed, but remembered."""


class AnswerLine(TextArea):
    """One answer line; it grows with what is typed."""

    DEFAULT_CSS = """
    AnswerLine { height: auto; max-height: 8; background: $surface; padding: 0 1; }
    """
    BINDINGS = bindings(LINE_KEYS, priority=True)

    def __init__(self, facet: str, live: bool) -> None:
        hint = HINTS.get(Facet(facet), "") if facet in set(Facet) else ""
        if facet == Facet.TEXT and not live:
            hint = _RECALLED
        super().__init__(
            compact=True, highlight_cursor_line=False, placeholder=plain(hint, "$foreground-disabled")
        )
        self.cursor_blink = False
        self.facet = facet

    def action_submit(self) -> None:
        self.post_message(AnswerLines.Entered(self))

    def action_newline(self) -> None:
        self.insert("\n")

    def action_leave(self) -> None:
        self.screen.set_focus(None)


class AnswerLines(Widget):
    """The answer lines of a card, each under its name."""

    DEFAULT_CSS = """
    AnswerLines {
        height: auto; layout: grid; grid-size: 2; grid-columns: auto 1fr; grid-rows: auto; grid-gutter: 0 1;
    }
    AnswerLines Face { width: auto; }
    """

    @dataclass
    class Entered(Message):
        """Enter was pressed in a line."""

        line: AnswerLine

    @dataclass
    class Submitted(Message):
        """The prediction is complete: text by name of the line."""

        typed: dict[str, str]

    def __init__(self, names: tuple[str, ...], *, live: bool) -> None:
        super().__init__()
        self.lines = [AnswerLine(name, live) for name in names]

    def compose(self) -> ComposeResult:
        for line in self.lines:
            yield Face([Part(plain(line.facet, "$foreground-muted"))])
            yield line

    def on_answer_lines_entered(self, message: Entered) -> None:
        message.stop()
        place = self.lines.index(message.line) + 1
        if place < len(self.lines):
            self.lines[place].focus()
        else:
            self.post_message(self.Submitted({line.facet: line.text for line in self.lines}))

    def focus_on(self, name: str = "") -> None:
        """Put the caret into a line, or into the first."""
        next((line for line in self.lines if line.facet == name), self.lines[0]).focus()
