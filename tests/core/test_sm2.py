"""SM-2 as published: worked sequences, and the laws that hold for all of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import sm2
from app.core.fold import fold, step
from app.core.log import Params, State
from app.core.sm2 import Memory
from tests.builders import an_entry

VECTORS = json.loads((Path(__file__).parent / "sm2_vectors.json").read_text(encoding="utf-8"))["vectors"]
DAY_ZERO = date(2026, 1, 1)
GRADES = st.integers(0, 5)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_worked_sequences_come_out_step_by_step(vector: dict[str, Any]) -> None:
    """Every published reading of the text, with the same-day drill, through the fold itself."""
    state, day, seq = State(), DAY_ZERO, 0
    for (gap, grade, drills), expected in zip(vector["seq"], vector["expect"], strict=True):
        day += timedelta(days=gap)
        seq += 1
        state, _ = step(state, an_entry(seq, day=day, grade=grade), Params())
        assert (state.drill_day == day) == expected["needs_drill"]
        for drill in drills:
            seq += 1
            state, _ = step(state, an_entry(seq, day=day, grade=drill), Params())
        assert (state.memory.ef, state.memory.reps, state.memory.interval) == (
            round(expected["EF"] * 100),
            expected["reps"],
            expected["interval"],
        )
        assert state.due == DAY_ZERO + timedelta(days=expected["due_day"])
        if drills and drills[-1] >= 4:
            assert state.drill_day is None


def test_every_published_sequence_is_there() -> None:
    """A truncated file of vectors would prove nothing."""
    assert len(VECTORS) >= 10


def test_perfect_grades_give_the_intervals_of_exact_arithmetic() -> None:
    """In binary floats the fifth interval is 151: 3.0000000000000004 × 50, rounded up."""
    memory, intervals = Memory(), []
    for _ in range(6):
        memory = sm2.graded(memory, 5)
        intervals.append(memory.interval)
    assert intervals == [1, 6, 17, 50, 150, 465]


def test_a_fail_starts_the_intervals_over_and_leaves_the_easiness() -> None:
    """Step 6: I(1) again, so the next pass gives six days."""
    failed = sm2.graded(Memory(ef=236, reps=5, interval=80), 2)
    assert failed == Memory(236, 1, 1)
    assert sm2.graded(failed, 4) == Memory(236, 2, 6)


def test_the_easiness_never_falls_below_its_floor() -> None:
    """Step 5: 1.30 at least, whatever the grades."""
    assert sm2.graded(Memory(ef=130, reps=3, interval=10), 3).ef == 130
    assert sm2.graded(Memory(ef=140, reps=3, interval=10), 3).ef == 130


def test_the_capped_interval_is_what_is_stored() -> None:
    """What the key says is what happens."""
    assert sm2.graded(Memory(ef=250, reps=8, interval=30_000), 4).interval == 36_500
    assert sm2.graded(Memory(ef=250, reps=3, interval=100), 4, max_interval=90).interval == 90


@pytest.mark.parametrize("grade", [-1, 6])
def test_a_grade_outside_the_scale_is_refused(grade: int) -> None:
    """Nothing is clamped silently."""
    with pytest.raises(ValueError, match="0 to 5"):
        sm2.graded(Memory(), grade)


@given(st.lists(GRADES, max_size=40))
def test_easiness_is_a_multiple_of_two_hundredths_and_intervals_are_whole_days(grades: list[int]) -> None:
    """Integer arithmetic loses nothing, because SM-2 only ever moves in steps of 0.02."""
    memory = Memory()
    for grade in grades:
        memory = sm2.graded(memory, grade)
        assert memory.ef >= sm2.LEAST_EF
        assert memory.ef % 2 == 0
        assert 1 <= memory.interval <= 36_500


@given(st.lists(GRADES, max_size=20), st.integers(3, 4))
def test_a_better_grade_never_gives_a_shorter_interval(grades: list[int], grade: int) -> None:
    """Monotone in the grade, from any past."""
    memory = Memory()
    for past in grades:
        memory = sm2.graded(memory, past)
    outcomes = [sm2.graded(memory, each) for each in range(6)]
    assert [o.interval for o in outcomes] == sorted(o.interval for o in outcomes)
    assert outcomes[grade].ef <= outcomes[grade + 1].ef


@given(st.integers(130, 600), st.integers(1, 36_500), st.integers(3, 5))
def test_intervals_are_the_exact_product_rounded_up(ef: int, interval: int, grade: int) -> None:
    """Against rational arithmetic on the formula as published."""
    short = 5 - grade
    published = Fraction(ef, 100) + Fraction(1, 10) - short * (Fraction(8, 100) + short * Fraction(2, 100))
    exact = interval * max(Fraction(13, 10), published)
    expected = min(36_500, -(-exact.numerator // exact.denominator))
    assert sm2.graded(Memory(ef, 2, interval), grade).interval == expected


@given(st.lists(st.tuples(st.integers(0, 40), GRADES), max_size=25))
def test_replaying_the_log_gives_the_state_that_was_reached(history: list[tuple[int, int]]) -> None:
    """State is a fold: stepping along and folding afterwards agree."""
    state, day, rows = State(), DAY_ZERO, []
    for seq, (gap, grade) in enumerate(history, start=1):
        day += timedelta(days=gap)
        rows.append(an_entry(seq, day=day, grade=grade))
        state, _ = step(state, rows[-1], Params())
    assert fold(rows[::-1], lambda _: Params()).state == state
