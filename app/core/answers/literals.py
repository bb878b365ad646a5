"""Two values that were read, held side by side: the first place where they differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from app.core.answers import dtypes, numbers
from app.core.answers.finding import excerpt
from app.core.answers.numbers import Number
from app.core.answers.reading import Call, Group, Node, Word

ARRAYS = frozenset({"tensor", "array", "Tensor", "ndarray", "asarray", "as_tensor", "Parameter"})
"""Last names of the calls that wrap an array."""
SCALARS = frozenset(
    {"float16", "float32", "float64", "longdouble", "int8", "int16", "int32", "int64", "uint8", "uint16",
     "uint32", "uint64", "bool_", "bool", "complex64", "complex128", "str_", "float", "int", "complex"}
)  # fmt: skip
"""Last names of the calls that wrap a single value."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What counts as the same.

    Attributes:
        number: Tells whether a predicted and a true number are the same.
        exact: True if the order of dicts and every wrapper count: what is compared was printed.
        library: Decides what a bare ``float`` means in ``dtype=``.
    """

    number: Callable[[Number, Number], bool]
    exact: bool = False
    library: str = ""


PRINTED = Likeness(numbers.equal, exact=True)
"""Equal as printed Python literals: only blanks and the kind of quotes are free."""


def difference(said: Node, true: Node, like: Likeness, place: str = "") -> str:
    """Return the first place where `said` is not `true`, as told to the learner; empty if there is none."""
    if not like.exact:
        said, true, claim = _unwrapped(said, true, like)
        if claim:
            return claim
    name = f"element [{place}]" if place else "it"
    if isinstance(said, Number) and isinstance(true, Number):
        return "" if like.number(said, true) else f"{name} is {written(true)}"
    if isinstance(said, Group) and isinstance(true, Group):
        return _of_groups(said, true, like, place)
    if isinstance(said, Call) and isinstance(true, Call):
        return _of_calls(said, true, like, place)
    if isinstance(said, str) and isinstance(true, str):
        alike = unicodedata.normalize("NFC", said) == unicodedata.normalize("NFC", true)
        return "" if alike else f"{name} is {written(true)}"
    if isinstance(said, Word) and isinstance(true, Word):
        # A printed name is no literal: `a, b` is not `a,b`.
        alike = not like.exact and _last(said.text) == _last(true.text)
        return "" if alike else f"{name} is {written(true)}"
    if type(said) is type(true):
        return "" if said == true else f"{name} is {written(true)}"
    return f"{name} is {_kind(true)}, you said {_kind(said)}"


def written(node: Node) -> str:
    """Return a node as a learner would read it, shortened."""
    if isinstance(node, Number | Word):
        return excerpt(node.text)
    if isinstance(node, Group):
        inner = ", ".join(written(item) for item in node.items[:6]) + (", …" if len(node.items) > 6 else "")
        marks = {"list": "[]", "tuple": "()", "set": "{}", "dict": "{}"}.get(node.kind)
        if marks is None:
            return ": ".join(written(item) for item in node.items)
        return excerpt(f"{marks[0]}{inner}{marks[1]}")
    if isinstance(node, Call):
        return excerpt(f"{node.name}(…)")
    return excerpt(repr(node))


def dtype_of(node: Node) -> str:
    """Return the text of ``dtype=`` in a call; empty if there is none."""
    if isinstance(node, Call):
        for key, value in node.keywords:
            if key == "dtype":
                return value.text if isinstance(value, Word) else str(value)
    return ""


def _unwrapped(said: Node, true: Node, like: Likeness) -> tuple[Node, Node, str]:
    """Take off ``tensor(…)`` where the truth has it; a dtype that is claimed must be the truth's."""
    if not _wraps(true, ARRAYS):
        return _inner(said, SCALARS), _inner(true, SCALARS), ""
    claimed, wanted = dtype_of(said), dtype_of(true)
    if claimed and wanted and not dtypes.same(claimed, wanted, like.library):
        return said, true, f"its dtype is {wanted}"
    return _as_lists(_inner(said, ARRAYS)), _as_lists(_inner(true, ARRAYS)), ""


def _wraps(node: Node, names: frozenset[str]) -> bool:
    return isinstance(node, Call) and _last(node.name) in names and len(node.arguments) == 1


def _inner(node: Node, names: frozenset[str]) -> Node:
    return node.arguments[0] if isinstance(node, Call) and _wraps(node, names) else node


def _as_lists(node: Node) -> Node:
    """Return nested tuples as lists: inside ``tensor(…)`` the kind of bracket says nothing."""
    if isinstance(node, Group) and node.kind in ("list", "tuple"):
        return Group("list", tuple(_as_lists(item) for item in node.items))
    return node


def _of_groups(said: Group, true: Group, like: Likeness, place: str) -> str:
    name = f"element [{place}]" if place else "it"
    # Without brackets nothing is claimed about their kind; but a program prints them.
    fits = said.bare and true.kind == "list" and not like.exact
    if said.kind != true.kind and not fits:
        return f"{name} is {_kind(true)}, you said {_kind(said)}"
    if len(said.items) != len(true.items):
        return f"{name} has {len(true.items)} elements, you said {len(said.items)}"
    mine, theirs = said.items, true.items
    if true.kind == "set" or (true.kind == "dict" and not like.exact):
        mine, theirs = tuple(sorted(mine, key=_order)), tuple(sorted(theirs, key=_order))
    for index, (one, other) in enumerate(zip(mine, theirs, strict=True)):
        inner = place if true.kind == "pair" else f"{place}, {index}".lstrip(", ")
        if found := difference(one, other, like, inner):
            return found
    return ""


def _of_calls(said: Call, true: Call, like: Likeness, place: str) -> str:
    name = f"element [{place}]" if place else "it"
    mine, theirs = (said.name, true.name) if like.exact else (_last(said.name), _last(true.name))
    if mine != theirs:
        return f"{name} is {excerpt(true.name)}(…)"
    if dict(said.keywords).keys() != dict(true.keywords).keys():
        return f"{name} is {excerpt(true.name)}(…) with other arguments"
    mine_keyed, theirs_keyed = dict(said.keywords), dict(true.keywords)
    pairs = [(mine_keyed[key], theirs_keyed[key]) for key in theirs_keyed]
    found = _of_groups(Group("tuple", said.arguments), Group("tuple", true.arguments), like, place)
    return found or next((text for one, other in pairs if (text := difference(one, other, like, place))), "")


def _order(node: Node) -> tuple[str, float, str]:
    if isinstance(node, Group) and node.kind == "pair":
        return _order(node.items[0])
    if isinstance(node, Number):
        return "", numbers.magnitude(node), ""
    return type(node).__name__, 0.0, repr(node)


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _kind(node: Node) -> str:
    if isinstance(node, Group):
        return f"a {node.kind}"
    if isinstance(node, Call):
        return f"{excerpt(node.name, 30)}(…)"
    if isinstance(node, Number):
        return "a number"
    return "a text" if isinstance(node, str) else written(node)
