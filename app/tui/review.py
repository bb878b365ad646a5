"""The review screen: one card after another."""

from __future__ import annotations

import asyncio
import unicodedata
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from app.core.card import Kind, Snippet
from app.core.errors import ForecallError
from app.core.log import Role
from app.core.text import clean
from app.core.truth import Ended
from app.study.running import run_snippet
from app.study.sitting import Sitting
from app.study.verdict import lines_of
from app.tui.acts import DAY_S, CardActs
from app.tui.after_verdict import why_it_asks
from app.tui.bars import Button, GradeBar, TopLine, keys_on_bar
from app.tui.card_pane import CardPane
from app.tui.desk import Desk
from app.tui.face import Face, plain
from app.tui.keys import bindings
from app.tui.messages import HomeWanted, SittingEnded
from app.tui.prompt import PROMPT_KEYS
from app.tui.question import ACTS_ON_A_CARD, Phase, Question
from app.tui.review_keys import LINE_ACTIONS, LINE_KEYS, REVIEW_KEYS
from app.tui.shown import has_code
from app.tui.words import grade_of_digit, place_of_run, title_of
from app.tui.work import begin

if TYPE_CHECKING:
    from app.tui.lines import AnswerLines

DEAD_S = 0.15
"""Grade keys are dead for so many seconds after the screen changed: late replies of terminals to
queries arrive as digits, and a key held down too long is no grade."""


