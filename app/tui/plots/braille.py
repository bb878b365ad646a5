"""A line of braille dots, two by four in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.tui.plots.columns import AXIS, room, scale
from app.tui.plots.lines import BAR, DIM, Line, Piece, names_at

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bit of the dot at (row, column) of a cell, in Unicode's order."""
_BLANK = 0x2800


def line(points: Sequence[float | None], names: Sequence[str], width: int, height: int) -> list[Line]:
    """Return shares from 0 to 1 as a line; unknown ones part it. Nothing if none is known.

    The scale begins at half where all shares are above it.

    Args:
        points: The shares, evenly spaced.
        names: One for each point, told below it.
        width: Cells in all.
        height: Lines of the plot alone.
    """
    known = [value for value in points if value is not None]
    if not known:
        return []
    low = 0.5 if min(known) >= 0.5 else 0.0
    across = min(room(width), max(2, (len(points) - 1) * 4 + 1))
    cells = [[_BLANK] * across for _ in range(height)]
    for x, y in _path(points, low, 2 * across - 1, 4 * height - 1):
        cells[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
    lines: list[Line] = [
        [scale(""), Piece("".join(chr(cell) if cell != _BLANK else " " for cell in row), BAR)]
        for row in cells
    ]
    lines[0][0], lines[-1][0] = scale("100 %"), scale(f"{100 * low:.0f} %")
    places = [round(place * (across - 1) / max(1, len(points) - 1)) for place in range(len(points))]
    return [*lines, [Piece(" " * AXIS), Piece(names_at(names, places, room(width)), DIM)]]


def _path(points: Sequence[float | None], low: float, right: int, bottom: int) -> list[tuple[int, int]]:
    """Return the dots, column by column between neighbours that are both known."""
    spots = [
        None
        if value is None
        else (round(place * right / max(1, len(points) - 1)), (1 - (value - low) / (1 - low)) * bottom)
        for place, value in enumerate(points)
    ]
    dots = [dot for spot in spots if spot for dot in _point(spot, right, bottom)]
    for start, end in pairwise(spots):
        if start and end:
            wide = end[0] - start[0]
            heights = [start[1] + (end[1] - start[1]) * x / max(1, wide) for x in range(wide + 1)]
            for x, (here, there) in enumerate(zip(heights, [*heights[1:], heights[-1]], strict=True)):
                first, last = sorted((round(here), round((here + there) / 2)))
                dots += [(start[0] + x, y) for y in range(first, last + 1)]
    return dots


def _point(spot: tuple[int, float], right: int, bottom: int) -> list[tuple[int, int]]:
    """Return the dots of a point: two by two, so that one without neighbours is seen."""
    x, y = spot[0], round(spot[1])
    return [(min(right, x + dx), max(0, min(bottom, y + dy))) for dx in (0, 1) for dy in (0, 1)]
