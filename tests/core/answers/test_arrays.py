"""Tensors and arrays: shape exactly, then element by element."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.card import Comparison, Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, an_array, outcome

FLOATS = an_array("1.0 2.0 3.0 4.5", (2, 2))
INTS = an_array("0 1 2", dtype="int64")
BOOLS = an_array("True False", dtype="torch.bool")
SOFTMAX = an_array("0.09003057 0.24472848 0.66524094")
COLUMN = an_array("1 2", (2, 1), "int64")
DEEP = an_array("1 2 3 4", (1, 2, 2), "int64")
ONE = an_array("15", (1,), "torch.int64")
ZERO_D = Truth(type="Tensor", repr="tensor(15)", shape=(), data=("15",), dtype="torch.int64")
EMPTY = Truth(type="Tensor", repr="tensor([])", shape=(0,), data=(), dtype="torch.float32")
NO_ROWS = Truth(type="Tensor", repr="tensor([], size=(0, 3))", shape=(0, 3), data=(), dtype="torch.float32")
TWO_EMPTY = Truth(type="ndarray", repr="array([], shape=(2, 0))", shape=(2, 0), data=(), dtype="float64")
ODD = an_array("nan inf -inf", dtype="float64")
COMPLEX = an_array("(1+2j) (3-1j)", dtype="torch.complex64")
LARGE = an_array("9007199254740993 1", dtype="int64")
CANCELLED = an_array("1.0 5.9604645e-08")

ROWS: list[tuple[Truth, str, Outcome]] = [
    (FLOATS, "tensor([[1.0, 2.0], [3.0, 4.5]])", R),
    (FLOATS, "tensor([[1., 2.],\n        [3., 4.5]])", R),
    (FLOATS, "torch.tensor([[1, 2], [3, 4.5]])", R),
    (FLOATS, "torch.Tensor([[1, 2], [3, 4.5]])", R),
    (FLOATS, "np.array([[1, 2], [3, 4.5]])", R),
    (FLOATS, "array([[1. , 2. ],\n       [3. , 4.5]])", R),
    (FLOATS, "[[1 2] [3 4.5]]", R),
    (FLOATS, "((1, 2), (3, 4.5))", R),
    (FLOATS, "[(1, 2), (3, 4.5)]", R),
    (FLOATS, "[1, 2], [3, 4.5]", R),
    (FLOATS, "【【1，2】，【3，4.5】】", R),
    (FLOATS, "［［１，２］，［３，４．５］］", R),
    (FLOATS, "[[1、2]、[3、4.5]]", R),
    (FLOATS, "`[[1, 2], [3, 4.5]]`", R),
    (FLOATS, "y = [[1, 2], [3, 4.5]]", R),
    (FLOATS, "[[1, 2,], [3, 4.5],]", R),
    (FLOATS, "[[1, 2], [3, 9/2]]", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], dtype=torch.float32)", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], dtype=torch.float)", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], dtype=float)", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], dtype='float32')", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], device='cuda:0')", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], grad_fn=<AddBackward0>)", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], device='cuda:0', grad_fn=<MulBackward0>)", R),
    (FLOATS, "Parameter containing:\ntensor([[1., 2.],\n        [3., 4.5]], requires_grad=True)", R),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], dtype=torch.float16)", W),
    (FLOATS, "tensor([[1., 2.], [3., 4.5]], dtype=int)", W),
    (FLOATS, "np.array([[1, 2], [3, 4.5]], float)", R),  # the card's library decides
    (FLOATS, "[[1, 2], [3, 4]]", W),
    (FLOATS, "[[1, 3], [2, 4.5]]", W),
    (FLOATS, "[1, 2, 3, 4.5]", W),
    (FLOATS, "[[1, 2, 3, 4.5]]", W),
    (FLOATS, "[[[1, 2], [3, 4.5]]]", W),
    (FLOATS, "[[1, 2]]", W),
    (FLOATS, "4.5", W),
    (FLOATS, "None", W),
    (FLOATS, "{1, 2}", W),
    (FLOATS, "[[1, 2], [3, True]]", W),
    (FLOATS, "[[1, 2], [3, '4.5']]", W),
    (FLOATS, "zeros(2, 2)", W),
    (FLOATS, "[[1, 2], [3]]", U),
    (FLOATS, "[[1, 2], 3]", U),
    (FLOATS, "[1, [2, 3]]", U),
    (FLOATS, "[[1, 2], [3, ...]]", U),
    (FLOATS, "[[1, 2], …]", U),
    (FLOATS, "[[1, 2], [3, n]]", U),
    (FLOATS, "[[1, 2], [3, 4.5]", U),
    (FLOATS, "[1, 2], [3, 4.5]]", U),
    (FLOATS, "[[1, 2), [3, 4.5]]", U),
    (FLOATS, "[[1,, 2], [3, 4.5]]", U),
    (FLOATS, "[[1; 2], [3, 4.5]]", U),
    (FLOATS, "[[1, 2] + [3, 4.5]]", U),
    (FLOATS, "a matrix", U),
    (FLOATS, "matrix", U),
    (INTS, "[0, 1, 2]", R),
    (INTS, "[0. 1. 2.]", R),
    (INTS, "0, 1, 2", R),
    (INTS, "range(3)", W),
    (INTS, "[0 1 3]", W),
    (INTS, "[012]", W),
    (INTS, "[0 1 2", U),
    (INTS, "0 1 2", U),
    (INTS, "[0, 1, 2]]", U),
    (INTS, "array([0, 1, 2], dtype=int64)", R),
    (INTS, "array([0, 1, 2], dtype=int)", R),
    (INTS, "array([0, 1, 2], dtype=np.int32)", W),
    (INTS, "tensor([0, 1, 2], dtype=torch.long)", R),
    (INTS, "[[0], [1], [2]]", W),
    (INTS, "[0.001, 1, 2]", W),
    (BOOLS, "[True, False]", R),
    (BOOLS, "[ True False]", R),
    (BOOLS, "[true, false]", R),
    (BOOLS, "tensor([ True, False])", R),
    (BOOLS, "[np.True_, np.False_]", R),
    (BOOLS, "[1, 0]", W),
    (BOOLS, "[True, True]", W),
    (BOOLS, "[yes, no]", U),
    (SOFTMAX, "[0.0900, 0.2447, 0.6652]", R),
    (SOFTMAX, "tensor([0.0900, 0.2447, 0.6652])", R),
    (SOFTMAX, "[0.0900, 0.245, 0.665]", R),
    (SOFTMAX, "[0.09, 0.24, 0.67]", W),  # two digits
    (SOFTMAX, "[9.00e-2, 2.45e-1, 6.65e-1]", R),
    (COLUMN, "[[1], [2]]", R),
    (COLUMN, "[[1]\n [2]]", R),
    (COLUMN, "((1,), (2,))", R),
    (COLUMN, "[1, 2]", W),
    (COLUMN, "[[1, 2]]", W),
    (COLUMN, "[(1), (2)]", W),  # brackets around one number are none
    (DEEP, "[[[1, 2], [3, 4]]]", R),
    (DEEP, "[[[1 2]\n  [3 4]]]", R),
    (DEEP, "[[1, 2], [3, 4]]", W),
    (ONE, "[15]", R),
    (ONE, "tensor([15])", R),
    (ONE, "15", W),
    (ONE, "tensor(15)", W),
    (ZERO_D, "15", R),
    (ZERO_D, "tensor(15)", R),
    (ZERO_D, "[15]", W),
    (EMPTY, "[]", R),
    (EMPTY, "tensor([])", R),
    (EMPTY, "array([], dtype=float32)", R),
    (EMPTY, "[[]]", W),
    (EMPTY, "0", W),
    (EMPTY, "None", W),
    (NO_ROWS, "tensor([], size=(0, 3))", R),
    (NO_ROWS, "array([], shape=(0, 3), dtype=float32)", R),
    (NO_ROWS, "tensor([], size=(3, 0))", W),
    (NO_ROWS, "[]", W),
    (TWO_EMPTY, "[[], []]", R),
    (TWO_EMPTY, "[[]]", W),
    (ODD, "[nan, inf, -inf]", R),
    (ODD, "[ nan  inf -inf]", R),
    (ODD, "[NaN, ∞, −∞]", R),
    (ODD, "[float('nan'), float('inf'), -np.inf]", R),
    (ODD, "[nan, inf, inf]", W),
    (ODD, "[0, inf, -inf]", W),
    (COMPLEX, "[1+2j, 3-1j]", R),
    (COMPLEX, "[1.+2.j 3.-1.j]", R),
    (COMPLEX, "[(1+2j), (3-1j)]", R),
    (COMPLEX, "[1+2i, 3-i]", R),
    (COMPLEX, "[1, 3]", W),
    (LARGE, "[9007199254740993, 1]", R),
    (LARGE, "[9007199254740992, 1]", W),
    (CANCELLED, "[1, 0]", R),
    (CANCELLED, "[1., 5.9605e-08]", R),
    (CANCELLED, "[1, 1e-7]", W),
]


@pytest.mark.parametrize(("truth", "typed", "expected"), ROWS)
def test_an_array_is_judged_by_shape_and_elements(truth: Truth, typed: str, expected: Outcome) -> None:
    """Wrapper, commas and kind of brackets are free; nesting and elements are not."""
    assert outcome(Facet.VALUE, typed, truth) is expected


@pytest.mark.parametrize(
    ("truth", "typed", "detail"),
    [
        (FLOATS, "[[1, 2], [9, 9]]", "element [1, 0] is 3.0"),
        (FLOATS, "[1, 2]", "its shape is (2, 2), you said (2,)"),
        (FLOATS, "tensor([[1, 2], [3, 4.5]], dtype=int8)", "its dtype is torch.float32"),
        (BOOLS, "[True, 0]", "element [1] is False"),
        (DEEP, "[[[1, 2], [3, 5]]]", "element [0, 1, 1] is 4"),
        (an_array("0.10000000149011612"), "[1]", "element [0] is 0.1"),
        (FLOATS, "{1: 2}", "it is an array of shape (2, 2)"),
        (FLOATS, "[[1, 2], [3]]", "its rows differ in length."),
        (FLOATS, "[[1, 2], ...]", "`...` stands for nothing here: write all of it."),
    ],
)
def test_the_first_difference_is_told(truth: Truth, typed: str, detail: str) -> None:
    """The detail names shape, dtype or the first element that differs, or what can't be read."""
    assert judge(Facet.VALUE, typed, truth).detail == detail


def test_digits_hold_for_each_element() -> None:
    """The card's `digits` replace the tolerance of every element."""
    assert outcome(Facet.VALUE, "[0.09, 0.24, 0.67]", SOFTMAX, Comparison(digits=2)) is R
    assert outcome(Facet.VALUE, "[0.09, 0.25, 0.67]", SOFTMAX, Comparison(digits=2)) is W


def test_a_truth_without_all_its_elements_is_compared_as_shown() -> None:
    """An array too large to be sent, or with a broken record, never raises: its repr is compared."""
    large = Truth(type="ndarray", repr="array([0, 1, ..., 9])", shape=(20000,), dtype="int64")
    assert outcome(Facet.VALUE, "array([0,1,...,9])", large) is R
    assert outcome(Facet.VALUE, "[0, 1]", large) is W
    broken = Truth(type="ndarray", repr="array([0, 1])", shape=(3,), data=("0", "1"), dtype="int64")
    assert outcome(Facet.VALUE, "[0, 1]", broken) is R
