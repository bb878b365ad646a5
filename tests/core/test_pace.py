"""Fast and slow, by the learner's own times."""

from __future__ import annotations

import pytest

from app.core.pace import LEAST_ANSWERS, Pace, pace_of, with_time


def test_the_thresholds_are_the_fastest_and_the_slowest_tenth() -> None:
    """Of a hundred answers of 1 to 100 s, ten are fast and ten are slow, in whatever order they came."""
    times = [1000 * (37 * n % 101) for n in range(1, 101)]
    pace = pace_of(times)
    assert pace == Pace(11_000, 90_000)
    assert sum(time < 11_000 for time in times) == sum(time > 90_000 for time in times) == 10


def test_few_answers_tell_nothing() -> None:
    """Nineteen are too few."""
    assert pace_of([5000] * (LEAST_ANSWERS - 1)) is None
    assert pace_of([5000] * LEAST_ANSWERS) == Pace(5000, 5000)


@pytest.mark.parametrize(
    ("suggested", "took", "grade"),
    [(4, 2000, 5), (4, 2001, 4), (4, 8999, 4), (4, 9000, 3), (2, 1, 2), (2, 99_999, 2), (4, None, 4)],
)
def test_time_moves_only_a_right_answer(suggested: int, took: int | None, grade: int) -> None:
    """A wrong one is Again, however fast."""
    assert with_time(suggested, took, Pace(2000, 9000)) == grade


def test_without_a_pace_right_is_good() -> None:
    """And where all answers took the same time, none is slow."""
    assert with_time(4, 1, None) == 4
    assert with_time(4, 5001, Pace(5000, 5000)) == 4
