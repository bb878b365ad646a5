"""What is on the screen, as plain text: the one place that knows Textual's compositor."""

from __future__ import annotations

import os
from pathlib import Path

from textual.app import App

GOLDEN = Path(__file__).parent / "golden"


def screen_text(app: App[None]) -> str:
    """Return the lines of the screen, without blanks at their ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips).rstrip() + "\n"


def styles_of(app: App[None], text: str) -> list[str]:
    """Return the Rich style of each piece of the screen that contains `text`."""
    strips = app.screen._compositor.render_strips()
    return [str(segment.style) for strip in strips for segment in strip if text in segment.text]


def is_golden(app: App[None], name: str, language: str = "") -> bool:
    """Tell whether the screen is as in the golden file of its size; FORECALL_GOLDEN=write makes it so."""
    look = f"-{app.size.width}x{app.size.height}-{language}" if language else ""
    return is_text(screen_text(app), name + look)


def is_text(text: str, name: str) -> bool:
    """Tell whether a text is as in the golden file."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("FORECALL_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    return True
