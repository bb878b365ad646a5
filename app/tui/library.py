"""The part of the app that goes to cards: browser, editors, and files changed by somebody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import App, SuspendNotSupported

from app.core.errors import ForecallError
from app.core.problem import Severity
from app.tui.desk import Desk
from app.tui.messages import (
    BrowseWanted,
    EditWanted,
    HistoryWanted,
    NewCardWanted,
    OutsideWanted,
    TakeInWanted,
    UpdateWanted,
)
from app.tui.page import Page
from app.tui.work import begin

if TYPE_CHECKING:
    from textual.command import Provider

    from app.study.watch import Watch


def _key_commands() -> type[Provider]:
    from app.tui.palette import KeyCommands  # nobody waits for it before the palette is wanted

    return KeyCommands


class LibraryApp(App[None]):
    """Goes to cards and takes in what became of their files.

    Attributes:
        desk: What all screens share.
    """

    COMMANDS = App.COMMANDS | {_key_commands}
    desk: Desk

    async def take_in(self, *, tell: bool = True) -> None:
        """Take the deck folder in; tell the screens, and the first error in what somebody else wrote."""
        try:
            intake = await self.desk.take_in()
        except ForecallError as error:
            for page in self.pages():
                page.refresh_faces()
            self.tell_error(error)
            return
        for page in self.pages():
            await page.taken_in(intake)
        for problem in intake.problems if tell else ():
            if problem.severity is Severity.ERROR:
                where = f"{Path(problem.path).name}:{problem.line}:{problem.column}"
                self.tell_error(ForecallError(problem.what, where=where, fix=problem.fix))
                break

    def pages(self) -> list[Page]:
        """Return the screens, the one in sight last."""
        return [screen for screen in self.screen_stack if isinstance(screen, Page)]

    def tell_error(self, error: ForecallError) -> None:
        """Tell an error on the screen in sight."""
        self.pages()[-1].tell_error(error)

    def teller(self) -> Callable[[ForecallError], None]:
        """Return what tells an error from another thread, as long as the app is there."""
        loop, context = asyncio.get_running_loop(), copy_context()

        def tell(error: ForecallError) -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self.tell_error, error, context=context)

        return tell

    def go(self, way: Coroutine[None, None, None], group: str = "go") -> None:
        """Go to another screen; reading what it shows must not hold up the keys."""

        async def go() -> None:
            try:
                await way
            except ForecallError as error:
                self.tell_error(error)

        begin(self, go, group=group, exclusive=True)

    def begin_watching(self) -> None:
        """Look from now on whether deck files are changed by somebody else."""
        from app.study.watch import EVERY_S, Watch

        self._look_in(EVERY_S, Watch(self.desk.workshop.root))

    def _look_in(self, seconds: float, watch: Watch) -> None:
        self.set_timer(seconds, lambda: begin(self, partial(self._look, watch), group="watch"))

    async def _look(self, watch: Watch) -> None:
        """Look, and again when the system says that something changed; where it can't, a little later."""
        from app.study.watch import EVERY_S, SOON_S

        if self.desk.is_open and await asyncio.to_thread(watch.look, self.desk.reader):
            await self.take_in()
        fd, loop = watch.fd, asyncio.get_running_loop()
        if fd is None:
            self._look_in(EVERY_S, watch)
            return

        def stirred() -> None:
            loop.remove_reader(fd)
            if self.is_running:
                self._look_in(SOON_S, watch)

        loop.add_reader(fd, stirred)

    async def look_for_updates(self) -> None:
        """See whether newer decks came with this forecall, and let the screens tell of them."""
        newer = self.desk.services.newer_decks
        if newer is None:
            return
        before = self.desk.newer
        with suppress(ForecallError):  # it is told where updates are asked for
            self.desk.newer = await asyncio.to_thread(lambda: self.desk.updates.waiting(newer()))
        if self.desk.newer != before:
            for page in self.pages():
                page.refresh_faces()
                page.update_bar()

    @on(UpdateWanted)
    def _show_updates(self) -> None:
        from app.tui.updates import UpdateScreen

        self.push_screen(UpdateScreen(self.desk))

    @on(TakeInWanted)
    def _take_in_now(self) -> None:
        async def take_in() -> None:
            await self.take_in(tell=False)
            await self.look_for_updates()

        begin(self, take_in, group="take in")

    @on(BrowseWanted)
    def _browse(self, message: BrowseWanted) -> None:
        from app.tui.browse import BrowseScreen

        self.switch_screen(BrowseScreen(self.desk, message.query))

    @on(EditWanted)
    def _edit(self, message: EditWanted) -> None:
        async def edit() -> None:
            from app.tui.edit import EditScreen

            stored = await self.desk.call(self.desk.reader.card, message.handle)
            draft = await asyncio.to_thread(self.desk.workshop.open, stored)
            self.push_screen(EditScreen(self.desk, draft, stored))

        self.go(edit())

    @on(NewCardWanted)
    def _write_new(self, message: NewCardWanted) -> None:
        async def write() -> None:
            from app.tui.edit import EditScreen

            draft = await asyncio.to_thread(self.desk.workshop.open_entry, message.file, "")
            self.push_screen(EditScreen(self.desk, draft))

        self.go(write())

    @on(HistoryWanted)
    def _show_history(self, message: HistoryWanted) -> None:
        async def show() -> None:
            from app.tui.past import PastScreen

            reader = self.desk.reader
            stored = await self.desk.call(reader.card, message.handle)
            self.push_screen(
                PastScreen(self.desk, stored, await self.desk.call(reader.history, message.handle))
            )

        self.go(show())

    @on(OutsideWanted)
    def _edit_outside(self, message: OutsideWanted) -> None:
        async def edit() -> None:
            stored = await self.desk.call(self.desk.reader.card, message.handle)
            draft = await asyncio.to_thread(self.desk.workshop.open, stored)
            self._in_editor(draft.snapshot.file, draft.line)
            await self.take_in()
            # Only now: ids that were written for new cards are taken back with them.
            self.desk.workshop.note(stored.card.name, draft.snapshot)

        self.go(edit())

    def _in_editor(self, file: Path, line: int) -> None:
        edit_file = self.desk.services.edit_file
        if edit_file is None:
            raise ForecallError("No editor can be started here.")
        try:
            with self.suspend():
                edit_file(file, line)
        except SuspendNotSupported:
            raise ForecallError(
                "This terminal can't be handed to an editor.", fix="Press e instead."
            ) from None
