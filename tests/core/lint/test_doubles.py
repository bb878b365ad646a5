"""The same thing asked twice, and how long it takes to find that."""

from __future__ import annotations

import random
import sys

from app.core.card import Card, Kind, Snippet
from app.core.lint import lint
from app.core.lint.doubles import ALIKE, _similar
from app.core.lint.measure import tokens
from app.core.text import Text
from tests.builders import a_card, a_live_card
from tests.core.lint.linted import rules_of


def pair(one: str, other: str, answers: tuple[str, str] = ("an answer", "an answer")) -> tuple[Card, Card]:
    """Two cards."""
    return (
        a_card("d/one", question=Text.plain(one), answer=Text.plain(answers[0])),
        a_card("d/two", question=Text.plain(other), answer=Text.plain(answers[1])),
    )


def test_the_very_same_question_is_an_error_at_the_later_card() -> None:
    """Case and blanks make no difference; nor does another answer."""
    cards = pair("What does Adam add?", "what does  ADAM add?", ("momentum", "bias correction"))
    [problem] = lint([("d.yaml", card) for card in cards])
    assert (problem.rule, problem.card) == ("E02", "d/two")
    assert "d/one" in problem.what


LONG = "Which optimizer keeps a running mean of both the gradient and of its square for each single weight"


def test_nearly_the_same_question_with_the_same_answer_is_warned_of() -> None:
    """One word more does not make another card."""
    assert rules_of(*pair(LONG, f"{LONG} there")) == ["W03"]


def test_siblings_with_different_answers_are_wanted() -> None:
    """They tell apart what gets mixed up."""
    assert rules_of(*pair(LONG, f"{LONG} there", ("Adam", "AdamW"))) == []


def test_different_questions_may_have_the_same_answer() -> None:
    """Two ways to one fact."""
    assert rules_of(*pair(LONG, "Who wrote Adam")) == []


def test_the_cards_of_one_entry_are_no_doubles() -> None:
    """The holes of a cloze share their sentence."""
    cards = [
        a_card(f"d/e/{part}", kind=Kind.CLOZE, question=Text.plain("A […] b […]"), answer=Text.plain("c"))
        for part in "xy"
    ]
    assert rules_of(*cards) == []


def test_live_cards_are_told_apart_by_their_code_and_choices_by_what_they_offer() -> None:
    """`What is the shape of y?` is asked often."""
    assert rules_of(a_live_card("d/one", "1 + $n"), a_live_card("d/two", "2 + $n")) == []
    assert rules_of(a_live_card("d/one", "1 + $n"), a_live_card("d/two", "1 +  $n")) == ["E02"]
    choices = [
        a_card(f"d/{name}", kind=Kind.CHOICE, answer=Text.plain(name), wrong=(Text.plain(f"not {name}"),))
        for name in ("one", "two")
    ]
    assert rules_of(*choices) == []
    assert rules_of(a_live_card("d/a", run=Snippet("1")), a_live_card("d/b", run=Snippet("2"))) == [
        "W62",
        "W62",
    ]


def random_cards(count: int, vocabulary: int, seed: int) -> list[Card]:
    """Cards with random questions, a third of them near copies of earlier ones."""
    rng = random.Random(seed)
    questions: list[list[str]] = []
    for _ in range(count):
        if questions and rng.random() < 0.3:
            words = list(rng.choice(questions))
            words[rng.randrange(len(words))] = f"w{rng.randrange(vocabulary)}"
        else:
            words = [f"w{rng.randrange(vocabulary)}" for _ in range(rng.randrange(4, 25))]
        questions.append(words)
    answers = [Text.plain(f"answer {rng.randrange(3)}") for _ in questions]
    return [
        a_card(f"d/c{at}", question=Text.plain(" ".join(words)), answer=answer)
        for at, (words, answer) in enumerate(zip(questions, answers, strict=True))
    ]


def test_all_similar_pairs_are_found() -> None:
    """The same as comparing each with each."""
    for seed in range(20):
        cards = random_cards(60, 30, seed)
        asked = [
            (card.content.answer, {*tokens(card.content.question.to(""))})
            for card in cards
            if card.content.answer
        ]
        slow = {
            (at, other)
            for at, (answer, words) in enumerate(asked)
            for other, (theirs, their_words) in enumerate(asked[:at])
            if answer == theirs and len(words & their_words) >= ALIKE * len(words | their_words)
        }
        assert {*_similar(cards)} == slow


def test_ten_times_the_cards_take_about_ten_times_the_steps() -> None:
    """Counted in steps of the interpreter, not in seconds, so that a busy machine changes nothing."""

    def steps(count: int) -> int:
        cards = [("d.yaml", card) for card in random_cards(count, 20 * count, 1)]
        counted = 0

        def count_call(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count_call)
        try:
            lint(cards)
        finally:
            sys.setprofile(None)
        return counted

    assert steps(3000) < 15 * steps(300)
