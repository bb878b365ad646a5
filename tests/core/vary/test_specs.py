"""How the ways to write a variable are read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.vary.errors import VaryError
from app.core.vary.specs import MAX_LENGTH, MAX_LIST, read


def members(spec: str) -> list[str]:
    """All the texts of a spec."""
    choices = read("n", spec)
    return [choices.at(i) for i in range(choices.count)]


@pytest.mark.parametrize(
    ("spec", "texts"),
    [
        ("1..3", ["1", "2", "3"]),
        (" 1 .. 3 ", ["1", "2", "3"]),
        ("5..5", ["5"]),
        ("-2..1", ["-2", "-1", "0", "1"]),
        ("-3..-1 step 2", ["-3", "-1"]),
        ("8..20 step 4", ["8", "12", "16", "20"]),
        ("8..19 step 4", ["8", "12", "16"]),
        ("0.5..2.0 step 0.5", ["0.5", "1.0", "1.5", "2.0"]),
        ("0..0.3 step 0.1", ["0.0", "0.1", "0.2", "0.3"]),
        ("0.10..0.3 step 0.1", ["0.10", "0.20", "0.30"]),
        ("-0.5..0.5 step 0.5", ["-0.5", "0.0", "0.5"]),
        ("1 | 3 | 5", ["1", "3", "5"]),
        ("nn.ReLU() | nn.Tanh()", ["nn.ReLU()", "nn.Tanh()"]),
        ("[1, 2] | [3, 4]", ["[1, 2]", "[3, 4]"]),
        ("{1}|{2}", ["{1}|{2}"]),
        ("x[..., 0] | x[:, 0]", ["x[..., 0]", "x[:, 0]"]),
        ("... | None", ["...", "None"]),
        ("float32", ["float32"]),
        ("shuffle", ["shuffle"]),
        ("lists", ["lists"]),
        ("shuffle 1..3", ["[1, 2, 3]", "[2, 1, 3]", "[3, 1, 2]", "[1, 3, 2]", "[2, 3, 1]", "[3, 2, 1]"]),
        ("shuffle a | b", ["[a, b]", "[b, a]"]),
        ("list of 2 from 0..1", ["[0, 0]", "[1, 0]", "[0, 1]", "[1, 1]"]),
        ("list  of 2 distinct from 1..2", ["[1, 2]", "[2, 1]"]),
        ("list of 1 from 0.5..1.0 step 0.5", ["[0.5]", "[1.0]"]),
        ("list of 0 from 1..9", ["[]"]),
    ],
)
def test_a_variable_is_what_is_written(spec: str, texts: list[str]) -> None:
    """Each way to write a variable gives these texts and no others."""
    assert members(spec) == texts


@pytest.mark.parametrize(
    ("spec", "word"),
    [
        ("", "nothing"),
        ("   ", "nothing"),
        ("3..1", "empty"),
        ("1..n", "range"),
        ("a..z", "range"),
        ("1...5", "range"),
        ("1…5", "range"),
        ("1..5 step", "range"),
        ("1..5 step two", "range"),
        ("1..5 | 9", "range"),
        ("1..5 step 0", "greater than 0"),
        ("1..5 step -1", "greater than 0"),
        ("0.5..2.0", "needs a step"),
        ("0..2.5", "needs a step"),
        ("1 |  | 3", "empty"),
        ("1 | 2 | 1", "twice"),
        ("list of x from 1..9", "not a list"),
        ("list of 4 of 1..9", "not a list"),
        ("list of 4 distinct from 1..3", "only 3"),
        ("list of 101 from 1..9", "too long"),
        ("shuffle 1..101", "too long"),
        ("shuffle 1..n", "range"),
        ("a" * (MAX_LENGTH + 1), "longer"),
    ],
)
def test_what_cannot_be_drawn_is_told(spec: str, word: str) -> None:
    """A spec that makes no sense is an error that names the variable and says why."""
    with pytest.raises(VaryError, match=word) as caught:
        read("n", spec)
    assert caught.value.name == "n"


def test_a_huge_set_is_never_laid_out() -> None:
    """Sets are counted, not listed: numbers of members may have hundreds of digits."""
    assert read("n", "0..999999999999999999999999").count == 10**24
    lists = read("n", f"list of {MAX_LIST} from 1..1000000")
    assert lists.count == 10 ** (6 * MAX_LIST)
    assert lists.at(lists.count - 1) == f"[{', '.join(['1000000'] * MAX_LIST)}]"
    assert read("n", f"shuffle 1..{MAX_LIST}").count == math.factorial(MAX_LIST)


@given(st.integers(1, 6), st.integers(0, 6))
def test_lists_without_repeats_are_all_there_once(many: int, length: int) -> None:
    """Every ordered choice of different members appears exactly once."""
    if length <= many:
        found = members(f"list of {length} distinct from 1..{many}")
        assert len(found) == len(set(found)) == math.perm(many, length)
        assert all(len(set(text[1:-1].split(", "))) == max(length, 1) for text in found)
