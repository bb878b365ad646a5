"""Rules of minimum information."""

from __future__ import annotations

import pytest

from app.core.card import Kind, Snippet
from app.core.lint.measure import columns, words
from app.core.text import Text
from tests.builders import a_card, a_live_card
from tests.core.lint.linted import asking, rules_of


@pytest.mark.parametrize(("count", "rules"), [(25, []), (26, ["W10"])])
def test_an_answer_has_25_words(count: int, rules: list[str]) -> None:
    """One more is told."""
    assert rules_of(asking("What is it for", " ".join(["word"] * count))) == rules


@pytest.mark.parametrize(("count", "rules"), [(50, []), (52, ["W10"])])
def test_two_chinese_characters_are_a_word(count: int, rules: list[str]) -> None:
    """Chinese has no blanks to count."""
    assert rules_of(asking("什么", "梯" * count)) == rules


@pytest.mark.parametrize(
    ("question", "rules"), [("x" * 300, []), ("x" * 301, ["W10"]), ("梯" * 151, ["W10"])]
)
def test_a_question_has_300_columns(question: str, rules: list[str]) -> None:
    """A wide character takes two."""
    assert rules_of(asking(question)) == rules


@pytest.mark.parametrize(
    ("answer", "rules"),
    [
        ("SGD, Adagrad, RMSprop and Adam", ["W11"]),
        ("动量、自适应、衰减、偏差修正", ["W11"]),
        ("compile, fit, evaluate", []),
        ("(2, 3, 4, 5)", []),
        ("2, 3, 4, 5", []),
        ("It learns slowly at first, then fast, then slowly again, and stops at the end", []),
    ],
)
def test_a_set_of_more_than_three_is_warned_of(answer: str, rules: list[str]) -> None:
    """Numbers and whole clauses are no set."""
    assert rules_of(asking("What goes there", answer)) == rules


def test_a_choice_may_be_a_list() -> None:
    """It is recognised, not recalled."""
    assert rules_of(asking("Which order", "a, b, c, d", kind=Kind.CHOICE, wrong=(Text.plain("b, a"),))) == []


@pytest.mark.parametrize(("count", "rules"), [(8, []), (9, ["W14"])])
def test_a_hole_hides_eight_words(count: int, rules: list[str]) -> None:
    """One more is told."""
    assert rules_of(asking("So […] it is", " ".join(["word"] * count), kind=Kind.CLOZE)) == rules


@pytest.mark.parametrize(
    ("sentence", "holes", "rules"),
    [("Put […] there.", 3, []), ("Put […] there.", 4, ["W14"]), ("Put […] there. Then go.", 4, [])],
)
def test_a_sentence_has_three_holes(sentence: str, holes: int, rules: list[str]) -> None:
    """Two sentences may have more."""
    texts = [Text.plain(sentence.replace("there", f"there {hole}")) for hole in range(holes)]
    cards = [
        a_card(f"d/e/{hole}", kind=Kind.CLOZE, question=text, answer=Text.plain(f"hole {hole}"))
        for hole, text in enumerate(texts)
    ]
    assert rules_of(*cards) == rules


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("x = 1\n" * 12, []),
        ("x = 1\n" * 13, ["W55"]),
        ("#" + "x" * 75, []),
        ("#" + "x" * 76, ["W55"]),
        ("#" + "梯" * 38, ["W55"]),
    ],
)
def test_code_fits_on_a_small_terminal(code: str, rules: list[str]) -> None:
    """12 lines of 76 columns."""
    assert rules_of(a_live_card(run=Snippet(code))) == rules


def test_words_and_columns_are_counted_as_people_do() -> None:
    """Hyphens and apostrophes join; combining marks take no column."""
    assert words("don't use a soft-margin SVM") == 5
    assert words("学习率 lr") == 2.5
    assert columns("e\u0301梯a") == 4
