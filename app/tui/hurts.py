"""Where it hurts: lists of cards, sections and predictions that go wrong most; a card opens by one key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region

from app.core.collection import StoredCard
from app.core.errors import ForecallError
from app.core.text import clean
from app.study.trouble import Hurt
from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.face import GAP, Face, Part, code, plain, prose
from app.tui.keys import Key, bindings
from app.tui.messages import EditWanted, HistoryWanted
from app.tui.page import HELP, LANGUAGE, Page
from app.tui.plots.lines import DIM, TEXT, TITLE, Line, Piece, label
from app.tui.plots.sheet import Sheet
from app.tui.words import count, interval
from app.tui.wrap import wrap

NAME_SHARE = 0.55
"""Share of the width that names get."""


class HurtScreen(Page):
    """Lists what hurts; the cursor goes from card to card."""

    TITLE_OF_HELP = "Where it hurts"
    KEYS = (
        Key("enter space", "open", "open", "Show the card under the cursor."),
        Key("e", "edit", "edit", "Edit the card under the cursor."),
        Key("h", "history", "history", "Show what happened to the card under the cursor."),
        Key("x", "define", "define", "Tell what each list holds, and in which order."),
        Key("down j", "move(1)", "", "Go to the next card.", "↓"),
        Key("up k", "move(-1)", "", "Go to the card before.", "↑"),
        HELP,
        Key("q escape", "close", "back", "Go back."),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "HurtScreen #lists { height: 1fr; padding: 1 2 0 2; }"

    def __init__(self, desk: Desk, hurts: Sequence[Hurt]) -> None:
        super().__init__(desk)
        self._hurts = hurts
        self._cards = [row for hurt in hurts for row in hurt.rows if row.card is not None]
        self._cursor = 0
        self._defined = False
        self._cursor_line = 0
        self.top = TopLine()
        self.sheet = Sheet()

    def body(self) -> ComposeResult:
        yield self.top
        with VerticalScroll(id="lists", can_focus=False):
            yield self.sheet

    def on_mount(self) -> None:
        self.top.show(Content.styled("Where it hurts", "bold $text-primary"), Content(""))
        self.refresh_faces()
        self.update_bar()

    def refresh_faces(self) -> None:
        self.sheet.show(self._lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._cards) if action in ("open", "edit", "history") else True

    def action_move(self, step: int) -> None:
        self._cursor = min(max(0, self._cursor + step), max(0, len(self._cards) - 1))
        self.refresh_faces()
        self._lines(self.sheet.size.width, False)
        region = Region(0, max(0, self._cursor_line - 1), 1, 3)
        self.query_one("#lists").scroll_to_region(region, animate=False)

    def action_define(self) -> None:
        self._defined = not self._defined
        self.refresh_faces()

    def action_edit(self) -> None:
        self.post_message(EditWanted(self._handle))

    def action_history(self) -> None:
        self.post_message(HistoryWanted(self._handle))

    @property
    def _handle(self) -> int:
        handle = self._cards[self._cursor].card
        assert handle is not None
        return handle

    async def action_open(self) -> None:
        try:
            stored = await self.desk.call(self.desk.reader.card, self._handle)
        except ForecallError as error:
            self.tell_error(error)
            return
        self.app.push_screen(CardScreen(self.desk, stored))

    def action_close(self) -> None:
        self.dismiss()

    def _lines(self, width: int, _: bool) -> list[Line]:
        if not self._hurts:
            return [[Piece("Nothing hurts yet: too few answers went wrong.", DIM)]]
        lines: list[Line] = []
        chosen = self._cards[self._cursor] if self._cards else None
        for hurt in self._hurts:
            lines.append([Piece(hurt.title, TITLE)])
            if self._defined:
                text = hurt.definition
                lines += [[Piece(text[start:end], DIM)] for start, end in wrap(text, width)]
            for row in hurt.rows:
                here = row is chosen
                if here:
                    self._cursor_line = len(lines)
                wide = int(width * NAME_SHARE)
                name = Piece(label(row.name, wide), TITLE if here else TEXT)
                told = Piece(label(row.told, width - wide - 3), TITLE if here else DIM)
                lines.append([Piece("❯ " if here else "  "), name, Piece(" "), told])
            lines.append([])
        return lines


class CardScreen(Page):
    """Shows one card with its answer."""

    TITLE_OF_HELP = "Card"
    KEYS = (LANGUAGE, HELP, Key("q escape enter space", "close", "back", "Go back.", "q"))
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "CardScreen #card { height: 1fr; padding: 1 3; }"

    def __init__(self, desk: Desk, stored: StoredCard) -> None:
        super().__init__(desk)
        self._stored = stored
        self._top = TopLine()
        self._face = Face()

    def body(self) -> ComposeResult:
        yield self._top
        with VerticalScroll(id="card", can_focus=False):
            yield self._face

    def on_mount(self) -> None:
        self._top.show(plain(self._stored.card.name, "bold $text-primary"), Content(""))
        self.refresh_faces()
        self.update_bar()

    def refresh_faces(self) -> None:
        stored, language = self._stored, self.desk.language
        content, memory = stored.card.content, stored.state.memory
        parts = prose(content.question.to(language), "bold")
        if content.run is not None:
            parts += [GAP, code(clean(content.run.code.rstrip()))]
        for number, step in enumerate(content.steps, start=1):
            parts += prose(step.to(language), prefix=Content(f"{number}. "))
        for text in (content.answer, content.why):
            if text is not None:
                parts += [GAP, *prose(text.to(language))]
        told = [f"interval {interval(memory.interval)}", f"easiness {memory.ef / 100:.2f}"]
        told += [count(stored.state.lapses, "lapse"), *([stored.card.source] if stored.card.source else [])]
        self._face.show([*parts, GAP, Part(plain(" · ".join(told), "$foreground-muted"))])

    def action_close(self) -> None:
        self.dismiss()
