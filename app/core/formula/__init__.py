"""Formulas in a subset of LaTeX, as text: one line with explicit parentheses, or laid out in two dimensions.

Text becomes a tree (`parse`), and the tree is printed twice (`line`, `boxes`). Nothing here raises: what is
not understood stays visible as it was written, and `faults` names it.
"""

from __future__ import annotations

from app.core.formula.boxes import laid_out
from app.core.formula.line import printed
from app.core.formula.parse import parse

__all__ = ["box", "faults", "one_line"]

_LONGEST = 4000


def one_line(tex: str) -> str:
    """Return a formula in one line; parentheses say what fractions, roots and scripts hold."""
    return printed(parse(tex).tree) if len(tex) <= _LONGEST else tex


def box(tex: str) -> tuple[str, ...]:
    """Return a formula in two dimensions: lines that all take the same number of cells."""
    return laid_out(parse(tex).tree) if len(tex) <= _LONGEST else (tex,)


def faults(tex: str) -> tuple[str, ...]:
    """Return what of a formula can't be read, one sentence each; empty if all can."""
    return parse(tex).faults if len(tex) <= _LONGEST else ("It is too long to be laid out.",)
