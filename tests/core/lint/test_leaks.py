"""Rules against cards that answer themselves."""

from __future__ import annotations

import pytest

from app.core.card import Facet, Kind, Snippet
from app.core.text import Text
from tests.builders import a_live_card
from tests.core.lint.linted import asking, rules_of


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("In an autoencoder the input is turned into codes; the decoder rebuilds the […]", "input"),
        ("What does soft-margin SVM use as margin: a Soft-Margin", "`soft-margin`"),
        ("反向传播算法如何得到梯度", "反向传播"),
    ],
)
def test_an_answer_that_stands_in_the_question_is_warned_of(question: str, answer: str) -> None:
    """Whatever its case."""
    assert rules_of(asking(question, answer)) == ["W23"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which padding keeps the size, SAME or VALID", "SAME"),
        ("SAME 还是 VALID 保持尺寸", "SAME"),
        ("What do inputs become", "input"),
        ("Which of np.sort(a) and a.sort() returns None", "sort"),
        ("Which axis is 1", "1"),
        ("在自编码器中，谁把输入变成隐含向量", "编码器"),
    ],
)
def test_an_offered_answer_or_a_part_of_a_word_is_no_leak(question: str, answer: str) -> None:
    """Alternatives are offered on purpose; short answers turn up anywhere."""
    assert rules_of(asking(question, answer)) == []


def test_a_choice_that_names_a_wrong_one_as_well_leaks_nothing() -> None:
    """Nor one whose wrong answers are longer forms of the right one."""
    wrong = (Text.plain("model.ckpt.index"),)
    asked = asking(
        "It saves to model.ckpt. Which file is missing", "model.ckpt", kind=Kind.CHOICE, wrong=wrong
    )
    assert rules_of(asked) == ["W22"]


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("(2, 3)", ["W62"]),
        ("x = 1\nprint('a', 2)", ["W62"]),
        ("x = 1\nx", []),
        ("print()", []),
        ("$n + 1", []),
        ("$n", []),
        ("len('abc')", []),
        ("def f(:", []),
        ("\0", []),
    ],
)
def test_a_snippet_that_is_its_own_answer_is_warned_of(code: str, rules: list[str]) -> None:
    """A literal as the last line; code that can't be read is told elsewhere."""
    assert rules_of(a_live_card(run=Snippet(code, vary=(("n", "1..3"),)))) == rules


def test_the_type_of_a_literal_may_be_asked() -> None:
    """What is written does not say it."""
    assert rules_of(a_live_card(run=Snippet("(2, 3)"), ask=(Facet.ERROR,))) == []
