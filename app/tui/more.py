"""Studying beyond what the day brings, from the home screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.errors import ForecallError
from app.tui.desk import Desk
from app.tui.keys import Key
from app.tui.messages import ReviewWanted
from app.tui.page import Page
from app.tui.prompt import PromptLine

if TYPE_CHECKING:
    from app.study.extra import Extra

COUNT = "!count"
"""At the end of what is asked for, it lets the grades count for the schedule."""
DAYS = 7
MORE_KEYS = (
    Key("c", "cram", "", "Cram cards that you search for; they are not rescheduled, unless you say so."),
    Key("s", "ahead", "", "Study ahead what falls due in the days to come; likewise."),
    Key("g", "go_on", "", "Go on with cramming or studying ahead where it was interrupted."),
)


class StudyMore(Page):
    """The part of the home screen that asks for more.

    Attributes:
        prompt: Asks which cards.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.prompt = PromptLine()

    @property
    @abstractmethod
    def chosen_deck(self) -> str | None:
        """Id of the deck under the cursor; None for all."""

    def action_cram(self) -> None:
        deck = self.chosen_deck
        text = f"deck:{deck} " if deck else ""
        self.prompt.ask(f"cram (words, deck:, tag:; {COUNT}):", self._cram, text, blank=True)

    def action_go_on(self) -> None:
        if self.desk.interrupted is not None:
            self.post_message(ReviewWanted(None, self.desk.interrupted))

    def action_ahead(self) -> None:
        self.prompt.ask(f"how many days ahead ({DAYS}; {COUNT}):", self._ahead, blank=True)

    async def _cram(self, text: str) -> None:
        from app.study.extra import cram

        wanted, counts = _told(text)
        reader, rules = self.desk.reader, self.desk.services.rules
        await self._begin(lambda: cram(reader, self.desk.today, wanted, counts=counts, rules=rules))

    async def _ahead(self, text: str) -> None:
        from app.study.extra import ahead

        wanted, counts = _told(text)
        wanted = wanted or str(DAYS)
        if not wanted.isdecimal() or not 1 <= int(wanted) <= 365:
            self.tell("Say how many days, from 1 to 365.")
            return
        desk, deck = self.desk, self.chosen_deck
        decks = None if deck is None else [deck]
        await self._begin(lambda: ahead(desk.reader, desk.today, int(wanted), decks, counts=counts))

    async def _begin(self, choose: Callable[[], Extra]) -> None:
        try:
            extra = await self.desk.call(choose)
        except ForecallError as error:
            if error.where:
                self.tell_error(error)
            else:
                self.tell(error.what)  # that there is nothing to study is no fault
        else:
            self.post_message(ReviewWanted(None, extra))


def _told(text: str) -> tuple[str, bool]:
    wanted = text.strip()
    return wanted.removesuffix(COUNT).strip(), wanted.endswith(COUNT)
