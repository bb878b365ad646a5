"""SM-2, read literally from its published text, in integers.

Source: P. A. Wozniak, "Optimization of learning" (1990), 3.2, steps 1-7;
https://super-memory.com/english/ol/sm2.htm. Easiness factors are hundredths (250 is 2.50): they are
always multiples of 0.02, and rounding up in floats makes some intervals a day too long.
"""

from __future__ import annotations

from typing import NamedTuple

START_EF = 250
"""Easiness of a new card, in hundredths (step 2)."""
LEAST_EF = 130
"""Easiness never falls below this, in hundredths (step 5)."""
FIRST_INTERVAL = 1
"""I(1), in days (step 3)."""
SECOND_INTERVAL = 6
"""I(2), in days (step 3)."""
PASS = 3
"""Grades from here on count as recalled (step 6)."""
NO_DRILL = 4
"""Cards graded below come again the same day until they reach it (step 7)."""
GRADES = range(6)
"""0 blackout … 5 perfect (step 4)."""


class Memory(NamedTuple):
    """What SM-2 remembers of a card.

    Attributes:
        ef: Easiness factor in hundredths, at least 130.
        reps: The n of the last interval I(n): up by one on each pass, 1 after a fail, 0 if never graded.
        interval: Days from the last scheduled repetition to the next; 0 if never graded.
    """

    ef: int = START_EF
    reps: int = 0
    interval: int = 0


def graded(memory: Memory, grade: int, max_interval: int = 36500) -> Memory:
    """Return the memory after a scheduled repetition.

    Args:
        memory: Before it.
        grade: 0 to 5.
        max_interval: Longest interval in days; the capped value is what is stored.

    Raises:
        ValueError: If the grade is not 0 to 5.
    """
    if grade not in GRADES:
        raise ValueError(f"grade {grade} is not one of 0 to 5")
    if grade < PASS:
        return Memory(memory.ef, 1, FIRST_INTERVAL)
    short = 5 - grade
    ef = max(LEAST_EF, memory.ef + 10 - short * (8 + 2 * short))
    reps = memory.reps + 1
    interval = (
        FIRST_INTERVAL if reps == 1 else SECOND_INTERVAL if reps == 2 else (memory.interval * ef + 99) // 100
    )
    return Memory(ef, reps, min(interval, max_interval))


def needs_drill(grade: int) -> bool:
    """Tell whether a card just graded so comes again on the same day."""
    return grade < NO_DRILL
