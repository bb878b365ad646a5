"""The fold: worked examples in every order of arrival, and what must hold of any log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import sm2
from app.core.fold import Folded, fold, live_rows, role_on, stage_of, step
from app.core.log import Act, Entry, Params, Role, RowId, Stage, State
from tests.builders import DAY, an_entry

NEXT = DAY + timedelta(days=1)


def folded(*rows: Entry) -> Folded:
    """Fold with the default parameters."""
    return fold(rows, lambda _: Params())


def undo(seq: int, target: Entry) -> Entry:
    """Undo a row from its own device."""
    return an_entry(seq, device=target.id.device, day=target.day, act=Act.UNDO, grade=None, target=target.id)


def act(seq: int, what: Act, day: date = DAY) -> Entry:
    """Make a row that is no grade."""
    return an_entry(seq, day=day, act=what, grade=None)


def two_devices() -> list[Entry]:
    """Day 10: A grades 4 and undoes it, B grades 5, A grades 2 and 4. Day 11: A grades 4; B 3, undone."""
    first = an_entry(1, grade=4)
    later = an_entry(2, device="B", day=NEXT, grade=3, ord=an_entry(6, day=NEXT).ord)
    return [
        first,
        undo(2, first),
        an_entry(1, device="B", grade=5, ord=an_entry(3).ord - 1),
        an_entry(3, grade=2),
        an_entry(4, grade=4),
        an_entry(5, day=NEXT, grade=4),
        later,
        replace(undo(3, later), ord=an_entry(7, day=NEXT).ord),
    ]


class TestWorkedExample:
    def test_every_order_of_arrival_gives_the_same_state(self) -> None:
        """After the union of two machines' logs: EF 2.60, reps 2, interval 6, due six days after day 11."""
        rows = two_devices()
        expected = folded(*rows)
        assert expected.state.memory == sm2.Memory(ef=260, reps=2, interval=6)
        assert expected.state.due == NEXT + timedelta(days=6)
        orders = list(permutations(range(len(rows))))
        assert len(orders) == 40320
        for order in orders[::97]:
            assert folded(*(rows[i] for i in order)) == expected

    def test_roles_of_its_live_grades(self) -> None:
        """The 5 between is the day's scheduled grade; the 2 and the 4 after it are drills."""
        reviews = folded(*two_devices()).reviews
        assert [(r.grade, r.role) for r in reviews] == [
            (5, Role.SCHEDULED),
            (2, Role.DRILL),
            (4, Role.DRILL),
            (4, Role.SCHEDULED),
        ]
        assert not any(r.lapse for r in reviews)

    def test_each_machine_alone_sees_its_own(self) -> None:
        """Before the union, A has failed the card on day 10 and B has only its 5."""
        rows = two_devices()
        a = folded(*(r for r in rows if r.id.device == "A"))
        b = folded(*(r for r in rows if r.id.device == "B"))
        assert a.state.memory == sm2.Memory(ef=250, reps=2, interval=6)
        assert b.state.memory == sm2.Memory(ef=260, reps=1, interval=1)


