"""What every run of the tests tells at its end."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell as whom and in which tier the escape suite ran: what it proves depends on both."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, told in getattr(report, "user_properties", ()):
            if name == "cage":
                terminalreporter.write_line(f"escape suite: {told}")
