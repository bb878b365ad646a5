"""A prediction held against the truth, and the grade that it suggests."""

from __future__ import annotations

import json

import pytest

from app.core.card import Card, Comparison, Facet, Kind
from app.core.collection import StoredCard
from app.core.log import Role, State
from app.core.text import Text
from app.core.truth import Ended, Outcome, Run, Truth
from app.study.asking import Asked, ask
from app.study.verdict import SUGGEST_RIGHT, SUGGEST_WRONG, judge, lines_of
from tests.builders import a_card, a_live_card

RIGHT, WRONG, UNREADABLE = Outcome.RIGHT, Outcome.WRONG, Outcome.UNREADABLE
MATRIX = Truth(type="Tensor", dtype="torch.float32", shape=(2, 3), grad=False, device="cpu")


def asked(card: Card, seed: int = 3) -> Asked:
    """A stored card, asked."""
    return ask(StoredCard(1, "uid", card, State(), "hash", ""), Role.SCHEDULED, seed)


def a_choice() -> Asked:
    """A choice of three."""
    wrong = (Text.plain("b"), Text.plain("c"))
    return asked(a_card(kind=Kind.CHOICE, answer=Text.plain("a"), wrong=wrong))


def an_order(count: int = 4) -> Asked:
    """Steps to be put in order."""
    steps = tuple(Text.plain(f"step {i}") for i in range(count))
    return asked(a_card(kind=Kind.ORDER, answer=None, steps=steps))


def outcome(question: Asked, **typed: str) -> Outcome:
    """The outcome of what was typed."""
    verdict = judge(question, typed)
    assert verdict is not None
    return verdict.outcome


def test_a_plain_card_has_no_line_and_no_verdict() -> None:
    """The learner alone knows."""
    question = asked(a_card())
    assert lines_of(question) == ()
    assert judge(question, {}) is None


def test_a_typed_card_is_right_in_any_language_and_any_accepted_form() -> None:
    """The language on the screen does not decide what may be typed."""
    both = Text((("en", "soft margin"), ("zh", "软间隔")))
    card = a_card(kind=Kind.TYPED, answer=both, accept=(Text.plain("C-SVM"),), ask=(Facet.TEXT,))
    for typed in ("soft margin", "软间隔", "C-SVM"):
        assert outcome(asked(card), text=typed) is RIGHT
    assert outcome(asked(card), text="hard margin") is WRONG


@pytest.mark.parametrize(
    "typed", ["soft margin", "Soft Margin", " soft margin", "`soft margin`", "SOFT  MARGIN"]
)
def test_recalled_words_have_no_case_and_no_layout(typed: str) -> None:
    """Unless the card is strict."""
    loose = a_card(kind=Kind.TYPED, answer=Text.plain("Soft margin"), ask=(Facet.TEXT,))
    assert outcome(asked(loose), text=typed) is RIGHT
    strict = a_card(
        kind=Kind.TYPED, answer=Text.plain("Soft margin"), ask=(Facet.TEXT,), compare=Comparison(strict=True)
    )
    assert outcome(asked(strict), text=typed) is WRONG


def test_the_right_answer_is_shown_as_its_author_wrote_it() -> None:
    """Not as it was folded to be compared."""
    verdict = judge(
        asked(a_card(kind=Kind.TYPED, answer=Text.plain("Adam"), ask=(Facet.TEXT,))), {"text": "x"}
    )
    assert verdict is not None
    assert verdict.judgements["text"].truth == "Adam"


def test_a_typed_value_is_compared_by_value() -> None:
    """Not by its spelling."""
    card = a_card(kind=Kind.TYPED, answer=Text.plain("(0.9, 0.999)"), ask=(Facet.VALUE,))
    assert outcome(asked(card), value="0.9, .999") is not WRONG
    assert outcome(asked(card), value="(0.90, 0.999)") is RIGHT
    assert outcome(asked(card), value="(0.999, 0.9)") is WRONG


def test_the_number_of_the_right_choice_is_right() -> None:
    """As it is shown, from 1; full-width digits too."""
    question = a_choice()
    right = question.key[0] + 1
    assert outcome(question, choice=str(right)) is RIGHT
    assert outcome(question, choice=chr(0xFF10 + right)) is RIGHT
    assert outcome(question, choice=str(right % 3 + 1)) is WRONG


