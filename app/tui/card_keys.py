"""Keys of the review screen for the text of a card: edit it, see its past."""

from __future__ import annotations

from app.tui.keys import Key
from app.tui.messages import EditWanted, HistoryWanted, OutsideWanted
from app.tui.page import Page
from app.tui.question import Question

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
