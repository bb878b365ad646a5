"""One bar in parts, and what each part is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.tui.plots.lines import Line, Piece, label, width_of

GLYPHS = "█▓▒░·"
"""What the parts of a bar are drawn with where colours can't tell them apart."""


class Part(NamedTuple):
    """A part of the bar: its name, how many, and its ink."""

    name: str
    n: int
    ink: str


def stacked(parts: Sequence[Part], width: int, *, glyphs: bool) -> list[Line]:
    """Return a bar of at most five parts and its legend; nothing if all are 0.

    Args:
        parts: One whose number is not 0 gets at least one cell.
        width: Cells in all.
        glyphs: True where colours can't tell the parts apart.
    """
    if not sum(part.n for part in parts):
        return []
    marks = GLYPHS if glyphs else "█" * len(parts)
    cells = shared_out([part.n for part in parts], width)
    bar = [Piece(mark * n, part.ink) for mark, n, part in zip(marks, cells, parts, strict=False) if n]
    legend: list[Line] = [[]]
    for mark, (name, n, ink) in zip(marks, parts, strict=False):
        if n:
            item = [Piece(f"{mark} ", ink), Piece(label_of(name, n, width))]
            if legend[-1] and width_of(legend[-1]) + width_of(item) > width:
                legend.append([])
            legend[-1] += item
    return [bar, *legend]


def label_of(name: str, n: int, width: int) -> str:
    """Return a name with its number, cut where it is longer than a line."""
    text = f"{name} {n:,}   "
    return text if len(text) <= width - 2 else label(text, width - 2)


def shared_out(numbers: Sequence[int], cells: int) -> list[int]:
    """Share cells out in proportion; what is not 0 gets one at least, and the largest gives way."""
    whole = sum(numbers)
    found = [max(1, cells * n // whole) if n else 0 for n in numbers]
    while (over := sum(found) - cells) != 0:
        largest = max(range(len(found)), key=lambda place: found[place])
        found[largest] -= 1 if over > 0 else over
    return found
