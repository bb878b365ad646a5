"""What happened to a card: its reviews and its texts over time."""

from __future__ import annotations

from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from app.core.card import Snippet
from app.core.collection import StoredCard
from app.core.history import History, Past
from app.core.text import clean
from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.face import GAP, Face, Part, plain, prose
from app.tui.keys import Key, bindings
from app.tui.page import LANGUAGE, Page
from app.tui.words import count, duration, interval
from app.tui.work import begin


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
        self._held = ""
        self._top = TopLine()
        self._face = Face()

    def body(self) -> ComposeResult:
        yield self._top
        with VerticalScroll(id="past", can_focus=False):
            yield self._face

    def on_mount(self) -> None:
        self.refresh_faces()
        self.update_bar()
        if run := self._stored.card.content.run:
            begin(self, partial(self._ask_cage, run))

    async def _ask_cage(self, run: Snippet) -> None:
        cage = await self.desk.services.runner.cage(run.code, run.setup)
        self._held = cage.told
        self.refresh_faces()

    def refresh_faces(self) -> None:
        self._top.show(plain(self._stored.card.name, "bold $text-primary"), Content(""))
        stands = standing(self._stored, self.desk.today, self.desk.services.rules.leech_lapses)
        if self._held:
            stands.append(_row("cage", self._held))
        self._face.show([*stands, GAP, *past_parts(self._history, self.desk.language)])

    def action_close(self) -> None:
        self.dismiss()

    def action_down(self) -> None:
        self.query_one("#past").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#past").scroll_up(animate=False)


def standing(stored: StoredCard, today: date, leech_lapses: int) -> list[Part]:
    """Return where a card stands: when it is due, what SM-2 knows of it, and what was done to it."""
    state, memory = stored.state, stored.state.memory
    if state.due is None:
        rows = [("due", "new")]
    else:
        days = (state.due - today).days
        when = (
            "today" if not days else f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"
        )
        rows = [("due", f"{state.due} ({when})"), ("interval", interval(memory.interval))]
        rows += [("ease", f"{memory.ef / 100:.2f}"), ("repetitions", str(memory.reps))]
        leech = ", a leech" if 0 < leech_lapses <= state.lapses else ""
        rows.append(("lapses", f"{state.lapses}{leech}"))
    if state.buried_until is not None and state.buried_until > today:
        rows.append(("buried", f"until {state.buried_until}"))
    marks = [word for word, is_so in (("suspended", state.suspended), ("flagged", state.flagged)) if is_so]
    rows += [("marks", ", ".join(marks))] if marks else []
    rows += [("tags", ", ".join(stored.card.tags))] if stored.card.tags else []
    rows += [("file", stored.path)] if stored.path else []
    return [_row(name, value) for name, value in rows]


def _row(name: str, value: str) -> Part:
    return Part(plain(clean(value)), plain(f"{name:<12}", "$foreground-muted"))


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
