"""A formula in one line: scripts as characters where there are such, parentheses where layout spoke."""

from __future__ import annotations

from unicodedata import normalize

from app.core.formula import symbols
from app.core.formula.nodes import Accent, Class, Fence, Fraction, Grid, Node, Root, Row, Script, Symbol
from app.core.formula.spacing import cells, flat, gaps, is_atom, role_of, stands_alone

_PAIRS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "|": "|", "‖": "‖"}
_ROOTS = {"3": "∛", "4": "∜"}


def printed(node: Node, compact: bool = False) -> str:
    """Return a node in one line; within scripts it is `compact`."""
    match node:
        case Symbol(text, _):
            return text
        case Row(items):
            return _row(flat(items), compact)
        case Fraction(above, below, False):
            return f"{printed(above)} choose {printed(below)}"
        case Fraction():
            return f"{_factor(node.above, compact)}/{_divisor(node.below, compact)}"
        case Root():
            return _root(node, compact)
        case Script():
            return _script(node)
        case Fence():
            inside = printed(node.body, compact)
            return f"{node.left}{inside}{node.right or _closing(node)}"
        case Accent():
            body = printed(node.body, compact)
            return accented(node, body) or f"{node.name}({body})"
        case Grid():
            return _grid(node)


def accented(node: Accent, body: str) -> str:
    """Return a single letter with its mark; empty if the mark would sit on one letter of several."""
    return (
        normalize("NFC", body + node.mark) if len(body) == 1 and body.isalnum() and cells(body) == 1 else ""
    )


def enclosed(text: str) -> str:
    """Return a text in parentheses, if it is not in brackets as a whole already."""
    if text[:1] in "([{⟨⌊⌈" and text[-1:] == _PAIRS.get(text[:1], "\0") and _is_whole(text):
        return text
    return f"({text})"


def _is_whole(text: str) -> bool:
    depth = 0
    for place, char in enumerate(text):
        depth += (char == text[0]) - (char == _PAIRS[text[0]])
        if depth == 0:
            return place == len(text) - 1
    return False


def _row(items: list[Node], compact: bool) -> str:
    parts = []
    before = gaps(items, compact)
    for place, item in enumerate(items):
        text = printed(item, compact)
        after_name = place > 0 and _is_called(items[place - 1])
        if isinstance(item, Row) and len(items) > 1:
            text = enclosed(text)
        elif isinstance(item, Fraction) and not stands_alone(items, place):
            text = f"({text})"
            before[place] = "" if after_name else before[place]
        elif isinstance(item, Root) and not stands_alone(items, place):
            text = _root(item, compact, always=True)
        parts += [before[place], text]
    return "".join(parts)


def _factor(node: Node, compact: bool) -> str:
    text = printed(node, compact)
    return text if is_atom(node) or _is_product(node) else f"({text})"


def _divisor(node: Node, compact: bool) -> str:
    text = printed(node, compact)
    simple = is_atom(node) or isinstance(node, Script | Root) or _is_differential(node) or _is_call(node)
    return text if simple else enclosed(text)


def _is_product(node: Node) -> bool:
    """Tell whether a node is a product without signs: it can be divided as it stands."""
    if isinstance(node, Script | Root):
        return True
    depth = 0
    for item in flat(node.items) if isinstance(node, Row) else [Symbol("+", Class.SUM)]:
        role = role_of(item)
        depth += (role is Class.OPEN) - (role is Class.CLOSE)
        factor = role in (Class.ORD, Class.WORD, Class.OPEN, Class.CLOSE)
        if depth == 0 and (not factor or isinstance(item, Fraction | Grid | Row)):
            return False
    return depth == 0


def _is_call(node: Node) -> bool:
    """Tell whether a node is a name and what is in brackets behind it, such as ``p(x)``."""
    items = flat(node.items) if isinstance(node, Row) else []
    if len(items) < 3 or not is_atom(items[0]):
        return False
    roles = [role_of(item) for item in items[1:]]
    return (
        roles[0] is Class.OPEN and roles.index(Class.CLOSE) == len(roles) - 1
        if Class.CLOSE in roles
        else False
    )


def _is_called(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role is Class.FUNCTION and node.text not in symbols.STRAIGHT


def _is_differential(node: Node) -> bool:
    items = flat(node.items) if isinstance(node, Row) else []
    return (
        len(items) == 2
        and items[0] in (Symbol("∂"), Symbol("d"))
        and not isinstance(items[1], Fraction | Row)
    )


def _root(node: Root, compact: bool, always: bool = False) -> str:
    body = printed(node.body, compact)
    degree = printed(node.degree, compact=True) if node.degree else ""
    sign = _ROOTS.get(degree, "√")
    if degree and sign == "√":
        sign = f"{symbols.raised(degree) or f'({degree})'}√"
    is_plain = is_atom(node.body) or (isinstance(node.body, Script) and _script(node.body).isalnum())
    return sign + (body if is_plain and node.body != Row() and not always else enclosed(body))


def _script(node: Script) -> str:
    base = printed(node.base)
    if not is_atom(node.base) and not isinstance(node.base, Symbol):
        base = enclosed(base)
    sub = printed(node.sub, compact=True) if node.sub else ""
    sup = printed(node.sup, compact=True) if node.sup else ""
    low, high = symbols.lowered(sub), symbols.raised(sup)
    if high and sub and not low:
        return f"{base}{high}_{_grouped(sub, node.sub)}"  # `σ_B²` would be the square of B
    low = low or (f"_{_grouped(sub, node.sub)}" if sub else "")
    return base + low + (high or (f"^{_grouped(sup, node.sup)}" if sup else ""))


def _grouped(text: str, node: Node | None) -> str:
    is_word = isinstance(node, Symbol) and text.isalnum()
    return text if len(text) == 1 or is_word or (text.isalpha() and text.isupper()) else enclosed(text)


def _closing(node: Fence) -> str:
    """Return what ends a fence without a right side: a line needs an end where a picture does not."""
    return _PAIRS.get(node.left, "") if isinstance(node.body, Grid) else ""


def _grid(node: Grid) -> str:
    between = {"c": ", ", "l": ", ", "rl": " "}[node.align]
    rows = []
    for cells_of_row in node.rows:
        texts = [printed(cell).strip().rstrip(",") for cell in cells_of_row]
        rows.append(between.join(text for text in texts if text))
    return "; ".join(rows)
