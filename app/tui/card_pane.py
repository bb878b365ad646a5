"""The card on the review screen: front, answer lines and back, scrolled together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from app.tui.face import Face
from app.tui.question import Phase, Question
from app.tui.shown import answer_parts, question_parts

if TYPE_CHECKING:
    from app.tui.lines import AnswerLines

SHIFT_CELLS = 8


class CardPane(VerticalScroll):
    """Shows a question as far as it has come."""

    DEFAULT_CSS = """
    CardPane { height: 1fr; padding: 1 3 0 3; }
    CardPane > * { max-width: 100; }
    CardPane > #lines { height: auto; margin: 1 0 0 0; display: none; }
    CardPane > #back { margin: 1 0; }
    """

    class Ready(Message):
        """Keys are commands again, or belong to the answer line."""

    def __init__(self) -> None:
        super().__init__(can_focus=False)
        self._front, self._back = Face(), Face(id="back")
        self._lines = Widget(id="lines")
        self.highlight: Callable[[str], Content] = Content
        """Colours code; does nothing until it is replaced."""
        self.setup = False
        """True if the code that runs before the snippet is shown."""
        self.getting_ready = False
        """True from asking a card to the caret being in its first line: a key typed then is no command."""

    def compose(self) -> ComposeResult:
        yield self._front
        yield self._lines
        yield self._back

    def say(self, text: str) -> None:
        """Show a word in place of a card."""
        self._front.say(text, "$foreground-muted")

    def ask(self, question: Question, language: str) -> None:
        """Show another question, from its top, with answer lines of its own."""
        self.make_lines(question)
        self.show(question, language)
        self.scroll_home(animate=False)

    def show(self, question: Question, language: str) -> None:
        """Show what became of the question."""
        self._front.show(question_parts(question, language, self.highlight, setup=self.setup))
        self._back.show(answer_parts(question, language, self.highlight))

    def advance(self, question: Question, language: str) -> None:
        """Show what became of the question after the learner or the snippet did something."""
        typing = bool(question.lines)
        self._lines.display = typing
        self.show(question, language)
        if not typing:
            self.screen.set_focus(None)
        elif question.unreadable:
            self._focus_on(next(iter(question.unreadable)))
        if question.phase is Phase.SHOWN:
            self.call_after_refresh(self._back.scroll_visible, animate=False)

    def make_lines(self, question: Question) -> None:
        """Make the question's answer lines, and none if there is nothing to type."""
        self.screen.set_focus(None)
        names = question.lines
        # Who is to agree to a snippet agrees to all of it.
        self.setup = question.phase is Phase.PERMIT
        # What is typed ahead of the line that may come is no command.
        self.getting_ready = question.phase is Phase.ASKING
        self._lines.display = bool(names)
        if self._lines.children:
            self._lines.remove_children()
        if names:
            from app.tui.lines import AnswerLines

            self.getting_ready = True
            lines = AnswerLines(names, live=question.live)
            self._lines.mount(lines)
            self.call_after_refresh(self._begin_typing, lines)

    def _begin_typing(self, lines: AnswerLines) -> None:
        self.getting_ready = False
        if lines.is_attached and self._lines.display:
            lines.focus_on()
        self.post_message(self.Ready())

    def shift(self, steps: int) -> None:
        """Move cut code sideways."""
        self._front.shift(steps * SHIFT_CELLS)

    def _focus_on(self, name: str) -> None:
        from app.tui.lines import AnswerLines

        for lines in self._lines.query_children(AnswerLines):
            lines.focus_on(name)
