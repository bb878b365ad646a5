"""A line at the bottom of a screen that asks for one text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from app.tui.face import Face, Part, plain
from app.tui.keys import Key, bindings

Then = Callable[[str], Awaitable[None]]
PROMPT_KEYS = (Key("escape", "leave", "back", "Leave the line without doing anything.", "esc"),)


class PromptLine(Horizontal):
    """Shows a question and a line to type into; hidden while nothing is asked."""

    DEFAULT_CSS = """
    PromptLine { height: 1; display: none; padding: 0 1; background: $panel; }
    PromptLine Face { width: auto; margin: 0 1 0 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._label = Face()
        self._input = LineInput()
        self._then: Then | None = None
        self._blank = False

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._input

    def ask(self, label: str, then: Then, text: str = "", *, blank: bool = False) -> None:
        """Ask for a text; `then` gets it when enter is pressed, an empty one only if it may be `blank`."""
        self._then, self._blank = then, blank
        self._label.show([Part(plain(label, "$text-accent"))])
        self._input.value = text
        self._input.cursor_position = len(text)
        self.display = True
        self._input.focus()

    def close(self) -> None:
        """Hide the line and forget what was asked."""
        self._then = None
        self.display = False
        self.screen.set_focus(None)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        then = self._then
        self.close()
        if then is not None and (event.value.strip() or self._blank):
            await then(event.value.strip())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()


class LineInput(Input):
    """One line to type into; escape leaves it."""

    BINDINGS = bindings(PROMPT_KEYS, priority=True)

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=id, select_on_focus=False)
        self.cursor_blink = False

    def action_leave(self) -> None:
        if isinstance(self.parent, PromptLine):
            self.parent.close()
        else:
            self.screen.set_focus(None)
