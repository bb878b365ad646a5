"""Blanks between the nodes of a row, the same for both printers, and how wide text is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.core.formula.nodes import Class, Fence, Fraction, Grid, Node, Root, Row, Script, Symbol

_TERM_ENDS = frozenset([Class.SUM, Class.RELATION, Class.COMMA, Class.BLANK])
_NAMES = frozenset([Class.FUNCTION, Class.BIG])


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes; marks on letters take none."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def flat(items: Sequence[Node]) -> list[Node]:
    """Return the nodes of a row, with those of rows in it, which braces made, and nothing empty."""
    found: list[Node] = []
    for item in items:
        if isinstance(item, Row):
            found += flat(item.items) if _is_loose(item) else [item] if item.items else []
        elif item != Symbol(""):
            found.append(item)
    return found


def _is_loose(row: Row) -> bool:
    """Tell whether a row can do without its braces: it has no operator that they hold together."""
    return not any(isinstance(i, Symbol) and i.role in (Class.SUM, Class.RELATION) for i in row.items)


def role_of(node: Node) -> Class:
    """Return what a node is to its neighbours."""
    if isinstance(node, Symbol):
        return node.role
    return role_of(node.base) if isinstance(node, Script) else Class.ORD


def gaps(items: Sequence[Node], compact: bool = False) -> list[str]:
    """Return the blank before each node of a row.

    Args:
        items: As `flat` gives them.
        compact: True within scripts: only words keep their distance.
    """
    roles = [role_of(item) for item in items]
    found = [""]
    for place in range(1, len(items)):
        before, after = roles[place - 1], roles[place]
        if Class.BLANK in (before, after):
            wanted = False
        elif compact:
            wanted = _parts_names(before, after, items[place])
        else:
            wanted = _wants_gap(roles, place) or _parts_names(before, after, items[place])
        found.append(" " if wanted else "")
    return found


def is_unary(roles: Sequence[Class], place: int) -> bool:
    """Tell whether a sum-like sign at a place belongs to what follows it alone."""
    before = roles[place - 1] if place else Class.OPEN
    return before in (Class.OPEN, Class.RELATION, Class.SUM, Class.PRODUCT, Class.COMMA, *_NAMES, Class.BLANK)


def _wants_gap(roles: Sequence[Class], place: int) -> bool:
    before, after = roles[place - 1], roles[place]
    if before is Class.COMMA:
        return after is not Class.CLOSE
    if Class.RELATION in (before, after):
        return True
    if after is Class.SUM:
        return not is_unary(roles, place)
    if before is Class.SUM:
        return not is_unary(roles, place - 1)
    return Class.PRODUCT in (before, after)


def _parts_names(before: Class, after: Class, node: Node) -> bool:
    if before in _NAMES:
        if after in (Class.CLOSE, Class.COMMA, Class.SUM, Class.PRODUCT, Class.RELATION):
            return False
        return before is Class.BIG or not (after is Class.OPEN or isinstance(node, Fence))
    if after in _NAMES:
        return before in (Class.ORD, Class.WORD, Class.CLOSE)
    if before is Class.WORD:
        return after in (Class.ORD, Class.WORD) and not isinstance(node, Fence)
    return after is Class.WORD and before in (Class.ORD, Class.CLOSE)


def stands_alone(items: Sequence[Node], place: int) -> bool:
    """Tell whether a node is a whole term, so that it needs no parentheses in its row."""
    roles = [role_of(item) for item in items]
    left = place == 0 or roles[place - 1] in _TERM_ENDS or roles[place - 1] is Class.OPEN
    right = place == len(items) - 1 or roles[place + 1] in _TERM_ENDS or roles[place + 1] is Class.CLOSE
    return left and right


def is_atom(node: Node) -> bool:
    """Tell whether a node is one thing to the eye."""
    match node:
        case Symbol(_, role):
            return role in (Class.ORD, Class.WORD, Class.FUNCTION, Class.BIG)
        case Row():
            items = flat(node.items)
            return len(items) == 1 and is_atom(items[0])
        case Fence():
            return bool(node.left and node.right)
        case Fraction() | Root() | Script() | Grid():
            return False
    return True
