"""The app on a fake store and a fake runner, and what tests do with it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from textual.pilot import Pilot

from app.core.card import Card, Facet, Kind
from app.core.text import Text
from app.study.ports import Store
from app.study.services import Intake, Services
from app.study.trust import Trust
from app.tui.app import ForecallApp
from app.tui.face import Face
from app.tui.question import Phase, Question
from app.tui.review import ReviewScreen
from tests.builders import NOON, a_card
from tests.study.fakes import FakeRunner, FakeStore
from tests.tui.screen_text import screen_text

WAIT_S = 5.0


def both(en: str, zh: str) -> Text:
    """A text in English and Chinese."""
    return Text((("en", en), ("zh", zh)))


def plain(text: str) -> Text:
    """A text that is the same in every language."""
    return Text.plain(text)


def a_choice(**changes: Any) -> Card:
    """A choice card whose right choice is shown first with the rig's seed."""
    wrong = (plain("hard margin"), plain("kernel"))
    return a_card("svm/noisy", kind=Kind.CHOICE, answer=plain("soft margin"), wrong=wrong, **changes)


def an_order(**changes: Any) -> Card:
    """An ordering card of three steps."""
    steps = (plain("standardise"), plain("correlate"), plain("decompose"))
    return a_card("pca/steps", kind=Kind.ORDER, answer=None, steps=steps, **changes)


def a_typed_card(answer: str = "0.9", facet: Facet = Facet.VALUE, **changes: Any) -> Card:
    """A card whose answer is typed."""
    return a_card("optimizers/beta", kind=Kind.TYPED, ask=(facet,), answer=plain(answer), **changes)


@dataclass
class Rig:
    """The parts of an app under test."""

    store: FakeStore
    runner: FakeRunner = field(default_factory=FakeRunner)
    trusted: bool = True
    open_store: Callable[[], Store] | None = None
    take_in: Callable[[Store], Intake] = lambda _: Intake()
    now: datetime = NOON

    def services(self, **changes: Any) -> Services:
        """Services over the fakes."""
        trust = Trust()
        for card in self.store.contents.values():
            if card.content.run is not None and self.trusted:
                trust.agree(card.content.run)
        known: dict[str, Any] = {
            "cards": self.store,
            "open_store": self.open_store or (lambda: self.store),
            "take_in": self.take_in,
            "runner": self.runner,
            "trust": trust,
            "clock": lambda: self.now,
            "seeds": random.Random(1),
            "decks_at": "~/decks",
        }
        return Services(**known | changes)

    def sleep(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)


Page = Pilot[None]


@asynccontextmanager
async def opened(
    rig: Rig,
    start: Sequence[str] | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    settled: bool = True,
    **changes: Any,
) -> AsyncIterator[Page]:
    """Run the app; by default wait until the decks are taken in."""
    app = ForecallApp(rig.services(**changes), start)
    async with app.run_test(size=size) as pilot:
        if settled:
            await until(lambda: app.desk.intake is not None or app.desk.trouble is not None)
            await until(lambda: not isinstance(app.screen, ReviewScreen) or not app.screen.card.getting_ready)
            await pilot.pause()
        yield pilot


def reviewing(*cards: Card, **changes: Any) -> Any:
    """Run the app on the review screen with these cards."""
    return opened(Rig(FakeStore(cards)), [], **changes)


async def until(condition: Callable[[], object]) -> None:
    """Wait for a condition that another task or thread brings about."""
    for _ in range(int(WAIT_S / 0.005)):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("the condition was not met")


def desk_of(pilot: Page) -> Any:
    """The desk of the app."""
    assert isinstance(pilot.app, ForecallApp)
    return pilot.app.desk


def review_of(pilot: Page) -> ReviewScreen:
    """The review screen that is shown."""
    assert isinstance(pilot.app.screen, ReviewScreen)
    return pilot.app.screen


def question_of(pilot: Page) -> Question:
    """The question on the review screen."""
    question = review_of(pilot).question
    assert question is not None
    return question


async def asks(pilot: Page, name: str) -> None:
    """Wait until a card is asked."""
    screen = review_of(pilot)
    await until(lambda: screen.question and screen.question.asked.stored.card.name == name)
    await until(lambda: screen.question and screen.question.phase is not Phase.SAVING)
    await until(lambda: not screen.card.getting_ready)
    await pilot.pause()


async def shown(pilot: Page) -> str:
    """Wait until the answer is shown; return the screen's text."""
    await until(lambda: question_of(pilot).phase is Phase.SHOWN)
    await pilot.pause()
    return screen_text(pilot.app)


def notice_of(pilot: Page) -> str:
    """What the notice line says."""
    return pilot.app.screen.query_one("#notice", Face).text
