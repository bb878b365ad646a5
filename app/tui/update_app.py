"""The app as `forecall update --screen` begins it."""

from __future__ import annotations

from pathlib import Path

from app.study.services import Services
from app.tui.app import ForecallApp
from app.tui.updates import UpdateScreen


class UpdateApp(ForecallApp):
    """Begins with what newer decks would change; behind it is the home screen.

    Args:
        services: What the screens work with.
        source: Newer decks; None means those that came with this forecall.
    """

    def __init__(self, services: Services, source: Path | None = None) -> None:
        super().__init__(services)
        self._source = source

    def on_ready(self) -> None:
        self.push_screen(UpdateScreen(self.desk, self._source))
