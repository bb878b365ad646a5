"""Rules of wording: each fires on what it is about and not on its near miss, in English and Chinese."""

from __future__ import annotations

import pytest

from app.core.card import Kind
from app.core.text import Text
from tests.builders import a_card, a_live_card
from tests.core.lint.linted import asking, rules_of


@pytest.mark.parametrize(
    "answer",
    [
        "yes",
        "No.",
        "True",
        "false",
        "Yes, because it is convex",
        "是",
        "不是。",
        "对的",
        "会，因为梯度为零",
        "不能",
    ],
)
def test_an_answer_of_yes_or_no_is_warned_of(answer: str) -> None:
    """In both languages, with or without a reason after it."""
    assert rules_of(asking("Is the hinge loss convex", answer)) == ["W20"]


@pytest.mark.parametrize(
    "answer",
    [
        "No gradient flows",
        "yesterday",
        "nothing",
        "truth tables",
        "是否可微",
        "对数损失",
        "会话",
        "能量函数",
        "错误率",
    ],
)
def test_a_word_that_begins_like_yes_is_no_yes(answer: str) -> None:
    """`no` within a sentence, `会` within 会话."""
    assert rules_of(asking("Which one", answer)) == []


@pytest.mark.parametrize(("question", "rules"), [("ReLU 有上界吗？", ["W20"]), ("吗啡是什么？", [])])
def test_a_chinese_question_that_ends_so_is_answered_by_yes_or_no(question: str, rules: list[str]) -> None:
    """Whatever word the answer takes for it."""
    assert rules_of(asking(question, "没有")) == rules


def test_a_live_card_or_a_hole_may_be_true_or_false() -> None:
    """A live card has no answer of its own; a hole is read in its sentence."""
    assert rules_of(asking("In Python 1 == 1.0 is […]", "True", kind=Kind.CLOZE), a_live_card()) == []


@pytest.mark.parametrize(
    "question",
    [
        "Explain dropout",
        "Please describe the kernel trick",
        "Discuss Adam",
        "谈谈 Adam",
        "请解释核技巧",
        "简述 PCA",
    ],
)
def test_a_question_without_one_answer_is_warned_of(question: str) -> None:
    """Explain, discuss, 谈谈."""
    assert rules_of(asking(question)) == ["W21"]


@pytest.mark.parametrize(
    "question",
    [
        "describe() gives which rows",
        "Explained variance of the first axis",
        "解释方差比是什么",
        "描述统计用哪个方法",
    ],
)
def test_a_name_that_begins_like_explain_is_no_vague_head(question: str) -> None:
    """The method `describe`, 解释方差."""
    assert rules_of(asking(question)) == []


@pytest.mark.parametrize(
    "question",
    [
        "It saturates where",
        "They share memory when",
        "This is called what",
        "它在哪里饱和",
        "这是什么层",
        "其缺点在哪",
    ],
)
def test_a_pronoun_without_its_noun_is_warned_of(question: str) -> None:
    """Cards come alone."""
    assert rules_of(asking(question)) == ["W22"]


@pytest.mark.parametrize(
    "question",
    ["This layer has which shape", "Items of a list", "That optimizer of 2014", "其中一种核", "这一层的形状"],
)
def test_a_pronoun_with_its_noun_is_none(question: str) -> None:
    """`This layer` names what it means, more or less."""
    assert rules_of(asking(question)) == []


def test_a_live_card_may_point_to_its_code() -> None:
    """The code is on the card."""
    assert rules_of(a_live_card(question=Text.plain("It is run twice. What is it then?"))) == []


@pytest.mark.parametrize(
    "question", ["List the optimizers", "Name all activations", "Enumerate kernels", "列举激活函数"]
)
def test_a_question_for_a_whole_set_is_warned_of(question: str) -> None:
    """A part of it is forgotten each time."""
    assert rules_of(asking(question)) == ["W12"]


@pytest.mark.parametrize(
    "question",
    ["List comprehension or loop, which is faster", "Name two drawbacks", "What are the betas called"],
)
def test_a_question_for_one_thing_is_no_list(question: str) -> None:
    """Nor is one for a given small number."""
    assert rules_of(asking(question)) == []


@pytest.mark.parametrize(
    "question",
    ["What is SAME? And VALID?", "什么是 SAME？什么是 VALID？", "What is a kernel and why is it cheap?"],
)
def test_two_questions_on_one_card_are_warned_of(question: str) -> None:
    """Two question marks, or two question words joined."""
    assert rules_of(asking(question)) == ["W13"]


@pytest.mark.parametrize(
    "question",
    [
        "What do padding and stride decide?",
        "In `a ? b : c`, what is b?",
        "What does “why?” ask for?",
        "x 和 y 的形状是什么？",
    ],
)
def test_one_question_about_two_things_is_one(question: str) -> None:
    """Quoted question marks are not asked."""
    assert rules_of(asking(question)) == []


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        ("Which of these is not a kernel?", ["W26"]),
        ("Which optimizer doesn't keep state?", ["W26"]),
        ("Which of these is NOT a kernel?", []),
        ("Which of these divides by n, and not by n − 1?", []),
        ("What has np.savetxt that np.save does not have?", []),
        ("下面哪一个不是核函数？", []),
    ],
)
def test_a_quiet_not_among_choices_is_warned_of(question: str, rules: list[str]) -> None:
    """Only where the choice turns on it."""
    assert rules_of(asking(question, kind=Kind.CHOICE, wrong=(Text.plain("w"),))) == rules


def test_a_not_without_choices_is_read() -> None:
    """There is nothing to pick by mistake."""
    assert rules_of(asking("Which layer does not change the shape?")) == []


@pytest.mark.parametrize(
    "question", ["Which model is state-of-the-art on ImageNet?", "目前最快的优化器是什么？"]
)
def test_a_claim_that_ages_wants_its_date(question: str) -> None:
    """A year or a version anywhere on the card will do."""
    assert rules_of(asking(question)) == ["W41"]
    assert rules_of(asking(question, why=Text.plain("As of 2026."))) == []


def test_both_languages_of_a_card_are_read_and_told_once() -> None:
    """The English text is fine, the Chinese one vague."""
    both = Text((("en", "What is PCA for?"), ("zh", "谈谈 PCA")))
    assert rules_of(a_card(question=both)) == ["W21"]
