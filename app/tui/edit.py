"""The card editor: form and text side by side, and the card as it will be asked."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import TextArea

from app.core import meaning
from app.core.card import Card
from app.core.collection import StoredCard
from app.core.errors import ForecallError
from app.core.log import Act, Role, State
from app.core.truth import Ended
from app.deckfile.saving import ChangedOnDiskError
from app.deckfile.spans import Data
from app.deckfile.trial import Trial, fields_of, with_fields
from app.study.asking import ask
from app.study.cards import act_on
from app.study.doubles import doubles
from app.study.running import run_snippet
from app.study.workshop import ConflictError, Draft
from app.tui.bars import TopLine
from app.tui.card_text import CardText
from app.tui.desk import Desk
from app.tui.face import GAP, Face, Part, plain
from app.tui.form import FormPane
from app.tui.keys import Key, bindings
from app.tui.messages import TakeInWanted
from app.tui.page import Page
from app.tui.preview import preview_parts, problem_parts
from app.tui.prompt import PromptLine
from app.tui.question import Question
from app.tui.work import begin

PAUSE_S = 0.08
"""So long after a key the card is read again."""
WIDE = 120
NEW_CARD = "- q: \n  a: \n"
MOST_DOUBLES = 5


class EditScreen(Page):
    """Edits one card, or writes a new one."""

    TITLE_OF_HELP = "Card editor"
    KEYS = (
        Key("ctrl+s", "save", "save", "Save: only the lines of this card change in its file."),
        Key("f2", "other", "form/text", "Switch between form and text, where both do not fit."),
        Key("ctrl+r", "run", "run", "Run the snippet of a live card."),
        Key("ctrl+g", "problem", "", "Go to the first problem."),
        Key("escape", "leave", "back", "Leave; a change that is not saved is asked about once.", "esc"),
    )
    BINDINGS = bindings(KEYS, priority=True)
    DEFAULT_CSS = """
    EditScreen #panes { height: 1fr; }
    EditScreen #panes > * { width: 1fr; height: 1fr; }
    EditScreen #text { border: none; padding: 0 1; background: $surface; }
    EditScreen #preview { padding: 0 2; }
    """

    def __init__(self, desk: Desk, draft: Draft, stored: StoredCard | None = None) -> None:
        super().__init__(desk)
        self.draft = draft
        self.stored = stored
        self.top = TopLine()
        self.form = FormPane()
        self.text = CardText(draft.block or NEW_CARD, id="text")
        self.face = Face()
        self.prompt = PromptLine()
        self._saved = self.text.text
        self._trial: Trial | None = None
        self._ran: list[Part] = []
        self._like: list[Part] = []
        self._theirs: list[Part] = []
        self._form_first = False
        self._asked_to_leave = False
        self._pause: Timer | None = None

    def body(self) -> ComposeResult:
        yield self.top
        with Horizontal(id="panes"):
            yield self.form
            yield self.text
            with VerticalScroll(id="preview", can_focus=False):
                yield self.face
        yield self.prompt

    async def on_mount(self) -> None:
        await self._read()
        self._lay_out()
        self.text.focus()
        if not self.draft.block:
            self.text.move_cursor((0, NEW_CARD.index("\n")))
        self.update_bar()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        wide = self.size.width >= WIDE
        self.form.display = wide or self._form_first
        self.text.display = wide or not self._form_first

    # Reading what is typed

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        if event.text_area is self.text:
            self._asked_to_leave = False
            self._soon()

    def on_form_pane_changed(self, message: FormPane.Changed) -> None:
        try:
            block = with_fields(self.text.text, message.fields)
        except ForecallError as error:
            self.tell_error(error)
            return
        if block != self.text.text:
            self.text.load_text(block)
        self._soon()

    def _soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self._read)

    async def _read(self) -> None:
        """Read the card as it is typed, and show what it gives."""
        block = self.text.text
        self._trial = trial = self.draft.trial(block)
        texts: list[str] = []
        try:
            fields = fields_of(block)
            await self.form.show(fields)
        except ForecallError:
            self.form.disabled = True  # until YAML can read the text again
        else:
            self.form.disabled = False
            whole = [text for card in trial.cards[:1] for text in card.content.question.each()]
            texts = whole or _asked(fields)
        self._draw()
        known = self.stored.card if self.stored else next(iter(trial.cards), None)
        own = f"{known.deck}/{known.entry}/" if known else "/"
        look = partial(self._look_for_doubles, texts, own)
        begin(self, look, group="doubles", exclusive=True)

    def _draw(self) -> None:
        trial = self._trial
        if trial is None:
            return
        parts = problem_parts(trial)
        self.text.mark(trial.problems)
        blocks = [parts, self._theirs, self._ran, self._like, preview_parts(trial)]
        shown = [part for block in blocks if block for part in (*block, GAP)]
        self.face.show(shown)
        name = trial.cards[0].name if trial.cards else (self.stored.card.name if self.stored else "new card")
        errors = len(trial.errors)
        state = f"{errors} to mend" if errors else ("changed" if self.text.text != self._saved else "saved")
        self.top.show(plain(name, "bold $text-primary"), plain(state, "$text-error" if errors else ""))

    async def _look_for_doubles(self, texts: list[str], own: str) -> None:
        """Point out cards that ask the same already, as soon as half of their question is typed."""
        found = await self.desk.call(doubles, self.desk.reader, texts, self.desk.today)
        others = [each.card for each in found if not f"{each.card.name}/".startswith(own)]
        like = [
            part
            for card in others[:MOST_DOUBLES]
            for part in (
                Part(plain(f"≈ {card.name}", "$text-warning")),
                Part(plain(card.content.question.to(self.desk.language)), plain("  ")),
            )
        ]
        if like != self._like:
            self._like = like
            self._draw()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("save", "run", "problem", "other", "leave") and self.prompt.display:
            return False
        if action == "other":
            return self.size.width < WIDE
        if action == "run":
            return bool(self._trial and self._trial.cards and self._trial.cards[0].content.run)
        return True

    def action_other(self) -> None:
        self._form_first = not self._form_first
        self._lay_out()
        (self.form.query("TextArea").first() if self._form_first else self.text).focus()

    def action_problem(self) -> None:
        if self._trial and self._trial.problems:
            problem = self._trial.problems[0]
            self.text.focus()
            self.text.move_cursor((max(0, problem.line - 1), max(0, problem.column - 1)))

    def action_leave(self) -> None:
        if self.text.text != self._saved and not self._asked_to_leave:
            self._asked_to_leave = True
            self.tell("This is not saved: ctrl+s saves, esc once more leaves without.")
        else:
            self.dismiss()

    def action_save(self) -> None:
        begin(self, self._save, group="save", exclusive=True)

    async def _save(self) -> None:
        block = self.text.text
        workshop = self.desk.workshop
        try:
            try:
                card = await asyncio.to_thread(workshop.save, self.draft, block)
            except ChangedOnDiskError:
                self.draft = await asyncio.to_thread(workshop.merged, self.draft)
                self.tell("Not saved: the file was changed on disk. ctrl+s merges: both changes stay.")
                return
            self.draft = await asyncio.to_thread(workshop.open_entry, self.draft.snapshot.file, card.entry)
        except ConflictError as error:
            await self._show_theirs(error)
            return
        except ForecallError as error:
            self.tell_error(error)
            return
        self._theirs = []
        self.text.load_text(self.draft.block)
        self._saved = self.text.text
        self.post_message(TakeInWanted())
        await self._read()
        self._settle_memory(card)

    async def _show_theirs(self, error: ConflictError) -> None:
        """Show both versions side by side; the next save puts ours in the place of theirs."""
        self._theirs = [
            Part(plain("on disk now:", "$text-warning")),
            Part(plain(error.theirs or "(removed)")),
        ]
        file, span = self.draft.snapshot.file, self.draft.span
        try:
            self.draft = self.desk.workshop.open_entry(file, span.id if span and error.theirs else "")
        except ForecallError as other:
            self.tell_error(other)
            return
        self.tell("Changed on disk, too: its text is shown beside. ctrl+s puts yours in its place.")
        self._draw()

    def _settle_memory(self, card: Card) -> None:
        """Where the card asks something else now and has a past, ask whether to keep its schedule."""
        stored = self.stored
        if stored is None or stored.state.is_new or meaning.same(stored.card.content, card.content):
            self.dismiss()
            return

        async def decide(answer: str) -> None:
            if answer.casefold().startswith("r"):
                store, services = await self.desk.store(), self.desk.services
                await asyncio.to_thread(act_on, store, [stored], Act.RESET, services.clock, services.rules)
            self.dismiss()

        self.tell("It asks something else now. Its schedule is kept; type relearn to begin anew.")
        self.prompt.ask("keep / relearn:", decide, "keep")

    # Running

    def action_run(self) -> None:
        begin(self, self._run, group="run", exclusive=True)

    async def _run(self) -> None:
        if self._trial is None or not self._trial.cards:
            return
        card, services = self._trial.cards[0], self.desk.services
        snippet = card.content.run
        if snippet is None:
            return
        why = await services.trust.asks_because(snippet, services.runner)
        if why:

            async def agree(answer: str) -> None:
                if answer.casefold().startswith("y"):
                    services.trust.agree(snippet, card.name)
                    self.action_run()

            self.prompt.ask(f"Nothing holds it here ({why}). Type yes to run it:", agree)
            return
        self._ran = [Part(plain("running…", "$foreground-muted"))]
        self._draw()
        try:
            asked = ask(
                StoredCard(0, "", card, State(), "", ""), Role.SCHEDULED, services.seeds.getrandbits(32)
            )
            run = await run_snippet(services.runner, snippet, asked.code, asked.seed, services.rules)
        except ForecallError as error:
            self.tell_error(error)
            return
        question = Question(asked)
        question.run = run
        if run.ended is Ended.DONE:
            drawn = ", ".join(f"{name}={value}" for name, value in asked.drawn.items())
            self._ran = [
                Part(plain(truth, "$text-success"), plain(f"{name}  ", "$foreground-muted"))
                for name, truth in question.truths().items()
            ]
            self._ran += [Part(plain(drawn, "$foreground-muted"))] if drawn else []
        else:
            self._ran = [Part(plain(run.detail or run.ended.value, "$text-error"))]
        self._draw()


def _asked(fields: dict[str, Data]) -> list[str]:
    """Return the question of a card that is not whole yet, in its languages."""
    asked = fields.get("q", "")
    return [
        text for text in (asked.values() if isinstance(asked, dict) else [asked]) if isinstance(text, str)
    ]
