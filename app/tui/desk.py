"""What all screens share: the services, the language, and the writing side once it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from app.core.day import study_day
from app.core.errors import ForecallError
from app.study.ports import Cards, Store
from app.study.services import Intake, Services
from app.study.today import Today, look
from app.tui.stopwatch import Stopwatch
from app.tui.words import LANGUAGES

if TYPE_CHECKING:
    from app.core.statistics.counts import Scope
    from app.core.statistics.progress import Progress
    from app.study.extra import Extra
    from app.study.sitting import Sitting
    from app.study.updating import Updates
    from app.study.workshop import Workshop

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """Holds the services and opens the writing side when it is first wanted.

    Attributes:
        services: What the command line put together.
        language: The language cards are shown in.
        intake: What taking in the decks came to; None until it is done.
        painted: Set once the first frame is on the terminal: what is slow waits for it.
        titles: Title of each deck, as stored.
        stopwatch: Measures the time on a card.
        interrupted: What was crammed or studied ahead and not finished; None if there is nothing.
        newer: Number of decks of which newer versions bring something.
        trouble: Why the writing side could not be opened; None if it could or was not tried yet.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.language = services.language
        self.intake: Intake | None = None
        self.painted = asyncio.Event()
        self.trouble: ForecallError | None = None
        self.newer = 0
        self.titles: dict[str, str] = {}
        self.stopwatch = Stopwatch(monotonic)
        self.interrupted: Extra | None = None
        self._store: Store | None = None
        self._opening: asyncio.Task[Store] | None = None
        self._indexing: asyncio.Task[None] | None = None

    @cached_property
    def workshop(self) -> Workshop:
        """What edits the deck files; it remembers what can be taken back."""
        from app.study.workshop import Workshop

        services = self.services
        return Workshop(Path(services.decks_at), Path(services.data_at), services.clock)

    @cached_property
    def updates(self) -> Updates:
        """What brings newer versions of decks into the owner's."""
        from app.study.updating import Updates

        services = self.services
        return Updates(Path(services.decks_at), Path(services.data_at), services.clock)

    @property
    def reader(self) -> Cards:
        """The side to read from: the store, or what was there before it."""
        return self._store or self.services.cards

    @property
    def is_open(self) -> bool:
        """True once grades can be written at once."""
        return self._store is not None

    @property
    def today(self) -> date:
        """The study day it is now."""
        return study_day(self.services.clock(), self.services.rules.rollover_hour)

    def measure(self, scope: Scope | None = None) -> Progress:
        """Compute the figures of a scope; of the last year if there is none."""
        # Only the progress screen waits for its import.
        from app.core.statistics.counts import Scope
        from app.study.progress import measure

        return measure(self.reader, scope or Scope(self.today))

    def next_language(self) -> str:
        """Return the language that the key would switch to."""
        names = list(LANGUAGES)
        return names[(names.index(self.language) + 1) % len(names)] if self.language in names else names[0]

    async def call(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do database work: off this thread, unless only the early reader is there, which is bound to it."""
        if self._store is None:
            return act(*args, **kwargs)
        return await asyncio.to_thread(act, *args, **kwargs)

    async def store(self) -> Store:
        """Return the writing side; wait for it, and try again if it could not be opened before.

        Raises:
            ForecallError: If it can't be opened.
        """
        if self._store is None:
            if self._opening is None:
                self._opening = asyncio.create_task(self._open())
            await asyncio.shield(self._opening)
        assert self._store is not None
        return self._store

    async def take_in(self) -> Intake:
        """Take in the deck folder.

        Raises:
            ForecallError: If the store can't be opened, or the folder can't be taken in.
        """
        store = await self.store()
        self.intake = await asyncio.to_thread(self.services.take_in, store)
        self._indexing = asyncio.create_task(asyncio.to_thread(store.index_texts))
        return self.intake

    def look(self) -> Today:
        """Read what waits today."""
        today = look(self.reader, self.today, self.services.rules)
        self.titles = {deck.deck: deck.title for deck in today.decks}
        if kept := self.services.practice():
            # Nobody waits for its import who never crams.
            from app.study.extra import interrupted

            self.interrupted = interrupted(self.reader, kept, self.today)
        return today

    def sit_down(self, decks: list[str] | None, extra: Extra | None = None) -> Sitting:
        """Begin a sitting with some decks, or with all; or with cards beyond what the day brings."""
        from app.study.extra import as_text
        from app.study.sitting import Sitting

        services = self.services
        if extra is not None:
            services.keep_practice(as_text(extra))
        self.titles = {deck.deck: deck.title for deck in self.reader.decks(self.today)}
        sitting = Sitting(self.reader, services.clock, services.seeds, services.rules, decks, extra)
        if self._store is not None:
            sitting.use(self._store)
        return sitting

    async def _open(self) -> Store:
        try:
            self._store = await asyncio.to_thread(self.services.open_store)
        except ForecallError as error:
            self.trouble = error
            raise
        finally:
            self._opening = None
        self.trouble = None
        return self._store
