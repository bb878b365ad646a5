"""How grades, intervals, times and runs are worded on the screens."""

from __future__ import annotations

import json

from app.core.text import Text, clean
from app.study.turns import Turned

FOUR_BUTTONS = {2: "Again", 3: "Hard", 4: "Good", 5: "Easy"}
SIX_BUTTONS = {0: "Blank", 1: "Wrong", 2: "Close", 3: "Hard", 4: "Good", 5: "Easy"}
LANGUAGES = {"en": "English", "zh": "中文"}
"""The languages that one key switches between, by their own names."""
AGAIN_TODAY = "↻"


def turned_text(turned: Turned, done: str, *, asked: bool) -> str:
    """Say what was undone or redone, and that its card is not asked now if it is not."""
    act = "" if turned.act in ("", "grade") else f" ({turned.act})"
    more = f" and {turned.cards - 1} more" if turned.cards > 1 else ""
    rest = "." if asked or not turned.act or done != "Undone" else ", which is not in this sitting."
    return f"{done}: {turned.name}{more}{act}{rest}"


def grade_of_digit(digit: int, buttons: int) -> int | None:
    """Return the grade that a digit key gives; None if the key has none."""
    grade = digit + 1 if buttons == 4 else digit
    return grade if grade in button_names(buttons) else None


def digit_of_grade(grade: int, buttons: int) -> int:
    """Return the digit key of a grade."""
    return grade - 1 if buttons == 4 else grade


def button_names(buttons: int) -> dict[int, str]:
    """Return the name of each grade that has a key."""
    return FOUR_BUTTONS if buttons == 4 else SIX_BUTTONS


def interval(days: int) -> str:
    """Return an interval in days as it fits on a key: ``6d``, ``4.1mo``, ``2.3y``."""
    if days < 100:
        return f"{days}d"
    return f"{days / 30.44:.1f}mo" if days < 365 else f"{days / 365.25:.1f}y"


def duration(ms: int) -> str:
    """Return a time as a person says it: ``45 s``, ``12 min``, ``1 h 05 min``."""
    seconds = round(ms / 1000)
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 card``, ``2 cards``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def title_of(stored: str, language: str) -> str:
    """Return a deck's title, cleaned, from the JSON in which it is stored."""
    return clean(Text(tuple((name, text) for name, text in json.loads(stored))).to(language)).replace(
        "\n", " "
    )


def place_of_run(env: str) -> str:
    """Return where a snippet ran, from its environment: ``caged · cpu · torch 2.13.0``; empty if unknown."""
    known = json.loads(env) if env else {}
    library = next((f"{name} {known[name]}" for name in ("torch", "numpy") if known.get(name)), "")
    held = {"A": "caged", "B": "reads files", "none": "not caged"}.get(str(known.get("cage")))
    if held != "not caged" and known.get("device", "cpu") != "cpu":
        held = "driver not caged"
    return clean(" · ".join(str(part) for part in (held, known.get("device"), library) if part))