@pytest.mark.parametrize("typed", ["", "0", "4", "a", "1 2", "-1", "1.5"])
def test_what_is_no_choice_is_asked_again(typed: str) -> None:
    """A slip of the finger is no lapse."""
    assert outcome(a_choice(), choice=typed) is UNREADABLE


@pytest.mark.parametrize("typed", ["?", "idk", "不知道"])
def test_owning_up_is_wrong_and_not_asked_again(typed: str) -> None:
    """There is nothing more to ask."""
    assert outcome(a_choice(), choice=typed) is WRONG
    assert outcome(an_order(), order=typed) is WRONG


def test_an_order_is_right_however_it_is_separated() -> None:
    """Blanks, commas, arrows or nothing."""
    question = an_order()
    places = [str(place + 1) for place in question.key]
    for joint in (" ", ",", "，", " > ", "→", "", "、"):
        assert outcome(question, order=joint.join(places)) is RIGHT


def test_a_wrong_order_tells_the_first_step_that_differs() -> None:
    """Step one right, step two not."""
    question = an_order()
    places = [str(place + 1) for place in question.key]
    places[1], places[2] = places[2], places[1]
    verdict = judge(question, {"order": " ".join(places)})
    assert verdict is not None
    assert verdict.judgements["order"].detail == f"step 2 is {question.key[1] + 1}"


@pytest.mark.parametrize("typed", ["", "1 2 3", "1 2 3 4 5", "1 2 3 x", "9 1 2 3", "1 1 1 0"])
def test_what_is_no_order_is_asked_again(typed: str) -> None:
    """Too few, too many, or not numbers of steps."""
    assert outcome(an_order(), order=typed) is UNREADABLE


def test_ten_steps_and_more_need_separators() -> None:
    """`12` is one number there."""
    question = an_order(11)
    assert outcome(question, order=" ".join(str(place + 1) for place in question.key)) is RIGHT


def test_each_facet_of_a_live_card_is_judged() -> None:
    """Shape right and dtype wrong is wrong, and both are shown."""
    question = asked(a_live_card(ask=(Facet.SHAPE, Facet.DTYPE)))
    verdict = judge(question, {"shape": "2x3", "dtype": "float64"}, Run(Ended.DONE, MATRIX))
    assert verdict is not None
    assert {name: found.outcome for name, found in verdict.judgements.items()} == {
        "shape": RIGHT,
        "dtype": WRONG,
    }
    assert (verdict.outcome, verdict.suggested) == (WRONG, SUGGEST_WRONG)
    assert json.loads(verdict.outcome_json) == {"shape": "right", "dtype": "wrong"}


def test_all_facets_right_suggests_good() -> None:
    """A machine can tell right from wrong, not easy from hard."""
    question = asked(a_live_card(ask=(Facet.SHAPE, Facet.GRAD)))
    verdict = judge(question, {"shape": "(2, 3)", "grad": "False"}, Run(Ended.DONE, MATRIX))
    assert verdict is not None
    assert (verdict.outcome, verdict.suggested) == (RIGHT, SUGGEST_RIGHT)


def test_one_unreadable_facet_asks_again() -> None:
    """Even beside a wrong one: nothing is graded before all is read."""
    question = asked(a_live_card(ask=(Facet.SHAPE, Facet.DTYPE)))
    verdict = judge(question, {"shape": "2 by n", "dtype": "int8"}, Run(Ended.DONE, MATRIX))
    assert verdict is not None
    assert verdict.outcome is UNREADABLE


@pytest.mark.parametrize("ended", [Ended.TIMEOUT, Ended.EARLY, Ended.LIMIT, Ended.UNAVAILABLE])
def test_a_run_that_did_not_come_to_its_end_judges_nothing(ended: Ended) -> None:
    """Neither right nor wrong, whatever it claims to have given."""
    question = asked(a_live_card(ask=(Facet.SHAPE,)))
    assert judge(question, {"shape": "(2, 3)"}, Run(ended, MATRIX)) is None
    assert judge(question, {"shape": "(2, 3)"}, None) is None


def test_the_digest_changes_with_the_truth_and_not_with_what_was_typed() -> None:
    """It is there to notice a library that answers differently."""
    question = asked(a_live_card(ask=(Facet.SHAPE,)))
    digests = [
        judge(question, {"shape": typed}, Run(Ended.DONE, Truth(shape=shape)))
        for typed, shape in (("1", (2, 3)), ("2x3", (2, 3)), ("1", (3, 2)))
    ]
    one, same, other = (verdict.digest_json for verdict in digests if verdict)
    assert one == same != other
