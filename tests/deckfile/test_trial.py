"""Half-typed cards: whatever stands in the editor gives an answer, and only a whole card is written."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import ForecallError
from app.deckfile.spans import DeckText
from app.deckfile.trial import fields_of, named, try_card, with_fields
from tests.deckfile.test_splice import CARDS, HEAD, NASTY, PLAIN, all_of

DECK = DeckText((HEAD + PLAIN).encode())
TYPED = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("- :?\n\t{}[]'\"#|>&*!%@`aq中：\ufeff\x85\x00"), max_size=40),
    st.lists(st.sampled_from([*NASTY, *CARDS, "- q: ", "\n  a: ", "- id: x\n"]), max_size=4).map("".join),
)


@pytest.mark.parametrize(
    "block", ["", "x", "x- q: \n  a: \n", "# q", "- q: a\n- q: b\n", "-", "- ", "- x", "q: a"]
)
def test_what_is_no_card_is_told(block: str) -> None:
    """As when one types before the dash."""
    with pytest.raises(ForecallError):
        fields_of(block)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TYPED, st.sampled_from(CARDS), st.integers(0, 200))
def test_any_keys_give_an_answer(typed: str, card: str, at: int) -> None:
    """Anything, at any place of any card."""
    for block in (typed, card[:at] + typed + card[at:], card[:at] + typed):
        trial = try_card(DECK, block, "d")
        assert all(problem.line >= 0 for problem in trial.problems)
        with suppress(ForecallError):
            fields = fields_of(block)
            assert fields_of(with_fields(block, fields | {"why": "x"}))["why"] == "x"
        with suppress(ForecallError):
            if trial.cards and not trial.errors:
                named(block, trial.entry)


def test_a_card_is_tried_with_its_decks_tags_and_setup() -> None:
    """And what stands behind the cards does not come into its way."""
    deck = DeckText((HEAD + PLAIN + "tags: [t]\n").encode())
    assert list(all_of(deck.raw.encode())) == ["plain"]
    trial = try_card(deck, "- q: What?\n  a: this\n")
    assert (trial.entry, trial.errors) == (trial.cards[0].entry, ())
