"""The app as `forecall browse` begins it."""

from __future__ import annotations

from collections.abc import Sequence

from app.study.extra import Extra
from app.study.services import Services
from app.tui.app import ForecallApp
from app.tui.browse import BrowseScreen


class BrowseApp(ForecallApp):
    """Begins with the list of cards.

    Args:
        services: What the screens work with.
        query: Which cards are listed first.
    """

    def __init__(self, services: Services, query: str = "") -> None:
        self._query = query
        super().__init__(services)

    def first_page(self, start: Sequence[str] | None, extra: Extra | None) -> BrowseScreen:
        return BrowseScreen(self.desk, self._query)
