"""Truths as a run describes them, and the three outcomes in one letter each."""

from __future__ import annotations

from app.core.answers import judge
from app.core.card import Comparison, Facet
from app.core.truth import Judgement, Outcome, Truth

R, W, U = Outcome.RIGHT, Outcome.WRONG, Outcome.UNREADABLE
NO_WISHES = Comparison()


def a_number(text: str, dtype: str = "") -> Truth:
    """A plain number of Python, or a 0-d value with this dtype."""
    kind = "bool" if text in ("True", "False") else "Tensor" if dtype.startswith("torch.") else "float"
    return Truth(type=kind, repr=text, data=(text,), dtype=dtype, shape=() if dtype else None)


def an_array(data: str, shape: tuple[int, ...] | None = None, dtype: str = "torch.float32") -> Truth:
    """A tensor or array; `data` has its elements with blanks between."""
    elements = tuple(data.split())
    kind = "Tensor" if dtype.startswith("torch.") else "ndarray"
    return Truth(type=kind, repr="…", data=elements, dtype=dtype, shape=shape or (len(elements),))


def a_literal(shown: str, kind: str) -> Truth:
    """A value of Python that is neither a number nor an array."""
    return Truth(type=kind, repr=shown)


def raised(error: str = "RuntimeError", *bases: str) -> Truth:
    """A run that raised."""
    return Truth(error=error, bases=bases or ("Exception", "BaseException", "object"), message="a message")


def outcome(facet: Facet, typed: str, truth: Truth, compare: Comparison = NO_WISHES) -> Outcome:
    """Judge and give the outcome, having looked that its detail fits."""
    found = judge(facet, typed, truth, compare)
    assert_told(found)
    return found.outcome


def assert_told(found: Judgement) -> None:
    """A right answer needs no words, an unreadable one always does."""
    assert (found.detail == "") if found.outcome is R else (found.detail != "" or found.outcome is W)
