"""Tensors and arrays: shape exactly, then element by element."""

from __future__ import annotations

import math
from typing import NamedTuple

from app.core.answers import dtypes, numbers, reading
from app.core.answers.finding import RIGHT, Finding, unreadable, wrong
from app.core.answers.literals import ARRAYS, dtype_of, written
from app.core.answers.numbers import Number
from app.core.answers.reading import Call, Group, Node, ReadingError, Word
from app.core.truth import Truth

_HEADER = "Parameter containing:"


class Array(NamedTuple):
    """An array as it was written: lengths of the axes, elements in row-major order, dtype if given."""

    shape: tuple[int, ...]
    elements: tuple[Node, ...]
    dtype: str


def judge(node: Node, truth: Truth, digits: int | None, library: str) -> Finding:
    """Compare what was read with a truth that `fits`.

    Lists, tuples, ``tensor(…)`` and ``array(…)`` mean the same. A ``dtype=`` that is written must be
    right; ``device=``, ``grad_fn=`` and ``requires_grad=`` are passed over.
    """
    try:
        said = of(node)
    except ReadingError as error:
        return unreadable(f"{error}.")
    if said is None:
        return wrong(f"it is an array of shape {truth.shape}")
    if truth.shape is None or truth.data is None or said.shape != truth.shape:
        return wrong(f"its shape is {truth.shape}, you said {said.shape}")
    if said.dtype and truth.dtype and not dtypes.same(said.dtype, truth.dtype, library):
        return wrong(f"its dtype is {truth.dtype}")
    for index, (one, other) in enumerate(zip(said.elements, truth.data, strict=True)):
        if not _same(one, other, truth.dtype, digits):
            return wrong(f"{_name(index, truth.shape)} is {numbers.displayed(other, truth.dtype)}")
    return RIGHT


def of(node: Node) -> Array | None:
    """Return a read node as an array; None if it is something else.

    Raises:
        ReadingError: If rows differ in length, or something that is no element stands in it.
    """
    dtype, size = dtype_of(node), None
    if isinstance(node, Call):
        if node.name.rpartition(".")[2] not in ARRAYS or not node.arguments:
            return None
        for key, value in node.keywords:
            if key in ("size", "shape"):
                size = _lengths(value)
        if len(node.arguments) > 1 and isinstance(node.arguments[1], Word):
            dtype = node.arguments[1].text
        node = node.arguments[0]
    if (
        node is None
        or isinstance(node, Call)
        or (isinstance(node, Group) and node.kind not in ("list", "tuple"))
    ):
        return None
    shape, elements = _flat(node)
    if size is not None and not elements:
        shape = size
    return Array(shape, elements, dtype)


def read(text: str) -> Node:
    """Read a text that may carry the header of a Parameter."""
    return reading.read(text.removeprefix(_HEADER) if text.startswith(_HEADER) else text)


def _flat(node: Node) -> tuple[tuple[int, ...], tuple[Node, ...]]:
    shape: list[int] = []
    level: tuple[Node, ...] = (node,)
    while level and all(isinstance(item, Group) and item.kind in ("list", "tuple") for item in level):
        rows = [item.items for item in level if isinstance(item, Group)]
        if len({len(row) for row in rows}) > 1:
            raise ReadingError("its rows differ in length")
        shape.append(len(rows[0]))
        level = tuple(item for row in rows for item in row)
    for item in level:
        if isinstance(item, Group):
            raise ReadingError("its rows differ in length")
        if isinstance(item, Word):
            raise ReadingError(f"`{written(item)}` is no element of an array")
    return tuple(shape), level


def _lengths(value: Node) -> tuple[int, ...] | None:
    items = value.items if isinstance(value, Group) else (value,)
    if all(isinstance(item, Number) and item.whole and len(item.text) < 19 for item in items):
        return tuple(int(item.text) for item in items if isinstance(item, Number))
    return None


def _same(said: Node, true: str, dtype: str, digits: int | None) -> bool:
    if true in ("True", "False"):
        return said is (true == "True")
    if not isinstance(said, Number):
        return False
    number = numbers.read(true)
    return number is not None and numbers.same(said, number, dtype, digits)


def _name(index: int, shape: tuple[int, ...]) -> str:
    if not shape:
        return "it"
    places = []
    for length in reversed(shape):
        index, place = divmod(index, length)
        places.append(str(place))
    return f"element [{', '.join(reversed(places))}]"


def fits(truth: Truth) -> bool:
    """Tell whether a truth has a shape and just as many elements."""
    return truth.shape is not None and truth.data is not None and len(truth.data) == math.prod(truth.shape)
