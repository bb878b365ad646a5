"""The palette tells what the keys of the screen do, and does it."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from app.tui.keys import Key
from app.tui.page import Page


class KeyCommands(Provider):
    """The acts that are possible now on the screen below the palette, with the keys as they are bound."""

    async def discover(self) -> Hits:
        for key in self._possible():
            yield DiscoveryHit(_told(key), partial(self.screen.run_action, key.action), key.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for key in self._possible():
            score = matcher.match(f"{key.label} {key.help}")
            if score > 0:
                yield Hit(score, _told(key), partial(self.screen.run_action, key.action), key.help)

    def _possible(self) -> list[Key]:
        page = self.screen
        if not isinstance(page, Page):
            return []
        return [key for key in page.keys if not key.each and page.check_action(key.action, ())]


def _told(key: Key) -> Content:
    return Content(f"{key.help} ({key.name})")
