"""A sitting: the day's cards, their grades, and the days after."""

from __future__ import annotations

import json
from datetime import UTC, date, timedelta

import pytest

from app.core.card import Kind
from app.core.errors import ForecallError
from app.core.log import Role
from app.core.rules import Rules
from app.core.text import Text
from app.core.truth import Judgement, Outcome
from app.study.sitting import LONGEST_ANSWER_MS
from app.study.turns import Outlook, Progress, Turned
from app.study.verdict import Verdict
from tests.builders import DAY, a_card, a_live_card
from tests.study.bench import Bench, three


def test_cards_come_one_after_another_until_none_is_left() -> None:
    """In the order of the deck, new ones first to last."""
    bench = Bench(three())
    seen = []
    while bench.asked():
        seen.append(bench.asked())
        bench.answer(4)
    assert seen == ["deck/a", "deck/b", "deck/c"]
    assert bench.sitting.progress == Progress(0, 0, 0, 3)


def test_grades_below_four_come_again_the_same_day_until_they_reach_it() -> None:
    """After everything else; the drill changes no interval."""
    bench = Bench(three())
    bench.answer(3, 5, 2)
    assert bench.sitting.progress == Progress(0, 0, 2, 3)
    assert bench.asked() == "deck/a"
    assert bench.sitting.current is not None
    assert bench.sitting.current.role is Role.DRILL
    bench.answer(3, 4)
    assert bench.asked() == "deck/a"
    bench.answer(5)
    assert bench.asked() is None
    assert [s.state.memory.interval for s in map(bench.store.card, (1, 2, 3))] == [1, 1, 1]
    assert bench.store.card(1).state.memory.ef == 236


def test_a_week_follows_sm2() -> None:
    """One card graded Good: today, tomorrow, six days on, then fifteen."""
    bench = Bench([a_card("deck/a")])
    due: list[date | None] = []
    for _ in range(4):
        bench.answer(4)
        due.append(bench.store.card(1).state.due)
        assert bench.asked() is None
        bench.next_day((due[-1] - bench.sitting.day).days if due[-1] else 0)
        assert bench.asked() == "deck/a"
    days = [(day - DAY).days for day in due if day]
    assert days == [1, 7, 22, 60]


def test_nothing_is_asked_before_it_is_due() -> None:
    """A card of six days is not asked on the fifth."""
    bench = Bench([a_card("deck/a")])
    bench.answer(4)
    bench.next_day()
    bench.answer(4)
    bench.next_day(5)
    assert bench.asked() is None
    bench.next_day()
    assert bench.asked() == "deck/a"


def test_the_outlook_on_each_key_is_what_the_grade_then_does() -> None:
    """Again and Hard also come again today."""
    bench = Bench([a_card("deck/a")])
    bench.answer(4)
    bench.next_day()
    bench.answer(4)
    bench.next_day(6)
    outlooks = {grade: bench.sitting.outlook(grade) for grade in bench.rules.grades}
    assert outlooks == {
        2: Outlook(1, again_today=True),
        3: Outlook(15, again_today=True),
        4: Outlook(15, again_today=False),
        5: Outlook(16, again_today=False),
    }
    bench.answer(3)
    state = bench.store.card(1).state
    assert state.memory.interval == 15
    assert bench.sitting.outlook(4) == Outlook(15, again_today=False)
    assert bench.sitting.outlook(2) == Outlook(15, again_today=True)


def test_the_limits_count_what_was_done_today() -> None:
    """A restart does not bring another twenty."""
    bench = Bench([a_card(f"deck/{i}") for i in range(10)], Rules(new_per_day=4))
    bench.answer(4, 4, 4)
    bench.sit()
    assert bench.sitting.progress == Progress(1, 0, 0, 0)
    bench.answer(4)
    assert bench.asked() is None
    bench.next_day()
    assert bench.sitting.progress == Progress(4, 4, 0, 0)


def test_the_limit_of_reviews_leaves_new_cards_alone() -> None:
    """Two limits, each for its own."""
    bench = Bench([a_card(f"deck/{i}") for i in range(8)], Rules(new_per_day=4, reviews_per_day=3))
    bench.answer(4, 4, 4, 4)
    bench.next_day()
    assert bench.sitting.progress == Progress(4, 3, 0, 0)


def test_drills_are_beyond_every_limit() -> None:
    """What was graded low today is drilled, however many there were."""
    bench = Bench(three(), Rules(new_per_day=3, reviews_per_day=0))
    bench.answer(2, 2, 2)
    bench.sit()
    assert bench.sitting.progress == Progress(0, 0, 3, 0)


def test_only_the_named_decks_are_asked() -> None:
    """Of two decks one."""
    bench = Bench([a_card("x/a"), a_card("y/b")])
    bench.sit(["y"])
    assert (bench.asked(), bench.sitting.progress.left) == ("y/b", 1)


def test_undo_brings_the_card_back_as_it_was() -> None:
    """State, queue and counts as before the grade."""
    bench = Bench(three())
    before = bench.sitting.progress
    bench.answer(2)
    assert bench.sitting.undo() == Turned("deck/a", "grade")
    assert bench.asked() == "deck/a"
    assert bench.store.card(1).state.is_new
    assert bench.sitting.progress == before


def test_undo_goes_back_several_cards_and_past_a_restart() -> None:
    """As deep as there is something to undo."""
    bench = Bench(three())
    bench.answer(4, 5)
    bench.sit()
    undone = [bench.sitting.undo() for _ in range(3)]
    assert [turned and turned.name for turned in undone] == ["deck/b", "deck/a", None]
    assert bench.sitting.progress == Progress(3, 0, 0, 0)


