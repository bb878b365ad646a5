"""What plots are made of: lines of pieces, each with the name of its ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from app.core.text import clean

TEXT, DIM, TITLE, BAR = "text", "dim", "title", "bar"
LEVELS = ("level-0", "level-1", "level-2", "level-3", "level-4")
BAD, POOR, GOOD, BEST, OTHER = PARTS = ("bad", "poor", "good", "best", "other")
INKS = (TEXT, DIM, TITLE, BAR, *LEVELS, *PARTS)
"""What a piece may be drawn with; the sheet gives each a colour of the theme."""


class Piece(NamedTuple):
    """Some text in one ink."""

    text: str
    ink: str = TEXT


Line = list[Piece]


def label(text: str, width: int, *, right: bool = False) -> str:
    """Return a text cut or filled up to a number of cells, cleaned, on one line."""
    text = clean(text).replace("\n", " ")
    if right:
        text = " " * max(0, width - cell_len(text)) + text
    return set_cell_size(text, width)


def width_of(line: Line) -> int:
    """Return the cells that a line takes."""
    return sum(cell_len(piece.text) for piece in line)


def names_at(names: Sequence[str], places: Sequence[int], width: int) -> str:
    """Return names that each begin at their place; one that would touch the one before is left out."""
    told, end = "", 0
    for name, place in zip(names, places, strict=True):
        if name and place >= end and place + cell_len(name) <= width:
            told += " " * (place - cell_len(told)) + name
            end = place + cell_len(name) + 1
    return label(told, width)
