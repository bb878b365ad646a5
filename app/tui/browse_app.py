"""The app as `forecall browse` begins it."""

from __future__ import annotations

from app.study.services import Services
from app.tui.app import ForecallApp
from app.tui.browse import BrowseScreen


class BrowseApp(ForecallApp):
    """Begins with the list of cards; behind it is the home screen.

    Args:
        services: What the screens work with.
        query: Which cards are listed first.
    """

    def __init__(self, services: Services, query: str = "") -> None:
        super().__init__(services)
        self._first = BrowseScreen(self.desk, query)