class ReviewScreen(CardActs):
    """Asks the cards of a sitting."""

    TITLE_OF_HELP = "Review"
    KEYS = REVIEW_KEYS + LINE_KEYS
    BINDINGS = bindings(REVIEW_KEYS)

    def __init__(self, desk: Desk, sitting: Sitting) -> None:
        super().__init__(desk, sitting)
        self.top = TopLine()
        self.card = CardPane()
        self.grades = GradeBar()
        self._place = ""
        self._changed = 0.0

    def body(self) -> ComposeResult:
        yield self.top
        yield self.card
        yield self.grades
        yield self.prompt

    def on_mount(self) -> None:
        self.begin()
        self.set_interval(DAY_S, self.look_at_the_day)

    def on_screen_resume(self) -> None:
        self._changed = monotonic()

    # What comes from outside

    def on_key(self, event: events.Key) -> None:
        if event.character and not self.is_bound(event.key) and _is_cjk(event.character):
            self.tell("An input method is on: switch it off, so that the keys work.")

    # Showing

    def begin(self) -> None:
        """Show the sitting's current card."""
        self.workers.cancel_group(self, "run")
        asked = self.sitting.current
        if asked is None:
            self._nothing_to_ask()
            return
        phase = Phase.ASKING if asked.content.kind is Kind.LIVE else Phase.THINK
        pace = self.sitting.pace(asked.content.kind) if lines_of(asked) else None
        self.question = question = Question(asked, phase, pace)
        self.desk.stopwatch.start()
        self.tell("")
        with self.app.batch_update():
            self.card.ask(question, self.desk.language)
            self.draw()
        self._changed = monotonic()
        self.mark_change(question)
        if question.live:
            begin(self, partial(self._prepare, question), group="run", exclusive=True)
        elif has_code(question):
            begin(self, self._colour, group="run", exclusive=True)
        begin(self, self._start_workers, group="ahead", exclusive=True)

    def _nothing_to_ask(self) -> None:
        self.question = None
        if self.desk.intake is None and self.desk.trouble is None and not self.sitting.progress.answered:
            self.card.say("Reading the decks…")
            self.update_bar()
        else:
            self.post_message(SittingEnded(self.sitting))

    def refresh_faces(self) -> None:
        if self.question is None:
            self._nothing_to_ask()
        self.draw()

    def draw(self) -> None:
        """Show the question as far as it has come."""
        question, language = self.question, self.desk.language
        if question is None:
            return
        self.card.show(question, language)
        shown = question.phase in (Phase.SHOWN, Phase.SAVING)
        grades = self.sitting.rules.grades if shown else ()
        self.grades.show([Button(g, self.sitting.outlook(g)) for g in grades], question.suggested)
        if question.phase is Phase.PERMIT:
            self.tell(f"Nothing would cage this snippet: {clean(question.why_asked)}. Run it?")
        deck = question.asked.stored.card.deck
        titles = self.desk.titles
        title = title_of(titles[deck], language) if deck in titles else deck
        self.top.show(plain(title, "bold $text-primary"), self._progress(question))
        self.update_bar()

    def _progress(self, question: Question) -> Content:
        progress, stored = self.sitting.progress, question.asked.stored
        drill = question.asked.role is Role.DRILL
        counts = (
            (f"new {progress.new}", progress.new, not drill and stored.state.is_new),
            (f"due {progress.due}", progress.due, not drill and not stored.state.is_new),
            (f"drill {progress.drill}", progress.drill, drill),
            (f"practice {progress.extra}", progress.extra, True),
        )
        parts = [plain(f"{progress.left} left", "bold")]
        parts += [
            plain(text, "$text-accent" if now else "$foreground-muted")
            for text, number, now in counts
            if number
        ]
        if question.live:
            parts.insert(0, plain(self._place or _place_before_run(question), "$foreground-muted"))
        return plain(" · ", "$foreground-muted").join(parts)

    def _advance(self) -> None:
        """Show what became of the question after the learner or the snippet did something."""
        if self.question is None:
            return
        self._changed = monotonic()
        with self.app.batch_update():
            self.card.advance(self.question, self.desk.language)
            self.draw()

    def update_bar(self) -> None:
        if self.card.getting_ready:
            return
        if self.focused is None:
            super().update_bar()
        else:
            self.bar.show(keys_on_bar(PROMPT_KEYS if self.prompt.display else LINE_KEYS, {}))

    def on_answer_lines_submitted(self, message: AnswerLines.Submitted) -> None:
        if any(text.strip() for text in message.typed.values()):
            self._submit(message.typed)
        else:
            self.tell("Nothing is typed yet. To see the answer without a prediction: esc, then space.")

    def on_card_pane_ready(self) -> None:
        self.update_bar()

    def on_descendant_focus(self) -> None:
        self.update_bar()

    def on_descendant_blur(self) -> None:
        self.update_bar()

    # Running

    async def _prepare(self, question: Question) -> None:
        """After the first frame, run the snippet, if it may, and colour its code; ask if it may not."""
        await self.desk.painted.wait()
        snippet, services = question.asked.content.run, self.desk.services
        assert snippet is not None
        if question.phase is Phase.ASKING:
            why = await why_it_asks(snippet, services)
            if question is not self.question:
                return
            question.may_run(why)
            self.card.make_lines(question)
            self.draw()
        running = () if question.phase is Phase.PERMIT else (self._run(question, snippet),)
        await asyncio.gather(self._colour(), *running)

    async def _start_workers(self) -> None:
        """Have a worker there before the first snippet: loading torch takes longer than reading a card."""
        await self.desk.painted.wait()
        # What is wrong is told by the card that is asked.
        with suppress(ForecallError):
            for snippet in self.sitting.next_snippets():
                await self.desk.services.runner.cage(snippet.code, snippet.setup)

    async def _colour(self) -> None:
        await self.desk.painted.wait()
        if self.card.highlight is Content:
            from app.tui.colour import highlighter

            self.card.highlight = await asyncio.to_thread(highlighter)
            self.draw()

    async def _run(self, question: Question, snippet: Snippet) -> None:
        services = self.desk.services
        asked = question.asked
        run = await run_snippet(services.runner, snippet, asked.code, asked.seed, services.rules)
        if question is not self.question:
            return
        self._place = (
            "not available" if run.ended is Ended.UNAVAILABLE else place_of_run(run.env) or self._place
        )
        waited = question.phase is Phase.RUNNING
        question.ran(run)
        if waited:
            self._advance()
        else:
            self.draw()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in LINE_ACTIONS or self.card.getting_ready:
            return False
        return action not in ACTS_ON_A_CARD or (self.question is not None and self.question.allows(action))

    def action_reveal(self) -> None:
        if self.question is not None:
            self.question.reveal()
            self._advance()

    def action_submit_picks(self) -> None:
        if self.question is not None:
            picks = " ".join(map(str, self.question.picked))
            self._submit(dict.fromkeys(lines_of(self.question.asked), picks))

    def _submit(self, typed: dict[str, str]) -> None:
        if self.question is not None:
            self.question.took = self.desk.stopwatch.ms
            self.question.submit(typed)
            self._advance()

    def action_digit(self, key: str) -> None:
        question = self.question
        if question is None or monotonic() - self._changed < DEAD_S:
            return
        if question.phase is Phase.SHOWN:
            grade = grade_of_digit(int(key), self.sitting.rules.buttons)
            if grade is not None:
                self.grade(grade)
        elif question.pick(int(key)):
            if question.asked.content.kind is Kind.CHOICE:
                self.action_submit_picks()
            else:
                self.draw()

    def on_face_picked(self, message: Face.Picked) -> None:
        """Pick a clicked option as its digit does; a click on the one picked last takes it back."""
        question = self.question
        if question is None or question.phase is not Phase.THINK or self.focused is not None:
            return
        if question.picked[-1:] == [message.option]:
            self.action_unpick()
        else:
            self.action_digit(str(message.option))

    def action_unpick(self) -> None:
        if self.question is not None:
            self.question.picked.pop()
            self.draw()

    def action_accept(self) -> None:
        grade = self.question.suggested if self.question else None
        if grade is not None and monotonic() - self._changed >= DEAD_S:
            self.grade(grade)

    def action_permit(self) -> None:
        if self.question is not None and self.question.asked.content.run is not None:
            asked = self.question.asked
            self.tell("")
            try:
                self.desk.services.trust.agree(self.question.asked.content.run, asked.stored.card.name)
            except ForecallError as error:
                self.tell_error(error)
            self.question.phase = Phase.THINK
            self.card.make_lines(self.question)
            self.draw()
            begin(self, partial(self._prepare, self.question), group="run", exclusive=True)

    def action_refuse(self) -> None:
        if self.question is not None:
            self.question.refuse()
            self.tell("")
            self.draw()

    def action_setup(self) -> None:
        self.card.setup = not self.card.setup
        self.draw()

    def action_scroll_down(self) -> None:
        self.card.scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        self.card.scroll_page_up(animate=False)

    def action_shift_right(self) -> None:
        self.card.shift(1)

    def action_shift_left(self) -> None:
        self.card.shift(-1)

    def action_home(self) -> None:
        begin(self, self._leave, group="leave", exclusive=True)

    async def _leave(self) -> None:
        """Go to the summary, or home if nothing was answered; a grade on its way is waited for."""
        await self.settled()
        if self.sitting.progress.answered:
            self.post_message(SittingEnded(self.sitting))
        else:
            self.post_message(HomeWanted())


def _place_before_run(question: Question) -> str:
    if question.phase is Phase.PERMIT:
        return "asks first"
    return "not run" if question.refused else "starting…"


def _is_cjk(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