class TestUndo:
    def test_undone_grade_counts_for_nothing(self) -> None:
        """The card is as new, and there is no review of it."""
        grade = an_entry(1)
        result = folded(grade, undo(2, grade))
        assert result.state == State()
        assert result.reviews == ()
        assert result.last == RowId("A", 2)

    def test_last_of_undo_and_redo_wins(self) -> None:
        """Redone, the grade counts again; undone once more, it does not."""
        grade = an_entry(1)
        redo = replace(undo(3, grade), act=Act.REDO)
        assert folded(grade, undo(2, grade), redo).state.memory.reps == 1
        assert folded(grade, undo(2, grade), redo, undo(4, grade)).state == State()

    def test_undo_in_the_middle_changes_what_follows(self) -> None:
        """Without the fail in the middle, the repetitions go on as if it had not been."""
        days = [DAY + timedelta(days=n) for n in (0, 1, 7)]
        a, b, c = (
            an_entry(n, day=day, grade=g) for n, (day, g) in enumerate(zip(days, (4, 1, 4), strict=True), 1)
        )
        undone = replace(undo(9, b), day=days[2], ord=c.ord + 1)
        assert folded(a, b, c).state.memory == sm2.Memory(250, 2, 6)
        assert folded(a, b, c, undone) == replace(folded(a, c), last=undone.id)

    def test_undo_may_arrive_before_its_target(self) -> None:
        """The row that an undo names need not be here."""
        grade = an_entry(1)
        assert folded(undo(2, grade)).state == State()

    def test_other_acts_can_be_undone(self) -> None:
        """An undone suspension is none."""
        suspended = act(1, Act.SUSPEND)
        assert not folded(suspended, undo(2, suspended)).state.suspended

    def test_undone_reset_gives_the_schedule_back(self) -> None:
        """What was learned before the reset counts again."""
        grade, reset = an_entry(1, grade=5), act(2, Act.RESET)
        assert folded(grade, reset).state.is_new
        assert folded(grade, reset, undo(3, reset)).state == folded(grade).state


class TestDrill:
    @pytest.mark.parametrize("grade", [0, 1, 2, 3])
    def test_scheduled_grade_below_4_asks_for_a_drill(self, grade: int) -> None:
        """The card comes again on the same day."""
        assert folded(an_entry(grade=grade)).state.drill_day == DAY

    @pytest.mark.parametrize("grade", [4, 5])
    def test_grade_from_4_asks_for_none(self, grade: int) -> None:
        """The card is done for the day."""
        assert folded(an_entry(grade=grade)).state.drill_day is None

    def test_drill_goes_on_until_4(self) -> None:
        """A drill of 3 keeps the card in the round, one of 4 ends it."""
        rows = [an_entry(1, grade=2), an_entry(2, grade=3), an_entry(3, grade=4)]
        assert folded(*rows[:2]).state.drill_day == DAY
        assert folded(*rows).state.drill_day is None

    def test_drill_changes_nothing_else(self) -> None:
        """EF, repetitions, interval, due day and lapses are those of the scheduled grade."""
        failed = an_entry(1, grade=1)
        after = folded(failed, an_entry(2, grade=0), an_entry(3, grade=5)).state
        assert after == folded(failed).state._replace(drill_day=None)

    def test_grade_on_an_earlier_day_is_a_drill(self) -> None:
        """Who travels west over midnight does not get a second repetition."""
        rows = [an_entry(1, day=NEXT, grade=4), an_entry(9, day=DAY, grade=4, ord=an_entry(2, day=NEXT).ord)]
        assert [r.role for r in folded(*rows).reviews] == [Role.SCHEDULED, Role.DRILL]

    def test_after_a_reset_the_same_day_is_scheduled_again(self) -> None:
        """The last scheduled day counts since the reset only."""
        result = folded(an_entry(1, grade=4), act(2, Act.RESET), an_entry(3, grade=5))
        assert [r.role for r in result.reviews] == [Role.SCHEDULED, Role.SCHEDULED]
        assert result.state.memory == sm2.Memory(260, 1, 1)

    def test_role_on_tells_before_grading(self) -> None:
        """Up to the last scheduled day a drill, from the day after it scheduled."""
        state = folded(an_entry()).state
        assert (role_on(State(), DAY), role_on(state, DAY), role_on(state, NEXT)) == (
            Role.SCHEDULED,
            Role.DRILL,
            Role.SCHEDULED,
        )


