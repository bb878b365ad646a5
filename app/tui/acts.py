"""What is done to a card in review and goes to the disk: grades, acts, undo and redo."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from functools import partial

from textual.worker import Worker

from app.core.errors import ForecallError
from app.core.log import Act
from app.study.services import Intake
from app.study.sitting import Sitting
from app.study.turns import Leech, Turned
from app.tui.after_verdict import AfterVerdict
from app.tui.desk import Desk
from app.tui.messages import TakeInWanted
from app.tui.prompt import PromptLine
from app.tui.question import Phase, Question
from app.tui.words import turned_text
from app.tui.work import begin

SLOW_S = 1.0
"""A grade that is not on disk after so many seconds is told."""
DAY_S = 30.0
"""Between two looks whether a new study day has begun."""
DONE_WORDS = {
    Act.SUSPEND: "Suspended",
    Act.BURY: "Buried until tomorrow",
    Act.RESET: "Reset to a new card",
    Act.FLAG: "Flagged",
    Act.UNFLAG: "No longer flagged",
}

TURNED_WORDS = {Act.UNDO: "Undone", Act.REDO: "Redone"}


class CardActs(AfterVerdict):
    """The part of the review screen that writes.

    Attributes:
        sitting: Asks the cards.
        prompt: Asks for the note of a flag.
        one_at_a_time: Held while the sitting goes from one card to another.
    """

    def __init__(self, desk: Desk, sitting: Sitting) -> None:
        super().__init__(desk)
        self.sitting = sitting
        self.prompt = PromptLine()
        self.one_at_a_time = asyncio.Lock()
        self._saving: Worker[None] | None = None
        self._turned: tuple[Turned | None, Act] = None, Act.UNDO

    @abstractmethod
    def begin(self) -> None:
        """Show the sitting's current card."""

    @abstractmethod
    def draw(self) -> None:
        """Show the question as far as it has come."""

    async def look_at_the_day(self) -> None:
        """Where the screen stood open over the rollover, ask what the new day brings."""
        question = self.question
        if self.sitting.day == self.desk.today or (question and question.phase is not Phase.THINK):
            return
        async with self.one_at_a_time:
            if question is not self.question:
                return
            try:
                await self.desk.call(self.sitting.reload)
            except ForecallError as error:
                self.tell_error(error)
                return
        self.begin()
        self.tell("A new day has begun.")

    async def settled(self) -> None:
        if self._saving is not None and self._saving.is_running:
            await self._saving.wait()

    def tell_turned(self, turned: Turned, done: str = TURNED_WORDS[Act.UNDO]) -> None:
        """Say what was undone or redone."""
        asked = self.question is not None and self.question.asked.stored.card.name == turned.name
        self.tell(turned_text(turned, done, asked=asked))

    def grade(self, grade: int) -> None:
        """Grade the card on the screen, and show the next one once that is on disk."""
        if self.question is not None:
            self.question.phase = Phase.SAVING
            self._saving = begin(self, partial(self._save, self.question, grade), group="save")

    def action_undo(self) -> None:
        begin(self, partial(self._turn, Act.UNDO), group="undo")

    def action_redo(self) -> None:
        begin(self, partial(self._turn, Act.REDO), group="undo")

    def action_again(self) -> None:
        begin(self, self._ask_again, group="undo")

    def action_suspend(self) -> None:
        self._do(Act.SUSPEND)

    def action_bury(self) -> None:
        self._do(Act.BURY)

    def action_reset(self) -> None:
        self._do(Act.RESET)

    def action_flag(self) -> None:
        """Flag the card with a note, or take its flag away."""
        if self.question is None:
            return
        if self.question.asked.stored.state.flagged:
            self._do(Act.UNFLAG)
        else:
            self.prompt.ask("flag, with a note:", self._flag, blank=True)

    def action_skip(self) -> None:
        self._saving = begin(self, self._skip, group="save")

    async def _save(self, question: Question, grade: int) -> None:
        """Write a grade, then show the next card; if it can't be written, the card stays."""
        ms = self.desk.stopwatch.ms
        env = question.run.env if question.run else ""
        if not self.desk.is_open:
            self.tell("Opening the collection; the grade is saved as soon as it is open.")
        slow = self.set_timer(SLOW_S, lambda: self.tell("Saving: something else holds the collection."))
        async with self.one_at_a_time:
            try:
                self.sitting.use(await self.desk.store())
                leech = await asyncio.to_thread(
                    self.sitting.grade, grade, ms, question.typed, question.verdict, env
                )
            except ForecallError as error:
                question.phase = Phase.SHOWN
                self.draw()
                self.tell_error(error)
                return
            finally:
                slow.stop()
        self.begin()
        if leech is not None:
            await self._tell_leech(leech, question)

    async def _tell_leech(self, leech: Leech, question: Question) -> None:
        from app.study.leech import advice  # the rules of card quality are not needed before

        told = await asyncio.to_thread(advice, question.asked.stored.card)
        suspended = " It is suspended." if leech.suspended else ""
        self.tell(f"Leech: {leech.name}, failed {leech.lapses} times.{suspended} {told}")

    def _do(self, act: Act, note: str = "") -> None:
        self._saving = begin(self, partial(self._act, act, note), group="save")

    async def _flag(self, note: str) -> None:
        self._do(Act.FLAG, note)

    async def _act(self, act: Act, note: str) -> None:
        question = self.question
        async with self.one_at_a_time:
            if question is None or question is not self.question:
                return
            try:
                self.sitting.use(await self.desk.store())
                name = await asyncio.to_thread(self.sitting.act, act, note)
            except ForecallError as error:
                self.tell_error(error)
                return
        if act in (Act.FLAG, Act.UNFLAG) and self.sitting.current is not None:
            question.asked = self.sitting.current
            self.draw()
        else:
            self.begin()
        self.tell(f"{DONE_WORDS[act]}: {name}.")

    async def _skip(self) -> None:
        async with self.one_at_a_time:
            try:
                self.sitting.use(await self.desk.store())
                name = await asyncio.to_thread(self.sitting.skip)
            except ForecallError as error:
                self.tell_error(error)
                return
        if name is None:
            self.tell("Nothing else is left to ask.")
        else:
            self.begin()
            self.tell(f"Skipped until later: {name}.")

    async def _turn(self, act: Act) -> None:
        """Undo or redo what is next, in the log or in the deck files."""
        from app.study.last import turn_files

        turn = self.sitting.undo if act is Act.UNDO else self.sitting.redo
        async with self.one_at_a_time:
            try:
                store = await self.desk.store()
                self.sitting.use(store)
                if in_files := await asyncio.to_thread(turn_files, act, store, self.desk.workshop):
                    self._turned = in_files, act
                    self.post_message(TakeInWanted())
                    return
                turned = await asyncio.to_thread(turn)
            except ForecallError as error:
                self.tell_error(error)
                return
        if turned is None:
            self.tell(f"Nothing to {act}.")
        else:
            self.begin()
            self.tell_turned(turned, TURNED_WORDS[act])

    async def taken_in(self, intake: Intake) -> None:
        """Ask what the decks hold now; first the card whose file was turned here."""
        (turned, act), self._turned = self._turned, (None, Act.UNDO)
        async with self.one_at_a_time:
            try:
                self.sitting.use(await self.desk.store())
                if intake.taken.anything or self.question is None or turned:
                    first = self.desk.reader.handle_of(turned.name) if turned else None
                    await asyncio.to_thread(self.sitting.reload, first)
            except ForecallError as error:
                self.tell_error(error)
                return
        if self.question is None or self.sitting.current is not self.question.asked:
            self.begin()
        if turned:
            self.tell_turned(turned, TURNED_WORDS[act])

    async def _ask_again(self) -> None:
        async with self.one_at_a_time:
            try:
                await self.desk.call(self.sitting.ask_again)
            except ForecallError as error:
                self.tell_error(error)
                return
        self.begin()
