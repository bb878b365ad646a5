"""Columns whose heights are told in eighths of a cell."""

from __future__ import annotations

from collections.abc import Sequence

from app.tui.plots.lines import BAR, DIM, Line, Piece, label, names_at

_EIGHTHS = " ▁▂▃▄▅▆▇█"
AXIS = 7
"""Cells left of the columns, for the scale."""
_WIDEST = 6


def columns(
    values: Sequence[float], names: Sequence[str], width: int, height: int, unit: str = ""
) -> list[Line]:
    """Return columns with a scale on the left and names below; nothing if all values are 0.

    Args:
        values: Not negative; as many as fit, see `room`.
        names: One for each value; empty ones are left out.
        width: Cells in all.
        height: Lines of the columns alone.
        unit: Said after the top of the scale.
    """
    top = max(values, default=0)
    if not top:
        return []
    slot = min(_WIDEST, max(1, room(width) // len(values)))
    bar = slot - (slot > 1)
    eighths = [max(1, round(8 * height * value / top)) if value else 0 for value in values]
    lines: list[Line] = []
    for level in reversed(range(height)):
        cells = (_EIGHTHS[min(8, max(0, each - 8 * level))] * bar + " " * (slot - bar) for each in eighths)
        lines.append([scale(_said(top, unit) if level == height - 1 else ""), Piece("".join(cells), BAR)])
    below = names_at(names, [place * slot for place in range(len(names))], room(width))
    return [*lines, [scale("0"), Piece(below, DIM)]]


def room(width: int) -> int:
    """Return how many columns fit at most."""
    return max(1, width - AXIS)


def scale(text: str) -> Piece:
    """Return what stands left of a plot."""
    return Piece(label(text, AXIS - 1, right=True) + " ", DIM)


def _said(value: float, unit: str) -> str:
    if value >= 10_000:
        return f"{value / 1000:.0f}k{unit}"
    return f"{value:.0f}{unit}" if value >= 10 or value == int(value) else f"{value:.1f}{unit}"