class TestLapse:
    def test_first_fail_is_no_lapse(self) -> None:
        """What was never known can't be forgotten."""
        result = folded(an_entry(1, grade=1), an_entry(2, day=NEXT, grade=1))
        assert result.state.lapses == 0
        assert not any(r.lapse for r in result.reviews)

    def test_fail_after_a_pass_is_a_lapse(self) -> None:
        """Even after another fail in between, and each time it happens."""
        days = [DAY + timedelta(days=n) for n in range(4)]
        rows = [an_entry(1, day=d, grade=g) for d, g in zip(days, (4, 1, 2, 3), strict=True)]
        result = folded(*rows)
        assert result.state.lapses == 2
        assert [r.lapse for r in result.reviews] == [False, True, True, False]

    def test_failed_drill_is_no_lapse(self) -> None:
        """Drills count nowhere."""
        assert folded(an_entry(1, grade=4), an_entry(2, grade=0)).state.lapses == 0

    def test_reset_forgets_lapses_and_passes(self) -> None:
        """The first fail after a reset is no lapse."""
        lapsed = [an_entry(1, grade=4), an_entry(2, day=NEXT, grade=1)]
        later = NEXT + timedelta(days=1)
        state = folded(*lapsed, act(3, Act.RESET, NEXT), an_entry(4, day=later, grade=0)).state
        assert (state.lapses, state.passed) == (0, False)


class TestOtherActs:
    def test_reset_keeps_what_the_learner_hid_or_marked(self) -> None:
        """A reset is about the schedule."""
        rows = [an_entry(1), act(2, Act.SUSPEND), act(3, Act.BURY), act(4, Act.FLAG), act(5, Act.RESET)]
        assert folded(*rows).state == State(suspended=True, buried_until=NEXT, flagged=True)

    @pytest.mark.parametrize(
        ("do", "undo_it"),
        [(Act.SUSPEND, Act.UNSUSPEND), (Act.BURY, Act.UNBURY), (Act.FLAG, Act.UNFLAG)],
    )
    def test_acts_and_their_opposites(self, do: Act, undo_it: Act) -> None:
        """Each opposite takes the act back, and only it."""
        assert folded(act(1, do)).state != State()
        assert folded(act(1, do), act(2, undo_it)).state == State()

    def test_burial_ends_the_day_after(self) -> None:
        """A buried card is asked again on the next study day."""
        assert folded(act(1, Act.BURY)).state.buried_until == NEXT

    def test_unknown_act_counts_for_nothing(self) -> None:
        """A row from a newer forecall does not stop this one, even if it carries a grade."""
        known = an_entry(1)
        assert folded(known, an_entry(2, act="teleport", grade=0)).state == folded(known).state
        assert folded(known, an_entry(2, act=Act.CRAM, grade=0)).reviews == folded(known).reviews

    def test_no_rows_is_a_new_card(self) -> None:
        """A card without a log has the default state."""
        assert folded() == Folded(State(), (), None)


class TestParams:
    def test_each_grade_is_folded_with_its_own(self) -> None:
        """A shorter longest interval caps the grades given under it, and no others."""
        short = {"": Params(), "short": Params(max_interval=3)}
        days = [DAY + timedelta(days=n) for n in (0, 1, 7)]
        rows = [
            an_entry(1, day=day, params=p, grade=4) for day, p in zip(days, ("", "short", ""), strict=True)
        ]
        reviews = fold(rows, short.__getitem__).reviews
        assert [r.interval_after for r in reviews] == [1, 3, 8]


