"""The app on real deck files and a real store: what the browser and the editors are tested with."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.store.opening import open_store
from app.store.store import Store
from app.study.intake import take_in
from app.study.services import Services
from app.study.trust import Trust
from app.tui.app import ForecallApp
from app.tui.face import Face
from tests.builders import DAY, NOON
from tests.study.fakes import FakeRunner
from tests.tui.rig import Page, until

NETS = """\
# yaml-language-server: $schema=forecall.schema.json
format: 1
deck: nets
title: Networks
cards:
- id: relu  # the first
  q:
    en: Why ReLU?
    zh: 为什么用 ReLU？
  a: It does not saturate.
  tags: [activation]

- id: tanh
  q: 'Where is tanh flat?'
  a: far from 0
"""
SVM = """\
format: 1
deck: svm
title: Support vectors
cards:
- id: margin
  q: Which SVM fits almost separable data?
  a: soft margin
- id: sum
  q: What is x?
  run:
    vary:
      n: 1..3
    code: |
      x = $n
      x
  ask: value
"""


class Shelf:
    """Two decks in a folder, and their store."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "decks"
        self.root.mkdir()
        (self.root / "nets.yaml").write_text(NETS)
        (self.root / "svm.yaml").write_text(SVM)
        self.data = folder
        self._ticks = 0
        self.store: Store = open_store(folder / "forecall.sqlite", lambda: NOON)
        self.runner = FakeRunner()
        take_in(self.root, self.store, lambda: NOON)

    def clock(self) -> datetime:
        """A second goes by from one look to the next."""
        self._ticks += 1
        return NOON + timedelta(seconds=self._ticks)

    def text(self, deck: str) -> str:
        """The text of a deck file."""
        return (self.root / f"{deck}.yaml").read_text()

    def state(self, name: str) -> Any:
        """Where a card stands."""
        handle = self.store.handle_of(name)
        assert handle is not None
        return self.store.card(handle).state

    def names(self) -> list[str]:
        """The cards that are in a file."""
        from app.core.query import EVERY

        return [each.name for each in self.store.listed(self.store.search(EVERY, DAY, 1000), "en")]

    def services(self, **changes: Any) -> Services:
        """Services over it."""
        known: dict[str, Any] = {
            "cards": self.store,
            "open_store": lambda: self.store,
            "take_in": lambda store: take_in(self.root, store, lambda: NOON),
            "runner": self.runner,
            "trust": Trust(),
            "clock": self.clock,
            "seeds": random.Random(1),
            "decks_at": str(self.root),
            "data_at": str(self.data),
        }
        return Services(**known | changes)


@asynccontextmanager
async def browsing(
    shelf: Shelf, keys: str = "b", size: tuple[int, int] = (100, 30), **changes: Any
) -> AsyncIterator[Page]:
    """Run the app and press keys on the home screen; by default the one that opens the browser."""
    app = ForecallApp(shelf.services(**changes), None)
    async with app.run_test(size=size) as pilot:
        await until(lambda: app.desk.intake is not None)
        await pilot.press(*keys)
        await pilot.pause()
        yield pilot


async def says(pilot: Page, words: str) -> None:
    """Wait until the notice line says something."""
    await until(lambda: words in pilot.app.screen.query_one("#notice", Face).text)


async def typed(pilot: Page, text: str) -> None:
    """Type a text into what has the focus."""
    for char in text:
        await pilot.press("space" if char == " " else char)
