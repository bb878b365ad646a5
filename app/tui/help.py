"""The help: all keys of the screen it was called from."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.face import GAP, Face, Part, plain
from app.tui.keys import Key, bindings
from app.tui.page import Page
from app.tui.words import AGAIN_TODAY

KEY_COLUMN = 14
NOTES = (
    f"{AGAIN_TODAY} on a grade key: the card is asked again today, until it is graded Good or better.",
    "The time on a grade key tells when the card is due again: d days, mo months, y years.",
    "ctrl+q leaves at any time. Every grade is on disk before the next card shows.",
)


class HelpScreen(Page):
    """Lists keys; any of its own closes it."""

    KEYS = (
        Key("escape enter space ? q", "close", "back", "Close the help.", "esc"),
        Key("down j", "down", "", "Scroll down.", "↓"),
        Key("up k", "up", "", "Scroll up.", "↑"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "HelpScreen #keys { height: 1fr; padding: 1 2; }"

    def __init__(self, desk: Desk, title: str, keys: tuple[Key, ...]) -> None:
        super().__init__(desk)
        self._title, self._keys = title, keys
        self._top = TopLine()

    def body(self) -> ComposeResult:
        yield self._top
        with VerticalScroll(id="keys", can_focus=False):
            yield Face(self._parts())

    def on_mount(self) -> None:
        self._top.show(plain(f"Keys: {self._title}", "bold $text-primary"), Content(""))
        self.update_bar()

    def _parts(self) -> list[Part]:
        told = [Part(plain(key.help), _name(key)) for key in self._keys]
        return [*told, GAP, *(Part(plain(note, "$foreground-muted")) for note in NOTES)]

    def action_close(self) -> None:
        self.dismiss()

    def action_down(self) -> None:
        self.query_one("#keys").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#keys").scroll_up(animate=False)


def _name(key: Key) -> Content:
    names = key.shown or " ".join(key.keys.split()[:2])
    return Content.styled(f"{names:<{KEY_COLUMN}}", "bold $text-accent")
