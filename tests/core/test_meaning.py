"""A change of words or code is a change of meaning; layout, case, marks and comments are not."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.card import Content, Facet, Kind, Snippet
from app.core.meaning import LONGEST_CODE, same
from app.core.text import Text
from tests.builders import a_card, a_live_card

EN_ZH = Text((("en", "What is it?"), ("zh", "这是什么？")))


def asks(question: str, answer: str = "max(0, x)") -> Content:
    """A basic content."""
    return a_card(question=Text.plain(question), answer=Text.plain(answer)).content


def runs(code: str, **changes: Any) -> Content:
    """A live content."""
    return a_live_card(run=Snippet(code, **{"vary": (("n", "1..9"),)} | changes)).content


@pytest.mark.parametrize(
    "question",
    [
        "what is relu in short",
        "What  is\n`ReLU`, in short?",
        "What is “ReLU”, in short",
        "Ｗhat is ReLU，in short？",
    ],
)
def test_cosmetic_changes_of_text(question: str) -> None:
    """Case, blanks, width, marks and stops."""
    assert same(asks("What is ReLU, in short?"), asks(question))


@pytest.mark.parametrize(
    ("one", "other"),
    [("max(0, x)", "min(0, x)"), ("2.5", "25"), ("-1", "1"), ("(2, 3)", "(2 3)"), ("x", "x²"), ("a_b", "c")],
)
def test_changes_of_an_answer(one: str, other: str) -> None:
    """A sign, a point or a letter is another answer."""
    assert not same(asks("q", one), asks("q", other))


def test_a_translation_more_is_cosmetic() -> None:
    """The languages that both have decide."""
    alone = a_card(question=Text((("en", "what is it"),))).content
    assert same(alone, a_card(question=EN_ZH).content)
    assert same(a_card(question=Text.plain("What is it")).content, a_card(question=EN_ZH).content)
    other = Text((("en", "What is it?"), ("zh", "那是什么？")))
    assert not same(a_card(question=EN_ZH).content, a_card(question=other).content)


def test_why_is_no_part_of_what_is_asked() -> None:
    """It explains; it is not recalled."""
    assert same(a_card().content, a_card(why=Text.plain("Because.")).content)


@pytest.mark.parametrize("code", ["x = 1  # one\nx+$n", "x=1\n\nx + ${n}\n", "x = (1)\nx + $n"])
def test_cosmetic_changes_of_code(code: str) -> None:
    """Comments, blanks, parentheses and braces around a name."""
    assert same(runs("x = 1\nx + $n"), runs(code))


@pytest.mark.parametrize(
    "code", ["x = 2\nx + $n", "x = 1\nx - $n", "y = 1\ny + $n", "x = 1\nx + $m", "x = 1\nx +"]
)
def test_changes_of_code(code: str) -> None:
    """Another tree is another question."""
    assert not same(runs("x = 1\nx + $n"), runs(code))


def test_other_parts_of_a_live_card() -> None:
    """Its numbers, its setup, what it asks."""
    one = runs("x")
    assert not same(one, runs("x", vary=(("n", "1..8"),)))
    assert not same(one, runs("x", setup="import torch"))
    assert not same(one, a_live_card(run=one.run, ask=(Facet.SHAPE,)).content)
    assert not same(one, a_card().content)


def test_code_that_is_no_python_is_compared_as_text() -> None:
    """So is code too long or too deep to be parsed."""
    for code in ("def", "(" * 5000, "x\n" * LONGEST_CODE, "x\0"):
        assert same(runs(code), runs(code + "\n"))
        assert not same(runs(code), runs(code + "z"))


def test_lists() -> None:
    """The order of steps counts, that of choices does not."""
    a, b, c = map(Text.plain, "abc")
    one = a_card(kind=Kind.CHOICE, wrong=(a, b)).content
    assert same(one, a_card(kind=Kind.CHOICE, wrong=(b, a)).content)
    assert not same(one, a_card(kind=Kind.CHOICE, wrong=(b, c)).content)
    assert not same(one, a_card(kind=Kind.CHOICE, wrong=(a,)).content)
    assert not same(one, a_card(kind=Kind.CHOICE, wrong=(a, b, c)).content)
    steps = a_card(kind=Kind.ORDER, answer=None, steps=(a, b)).content
    assert not same(steps, a_card(kind=Kind.ORDER, answer=None, steps=(b, a)).content)
