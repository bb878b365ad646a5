"""Shapes in the spellings people use."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.card import Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, outcome

ROWS: list[tuple[tuple[int, ...], str, Outcome]] = [
    ((2, 3), "(2, 3)", R),
    ((2, 3), "[2,3]", R),
    ((2, 3), "torch.Size([2, 3])", R),
    ((2, 3), "Size([2, 3])", R),
    ((2, 3), "size (2, 3)", R),
    ((2, 3), "2X3", R),
    ((2, 3), "2×3", R),
    ((2, 3), "2 ✕ 3", R),
    ((2, 3), "2*3", R),
    ((2, 3), "2 3", R),
    ((2, 3), "（2，3）", R),
    ((2, 3), "（2、3）", R),
    ((2, 3), "【２，３】", R),
    ((2, 3), "(2,3,)", R),
    ((2, 3), "(2, 3).", R),
    ((2, 3), "(2,3)。", R),
    ((2, 3), "`(2, 3)`", R),
    ((2, 3), "```(2, 3)```", R),
    ((2, 3), "y.shape = (2, 3)", R),
    ((2, 3), "shape=(2,3)", R),
    ((2, 3), "x[0].shape = 2,3", R),
    ((2, 3), "  ( 2 ,\n 3 ) ", R),
    ((2, 3), "((2, 3))", R),
    ((2, 3), "(3, 2)", W),  # the order counts
    ((2, 3), "6", W),
    ((2, 3), "(2, 3, 1)", W),
    ((2, 3), "(1, 2, 3)", W),
    ((2, 3), "23", W),
    ((2, 3), "()", W),
    ((2, 3), "2^3", U),
    ((2, 3), "2²", U),  # NFKC alone would read 22
    ((2, 3), "[2.0, 3.0]", U),
    ((2, 3), "(2, n)", U),
    ((2, 3), "(2, -1)", U),
    ((2, 3), "(2, ?)", U),
    ((2, 3), "(2, ...)", U),
    ((2, 3), "(2, 3", U),
    ((2, 3), "2, 3)", U),
    ((2, 3), "(2, 3]", U),
    ((2, 3), "(2,, 3)", U),
    ((2, 3), "2x3x", U),
    ((2, 3), "two by three", U),
    ((2, 3), "(02, 03)", U),
    ((2, 3), "(True, 3)", U),
    ((2, 3), "Size", U),
    ((2, 3), "(,)", U),
    ((2, 3), "9" * 400, U),
    ((2, 3), "9999999999999999999", W),
    ((5,), "(5,)", R),
    ((5,), "5", R),
    ((5,), "[5]", R),
    ((5,), "5,", R),
    ((5,), "（5，）", R),
    ((5,), "torch.Size([5])", R),
    ((5,), "(5, 1)", W),
    ((5,), "(1, 5)", W),
    ((5,), "[[5]]", R),
    ((), "()", R),
    ((), "[]", R),
    ((), "torch.Size([])", R),
    ((), "scalar", R),
    ((), "Scalar", R),
    ((), "标量", R),
    ((), "0-d", R),
    ((), "0维", R),
    ((), "（）", R),
    ((), "1", W),
    ((), "(1,)", W),
    ((), "0", W),  # a length of no elements, not no axes
    ((), "none", U),
    ((0, 3), "(0, 3)", R),
    ((0, 3), "0x3", R),  # no hexadecimal here
    ((0, 3), "(3,)", W),
    ((1, 3, 224, 224), "1x3x224x224", R),
    ((1, 3, 224, 224), "1 3 224 224", R),
    ((1, 3, 224, 224), "(1, 3, 224)", W),
]


@pytest.mark.parametrize(("shape", "typed", "expected"), ROWS)
def test_a_shape_is_judged_by_its_lengths(shape: tuple[int, ...], typed: str, expected: Outcome) -> None:
    """Brackets and separators are free; order and number of axes are exact."""
    assert outcome(Facet.SHAPE, typed, Truth(type="Tensor", shape=shape)) is expected


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("(2, 2)", "axis 1: 3, you said 2"),
        ("(1, 2)", "axis 0: 2, you said 1"),
        ("6", "it has 2 axes, you said 1"),
    ],
)
def test_the_first_axis_that_differs_is_told(typed: str, detail: str) -> None:
    """The detail names the axis, or the number of axes if that is wrong already."""
    found = judge(Facet.SHAPE, typed, Truth(type="Tensor", shape=(2, 3)))
    assert (found.detail, found.truth) == (detail, "(2, 3)")


def test_a_value_that_is_a_shape_is_judged_as_one() -> None:
    """`x.shape` as the value of a snippet takes every spelling of a shape."""
    truth = Truth(type="Size", repr="(2, 3)", shape=(2, 3))
    assert outcome(Facet.VALUE, "2×3", truth) is R
    assert outcome(Facet.VALUE, "torch.Size([2, 4])", truth) is W
