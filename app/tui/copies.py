"""One key that gives copied cards ids of their own."""

from __future__ import annotations

import asyncio

from app.tui.keys import Key
from app.tui.messages import TakeInWanted
from app.tui.page import Page
from app.tui.words import count

NEW_IDS = Key("i", "new_ids", "", "Give copied cards, whose id is taken by another, ids of their own.")


class GivesIds(Page):
    """A screen on which copied cards get ids."""

    def action_new_ids(self) -> None:
        self.do(self._give_new_ids, "ids")

    async def _give_new_ids(self) -> None:
        number = await asyncio.to_thread(self.desk.workshop.new_ids)
        if number:
            self.post_message(TakeInWanted())
        self.tell(f"{count(number, 'copied card')} got an id." if number else "No id is there twice.")
