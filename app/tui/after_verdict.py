"""What can be done with a card once its answer is shown, besides grading it."""

from __future__ import annotations

import asyncio
import json
from functools import partial

from app.core.card import Snippet
from app.core.errors import ForecallError
from app.core.history import Past
from app.core.text import clean
from app.study.services import Services
from app.tui.card_keys import CardKeys
from app.tui.desk import Desk
from app.tui.question import Earlier, Question
from app.tui.work import begin

EARLIER_MOST = 12
"""Earlier predictions that are shown."""
ASKED_S = 10
"""Seconds after which a runner that does not say what holds snippets is taken to hold nothing."""


class AfterVerdict(CardKeys):
    """The part of the review screen that copies, remembers and plays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.question: Question | None = None

    def action_copy(self) -> None:
        if self.question is not None:
            self.app.copy_to_clipboard(source_of(self.question))
            self.tell("Copied, if your terminal lets programs copy.")

    def action_past(self) -> None:
        if self.question is not None:
            begin(self, partial(self._show_past, self.question), group="past", exclusive=True)

    def action_change(self) -> None:
        from app.tui.change import ChangeScreen

        if self.question is not None:
            self.app.push_screen(ChangeScreen(self.desk, self.question))

    async def _show_past(self, question: Question) -> None:
        if question.past is not None:
            question.past = None
        else:
            try:
                history = await self.desk.call(self.desk.reader.history, question.asked.stored.handle)
            except ForecallError as error:
                self.tell_error(error)
                return
            question.past = earlier(history.acts)
        if question is self.question:
            self.refresh_faces()


def earlier(acts: tuple[Past, ...]) -> tuple[Earlier, ...]:
    """Return the predictions among a card's acts, newest first."""
    found = [
        Earlier(
            act.day, {str(name): clean(str(text)) for name, text in json.loads(act.typed).items()}, act.grade
        )
        for act in acts
        if act.counts and act.typed and act.grade is not None
    ]
    return tuple(found[::-1][:EARLIER_MOST])


def source_of(question: Question) -> str:
    """Return the whole snippet, setup first, without anything that a shell or editor would obey."""
    run = question.asked.content.run
    setup = run.setup.rstrip() if run else ""
    return clean("\n".join(part for part in (setup, question.asked.code.rstrip()) if part) + "\n")


async def why_it_asks(snippet: Snippet, services: Services) -> str:
    """Return why a snippet does not run unasked; empty if it does."""
    try:
        async with asyncio.timeout(ASKED_S):
            return await services.trust.asks_because(snippet, services.runner)
    except TimeoutError:
        return "the runner does not say what holds it"
    except ForecallError as error:
        return error.what
