"""What happened to a card: its reviews and its texts over time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from app.core.collection import StoredCard
from app.core.history import History, Past
from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.face import GAP, Face, Part, plain, prose
from app.tui.keys import Key, bindings
from app.tui.page import LANGUAGE, Page
from app.tui.words import duration, interval


class PastScreen(Page):
    """Lists the acts on a card, oldest first."""

    KEYS = (
        Key("escape q i h enter", "close", "back", "Go back.", "esc"),
        LANGUAGE,
        Key("down j", "down", "", "Scroll down.", "↓"),
        Key("up k", "up", "", "Scroll up.", "↑"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "PastScreen #past { height: 1fr; padding: 1 2; }"

    def __init__(self, desk: Desk, stored: StoredCard, history: History) -> None:
        super().__init__(desk)
        self._stored, self._history = stored, history
        self._top = TopLine()
        self._face = Face()

    def body(self) -> ComposeResult:
        yield self._top
        with VerticalScroll(id="past", can_focus=False):
            yield self._face

    def on_mount(self) -> None:
        self.refresh_faces()
        self.update_bar()

    def refresh_faces(self) -> None:
        self._top.show(plain(self._stored.card.name, "bold $text-primary"), Content(""))
        self._face.show(past_parts(self._history, self.desk.language))

    def action_close(self) -> None:
        self.dismiss()

    def action_down(self) -> None:
        self.query_one("#past").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#past").scroll_up(animate=False)


def past_parts(history: History, language: str) -> list[Part]:
    """Return one line for each act, and the card's text wherever it is another than before."""
    parts: list[Part] = []
    text = ""
    for act in history.acts:
        if act.content and act.content != text:
            text = act.content
            if text in history.contents:
                asked = history.contents[text]
                parts += [GAP] if parts else []
                parts += prose(asked.question.to(language), "bold")
                parts += prose(asked.answer.to(language), "$foreground-muted") if asked.answer else []
        style = "" if act.counts else "strike $foreground-muted"
        parts.append(Part(plain(said(act), style), plain(f"{act.day}  ", "$foreground-muted")))
    return parts or [Part(plain("Nothing happened to this card yet."))]


def said(act: Past) -> str:
    """Return an act in words."""
    if act.grade is None:
        return " ".join(filter(None, (act.act, act.note)))
    words = [f"grade {act.grade}"]
    if act.drill:
        words.append("drill")
    elif act.interval_after is not None:
        words.append(f"{interval(act.interval_before or 0)} → {interval(act.interval_after)}")
        words.append(f"ease {(act.ef_after or 0) / 100:.2f}")
    if act.ms is not None:
        words.append(duration(act.ms))
    return ", ".join(words)
