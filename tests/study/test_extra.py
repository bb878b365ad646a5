"""Cramming and studying ahead: which cards, what they change, and going on after an interruption."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from app.core.errors import ForecallError
from app.core.log import Act
from app.core.rules import Rules
from app.study.extra import KEPT_DAYS, Extra, ahead, as_text, cram, interrupted
from app.study.sitting import Sitting
from tests.builders import a_card
from tests.study.bench import Bench, three

CLOZE = [a_card("deck/cloze/x"), a_card("deck/cloze/y"), a_card("deck/plain")]


def practise(bench: Bench, extra: Extra) -> Sitting:
    """Sit down with cards beyond what the day brings."""
    bench.sitting = Sitting(bench.store, lambda: bench.now, random.Random(1), bench.rules, extra=extra)
    bench.sitting.use(bench.store)
    return bench.sitting


def begun(bench: Bench, *, counts: bool = False) -> Extra:
    """Begin to cram the deck."""
    extra = cram(bench.store, bench.sitting.day, "deck:deck", counts=counts, rules=Rules())
    practise(bench, extra)
    return extra


def left(bench: Bench, extra: Extra) -> list[str] | None:
    """Names of the cards that are gone on with, after a restart."""
    found = interrupted(bench.store, as_text(extra), bench.sitting.day)
    return [bench.store.card(card).card.name for card in found.cards] if found else None


def test_an_interrupted_practice_goes_on_with_what_is_left() -> None:
    """What was known is done, what failed comes after what was not asked yet, and undo counts."""
    bench = Bench(three())
    extra = begun(bench)
    bench.answer(2, 4)
    assert left(bench, extra) == ["deck/c", "deck/a"]
    bench.sitting.undo()
    assert left(bench, extra) == ["deck/b", "deck/c", "deck/a"]
    bench.sitting.redo()
    found = interrupted(bench.store, as_text(extra), bench.sitting.day)
    assert found is not None
    practise(bench, found)
    assert bench.asked() == "deck/c"
    bench.answer(4, 5)
    assert bench.asked() is None
    assert left(bench, found) is None
    assert all(bench.store.card(card).state.is_new for card in extra.cards)


def test_what_was_put_away_in_a_practice_stays_away() -> None:
    """Suspended and buried cards are not asked again at once, nor after a restart."""
    bench = Bench(three())
    extra = begun(bench)
    bench.sitting.act(Act.BURY)
    assert bench.asked() == "deck/b"
    bench.sitting.act(Act.SUSPEND)
    assert bench.asked() == "deck/c"
    assert left(bench, extra) == ["deck/c"]


def test_practice_that_counts_asks_one_of_each_family_a_day() -> None:
    """The other holes are offered on another day; a leech that was suspended does not come again."""
    bench = Bench(CLOZE)
    extra = begun(bench, counts=True)
    assert bench.sitting.progress.extra == 2
    bench.answer(4, 4)
    assert bench.asked() is None
    assert left(bench, extra) is None
    bench.now += timedelta(days=1)
    bench.sit()
    assert left(bench, extra) == ["deck/cloze/y"]


def test_cramming_that_does_not_count_asks_all_siblings() -> None:
    """It is for the exam tomorrow."""
    bench = Bench(CLOZE)
    begun(bench)
    assert bench.sitting.progress.extra == 3


def test_an_old_interruption_is_forgotten_and_a_broken_file_is_none() -> None:
    """So is one whose log is gone, because an older database was put back."""
    bench = Bench(three())
    extra = begun(bench)
    bench.now += timedelta(days=KEPT_DAYS)
    bench.sit()
    assert left(bench, extra) == ["deck/a", "deck/b", "deck/c"]
    assert left(bench, Extra(extra.cards, after=9, day=extra.day)) is None
    for broken in ("", "[]", "{", '{"cards": ["x"]}', '{"cards": [1], "more": 2}', "null", "7"):
        assert interrupted(bench.store, broken, bench.sitting.day) is None
    bench.now += timedelta(days=1)
    bench.sit()
    assert left(bench, extra) is None


def test_only_the_wanted_decks_are_crammed_or_studied_ahead() -> None:
    """With words and without."""
    bench = Bench([a_card("x/a"), a_card("y/b"), a_card("z/c")])
    assert len(cram(bench.store, bench.sitting.day, "", ["x", "z"], rules=Rules()).cards) == 2
    assert cram(bench.store, bench.sitting.day, "", ["x", "z"], rules=Rules()).what == "cram deck:x deck:z"
    bench.answer(4, 4, 4)
    assert ahead(bench.store, bench.sitting.day, 3, ["y"]).what == "ahead 3 deck:y"
    assert ahead(bench.store, bench.sitting.day, 3, ["y"]).cards == (2,)


@pytest.mark.parametrize(
    ("query", "told"), [("(", "never closed"), ("is:nonsense", "is:"), ("deck:none", "No cards were found")]
)
def test_what_can_not_be_crammed_is_told(query: str, told: str) -> None:
    """A query that can't be read, and one that finds nothing."""
    bench = Bench(three())
    with pytest.raises(ForecallError, match=told):
        cram(bench.store, bench.sitting.day, query, rules=Rules())
