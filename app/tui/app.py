"""The app: which screen is shown, and when the writing side opens."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.screen import Screen

from app.study.services import Services
from app.tui import ways
from app.tui.desk import Desk
from app.tui.driver import quiet_driver
from app.tui.library import LibraryApp
from app.tui.messages import HelpWanted, HomeWanted, ProgressWanted, ReviewResumed, ReviewWanted, SittingEnded
from app.tui.page import LEAST_HEIGHT, LEAST_WIDTH, Page

if TYPE_CHECKING:
    from app.study.extra import Extra


class ForecallApp(LibraryApp):
    """Review in the terminal.

    Args:
        services: What the screens work with.
        start: Ids of the decks to review at once; empty means all of them, None means the home screen.
        extra: Cards to ask at once, beyond what the day brings.

    Raises:
        ForecallError: If the collection can't be read.
    """

    TITLE = "forecall"
    CSS = "VerticalScroll { scrollbar-size-vertical: 1; }"

    def __init__(
        self, services: Services, start: Sequence[str] | None = None, extra: Extra | None = None
    ) -> None:
        super().__init__(driver_class=quiet_driver())
        self.animation_level = "none"
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (LEAST_WIDTH, "-fits")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (LEAST_HEIGHT, "-high")]
        self.desk = Desk(services)
        self._first = self.first_page(start, extra)
        self._theme_is_unknown = services.theme not in self.available_themes
        if not self._theme_is_unknown:
            self.theme = services.theme

    def first_page(self, start: Sequence[str] | None, extra: Extra | None) -> Page:
        """Make the screen to begin with."""
        if start is None:
            return ways.home(self.desk, self.desk.look())
        return ways.review(self.desk, self.desk.sit_down(list(start) or None, extra))

    def get_default_screen(self) -> Screen[None]:
        return self._first

    def on_mount(self) -> None:
        # Textual's `switch_screen` takes this from each screen, but gives none to the default one.
        self.screen._push_result_callback(self, None)

    def on_ready(self) -> None:
        """Open the writing side only now: the first frame is on the terminal."""
        gc.enable()
        self.desk.painted.set()
        if self._theme_is_unknown:
            from app.tui.themes import unknown_theme

            if unknown := unknown_theme(self.desk.services.theme, self.available_themes):
                self.tell_error(unknown)
        if self.desk.services.keys:
            from app.tui.remap import wrong_keys

            if wrong := wrong_keys(self.desk.services.keys):
                self.tell_error(wrong)
        self.call_after_refresh(self.run_worker, self._settle_in(), exit_on_error=True)
        self.begin_watching()

    async def _settle_in(self) -> None:
        """Do what the first frame did not wait for: take the decks in, then back up."""
        await self.take_in()
        if self.desk.is_open:
            self.desk.services.back_up(self.teller())
            await self.look_for_updates()

    async def on_event(self, event: events.Event) -> None:
        """Let the time on a card run only while there are signs of life."""
        if isinstance(event, events.AppBlur):
            self.desk.stopwatch.pause()
        elif isinstance(event, (events.InputEvent, events.AppFocus)):
            self.desk.stopwatch.touch()
        await super().on_event(event)

    async def on_unmount(self) -> None:
        await self.desk.services.runner.stop()

    async def action_quit(self) -> None:
        """Leave, but not before a grade on its way is on disk."""
        for page in self.pages():
            await page.settled()
        self.exit()

    @on(ReviewWanted)
    def _begin_review(self, message: ReviewWanted) -> None:
        async def begin() -> None:
            sitting = await self.desk.call(self.desk.sit_down, message.decks, message.extra)
            self.switch_screen(ways.review(self.desk, sitting))

        self.go(begin())

    @on(ReviewResumed)
    def _resume_review(self, message: ReviewResumed) -> None:
        review = ways.review(self.desk, message.sitting)
        self.switch_screen(review)
        review.call_after_refresh(review.tell_turned, message.undone)

    @on(SittingEnded)
    def _end_sitting(self, message: SittingEnded) -> None:
        async def end() -> None:
            summary = await self.desk.call(message.sitting.summary)
            if summary.answers:
                self.switch_screen(ways.summary(self.desk, message.sitting, summary))
            else:
                await self._show_home()

        self.go(end())

    @on(HomeWanted)
    def _go_home(self) -> None:
        self.go(self._show_home())

    async def _show_home(self) -> None:
        self.switch_screen(ways.home(self.desk, await self.desk.call(self.desk.look)))

    @on(ProgressWanted)
    def _show_progress(self) -> None:
        async def show() -> None:
            self.push_screen(ways.progress(self.desk, await self.desk.call(self.desk.measure)))

        self.go(show())

    @on(HelpWanted)
    def _show_help(self) -> None:
        self.push_screen(ways.help_on(self.pages()[-1]))
