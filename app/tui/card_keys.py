"""Keys of the review screen for the text of a card: edit it, see its past."""

from __future__ import annotations

from functools import partial

from app.core.errors import ForecallError
from app.tui.keys import Key
from app.tui.messages import EditWanted, HistoryWanted, OutsideWanted
from app.tui.page import Page
from app.tui.question import Question
from app.tui.work import begin

CARD_KEYS = (
    Key("e", "edit", "", "Edit this card; its memory is kept."),
    Key("E", "outside", "", "Edit this card in your own editor ($VISUAL or $EDITOR)."),
    Key("i h", "history", "", "See when this card is due, what happened to it, and its texts over time."),
)


class CardKeys(Page):
    """The part of the review screen that goes to the texts of cards."""

    question: Question | None

    def action_edit(self) -> None:
        if self.question is not None:
            self.post_message(EditWanted(self.question.asked.stored.handle))

    def action_outside(self) -> None:
        if self.question is not None:
            self.post_message(OutsideWanted(self.question.asked.stored.handle))

    def action_history(self) -> None:
        if self.question is not None:
            self.post_message(HistoryWanted(self.question.asked.stored.handle))

    def mark_change(self, question: Question) -> None:
        """Tell if the card asks something else than when it was last passed."""
        if not question.asked.stored.state.is_new:
            begin(self, partial(self._mark, question), group="mark", exclusive=True)

    async def _mark(self, question: Question) -> None:
        from app.study.cards import changed_since_passed

        await self.desk.painted.wait()
        try:
            before = await self.desk.call(changed_since_passed, self.desk.reader, question.asked.stored)
        except ForecallError as error:
            self.tell_error(error)
            return
        if before is not None and question is self.question and not self.notice.text:
            self.tell("This card asks something else than when you last passed it; R learns it anew.")
