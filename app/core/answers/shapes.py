"""Shapes in the spellings people use."""

from __future__ import annotations

import re

from app.core.answers.finding import RIGHT, Finding, excerpt, unreadable, wrong
from app.core.answers.folding import bare

_WRAPPED = re.compile(r"(?:torch\.)?(?:size|shape)\s*(?=[(\[])", re.IGNORECASE)
_LENGTH = re.compile(r"0|[1-9][0-9]{0,18}")
_SEPARATOR = re.compile(r"\s*[,x*X]\s*|\s+")
_SCALAR = frozenset(
    {"scalar", "a scalar", "标量", "0-d", "0d", "0-dim", "0维", "零维", "0 维", "zero-dimensional"}
)
_BRACKETS = {"(": ")", "[": "]"}
_MAX_LENGTH = 1000


def judge(typed: str, truth: tuple[int, ...]) -> Finding:
    """Compare a typed shape with the true one: number of axes, then each axis."""
    said = read(typed)
    if said is None:
        return unreadable(f"`{excerpt(typed, 30)}` is no shape: write it like (2, 3), or () for a scalar.")
    if len(said) != len(truth):
        return wrong(f"it has {_axes(len(truth))}, you said {len(said)}")
    for axis, (one, other) in enumerate(zip(said, truth, strict=True)):
        if one != other:
            return wrong(f"axis {axis}: {other}, you said {one}")
    return RIGHT


def read(typed: str) -> tuple[int, ...] | None:
    """Read ``(2, 3)``, ``torch.Size([2, 3])``, ``2x3``, ``2×3``, ``2*3``, ``2 3``, ``（2，3）``, ``标量``."""
    text = bare(typed)
    if len(text) > _MAX_LENGTH:
        return None
    if text.lower() in _SCALAR:
        return ()
    text = _WRAPPED.sub("", text, count=1) if _WRAPPED.match(text) else text
    bracketed = False
    while len(text) > 1 and _BRACKETS.get(text[0]) == text[-1]:
        text, bracketed = text[1:-1].strip(), True
    if not text:
        return () if bracketed else None
    parts = _SEPARATOR.split(text.removesuffix(",").rstrip())
    if not all(_LENGTH.fullmatch(part) for part in parts):
        return None
    return tuple(map(int, parts))


def _axes(count: int) -> str:
    return "no axes" if count == 0 else "1 axis" if count == 1 else f"{count} axes"