def test_undo_after_the_last_card_asks_it_again() -> None:
    """The summary is no point of no return."""
    bench = Bench([a_card("deck/a")])
    bench.answer(4)
    assert bench.asked() is None
    assert bench.sitting.undo() == Turned("deck/a", "grade")
    assert bench.asked() == "deck/a"


def test_undo_of_a_drill_takes_back_only_the_drill() -> None:
    """The scheduled grade before it stays."""
    bench = Bench([a_card("deck/a")])
    bench.answer(3, 4)
    bench.sitting.undo()
    assert bench.store.card(1).state.memory.ef == 236
    assert bench.sitting.progress == Progress(0, 0, 1, 1)


def test_a_grade_that_cannot_be_written_changes_nothing() -> None:
    """The card stays, to be graded again."""
    bench = Bench(three())
    bench.store.failure = ForecallError("The disk is full.")
    with pytest.raises(ForecallError):
        bench.answer(4)
    assert (bench.asked(), bench.sitting.progress) == ("deck/a", Progress(3, 0, 0, 0))
    bench.store.failure = None
    bench.answer(4)
    assert bench.asked() == "deck/b"


def test_a_sitting_past_the_rollover_goes_on_with_the_new_day() -> None:
    """The grade counts for the day it was given on, and the queue is the new day's."""
    bench = Bench([a_card("deck/a"), a_card("deck/b")], Rules(new_per_day=1))
    bench.answer(4)
    bench.now = bench.now.replace(hour=3, minute=59) + timedelta(days=1)
    bench.sit()
    assert bench.asked() is None
    bench.now += timedelta(minutes=2)
    bench.sit()
    assert bench.sitting.progress == Progress(1, 1, 0, 0)
    bench.now += timedelta(days=1)
    first = bench.asked()
    bench.answer(4)
    assert bench.store.rows[-1].day == DAY + timedelta(days=2)
    assert bench.sitting.day == DAY + timedelta(days=2)
    assert bench.asked() != first


def test_the_log_holds_what_the_question_was() -> None:
    """Seed, numbers, what was typed and how it was judged: enough to ask it again."""
    bench = Bench([a_live_card("deck/live")])
    asked = bench.sitting.current
    assert asked is not None
    verdict = Verdict({"value": Judgement(Outcome.WRONG, "7")}, {"value": "d1"})
    bench.sitting.grade(2, 4200, {"value": "八"}, verdict, env='{"numpy":"2.4.6"}')
    row = bench.store.rows[-1]
    assert (row.seed, json.loads(row.drawn)) == (asked.seed, dict(asked.drawn))
    assert json.loads(row.typed or "") == {"value": "八"}
    assert json.loads(row.outcome) == {"value": "wrong"}
    assert json.loads(row.digest) == {"value": "d1"}
    assert (row.grade, row.ms, row.offset, row.at) == (2, 4200, 28800, bench.now.astimezone(UTC))


def test_a_plain_card_logs_no_seed() -> None:
    """Nothing was drawn."""
    bench = Bench(three())
    bench.answer(4)
    row = bench.store.rows[-1]
    assert (row.seed, row.drawn, row.typed, row.outcome) == (None, "", None, "")


def test_time_stops_counting_when_the_learner_walked_away() -> None:
    """An open terminal over lunch is no hour of study."""
    bench = Bench(three())
    bench.sitting.grade(4, ms=3_600_000)
    assert bench.store.rows[-1].ms == LONGEST_ANSWER_MS


def test_the_same_card_again_has_new_numbers_and_no_grade() -> None:
    """For practice."""
    bench = Bench([a_live_card("deck/live")])
    seeds = {bench.sitting.current.seed if bench.sitting.current else 0}
    for _ in range(5):
        again = bench.sitting.ask_again()
        assert again is not None
        seeds.add(again.seed)
    assert len(seeds) == 6
    assert bench.store.rows == []


def test_the_summary_adds_up() -> None:
    """Cards, answers, time, how many right, the hardest, tomorrow's load."""
    bench = Bench([a_card(f"deck/{i}") for i in range(8)], Rules(new_per_day=3))
    bench.answer(5, 2, 3, 4, 4)
    summary = bench.sitting.summary()
    assert (summary.cards, summary.answers, summary.ms) == (3, 5, 5000)
    assert (summary.scheduled, summary.passed, summary.left) == (3, 2, 0)
    assert summary.hardest == ("deck/1", "deck/2")
    assert (summary.tomorrow_due, summary.tomorrow_new) == (3, 3)


def test_tomorrow_brings_no_more_new_cards_than_there_are() -> None:
    """Five cards, three of them today: two are left for tomorrow."""
    bench = Bench([a_card(f"deck/{i}") for i in range(5)], Rules(new_per_day=3))
    assert bench.sitting.summary().tomorrow_new == 2
    bench.answer(4, 4, 4)
    assert bench.sitting.summary().tomorrow_new == 2


def test_undone_answers_leave_the_summary() -> None:
    """As if they had not been given."""
    bench = Bench(three())
    bench.answer(4, 2)
    bench.sitting.undo()
    assert (bench.sitting.summary().answers, bench.sitting.summary().hardest) == (1, ())


def test_an_empty_collection_has_nothing_to_ask() -> None:
    """And that is no error."""
    bench = Bench([])
    assert bench.asked() is None
    assert bench.sitting.outlook(4) == Outlook(0, again_today=False)
    assert bench.sitting.undo() is None
    assert bench.sitting.summary().left == 0


def test_choice_cards_log_their_seed() -> None:
    """Their shuffle can be replayed."""
    card = a_card("deck/c", kind=Kind.CHOICE, wrong=(Text.plain("x"),))
    bench = Bench([card])
    bench.answer(4)
    assert bench.store.rows[-1].seed is not None
