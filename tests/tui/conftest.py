"""What all tests of the screens share."""

from __future__ import annotations

import pytest

from app.tui import review


@pytest.fixture(autouse=True)
def _no_dead_time(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Keys follow one another faster than a person's here; the test of the dead time has its own."""
    monkeypatch.setattr(review, "DEAD_S", 0.0)
