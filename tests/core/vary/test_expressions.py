"""Arithmetic and conditions over drawn values."""

from __future__ import annotations

import contextlib
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.vary.expressions import (
    MAX_DEPTH,
    MAX_LENGTH,
    ExpressionError,
    UndefinedError,
    Value,
    read,
    text_of,
    value_of,
)

ENV: dict[str, Value] = {"n": 7, "k": 3, "x": Fraction(1, 2), "act": "nn.ReLU()", "bias": True}


def evaluated(source: str) -> Value:
    """The value of an expression over a few names."""
    return read(source).evaluate(ENV)


@pytest.mark.parametrize(
    "source",
    [
        "1 + 2*3 - 4", "(1 + 2)*3", "-2**2", "2**-1", "2**3**2", "-7 // 2", "-7 % 3", "7 % -3",
        "2*-3", "- -3", "+3", "10 - 3 - 2", "8 // 3 * 3", "2**-2 * 4", "-2**-2", "n - k*2", "n // k % 2",
        "1 < 2 < 3", "1 < 3 < 2", "3 > 2 == 2", "1 == 1 != 2", "not 1 > 2", "not n == 7 or k == 3",
        "n > 9 and k > 1 or n == 7", "n > 9 and (k > 1 or n == 7)", "not not n == 7",
        "min(3, n, 5)", "max(k, n)", "abs(-3)", "abs(k - n)", "True", "bias", "bias and n > 1",
    ],
)  # fmt: skip
def test_whole_numbers_and_truth_values_are_pythons(source: str) -> None:
    """Precedence, association, floor division and chains give what Python gives."""
    expected = eval(source, {"n": 7, "k": 3, "bias": True})
    assert evaluated(source) == expected
    assert type(evaluated(source)) is (Fraction if isinstance(expected, float) else type(expected))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("0.1 + 0.2", "0.3"),
        ("x + 1", "1.5"),
        ("4 / 2", "2.0"),
        ("4 // 2", "2"),
        ("7.5 // 2", "3.0"),
        ("1 / 3", "0.3333333333333333"),
        ("-1 / 8", "-0.125"),
        ("1 / 5", "0.2"),
        ("3 / 50", "0.06"),
        ("0.1234567890123456789 * 1", "0.1234567890123456789"),
        ("1**(10**30)", "1"),
        ("2**-3", "0.125"),
        ("1e-3 * 2", "0.002"),
        ("floor(2.5) + ceil(2.5)", "5"),
        ("floor(-0.5)", "-1"),
        (".5 * 2", "1.0"),
        ("n > 3", "True"),
        ("1.50", "1.5"),
    ],
)
def test_a_derived_value_is_pasted_exactly(source: str, text: str) -> None:
    """Decimals carry no binary noise, and a decimal stays one where it is whole, as in Python."""
    assert text_of(evaluated(source)) == text


def test_texts_are_compared_but_not_reckoned_with() -> None:
    """A drawn text equals a quoted one; ordering and arithmetic refuse it."""
    assert evaluated("act == 'nn.ReLU()'") is True
    assert evaluated('act != "nn.Tanh()" and act != n') is True
    for source in ("act + 1", "act < 2", "-act", "abs(act)", "not act", "bias + 1", "n and k"):
        with pytest.raises(ExpressionError):
            evaluated(source)


@pytest.mark.parametrize(
    "source",
    ["", "1 +", "1 2", "(1", "1)", "()", "n k", "1 << 2", "n = 7", "n.real", "n[0]", "f(1)", "min()",
     "min(1)", "abs(1, 2)", "max(1,)", "'open", "and", "not", "1 < ", "lambda: 1", "__import__('os')",
     "$n", "1" * 60, "；", "n ≥ 3", "1..2", "2 ** ** 3", "floor"],
)  # fmt: skip
def test_what_is_no_expression_is_refused(source: str) -> None:
    """Anything beyond the small grammar is an error with a text, never evaluated."""
    with pytest.raises(ExpressionError, match=r"\w"):
        read(source)


@pytest.mark.parametrize(
    "source",
    ["1/0", "1//0", "1 % 0", "0**-1", "2**0.5", "10**41", "9**9**9", "n**999", "(10**39)*(10**39)", "x**500"],
)
def test_no_value_is_told_apart_from_nonsense(source: str) -> None:
    """Division by zero, roots and numbers over 40 digits have no value: the draw is passed over."""
    with pytest.raises(UndefinedError):
        evaluated(source)


def test_length_and_depth_are_bounded() -> None:
    """An expression may be long or deep only within limits."""
    assert evaluated("+".join("1" * 200)) == 200
    deep = "(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH
    assert evaluated(f"{deep} + {deep}") == 2
    with pytest.raises(ExpressionError, match="nested deeper"):
        read(f"(1) + (2) + ({deep})")
    for source in ("(" * 200 + "1" + ")" * 200, "-" * 200 + "1", "not " * 100 + "True", "2**" * 100 + "1"):
        with pytest.raises(ExpressionError, match="nested deeper"):
            read(source)
    with pytest.raises(ExpressionError, match="longer"):
        read(" " * MAX_LENGTH + "1")


def test_names_are_collected() -> None:
    """The names an expression uses are known without its values; words of the grammar are none."""
    assert read("not (n > min(k, 2)) and True or _a1 == 'b'").names == {"n", "k", "_a1"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("-3", -3), ("0.50", Fraction(1, 2)), ("1e2", Fraction(100)), ("True", True), ("3a", "3a"),
     ("", ""), ("1_000", "1_000"), ("３", "３"), ("1" * 50, "1" * 50)],
)  # fmt: skip
def test_a_pasted_text_is_a_number_where_it_looks_like_one(text: str, value: Value) -> None:
    """Drawn texts come back as numbers, truth values or themselves."""
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@given(
    st.lists(
        st.sampled_from([*"0123456789.+-*/%<>=!(), '", "**", "//", "n", "x", "act", "and ", "not ", "min("])
    )
)
def test_nothing_hangs_or_escapes(parts: list[str]) -> None:
    """Whatever is written gives a value or one of the two errors, at once."""
    start = time.process_time()
    with contextlib.suppress(ExpressionError, UndefinedError, KeyError):
        text_of(evaluated("".join(parts)))
    assert time.process_time() - start < 1
