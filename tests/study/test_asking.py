"""How a card is asked: the same seed gives the same question."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.card import Card, Kind, Snippet
from app.core.collection import StoredCard
from app.core.log import Role, State
from app.core.text import Text
from app.study.asking import Asked, ask
from tests.builders import a_card, a_live_card


def asked(card: Card, seed: int = 1) -> Asked:
    """A stored card, asked."""
    stored = StoredCard(1, "uid", card, State(), "hash", "deck.yaml")
    return ask(stored, Role.SCHEDULED, seed)


def choice() -> Card:
    """A choice card with four options."""
    wrong = tuple(Text.plain(text) for text in ("b", "c", "d"))
    return a_card(kind=Kind.CHOICE, answer=Text.plain("right"), wrong=wrong)


def ordering(*steps: str) -> Card:
    """An ordering card."""
    return a_card(kind=Kind.ORDER, answer=None, steps=tuple(Text.plain(step) for step in steps))


def test_numbers_are_drawn_afresh_and_replayed_by_seed() -> None:
    """Two seeds give two questions sooner or later; one seed gives one."""
    codes = {asked(a_live_card(), seed).code for seed in range(30)}
    assert len(codes) > 5
    assert asked(a_live_card(), 7) == asked(a_live_card(), 7)


def test_drawn_numbers_stand_in_code_and_faces() -> None:
    """What is asked about is what runs."""
    run = Snippet("x = $n", vary=(("n", "5"),))
    found = asked(a_live_card(question=Text.plain("What is ${n} + $1?"), run=run))
    assert (found.code, found.face(found.content.question, "en")) == ("x = 5", "What is 5 + $1?")


def test_faces_are_cleaned() -> None:
    """No escape sequence of a deck reaches a terminal."""
    found = asked(a_card(question=Text.plain("a\x1b]52;c;b")))
    assert found.face(found.content.question, "en") == "a\ufffd]52;c;b"
    assert found.face(None, "en") == ""


@pytest.mark.parametrize("seed", range(20))
def test_the_key_points_at_the_right_choice(seed: int) -> None:
    """Wherever the shuffle put it."""
    found = asked(choice(), seed)
    assert [found.options[place].to("en") for place in found.key] == ["right"]
    assert sorted(option.to("en") for option in found.options) == ["b", "c", "d", "right"]


def test_the_right_choice_moves() -> None:
    """Its place can't be learned."""
    assert {asked(choice(), seed).key[0] for seed in range(40)} == {0, 1, 2, 3}


@pytest.mark.parametrize("seed", range(20))
def test_steps_are_never_shown_in_their_right_order(seed: int) -> None:
    """An ordering card that is ordered already asks nothing."""
    found = asked(ordering("one", "two", "three"), seed)
    assert [found.options[place].to("en") for place in found.key] == ["one", "two", "three"]
    assert [option.to("en") for option in found.options] != ["one", "two", "three"]


def test_a_plain_card_draws_nothing() -> None:
    """There is nothing to shuffle in a question and an answer."""
    found = asked(a_card())
    assert (found.drawn, found.code, found.options, found.key) == ({}, "", (), ())


def test_what_a_grade_counts_as_comes_from_outside() -> None:
    """The day decides between a repetition and a drill, and the day is not known here."""
    stored = StoredCard(1, "uid", a_card(), State(last_day=date(2026, 3, 10)), "hash", "")
    assert ask(stored, Role.DRILL, 1).role is Role.DRILL
