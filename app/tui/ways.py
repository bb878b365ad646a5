"""The screens, each imported when it is wanted: the first frame waits for one of them only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.study.today import Today
from app.tui.desk import Desk
from app.tui.page import Page

if TYPE_CHECKING:
    from app.core.statistics.progress import Progress
    from app.study.sitting import Sitting
    from app.study.turns import Summary
    from app.tui.review import ReviewScreen


def home(desk: Desk, today: Today) -> Page:
    """Make the home screen."""
    from app.tui.home import HomeScreen

    return HomeScreen(desk, today)


def review(desk: Desk, sitting: Sitting) -> ReviewScreen:
    """Make the review screen of a sitting."""
    from app.tui.review import ReviewScreen

    return ReviewScreen(desk, sitting)


def summary(desk: Desk, sitting: Sitting, summary: Summary) -> Page:
    """Make the screen that ends a sitting."""
    from app.tui.summary import SummaryScreen

    return SummaryScreen(desk, sitting, summary)


def help_on(page: Page) -> Page:
    """Make the screen with all keys of a page."""
    from app.tui.help import HelpScreen

    return HelpScreen(page.desk, page.TITLE_OF_HELP, page.keys)


def progress(desk: Desk, found: Progress) -> Page:
    """Make the progress screen."""
    from app.tui.progress import ProgressScreen

    return ProgressScreen(desk, found)


def coverage(desk: Desk) -> Page:
    """Make the screen of what decks make of the notes."""
    from app.tui.coverage import CoverageScreen

    return CoverageScreen(desk)
