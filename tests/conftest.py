"""What every run of the tests tells at its end, and on which machine it takes place."""

from __future__ import annotations

from typing import Any

from app.runner import process
from tests.runner.escape.weakened import MACHINE, WEAKENED

process._BOOT = process._BOOT.replace("\nmain(*words)", f"\n{WEAKENED[MACHINE]}\nmain(*words)")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell as whom and in which tier the escape suite ran: what it proves depends on both."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, told in getattr(report, "user_properties", ()):
            if name == "cage":
                terminalreporter.write_line(f"escape suite: {told}")
