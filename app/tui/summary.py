"""The end of a sitting: what it came to."""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from app.core.errors import ForecallError
from app.core.log import Act
from app.study.services import Intake
from app.study.sitting import Sitting
from app.study.turns import Summary, Turned
from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.face import GAP, Face, Part, plain
from app.tui.keys import Key, bindings
from app.tui.messages import HomeWanted, ReviewResumed, TakeInWanted
from app.tui.page import HELP, Page
from app.tui.words import count, duration, turned_text
from app.tui.work import begin

LABEL_COLUMN = 14


class SummaryScreen(Page):
    """Shows a summary; any key but its own goes home."""

    TITLE_OF_HELP = "Summary"
    KEYS = (
        Key("enter space q escape", "home", "home", "Go home; so does any other key."),
        Key("u", "undo", "undo", "Take the last act back and ask its card again."),
        HELP,
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "SummaryScreen #summary { height: 1fr; padding: 2 4; }"

    def __init__(self, desk: Desk, sitting: Sitting, summary: Summary) -> None:
        super().__init__(desk)
        self._sitting = sitting
        self._turned: Turned | None = None
        self._top = TopLine()
        self._parts = summary_parts(summary)
        self._face = Face(self._parts, id="summary")

    def body(self) -> ComposeResult:
        yield self._top
        yield self._face

    def on_mount(self) -> None:
        self._top.show(plain("Sitting over", "bold $text-primary"), Content(""))
        self.update_bar()
        begin(self, self._tell_day, group="day", exclusive=True)

    async def _tell_day(self) -> None:
        # What the day changed is read only when the summary is on the screen already.
        from app.study.progress import day_section

        try:
            day = await self.desk.call(day_section, self.desk.reader, self.desk.today)
        except ForecallError as error:
            self.tell_error(error)
            return
        self._face.show([*self._parts, GAP, *(Part(plain(text), _label(name)) for name, text in day.rows)])

    def on_key(self, event: events.Key) -> None:
        """Go home on any key without an effect of its own."""
        if event.is_printable and not self.is_bound(event.key):
            self.action_home()

    def action_home(self) -> None:
        self.post_message(HomeWanted())

    def action_undo(self) -> None:
        begin(self, self._undo, exclusive=True)

    async def _undo(self) -> None:
        from app.study.last import turn_files

        sitting = self._sitting
        try:
            store = await self.desk.store()
            self._turned = await asyncio.to_thread(turn_files, Act.UNDO, store, self.desk.workshop)
            if self._turned:
                self.post_message(TakeInWanted())
                return
            turned = await asyncio.to_thread(sitting.undo)
        except ForecallError as error:
            self.tell_error(error)
            return
        if turned is None:
            self.tell("Nothing to undo.")
        else:
            self.post_message(ReviewResumed(sitting, turned))

    async def taken_in(self, intake: Intake) -> None:
        """Ask the card whose edit was taken back."""
        turned, self._turned = self._turned, None
        if turned is None:
            return
        try:
            first = self.desk.reader.handle_of(turned.name)
            await asyncio.to_thread(self._sitting.reload, first)
        except ForecallError as error:
            self.tell_error(error)
            return
        if self._sitting.current is None:
            self.tell(turned_text(turned, "Undone", asked=False))
        else:
            self.post_message(ReviewResumed(self._sitting, turned))


def summary_parts(summary: Summary) -> list[Part]:
    """Return the lines of a summary."""
    answers = count(summary.answers, "answer")
    rows = [("reviewed", f"{count(summary.cards, 'card')}, {answers} in {duration(summary.ms)}")]
    if summary.scheduled:
        share = f"{100 * summary.passed / summary.scheduled:.0f} %"
        rows.append(("right", f"{summary.passed} of {summary.scheduled} ({share}), drills not counted"))
    rows.append(
        (
            "left to study" if summary.practice else "left today",
            count(summary.left, "card") if summary.left else "nothing",
        )
    )
    rows.append(("tomorrow", f"{summary.tomorrow_due} due, {summary.tomorrow_new} new"))
    parts = [Part(plain(value), _label(label)) for label, value in rows]
    if summary.hardest:
        parts.append(GAP)
        labels = ["hardest", *[""] * len(summary.hardest)]
        parts += [
            Part(plain(name), _label(label)) for label, name in zip(labels, summary.hardest, strict=False)
        ]
    return parts


def _label(text: str) -> Content:
    return Content.styled(f"{text:<{LABEL_COLUMN}}", "$foreground-muted")
