"""The app: which screen is shown, and when the writing side opens.

Each screen is imported when it is wanted: the first frame waits for one of them only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.screen import Screen

from app.core.errors import ForecallError
from app.study.services import Services
from app.tui.desk import Desk
from app.tui.messages import HelpWanted, HomeWanted, ReviewResumed, ReviewWanted, SittingEnded
from app.tui.page import LEAST_HEIGHT, LEAST_WIDTH, Page

if TYPE_CHECKING:
    from app.study.sitting import Sitting
    from app.tui.review import ReviewScreen


class ForecallApp(App[None]):
    """Review in the terminal.

    Args:
        services: What the screens work with.
        start: Ids of the decks to review at once; empty means all of them, None means the home screen.
    """

    TITLE = "forecall"
    CSS = "VerticalScroll { scrollbar-size-vertical: 1; }"

    def __init__(self, services: Services, start: Sequence[str] | None = None) -> None:
        super().__init__()
        self.animation_level = "none"
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (LEAST_WIDTH, "-fits")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (LEAST_HEIGHT, "-high")]
        self.desk = Desk(services)
        self._start = start
        self._theme_is_unknown = services.theme not in self.available_themes
        if not self._theme_is_unknown:
            self.theme = services.theme

    def get_default_screen(self) -> Screen[None]:
        if self._start is None:
            return self._home()
        return self._review(self.desk.sit_down(list(self._start) or None))

    def on_mount(self) -> None:
        # Textual's `switch_screen` takes this from every screen, but gives none to the default one.
        self.screen._push_result_callback(self, None)

    def on_ready(self) -> None:
        """Open the writing side only now: the first frame is on the terminal."""
        self.desk.painted.set()
        if self._theme_is_unknown:
            known = ", ".join(sorted(self.available_themes))
            self._tell(
                ForecallError(f"There is no theme “{self.desk.services.theme}”.", fix=f"Themes: {known}.")
            )
        self.call_after_refresh(self.run_worker, self._take_in(), exit_on_error=True)

    async def on_unmount(self) -> None:
        await self.desk.services.runner.stop()

    async def action_quit(self) -> None:
        """Leave, but not before a grade on its way is on disk."""
        for page in self._pages():
            await page.settled()
        self.exit()

    async def _take_in(self) -> None:
        try:
            intake = await self.desk.take_in()
        except ForecallError as error:
            self._tell(error)
            return
        for page in self._pages():
            await page.taken_in(intake)

    def _home(self) -> Page:
        from app.tui.home import HomeScreen

        return HomeScreen(self.desk)

    def _review(self, sitting: Sitting) -> ReviewScreen:
        from app.tui.review import ReviewScreen

        return ReviewScreen(self.desk, sitting)

    def _pages(self) -> list[Page]:
        return [screen for screen in self.screen_stack if isinstance(screen, Page)]

    def _tell(self, error: ForecallError) -> None:
        self._pages()[-1].tell_error(error)

    @on(ReviewWanted)
    async def _begin_review(self, message: ReviewWanted) -> None:
        try:
            sitting = await self.desk.call(self.desk.sit_down, message.decks)
        except ForecallError as error:
            self._tell(error)
            return
        self.switch_screen(self._review(sitting))

    @on(ReviewResumed)
    def _resume_review(self, message: ReviewResumed) -> None:
        review = self._review(message.sitting)
        self.switch_screen(review)
        review.call_after_refresh(review.tell_undone, message.undone)

    @on(SittingEnded)
    async def _show_summary(self, message: SittingEnded) -> None:
        from app.tui.summary import SummaryScreen

        try:
            summary = await self.desk.call(message.sitting.summary)
        except ForecallError as error:
            self._tell(error)
            return
        if summary.answers:
            self.switch_screen(SummaryScreen(self.desk, message.sitting, summary))
        else:
            self.switch_screen(self._home())

    @on(HomeWanted)
    def _show_home(self) -> None:
        self.switch_screen(self._home())

    @on(HelpWanted)
    def _show_help(self) -> None:
        from app.tui.help import HelpScreen

        page = self._pages()[-1]
        self.push_screen(HelpScreen(self.desk, page.TITLE_OF_HELP, page.KEYS))