class TestReview:
    def test_holds_what_figures_need(self) -> None:
        """Hour by the row's own offset, intervals before and after, stage before, time."""
        rows = [an_entry(n, day=DAY + timedelta(days=d), grade=4) for n, d in enumerate((0, 1, 7, 22), 1)]
        last = an_entry(5, day=DAY + timedelta(days=60), grade=2, ms=1234, offset=-13 * 3600, deck="moved")
        review = folded(*rows, last).reviews[-1]
        assert (review.hour, review.ms, review.deck, review.day) == (23, 1234, "moved", last.day)
        assert (review.interval_before, review.interval_after, review.ef_after) == (38, 1, 250)
        assert (review.stage, review.lapse) == (Stage.MATURE, True)

    def test_stages(self) -> None:
        """New before the first grade, mature from 21 days on, young between; a drill has its repetition's."""
        days = (0, 1, 7, 22)
        rows = [an_entry(n, day=DAY + timedelta(days=d), grade=4) for n, d in enumerate(days, 1)]
        drill = an_entry(9, grade=4, ord=rows[0].ord + 1)
        stages = [r.stage for r in folded(*rows, drill).reviews]
        assert stages == [Stage.NEW, Stage.NEW, Stage.YOUNG, Stage.YOUNG, Stage.YOUNG]
        assert stage_of(folded(*rows).state) is Stage.MATURE
        assert stage_of(State(memory=sm2.Memory(250, 3, 20), due=DAY)) is Stage.YOUNG
        assert stage_of(State(memory=sm2.Memory(250, 3, 21), due=DAY)) is Stage.MATURE


# Properties of any log.

ACTS = st.sampled_from([Act.GRADE] * 6 + [Act.RESET, Act.SUSPEND, Act.BURY, Act.FLAG, Act.UNDO, Act.REDO])


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """A log of two devices over a few days, with undos of any row of it; `ord` grows on each device."""
    rows: list[Entry] = []
    seqs = {"A": 0, "B": 0}
    for n in range(draw(st.integers(0, 12))):
        device = draw(st.sampled_from("AB"))
        seqs[device] += 1
        what = draw(ACTS)
        day = DAY + timedelta(days=n // 3)
        order = n * 2 + draw(st.integers(0, 1))
        row = an_entry(seqs[device], device=device, day=day, act=what, grade=None, ord=order)
        if what in (Act.UNDO, Act.REDO) and rows:
            row = replace(row, target=draw(st.sampled_from(rows)).id)
        elif what == Act.GRADE:
            row = replace(row, grade=draw(st.integers(0, 5)))
        rows.append(row)
    return rows


@given(logs(), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(rows: list[Entry], random: Random) -> None:
    """Any shuffle of the rows folds to the same."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert folded(*shuffled) == folded(*rows)


@given(logs())
def test_replay_equals_one_step_a_row(rows: list[Entry]) -> None:
    """Where nothing is cancelled, folding the log is one step a row: so the fast path is right."""
    plain = [row for row in rows if row.act not in (Act.UNDO, Act.REDO)]
    state, reviews = State(), []
    for row in sorted(plain, key=lambda each: each.key):
        state, review = step(state, row, Params())
        reviews += [review] if review else []
    assert folded(*plain) == Folded(
        state, tuple(reviews), max(plain, key=lambda row: row.key).id if plain else None
    )


@given(logs())
def test_cancelled_rows_might_as_well_not_be_there(rows: list[Entry]) -> None:
    """The fold of a log is the fold of its live rows, and of no others."""
    live = live_rows(rows)
    assert folded(*live).state == folded(*rows).state
    assert folded(*live).reviews == folded(*rows).reviews


@given(logs())
def test_state_keeps_its_word(rows: list[Entry]) -> None:
    """EF at least 1.30 and a multiple of 0.02; new, due, last day and repetitions agree; reviews add up."""
    result = folded(*rows)
    state = result.state
    assert state.memory.ef >= sm2.LEAST_EF
    assert state.memory.ef % 2 == 0
    assert state.is_new == (state.last_day is None) == (state.memory.reps == 0)
    if state.due is not None and state.last_day is not None:
        assert (state.due - state.last_day).days == state.memory.interval >= 1
    assert state.drill_day in (None, state.last_day)
    assert len(result.reviews) == sum(row.act == Act.GRADE for row in live_rows(rows))
    days = [r.day for r in result.reviews if r.role is Role.SCHEDULED]
    if not any(row.act == Act.RESET for row in rows):
        assert len(days) == len(set(days))
