"""A formula in two dimensions: boxes of equally wide lines, put together at their base lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.formula import symbols
from app.core.formula.line import accented, printed
from app.core.formula.nodes import Accent, Fence, Fraction, Grid, Node, Root, Row, Script, Symbol
from app.core.formula.spacing import cells, flat, gaps, is_atom

_TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥",
    "|": "│││", "‖": "‖‖‖", "{": "⎧⎪⎩", "}": "⎫⎪⎭",
}  # fmt: skip
_MIDDLE = {"{": "⎨", "}": "⎬"}
_COLUMN_GAP = 2


class Box(NamedTuple):
    """Lines of the same width, and the number of the one that stands on the line of the text."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Width in cells."""
        return cells(self.lines[0])


def laid_out(node: Node) -> tuple[str, ...]:
    """Return the lines of a formula; all take the same number of cells."""
    return _box(node).lines


def _box(node: Node) -> Box:
    match node:
        case Symbol(text, _):
            return Box((text,))
        case Row(items):
            return _row(flat(items))
        case Fraction():
            return _fraction(_box(node.above), _box(node.below), node.bar)
        case Root():
            return _root(node)
        case Script():
            return _script(node)
        case Fence():
            return _fenced(node.left, _box(node.body), node.right)
        case Accent():
            return _accent(node)
        case Grid():
            return _grid(node)


def _row(items: Sequence[Node]) -> Box:
    parts: list[Box] = []
    before = gaps(items)
    for place, item in enumerate(items):
        box = _box(item)
        if isinstance(item, Row) and len(items) > 1:
            box = _fenced("(", box, ")")
        # A bar that touches what stands beside it would seem to reach over it.
        touches = place > 0 and Fraction in (type(item), type(items[place - 1]))
        parts += [Box((" " if touches else before[place],)), box]
    return _beside([part for part in parts if part.lines != ("",)])


def _beside(parts: Sequence[Box]) -> Box:
    if not parts:
        return Box(("",))
    above = max(part.base for part in parts)
    below = max(len(part.lines) - part.base for part in parts)
    columns = [_grown(part, above - part.base, below - len(part.lines) + part.base) for part in parts]
    return Box(tuple("".join(line) for line in zip(*columns, strict=True)), above)


def _grown(box: Box, above: int, below: int) -> tuple[str, ...]:
    empty = " " * box.width
    return (*[empty] * above, *box.lines, *[empty] * below)


def _stacked(boxes: Sequence[Box], base: int, align: str = "c") -> Box:
    """Put boxes one below the other; `base` counts lines from the top."""
    width = max(box.width for box in boxes)
    lines = [_padded(line, width, align) for box in boxes for line in box.lines]
    return Box(tuple(lines), base)


def _padded(line: str, width: int, align: str) -> str:
    room = width - cells(line)
    left = {"l": 0, "c": room // 2, "r": room}[align]
    return " " * left + line + " " * (room - left)


def _fraction(above: Box, below: Box, bar: bool) -> Box:
    width = max(above.width, below.width)
    line = Box((("─" if bar else " ") * width,))
    return _stacked([above, line, below], len(above.lines))


def _root(node: Root) -> Box:
    body = _box(node.body)
    if node.degree is None and is_atom(node.body) and len(body.lines) == 1:
        return Box((f"√{body.lines[0]}",))
    degree = printed(node.degree, compact=True) if node.degree else ""
    sign = f"{symbols.raised(degree) or degree}√"
    blank = " " * cells(sign)
    lines = [f"{blank}┌{'─' * body.width}┐"]
    for place, line in enumerate(body.lines):
        lines.append(f"{sign if place == len(body.lines) - 1 else blank}│{line} ")
    return Box(tuple(lines), body.base + 1)


def _script(node: Script) -> Box:
    base = _box(node.base)
    if not is_atom(node.base) and not node.limits and not isinstance(node.base, Symbol):
        base = _fenced("(", base, ")")
    if node.limits:
        parts = [_compact(part) for part in (node.sup,) if part]
        low = [_compact(part) for part in (node.sub,) if part]
        return _stacked([*parts, base, *low], sum(len(part.lines) for part in parts) + base.base)
    sub = printed(node.sub, compact=True) if node.sub else ""
    sup = printed(node.sup, compact=True) if node.sup else ""
    low_text, high_text = symbols.lowered(sub), symbols.raised(sup)
    if len(base.lines) == 1 and bool(low_text) == bool(sub) and bool(high_text) == bool(sup):
        return Box((base.lines[0] + low_text + high_text,))
    above = _compact(node.sup) if node.sup else Box(("",))
    below = _compact(node.sub) if node.sub else Box(("",))
    width = max(above.width, below.width)
    lines = [
        *(_padded(line, width, "l") for line in above.lines if sup),
        *[" " * width] * len(base.lines),
        *(_padded(line, width, "l") for line in below.lines if sub),
    ]
    return _beside([base, Box(tuple(lines), (len(above.lines) if sup else 0) + base.base)])


def _compact(node: Node) -> Box:
    """Return a node as it stands above or below another: tight, where one line does."""
    box = _box(node)
    return Box((printed(node, compact=True),)) if len(box.lines) == 1 else box


def _fenced(left: str, body: Box, right: str) -> Box:
    height = len(body.lines)
    sides = [_side(sign, height, body.base) for sign in (left, right)]
    lines = zip(sides[0], body.lines, sides[1], strict=True)
    return Box(tuple("".join(line) for line in lines), body.base)


def _side(sign: str, height: int, base: int) -> list[str]:
    if not sign or height == 1:
        return [sign] * height
    if sign not in _TALL:
        blank = " " * cells(sign)
        return [sign if place == base else blank for place in range(height)]
    top, middle, bottom = tuple(_TALL[sign])
    found = [top, *[middle] * (height - 2), bottom]
    if sign in _MIDDLE and height > 2:
        found[height // 2] = _MIDDLE[sign]
    return found


def _accent(node: Accent) -> Box:
    body = _box(node.body)
    single = accented(node, body.lines[0]) if len(body.lines) == 1 else ""
    if single:
        return Box((single,))
    if node.name == "underline":
        return _stacked([body, Box(("─" * body.width,))], body.base)
    mark = {"\u0304": "─" * body.width, "\u0302": "^", "\u0303": "~", "\u20d7": "→"}.get(node.mark, "˙")
    return _stacked([Box((mark,)), body], body.base + 1)


def _grid(node: Grid) -> Box:
    columns = max(len(row) for row in node.rows)
    table = [[_box(cell) for cell in row] + [Box(("",))] * (columns - len(row)) for row in node.rows]
    widths = [max(row[n].width for row in table) for n in range(columns)]
    gap = " " * (1 if node.align == "rl" else _COLUMN_GAP)
    rows: list[Box] = []
    for row in table:
        if rows and any(len(box.lines) > 1 for part in table for box in part):
            rows.append(Box(("",)))
        cells_of_row: list[Box] = []
        for n, box in enumerate(row):
            align = "lr"[n % 2 == 0] if node.align == "rl" else node.align
            lines = tuple(_padded(line, widths[n], align) for line in box.lines)
            cells_of_row += [Box(lines, box.base), *([Box((gap,))] if n < columns - 1 else [])]
        rows.append(_beside(cells_of_row))
    height = sum(len(row.lines) for row in rows)
    base = rows[0].base if len(rows) == 1 else (height - 1) // 2
    return _stacked(rows, base, "l")
