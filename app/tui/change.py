"""A place to change a card's code and see what it gives, in the same cage; nothing here is graded."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import TextArea

from app.core.text import clean
from app.core.truth import Ended, Run
from app.study.running import run_snippet
from app.tui.bars import KeyBar, keys_on_bar
from app.tui.desk import Desk
from app.tui.face import Face, Part, code, plain
from app.tui.keys import Key, bindings
from app.tui.question import Question
from app.tui.work import begin

KEYS = (
    Key("ctrl+r f5", "run", "run", "Run the code as it stands.", "ctrl+r"),
    Key("escape", "leave", "back", "Go back to the card.", "esc"),
)


class ChangeScreen(ModalScreen[None]):
    """The code of a card, to be changed and run."""

    DEFAULT_CSS = """
    ChangeScreen { align: center middle; }
    ChangeScreen > Vertical { width: 90%; height: 90%; background: $surface; border: round $primary; }
    ChangeScreen TextArea { height: 2fr; border: none; }
    ChangeScreen VerticalScroll { height: 1fr; padding: 0 1; border-top: solid $primary-muted; }
    """
    BINDINGS = bindings(KEYS, priority=True)

    def __init__(self, desk: Desk, question: Question) -> None:
        super().__init__()
        self._desk = desk
        self._question = question
        self._code = TextArea(clean(question.asked.code.rstrip()), tab_behavior="indent")
        self._result = Face([Part(plain("ctrl+r runs it. Nothing here is graded.", "$foreground-muted"))])
        self._bar = KeyBar()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._code
            with VerticalScroll(can_focus=False):
                yield self._result
            yield self._bar

    def on_mount(self) -> None:
        self._bar.show(keys_on_bar(KEYS, {}))
        self._code.focus()

    def action_leave(self) -> None:
        self.dismiss()

    def action_run(self) -> None:
        self._result.say("Running…", "$foreground-muted")
        begin(self, self._run, group="run", exclusive=True)

    async def _run(self) -> None:
        services, asked = self._desk.services, self._question.asked
        run = asked.content.run
        assert run is not None
        ended = await run_snippet(services.runner, run, self._code.text, asked.seed, services.rules)
        self._result.show(result_parts(ended))


def result_parts(run: Run) -> list[Part]:
    """Return what a run gave: what it printed, then its value or what it raised."""
    if run.ended is not Ended.DONE:
        return [Part(plain(run.detail or run.ended.value, "$text-warning"))]
    truth, parts = run.truth, list[Part]()
    if truth.text:
        parts.append(code(plain(clean(truth.text.rstrip("\n")))))
    if truth.error:
        parts.append(Part(plain(f"{truth.error}: {truth.message}", "$text-error")))
    elif truth.type not in ("", "NoneType"):
        about = "  ".join(part for part in (truth.type, truth.dtype, str(truth.shape or "")) if part)
        parts += [code(plain(clean(truth.repr))), Part(plain(about, "$foreground-muted"))]
    return parts or [Part(plain("It gave nothing.", "$foreground-muted"))]
