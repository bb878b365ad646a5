"""How drawn texts are read for an oracle, and how its answer is written for the judge."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

Answer: TypeAlias = bool | int | float | Fraction | str | list[Any] | tuple[Any, ...]
Expected: TypeAlias = Answer | dict[str, Answer]
"""The answer, or the answer of each facet by its name where a card asks for several."""
Oracle: TypeAlias = Callable[..., Expected]
"""Takes what was drawn by name, read as `read` does. It names them all: a renamed variable is noticed."""


def read(text: str) -> Any:
    """Return a drawn text as a value.

    Whole numbers are int, decimals are exact fractions; lists and tuples of them, True and False are
    themselves, and everything else, such as a piece of code, stays its text.
    """
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return Fraction(text)
    if text in ("True", "False"):
        return text == "True"
    if text.startswith(("[", "(")):
        try:
            return _exact(ast.literal_eval(text))
        except ValueError:
            return text
    return text


def written(answer: Answer) -> str:
    """Return an answer as a learner would type it."""
    if isinstance(answer, list):
        return f"[{', '.join(map(written, answer))}]"
    if isinstance(answer, tuple):
        return f"({', '.join(map(written, answer))}{',' if len(answer) == 1 else ''})"
    if isinstance(answer, Fraction):
        return str(answer.numerator if answer.denominator == 1 else float(answer))
    return str(answer)


def rounded(number: Fraction | float, places: int = 4) -> float:
    """Return a number rounded as cards round theirs."""
    return float(round(Fraction(number), places))


def mean(numbers: Sequence[Any]) -> Fraction:
    """Return the exact mean."""
    return Fraction(sum(numbers)) / len(numbers)


def sign(number: Fraction | int) -> int:
    """Return −1, 0 or 1."""
    return (number > 0) - (number < 0)


def columns(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return the columns of a matrix that is given by its rows."""
    return [list(column) for column in zip(*rows, strict=True)]


def windows(length: int, size: int, stride: int = 1, padding: int = 0) -> int:
    """Count the places of a window that slides over a padded line and never leaves it."""
    return len(range(0, length + 2 * padding - size + 1, stride))


def _exact(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(map(_exact, value))
    return Fraction(repr(value)) if isinstance(value, float) else value
