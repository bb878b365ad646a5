"""The calendar: a square for each study day, a column for each week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.tui.plots.lines import DIM, LEVELS, Line, Piece, label

_MARGIN = 5
_GLYPHS = "·░▒▓█"
_MOST_WEEKS = 53
_DAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def heatmap(answers: Mapping[date, int], today: date, width: int, *, glyphs: bool) -> list[Line]:
    """Return the weeks up to this one that fit, two cells a week, Monday on top.

    Args:
        answers: Answers by study day.
        today: The last day that is shown.
        width: Cells in all.
        glyphs: True where colours can't tell the levels apart.
    """
    weeks = max(1, min(_MOST_WEEKS, (width - _MARGIN) // 2))
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    top = max((n for day, n in answers.items() if first <= day <= today), default=0)
    lines: list[Line] = [[Piece(_months(first, weeks), DIM)]]
    for weekday, name in enumerate(_DAYS):
        line = [Piece(label(name, _MARGIN), DIM)]
        for week in range(weeks):
            day = first + timedelta(days=7 * week + weekday)
            level = level_of(answers.get(day, 0), top) if day <= today else None
            line.append(Piece("  ") if level is None else _square(level, glyphs))
        lines.append(line)
    legend = [_square(level, glyphs) for level in range(5)]
    return [*lines, [Piece(" " * _MARGIN), Piece("less ", DIM), *legend, Piece("more", DIM)]]


def level_of(answers: int, top: int) -> int:
    """Return 0 for no answer, else 1 to 4 in even steps up to the busiest day."""
    return min(4, -(-4 * answers // max(1, top)))


def _square(level: int, glyphs: bool) -> Piece:
    return Piece(f"{_GLYPHS[level] if glyphs else '■'} ", LEVELS[level])


def _months(first: date, weeks: int) -> str:
    told = " " * _MARGIN
    shown = 0
    for week in range(weeks):
        monday = first + timedelta(days=7 * week)
        start = _MARGIN + 2 * week
        if monday.month != shown and monday.day <= 7 and start >= len(told):
            told = f"{told:<{start}}{monday:%b} "
            shown = monday.month
    return label(told, _MARGIN + 2 * weeks)
