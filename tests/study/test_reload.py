from __future__ import annotations

import random
from dataclasses import replace

from app.core.rules import Rules
from app.study.sitting import Sitting
from tests.builders import NOON, a_card, a_live_card
from tests.study.fakes import FakeStore


def sitting_of(store: FakeStore) -> Sitting:
    """A sitting with all of a store's cards."""
    return Sitting(store, lambda: NOON, random.Random(1), Rules())


def test_a_question_stays_as_it_is_if_its_card_did_not_change() -> None:
    """Other cards came in: the learner keeps the numbers that were drawn."""
    store = FakeStore([a_live_card("a/x")])
    sitting = sitting_of(store)
    before = sitting.current
    store.contents[2] = a_card("a/y")
    sitting.reload()
    assert sitting.current is before
    assert sitting.progress.new == 2


def test_a_changed_card_is_asked_anew() -> None:
    """What is asked is what the deck file says now."""
    card = a_live_card("a/x")
    store = FakeStore([card])
    sitting = sitting_of(store)
    store.contents[1] = replace(card, content=replace(card.content, why=card.content.question))
    sitting.reload()
    assert sitting.current is not None
    assert sitting.current.content.why is not None
