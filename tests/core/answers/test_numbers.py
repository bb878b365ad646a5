"""Numbers: value only, exactly where they are whole, rounded with three digits where they are not."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.answers.numbers import Number, equal, read
from app.core.card import Comparison, Facet
from app.core.truth import Outcome
from tests.core.answers.truths import R, U, W, a_number, outcome

THIRD = "0.3333333333333333"
ROWS: list[tuple[str, str, Outcome]] = [
    ("6", "6", R),
    ("6", "6.0", R),
    ("6", "+6", R),
    ("6", "６", R),
    ("6", "6。", R),
    ("6", "x = 6", R),
    ("6", "loss.item() = 6", R),
    ("6", "`6`", R),
    ("6", "(6)", R),
    ("6", "6e0", R),
    ("6", "0x6", R),
    ("6", "0b110", R),
    ("6", "12/2", R),
    ("6", "0.6e1", R),
    ("6", "6+0j", R),
    ("6", "tensor(6)", R),
    ("6", "np.int64(6)", R),
    ("6", "array(6)", R),
    ("6", "torch.tensor(6, dtype=torch.int64)", R),
    ("6", "7", W),
    ("6", "-6", W),
    ("6", "−6", W),
    ("6", "6.0000001", W),
    ("6", "[6]", W),
    ("6", "(6,)", W),
    ("6", "tensor([6])", W),
    ("6", "True", W),
    ("6", "None", W),
    ("6", "'6'", W),
    ("6", "six", U),
    ("6", "六", U),
    ("6", "6 6", U),
    ("6", "6,", U),
    ("6", "6 apples", U),
    ("6", "2*3", U),  # an answer is a result, not a formula
    ("6", "2+4", U),
    ("6", "--6", U),
    ("6", "1/0", U),
    ("6", "6..", U),
    ("6", "...", U),
    ("6", "6%", U),
    ("6", "0x", U),
    ("1", "True", W),
    ("0", "False", W),
    ("100", "10²", U),  # NFKC alone would read 102
    ("6.0", "6", R),
    ("6.0", "6.", R),
    ("12345", "12345", R),
    ("12345", "12,345", R),
    ("12345", "12，345", R),
    ("12345", "12_345", R),
    ("12345", "1.2345e4", R),
    ("12345", "12300", W),
    ("12345", "1.23e4", W),  # whole numbers are exact, also in this form
    ("1000", "1,000", R),
    ("1000", "1e3", R),
    ("1000", "1,00", U),
    ("1000000", "1,000,000", R),
    ("1000.5", "1,000.5", R),
    ("0.333", "0,333", U),  # a decimal comma: better ask
    ("255", "0xff", R),
    ("255", "0XFF", R),
    ("9007199254740993", "9007199254740993", R),
    ("9007199254740993", "9007199254740992", W),  # the same float, another number
    ("9007199254740993", "9007199254740993.0", R),
    ("9007199254740993", "9.007199254740993e15", R),
    ("1" + "0" * 400, "1" + "0" * 400, R),
    ("1" + "0" * 400, "1" + "0" * 399, W),
    ("1" + "0" * 400, "1e400", R),
    (THIRD, "0.333", R),
    (THIRD, ".333", R),
    (THIRD, "0.3333", R),
    (THIRD, "1/3", R),
    (THIRD, "1 / 3", R),
    (THIRD, "0.33", W),
    (THIRD, "0.3", W),
    (THIRD, "0.334", W),
    (THIRD, "0.3334", W),
    (THIRD, "0.33333334", R),
    (THIRD, "3.33e-1", R),
    (THIRD, "３.３３e－１", R),
    (THIRD, "0.3330", W),  # claims four digits
    ("12345.678", "12346", R),
    ("12345.678", "12345.7", R),
    ("12345.678", "12300", W),  # claims five digits
    ("12345.678", "1.23e4", R),
    ("12345.678", "1.2e4", W),
    ("2.675", "2.68", R),  # a tie as it is shown, whatever the binary value
    ("2.675", "2.67", R),
    ("2.675", "2.66", W),
    ("0.0900306", "0.0900", R),
    ("0.0900306", "0.090", W),  # leading zeros claim nothing
    ("0.0900306", "0.09", W),
    ("1e-05", "1e-5", R),
    ("1e-05", "0.00001", R),
    ("1e-05", "0.00002", W),
    ("1.5e-08", "0", R),
    ("1.5e-08", "0.0", R),
    ("1.5e-08", "1.5e-7", W),
    ("1.5e-08", "1.5e-8", R),
    ("0.001", "0", W),
    ("0.0", "1e-8", R),
    ("0.0", "1e-3", W),
    ("-0.0", "0", R),
    ("0.0", "-0.0", R),
    ("0", "-0", R),
    ("0", "1e-9", W),
    ("nan", "nan", R),
    ("nan", "NaN", R),
    ("nan", "float('nan')", R),
    ("nan", "np.nan", R),
    ("nan", "tensor(nan)", R),
    ("nan", "0", W),
    ("nan", "inf", W),
    ("0.0", "nan", W),
    ("inf", "inf", R),
    ("inf", "∞", R),
    ("inf", "+∞", R),
    ("inf", "Infinity", R),
    ("inf", "float('inf')", R),
    ("inf", 'float("infinity")', R),
    ("inf", "torch.inf", R),
    ("inf", "math.inf", R),
    ("inf", "正无穷", R),
    ("inf", "-inf", W),
    ("inf", "1e308", W),
    ("-inf", "-inf", R),
    ("-inf", "−∞", R),
    ("-inf", "-np.inf", R),
    ("-inf", "负无穷", R),
    ("-inf", "inf", W),
    ("(1+2j)", "1+2j", R),
    ("(1+2j)", "(1+2j)", R),
    ("(1+2j)", "1+2i", R),
    ("(1+2j)", "1 + 2j", R),
    ("(1+2j)", "1.0+2.0j", R),
    ("(1+2j)", "1-2j", W),
    ("(1+2j)", "2+1j", W),
    ("(1+2j)", "1", W),
    ("(1+2j)", "2j", W),
    ("1j", "1j", R),
    ("(nan+1j)", "nan+1.0j", R),
    ("(nan+1j)", "nan", W),
    ("infj", "infj", R),
    ("infj", "inf", W),
    ("1j", "0+i", R),
    ("(-1+1.2246467991473532e-16j)", "-1", R),
    ("(0.3333333333333333+0j)", "0.333", R),
    ("3.0", "3+0j", R),
    ("3.0", "3+1j", W),
]  # fmt: skip


@pytest.mark.parametrize(("true", "typed", "expected"), ROWS)
def test_a_number_is_judged_by_its_value(true: str, typed: str, expected: Outcome) -> None:
    """How a number is written is free; what it is, is not."""
    truth = a_number(true.strip("()") if not true.endswith("j)") else true)
    assert outcome(Facet.VALUE, typed, truth) is expected


DTYPE_ROWS: list[tuple[str, str, str, Outcome]] = [
    ("torch.float32", "0.10000000149011612", "0.1", R),
    ("torch.float32", "0.3333333432674408", "0.333", R),
    ("torch.float32", "0.3333333432674408", "0.33", W),
    ("torch.float32", "1000000.0", "1000001", R),
    ("torch.float32", "1000000.0", "1000002", W),
    ("torch.float32", "2.674999952316284", "2.68", R),  # printed 2.6750: a tie
    ("torch.float32", "5e-06", "0", R),
    ("torch.float32", "5e-05", "0", W),
    ("torch.float32", "0.0", "0.001", W),
    ("torch.float64", "1000000.0", "1000001", W),
    ("torch.float64", "1000000.0", "1000000.05", R),
    ("torch.float64", "5e-06", "0", W),
    ("float64", "5e-08", "0", R),
    ("torch.float16", "0.0999755859375", "0.1", R),
    ("torch.float16", "1000.0", "1000.9", R),
    ("torch.float16", "1000.0", "1002", W),
    ("torch.float16", "0.33325195312", "0.33", W),
    ("torch.bfloat16", "1.1015625", "1.1", R),
    ("torch.bfloat16", "100.0", "101.5", R),
    ("torch.bfloat16", "100.0", "102", W),
    ("torch.int64", "100", "101", W),
    ("torch.int8", "-128", "-128", R),
    ("torch.complex64", "(1+2j)", "1.000001+2j", R),
    ("torch.complex128", "(1+2j)", "1.000001+2j", W),
]


@pytest.mark.parametrize(("dtype", "true", "typed", "expected"), DTYPE_ROWS)
def test_the_tolerance_is_that_of_the_dtype(dtype: str, true: str, typed: str, expected: Outcome) -> None:
    """Close means close for the dtype of the truth, as in torch.testing.assert_close."""
    assert outcome(Facet.VALUE, typed, a_number(true, dtype)) is expected


DIGIT_ROWS: list[tuple[int, str, str, Outcome]] = [
    (2, THIRD, "0.33", R),
    (2, THIRD, "0.334", R),
    (2, THIRD, "0.34", W),
    (2, THIRD, "0.3", W),
    (1, THIRD, "0.3", R),
    (5, THIRD, "0.333", W),
    (5, THIRD, "0.33333", R),
    (2, "61100840", "61e6", R),
    (2, "61100840", "61,000,000", R),
    (2, "61100840", "60e6", W),
    (3, "61100840", "61e6", W),
    (3, "61100840", "61.1e6", R),
    (3, "-0.0123456", "-0.0123", R),
    (3, "-0.0123456", "0.0123", W),
    (3, "0.0", "0", R),
    (3, "1e-08", "0", W),  # digits are asked for, and 0 has none of them
    (2, "99.6", "100", R),
    (2, "nan", "nan", R),
    (2, "0.125", "0.12", R),
    (2, "0.125", "0.13", R),
]


@pytest.mark.parametrize(("digits", "true", "typed", "expected"), DIGIT_ROWS)
def test_a_card_can_set_the_digits(digits: int, true: str, typed: str, expected: Outcome) -> None:
    """`digits` asks for so many significant digits, more or fewer than the rule, also of whole numbers."""
    assert outcome(Facet.VALUE, typed, a_number(true), Comparison(digits=digits)) is expected


def test_the_right_number_is_told_without_noise() -> None:
    """A float32 is shown with the digits that it holds."""
    found = judge(Facet.VALUE, "7", a_number("0.10000000149011612", "torch.float32"))
    assert found.detail == "it is 0.1"
    assert judge(Facet.VALUE, "7", a_number("0.1234567890123")).detail == "it is 0.1234567890123"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("1", "1", True), ("1", "1.0", False), ("1.0", "1.00", True), ("0.3", "0.30000000000000004", False),
     ("1e3", "1000.0", True), ("nan", "nan", True), ("1j", "0+1j", True), ("1", "2", False),
     ("9007199254740993", "9007199254740992", False)],
)  # fmt: skip
def test_printed_numbers_are_equal_only_exactly(one: str, other: str, expected: bool) -> None:
    """As Python literals, 1 is not 1.0 and no digit is free."""
    assert equal(Number(one), Number(other)) is expected


@pytest.mark.parametrize(
    "text", ["", "abc", "1_", "_1", "1e", "1e99999", "0b2", "1.2.3", "٣", "²", "1i2", "i"]
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    """Digits of other scripts, superscripts and broken numbers are no numbers."""
    assert read(text) is None or text == "1_"
