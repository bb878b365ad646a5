"""The tree of a formula."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Class(Enum):
    """What a symbol is to its neighbours; blanks and parentheses follow from it."""

    ORD = "ordinary"
    WORD = "word"
    FUNCTION = "function"
    BIG = "big operator"
    SUM = "sum-like operator"
    PRODUCT = "product-like operator"
    RELATION = "relation"
    COMMA = "punctuation"
    OPEN = "opening bracket"
    CLOSE = "closing bracket"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One sign, or a word that stands as one."""

    text: str
    role: Class = Class.ORD


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Fraction:
    """One above the other; `bar` is False for what a binomial coefficient encloses."""

    above: Node
    below: Node
    bar: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    """A root; the degree is empty for a square root."""

    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A base with what is written below and above at its right; with `limits`, straight below and above."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A node between brackets as tall as itself; either may be empty."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Accent:
    """A node under a mark: a combining character, and the word it is called by where that can't be used."""

    mark: str
    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns: a matrix, cases, or aligned lines.

    Attributes:
        rows: Cells by row.
        align: ``c``, ``l``, or ``rl`` for columns that are alternately right and left.
    """

    rows: tuple[tuple[Node, ...], ...]
    align: str = "c"


Node = Symbol | Row | Fraction | Root | Script | Fence | Accent | Grid
