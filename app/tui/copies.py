"""One key that gives copied cards ids of their own."""

from __future__ import annotations

import asyncio

from app.core.errors import ForecallError
from app.tui.keys import Key
from app.tui.messages import TakeInWanted
from app.tui.page import Page
from app.tui.words import count
from app.tui.work import begin

NEW_IDS = Key("i", "new_ids", "", "Give copied cards, whose id is taken by another, ids of their own.")


class GivesIds(Page):
    """A screen on which copied cards get ids."""

    def action_new_ids(self) -> None:
        begin(self, self._give_new_ids, group="ids")

    async def _give_new_ids(self) -> None:
        try:
            number = await asyncio.to_thread(self.desk.workshop.new_ids)
        except ForecallError as error:
            self.tell_error(error)
            return
        if number:
            self.post_message(TakeInWanted())
        self.tell(f"{count(number, 'copied card')} got an id." if number else "No id is there twice.")
