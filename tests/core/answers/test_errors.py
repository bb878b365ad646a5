"""Which exception is raised."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.card import Comparison, Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, outcome, raised

ROWS: list[tuple[str, str, Outcome]] = [
    ("RuntimeError", "RuntimeError", R),
    ("RuntimeError", "runtimeerror", R),
    ("RuntimeError", "builtins.RuntimeError", R),
    ("RuntimeError", "RuntimeError: shapes do not match", R),
    ("RuntimeError", "RuntimeError：形状不匹配", R),
    ("RuntimeError", "RuntimeError('boom')", R),
    ("RuntimeError", "RuntimeError()", R),
    ("RuntimeError", "raises RuntimeError", R),
    ("RuntimeError", "raise RuntimeError", R),
    ("RuntimeError", "a RuntimeError", R),
    ("RuntimeError", "Runtime Error", R),
    ("RuntimeError", "runtime error: shapes", R),
    ("RuntimeError", "<class 'RuntimeError'>", R),
    ("RuntimeError", "`RuntimeError`", R),
    ("RuntimeError", "ＲｕｎｔｉｍｅＥｒｒｏｒ", R),
    ("RuntimeError", "抛出 RuntimeError", R),
    ("RuntimeError", "Traceback (most recent call last):\n  File x\nRuntimeError: shapes", R),
    ("RuntimeError", "RuntimeErrors", W),
    ("RuntimeError", "Runtime", W),
    ("RuntimeError", "ValueError", W),
    ("RuntimeError", "ValueError: RuntimeError", W),
    ("RuntimeError", "Exception", W),
    ("RuntimeError", "error", W),
    ("RuntimeError", "an error", W),
    ("RuntimeError", "报错", W),
    ("RuntimeError", "no error", W),
    ("RuntimeError", "None", W),
    ("RuntimeError", "shape error", W),
    ("RuntimeError", "3", U),
    ("RuntimeError", "(2, 3)", U),
    ("RuntimeError", "形状不匹配", U),
    ("RuntimeError", "it goes wrong", U),
    ("IndexError", "index error", R),
    ("ZeroDivisionError", "zero division error", R),
    ("torch._C._LinAlgError", "LinAlgError", R),
    ("_LinAlgError", "torch.linalg.LinAlgError", R),
    ("torch.OutOfMemoryError", "OutOfMemoryError", R),
    ("OutOfMemoryError", "torch.cuda.OutOfMemoryError", R),
    ("OSError", "IOError", R),
    ("", "ValueError", W),
    ("", "error", W),
    ("", "None", R),
    ("", "no error", R),
    ("", "不报错", R),
    ("", "无", R),
]


@pytest.mark.parametrize(("error", "typed", "expected"), ROWS)
def test_an_exception_is_known_by_its_class(error: str, typed: str, expected: Outcome) -> None:
    """The last name counts, in any case; messages do not. Nothing raised can be predicted, too."""
    truth = raised(error) if error else Truth(type="int", repr="3")
    assert outcome(Facet.ERROR, typed, truth) is expected


@pytest.mark.parametrize(
    ("typed", "with_base", "without"),
    [
        ("KeyError", R, R),
        ("LookupError", R, W),
        ("builtins.LookupError", R, W),
        ("Exception", R, W),
        ("object", W, W),
        ("ValueError", W, W),
    ],
)
def test_a_base_class_is_right_only_where_the_card_says_so(
    typed: str, with_base: Outcome, without: Outcome
) -> None:
    """`base_ok` lets the classes pass that would catch it."""
    truth = raised("KeyError", "LookupError", "Exception", "BaseException", "object")
    assert outcome(Facet.ERROR, typed, truth, Comparison(base_ok=True)) is with_base
    assert outcome(Facet.ERROR, typed, truth) is without


@pytest.mark.parametrize(
    ("typed", "truth", "detail"),
    [
        ("ValueError", Truth(type="int", repr="3"), "nothing was raised"),
        ("ValueError", raised("KeyError"), "it raised KeyError"),
        ("none", raised("KeyError"), "it raised KeyError"),
        ("Exception", raised("KeyError"), "it raised KeyError; Exception is only a base class of it"),
    ],
)
def test_what_happened_is_told(typed: str, truth: Truth, detail: str) -> None:
    """The detail names what was raised, or that nothing was."""
    assert judge(Facet.ERROR, typed, truth).detail == detail
