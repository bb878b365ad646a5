"""The app as `forecall coverage NOTES --screen` begins it."""

from __future__ import annotations

from pathlib import Path

from app.study.services import Services
from app.tui.app import ForecallApp
from app.tui.coverage import CoverageScreen


class CoverageApp(ForecallApp):
    """Begins with the coverage of some notes; behind it is the home screen.

    Args:
        services: What the screens work with.
        notes: The notes.
        facts: A list of what they say, if it is not beside them.
    """

    def __init__(self, services: Services, notes: Path, facts: Path | None = None) -> None:
        super().__init__(services)
        self._notes, self._facts = notes, facts

    def on_ready(self) -> None:
        self.push_screen(CoverageScreen(self.desk, self._notes, self._facts))
