"""The way in: every facet, what is shown, authors' answers, and whatever people type."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.answers import judge, shown, truth_of_text
from app.core.card import Comparison, Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, a_literal, a_number, an_array, assert_told, outcome, raised

TRUTHS = [
    Truth(),
    Truth(text="a\n1.0\ntensor([1, 2])\n"),
    raised(),
    a_number("6"),
    a_number("True"),
    a_number("0.3333333333333333"),
    a_number("(1+2j)", "torch.complex64"),
    a_number("nan", "torch.float32"),
    an_array("1.0 2.0 3.0 4.5", (2, 2)),
    an_array("1 2 3", dtype="int64"),
    an_array("True False", dtype="torch.bool"),
    a_literal("[1, {'a': (2.5, None)}, {1, 2}]", "list"),
    a_literal("'abc'", "str"),
    a_literal("tensor([1, 2", "list"),
    Truth(type="Size", repr="(2, 3)", shape=(2, 3)),
    Truth(type="dtype", repr="torch.float32", dtype="torch.float32"),
    Truth(type="device", repr="device(type='cpu')", device="cpu"),
    Truth(type="Tensor", repr="…", shape=(2,), dtype="torch.int8", data=("1",), device="cuda:0", grad=True),
    Truth(type="tuple", repr="(tensor([1]), tensor([1]))", alias=True),
    Truth(type="x", data=("junk", ""), shape=(2,), dtype="?", repr="["),
    Truth(type="x", data=("",), shape=(), dtype="torch.", repr=""),
    Truth(repr="between the author and the reader"),
]


@pytest.mark.parametrize("facet", list(Facet))
@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u3000"])
def test_nothing_typed_is_asked_again(facet: Facet, typed: str) -> None:
    """An empty prediction is unreadable, whatever the truth."""
    assert {outcome(facet, typed, truth) for truth in TRUTHS} == {U}


@pytest.mark.parametrize("facet", list(Facet))
@pytest.mark.parametrize("typed", ["?", "？", "idk", "IDK.", "不知道", "I don't know", "I don’t know", "`?`"])
def test_owning_up_is_wrong_and_not_asked_again(facet: Facet, typed: str) -> None:
    """There is nothing to ask again when the learner says not to know."""
    if typed != "`?`":
        assert {outcome(facet, typed, truth) for truth in TRUTHS} == {W}
    else:
        assert R not in {outcome(facet, typed, truth) for truth in TRUTHS}


@pytest.mark.parametrize("facet", [f for f in Facet if f not in (Facet.ERROR, Facet.TEXT)])
@pytest.mark.parametrize("typed", ["3", "(2, 3)", "RuntimeError", "abc", "None"])
def test_nothing_but_an_error_is_right_where_the_run_raised(facet: Facet, typed: str) -> None:
    """A value, shape and so on is wrong if an exception was raised, and the exception is told."""
    found = judge(facet, typed, raised("RuntimeError"))
    assert (found.outcome, found.detail) == (W, "it raised RuntimeError")
    assert found.truth == "RuntimeError: a message"


@pytest.mark.parametrize(
    ("facet", "name"),
    [
        (Facet.SHAPE, "shape"),
        (Facet.DTYPE, "dtype"),
        (Facet.DEVICE, "device"),
        (Facet.ALIAS, "pair of arrays"),
        (Facet.GRAD, "requires_grad"),
    ],
)
def test_a_facet_that_the_value_lacks_is_none(facet: Facet, name: str) -> None:
    """The shape of a dict is none, and saying so is right."""
    truth = a_literal("{}", "dict")
    assert outcome(facet, "none", truth) is R
    assert outcome(facet, "无", truth) is R
    found = judge(facet, "True", truth)
    assert (found.outcome, found.detail, found.truth) == (W, f"it has no {name}", "none")


def test_no_value_at_all_is_none() -> None:
    """A snippet that ends in a statement gives None."""
    assert outcome(Facet.VALUE, "None", Truth(text="a")) is R
    assert outcome(Facet.VALUE, "3", Truth(text="a")) is W


@pytest.mark.parametrize(
    ("facet", "truth", "expected"),
    [
        (Facet.VALUE, a_number("0.1"), "0.1"),
        (Facet.VALUE, Truth(), "None"),
        (Facet.VALUE, raised("KeyError"), "KeyError: a message"),
        (Facet.VALUE, a_literal("'\x1b[31m\u202e'", "str"), "'\ufffd[31m\ufffd'"),
        (Facet.TEXT, Truth(text="a\nb\n"), "a\nb"),
        (Facet.SHAPE, Truth(type="Tensor", shape=(5,)), "(5,)"),
        (Facet.SHAPE, Truth(type="Tensor", shape=()), "()"),
        (Facet.DTYPE, Truth(type="Tensor", dtype="torch.int8"), "torch.int8"),
        (Facet.DEVICE, Truth(type="Tensor", device="cuda:0"), "cuda:0"),
        (Facet.ERROR, raised("KeyError"), "KeyError"),
        (Facet.ERROR, a_number("3"), "none"),
        (Facet.ALIAS, Truth(alias=False), "copy"),
        (Facet.GRAD, Truth(grad=True), "True"),
    ],
)
def test_the_right_answer_is_shown(facet: Facet, truth: Truth, expected: str) -> None:
    """Each facet has its own form, cleaned of what could steer a terminal."""
    assert shown(facet, truth) == expected
    assert judge(facet, "whatever", truth).truth == expected


AUTHOR_ROWS: list[tuple[Facet, str, str, Outcome]] = [
    (Facet.VALUE, "(0.9, 0.999)", "(0.9, 0.999)", R),
    (Facet.VALUE, "(0.9, 0.999)", "0.9, 0.999", R),
    (Facet.VALUE, "(0.9, 0.999)", "[0.9, 0.999]", R),
    (Facet.VALUE, "(0.9, 0.999)", "（0.9，0.999）", R),
    (Facet.VALUE, "(0.9, 0.999)", "betas=(0.9, 0.999)", R),
    (Facet.VALUE, "(0.9, 0.999)", "(0.9, 0.99)", W),
    (Facet.VALUE, "(0.9, 0.999)", "(0.999, 0.9)", W),
    (Facet.VALUE, "(0.9, 0.999)", "0.9", W),
    (Facet.VALUE, "(0.9, 0.999)", "(0.9, x)", U),
    (Facet.VALUE, "0.01", "1e-2", R),
    (Facet.VALUE, "0.01", "1/100", R),
    (Facet.VALUE, "1e-3", "0.001", R),
    (Facet.VALUE, "1e-3", "1e-2", W),
    (Facet.VALUE, "1/3", "0.333", R),
    (Facet.VALUE, "1,000", "1000", R),
    (Facet.VALUE, "64", "64", R),
    (Facet.VALUE, "True", "对", R),
    (Facet.VALUE, "True", "False", W),
    (Facet.VALUE, "None", "none", R),
    (Facet.VALUE, "None", "0", W),
    (Facet.VALUE, "tensor([1., 2.])", "[1, 2]", R),
    (Facet.VALUE, "[[1, 2], [3, 4]]", "[[1 2]\n [3 4]]", R),
    (Facet.VALUE, "'mean'", "mean", R),
    (Facet.VALUE, "'mean'", "'sum'", W),
    (Facet.VALUE, "{'lr': 0.01}", "{'lr': 1e-2}", R),
    (Facet.VALUE, "soft margin", "soft  margin", R),
    (Facet.VALUE, "soft margin", "hard margin", W),
    (Facet.VALUE, "torch.float32", "float32", R),
    (Facet.TEXT, "soft margin", "soft margin ", R),
    (Facet.TEXT, "soft margin", "Soft margin", W),
    (Facet.SHAPE, "(2, 3)", "2x3", R),
    (Facet.SHAPE, "2×3", "(2, 3)", R),
    (Facet.SHAPE, "(2, 3)", "(3, 2)", W),
    (Facet.SHAPE, "(N, C, H, W)", "(n, c, h, w)", R),
    (Facet.SHAPE, "(N, C, H, W)", "(N, H, W, C)", U),
    (Facet.DTYPE, "torch.float32", "float", R),
    (Facet.DTYPE, "torch.int64", "int", W),
    (Facet.DTYPE, "float64", "float", R),
    (Facet.DEVICE, "cpu", "CPU", R),
    (Facet.DEVICE, "cuda", "cuda:0", R),
    (Facet.ERROR, "RuntimeError", "runtimeerror", R),
    (Facet.ERROR, "RuntimeError: shapes", "RuntimeError", R),
    (Facet.ERROR, "RuntimeError", "ValueError", W),
    (Facet.ERROR, "no error", "none", R),
    (Facet.ERROR, "no error", "ValueError", W),
    (Facet.ALIAS, "view", "共享", R),
    (Facet.ALIAS, "copy", "view", W),
    (Facet.GRAD, "True", "yes", R),
    (Facet.GRAD, "False", "yes", W),
]


@pytest.mark.parametrize(("facet", "answer", "typed", "expected"), AUTHOR_ROWS)
def test_an_authors_answer_is_compared_by_kind(
    facet: Facet, answer: str, typed: str, expected: Outcome
) -> None:
    """What an author wrote is read like a result: rows of numbers in any brackets, names in any form."""
    assert outcome(facet, typed, truth_of_text(facet, answer)) is expected


@pytest.mark.parametrize(
    ("facet", "answer"), sorted({(facet, answer) for facet, answer, _, _ in AUTHOR_ROWS})
)
def test_an_authors_answer_is_right_as_written(facet: Facet, answer: str) -> None:
    """Typing exactly what is shown as the answer is right."""
    truth = truth_of_text(facet, answer)
    assert outcome(facet, answer, truth) is R
    assert outcome(facet, shown(facet, truth), truth) is R


PIECES = [
    *"0123456789.,-+eExXjJ/'\"()[]{}:=<>_ \n\t`?…，（）【】×∞−²①é",
    "tensor(", "array(", "dtype=", "torch.", "np.", "float", "nan", "inf", "True", "None", "Error", "0x",
    "torch.Size(", "set(", "<class '", "1e9", "...", "\\", "\\x", "\x00", "\x1b[31m", "\ud800", "\U0010ffff",
]  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
WISHES = st.builds(
    Comparison, digits=st.one_of(st.none(), st.integers(1, 20)), strict=st.booleans(), base_ok=st.booleans()
)


@given(typed=TYPED, compare=WISHES)
def test_whatever_is_typed_has_an_outcome(typed: str, compare: Comparison) -> None:
    """No text raises, for any facet and any truth, and each outcome comes with fitting words."""
    for facet in Facet:
        for truth in TRUTHS:
            assert_told(judge(facet, typed, truth, compare))


@given(answer=TYPED, typed=TYPED)
def test_whatever_an_author_writes_is_a_truth(answer: str, typed: str) -> None:
    """No answer of a card raises, neither when it is read nor when it is compared or shown."""
    for facet in Facet:
        truth = truth_of_text(facet, answer)
        shown(facet, truth)
        assert_told(judge(facet, typed, truth))


LONG = 60_000
HOSTILE = {
    "brackets": "[" * LONG,
    "closed brackets": "[" * (LONG // 2) + "]" * (LONG // 2),
    "parentheses": "(" * LONG,
    "braces": "{" * LONG,
    "mixed brackets": "[({" * (LONG // 3),
    "digits": "9" * LONG,
    "zeros": "0." + "0" * LONG,
    "digits with a letter": "9" * LONG + "x",
    "underscores": "1_" * (LONG // 2),
    "commas": "," * LONG,
    "numbers": "1," * (LONG // 2),
    "numbers and blanks": "[" + "1 " * (LONG // 2) + "]",
    "thousands": "1" + ",000" * (LONG // 4),
    "dots": "." * LONG,
    "minus": "-" * LONG,
    "not": "not " * (LONG // 4),
    "plus": "1+" * (LONG // 2),
    "complex": "1+1j" * (LONG // 4),
    "slashes": "1/" * (LONG // 2),
    "exponents": "1e9" * (LONG // 3),
    "hex": "0x" + "f" * LONG,
    "quotes": "'" * LONG,
    "open quote": "'" + "a" * LONG,
    "backslashes": "'" + "\\" * LONG,
    "strings": "'a' " * (LONG // 4),
    "angles": "<" * LONG,
    "names": "a." * (LONG // 2),
    "letters": "a" * LONG,
    "equals": "a=" * (LONG // 2),
    "prefix": "a[0]" * (LONG // 4) + "=",
    "calls": "f(" * (LONG // 2),
    "pairs": "{" + "1:1," * (LONG // 4) + "}",
    "set": "{" + "1," * (LONG // 2) + "}",
    "blanks": " " * LONG + "x",
    "newlines": "x" + "\n" * LONG + "x",
    "blanks between": "2" + " " * LONG + "3",
    "times": "2x" * (LONG // 2),
    "full width": "（" * LONG,
    "ligatures": "ﷺ" * LONG,
    "combining": "e" + "\u0301" * LONG,
    "words": "runtime " * (LONG // 8),
    "addresses": "at 0x7f" * (LONG // 7),
    "elements": "[" + "0.334," * (LONG // 6) + "]",
}
MANY = an_array("0.3333333432674408 " * 10_000)
PRINTED = Truth(text="[" + "1, " * 10_000 + "1]\n")


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_takes_no_time(typed: str) -> None:
    """60 KB of anything is judged in bounded processor time (a quarter second on a quiet machine)."""
    values = [a_number("6"), a_number("0.3333333333333333"), MANY, a_literal("[1, 2]", "list")]
    whole = Truth(type="Tensor", shape=(2,), dtype="torch.int8", device="cpu", grad=True, alias=True)
    cases = [(Facet.VALUE, truth) for truth in values] + [(Facet.TEXT, PRINTED), (Facet.ERROR, raised())]
    cases += [(facet, whole) for facet in Facet if facet not in (Facet.VALUE, Facet.TEXT, Facet.ERROR)]
    for facet, truth in cases:
        start = time.process_time()
        judge(facet, typed, truth)
        assert time.process_time() - start < 1.5, (facet, truth.type)


def test_input_without_end_is_refused() -> None:
    """Above 64 KiB nothing is read at all."""
    found = judge(Facet.VALUE, "1" * (64 * 1024 + 1), a_number("6"))
    assert (found.outcome, found.detail) == (U, "It is longer than 65536 characters.")
