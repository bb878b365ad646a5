"""The palette tells what the keys of the screen do, and does it; and it goes to newer decks from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from app.tui.messages import UpdateWanted
from app.tui.page import Page

UPDATE = "See what newer versions of your decks would change, and take it over."


class _Command(NamedTuple):
    help: str
    label: str
    key: str
    act: Callable[[], Any]

    @property
    def told(self) -> Content:
        return Content(f"{self.help} ({self.key})" if self.key else self.help)


class KeyCommands(Provider):
    """The acts that are possible now on the screen below the palette, with the keys as they are bound."""

    async def discover(self) -> Hits:
        for each in self._possible():
            yield DiscoveryHit(each.told, each.act, each.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for each in self._possible():
            score = matcher.match(f"{each.label} {each.help}")
            if score > 0:
                yield Hit(score, each.told, each.act, each.help)

    def _possible(self) -> Iterator[_Command]:
        page = self.screen
        if not isinstance(page, Page):
            return
        for key in page.keys:
            if not key.each and page.check_action(key.action, ()):
                yield _Command(key.help, key.label, key.name, partial(page.run_action, key.action))
        if page.desk.newer and page.GOES_TO_UPDATES:
            yield _Command(UPDATE, "update", "", lambda: page.post_message(UpdateWanted()))
