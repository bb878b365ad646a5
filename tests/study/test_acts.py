"""A sitting: acts on its cards, what is undone and redone, and leeches."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from app.core.errors import ForecallError
from app.core.log import Act
from app.core.rules import Rules
from app.core.text import Text
from app.study.extra import Extra, still_to_ask
from app.study.sitting import Sitting
from app.study.turns import Leech, Turned
from tests.builders import a_card
from tests.study.bench import Bench, three


def test_near_copies_do_not_follow_one_another() -> None:
    """The next different card comes between; where there is none, the copy comes all the same."""
    cards = [a_card(f"d/{n}", question=Text.plain(f"What is the default beta{n} of Adam?")) for n in (1, 2)]
    bench = Bench([*cards, a_card("d/other", question=Text.plain("Which loss for classes?"))])
    seen = []
    while bench.asked():
        seen.append(bench.asked())
        bench.answer(4)
    assert seen == ["d/1", "d/other", "d/2"]
    bench = Bench(cards)
    bench.answer(4)
    assert bench.asked() == "d/2"


def test_a_skipped_card_comes_after_the_others_and_counts_for_nothing() -> None:
    """Undone in its place among the other acts; a grade ends the skip."""
    bench = Bench(three())
    assert bench.sitting.skip() == "deck/a"
    assert bench.asked() == "deck/b"
    bench.answer(4)
    assert bench.sitting.skip() == "deck/c"
    assert bench.asked() == "deck/a"
    assert [bench.sitting.undo() for _ in range(4)] == [
        Turned("deck/c", "skip"),
        Turned("deck/b", "grade"),
        Turned("deck/a", "skip"),
        None,
    ]
    assert bench.asked() == "deck/a"
    assert [bench.sitting.redo() for _ in range(4)] == [
        Turned("deck/a", "skip"),
        Turned("deck/b", "grade"),
        Turned("deck/c", "skip"),
        None,
    ]
    assert bench.asked() == "deck/a"
    bench.answer(4, 4)
    assert bench.asked() is None
    assert bench.sitting.skip() is None


def test_a_skip_lasts_over_a_restart_and_is_undone_after_it() -> None:
    """The card still comes after the others; undone it is the first; tomorrow all is as ever."""
    bench = Bench(three())
    bench.sitting.skip()
    bench.sit()
    assert bench.asked() == "deck/b"
    assert bench.sitting.progress.new == 3
    bench.answer(4)
    bench.sit()
    assert bench.asked() == "deck/c"
    assert [bench.sitting.undo(), bench.sitting.undo()] == [
        Turned("deck/b", "grade"),
        Turned("deck/a", "skip"),
    ]
    assert bench.asked() == "deck/a"
    bench.sit()
    assert bench.asked() == "deck/a"
    assert bench.sitting.redo() == Turned("deck/a", "skip")
    assert bench.asked() == "deck/b"
    bench.next_day()
    assert bench.asked() == "deck/a"


def test_a_skip_is_written_or_nothing_happens() -> None:
    """Where the disk fails the card stays."""
    bench = Bench(three())
    bench.store.failure = ForecallError("The disk is full.")
    with pytest.raises(ForecallError):
        bench.sitting.skip()
    assert bench.asked() == "deck/a"


def test_a_card_skipped_in_practice_comes_last_there() -> None:
    """Once it failed it stays behind those not asked yet, as without the skip."""
    bench = Bench(three())
    extra = Extra((1, 2, 3))
    practice = Sitting(bench.store, lambda: bench.now, random.Random(1), bench.rules, extra=extra)
    practice.use(bench.store)
    practice.grade(2, 1000)
    practice.skip()
    assert still_to_ask(bench.store, extra, bench.now.date()) == [2, 3, 1]
    assert [turn.card for turn in practice._turns] == [3, 1, 2]


def test_redone_answers_are_in_the_summary_again() -> None:
    """As if they had never been undone; a new act ends what could be redone."""
    bench = Bench(three())
    bench.answer(4, 2)
    bench.sitting.undo()
    bench.sitting.redo()
    assert (bench.sitting.summary().answers, bench.sitting.summary().hardest) == (2, ("deck/b",))
    bench.sitting.undo()
    bench.sitting.act(Act.FLAG, "look")
    assert bench.sitting.redo() is None
    assert bench.store.rows[-1].note == "look"
    assert bench.sitting.current is not None
    assert bench.sitting.current.stored.state.flagged


@pytest.mark.parametrize("suspends", [True, False])
def test_a_card_that_lapses_often_is_a_leech(suspends: bool) -> None:
    """Told at the second lapse here, and again at each half more; suspended only if that is wanted."""
    bench = Bench([a_card("deck/a")], Rules(leech_lapses=2, leech_suspends=suspends))
    bench.answer(4)
    told = []
    for _ in range(3):
        bench.next_day()
        if bench.asked():
            told.append(bench.sitting.grade(2, 1000))
            if bench.asked():
                bench.answer(4)
    again = [] if suspends else [Leech("deck/a", 3, suspended=False)]
    assert told == [None, Leech("deck/a", 2, suspends), *again]
    assert bench.store.card(1).state.suspended is suspends


def test_leeches_can_be_switched_off() -> None:
    """With 0 lapses none is one."""
    assert not any(Rules(leech_lapses=0).becomes_leech(lapses) for lapses in range(50))
    assert [n for n in range(20) if Rules().becomes_leech(n)] == [8, 12, 16]


def test_a_clock_that_was_set_back_changes_no_schedule_and_loses_nothing() -> None:
    """What was graded later already is drilled at most; the next day all goes on."""
    bench = Bench(three())
    bench.answer(4, 2)
    bench.now -= timedelta(days=2)
    bench.sit()
    states = [bench.store.card(n).state for n in (1, 2)]
    assert bench.asked() == "deck/c"
    bench.answer(4)
    assert bench.asked() is None
    assert [bench.store.card(n).state for n in (1, 2)] == states
    bench.next_day(3)
    assert bench.sitting.progress.due == 3
