"""What the rollups count, told once for the triggers that keep them and for the recount that checks them.

`daily` holds, for each study day and deck, how often each value of each measure of a review was seen; the
rows of deck 0 are the sums over all decks, so that their reading costs the same with any number of decks.
A day is counted once it is over: counting it at each grade would cost as much as all the rest of a grade.
Until then its reviews, few and the last ones, are read themselves. `daily_upto` holds the last day that is
counted, and the last row of the log before the first of a later day.
`standing` holds the same of the cards that are asked, by deck. Measures are separate: their joint counts
would have as many rows as there are reviews.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from app.core.statistics.spans import SPANS

DONE, GRADE, KIND, HOUR, SPAN = range(5)
"""Measures of `daily`: what a review was (see below), stage × 10 + grade, kind, local hour, and the bin of
the days since the last repetition. The last three count repetitions of cards seen before."""
NEW, REVIEW, DRILL = range(3)
"""Values of `DONE`."""
INTERVAL, EASE, SUSPENDED, DUE = range(4)
"""Measures of `standing`: interval in days and easiness in hundredths of cards seen before that are neither
suspended nor away; suspended cards, which are not away (the value is 0); the study day from which cards are
due that are neither (0 for new ones)."""
KINDS = ("", "basic", "cloze", "choice", "typed", "order", "live")
"""Values of `KIND` are places in here, and stored: new kinds go to the end."""

COUNTED = "{row}.suspended = 0 AND {row}.away = 0"
"""Cards that are asked."""
_REPETITION = "{row}.drill = 0 AND {row}.stage > 0"
_SEEN = f"{COUNTED} AND {{row}}.due IS NOT NULL"


class Measure(NamedTuple):
    """One measure: its number, its value as SQL with ``{row}`` in it, and for which rows it is counted."""

    number: int
    value: str
    counted: str

    def of(self, row: str) -> str:
        """Return its value for a row, NULL where it is not counted."""
        return f"iif({self.counted.format(row=row)}, {self.value.format(row=row)}, NULL)"


def _kind() -> str:
    whens = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(KINDS) if name)
    return f"CASE {{row}}.kind {whens} ELSE 0 END"


def _span() -> str:
    whens = " ".join(f"WHEN {{row}}.elapsed < {high} THEN {low}" for low, high in pairwise(SPANS))
    return f"CASE {whens} ELSE {SPANS[-1]} END"


OF_REVIEW = (
    Measure(DONE, f"iif({{row}}.drill, {DRILL}, {{row}}.stage > 0)", "1"),
    Measure(GRADE, "{row}.stage * 10 + {row}.grade", "{row}.drill = 0"),
    Measure(KIND, _kind(), _REPETITION),
    Measure(HOUR, "{row}.hour", _REPETITION),
    Measure(SPAN, _span(), _REPETITION),
)
OF_STATE = (
    Measure(INTERVAL, "{row}.interval", _SEEN),
    Measure(EASE, "{row}.ef", _SEEN),
    Measure(SUSPENDED, "0", "{row}.suspended = 1 AND {row}.away = 0"),
    Measure(DUE, "coalesce({row}.due, 0)", COUNTED),
)
OPEN = "daily_upto u CROSS JOIN review r ON r.log > u.log AND r.day > u.day"
"""The reviews of days that are not counted yet."""


def tallies(reviews: str) -> str:
    """Return the counts of all measures of some reviews `r`, by day, deck and for all decks together."""
    each = " UNION ALL ".join(
        f"SELECT r.day, r.deck, {measure.number} AS measure, {measure.value.format(row='r')} AS value,"
        " count(*) AS n, sum(r.grade >= 3) AS passed, count(r.ms) AS timed, sum(coalesce(r.ms, 0)) AS ms"
        f" FROM {reviews} AND {measure.counted.format(row='r')} GROUP BY 1, 2, 4"
        for measure in OF_REVIEW
    )
    return f"""WITH each AS MATERIALIZED ({each})
SELECT * FROM each
UNION ALL SELECT day, 0, measure, value, sum(n), sum(passed), sum(timed), sum(ms) FROM each GROUP BY 1, 3, 4
"""


def values_of(row: str) -> str:
    """Return (measure, value) of each measure of a review as SQL rows; not counted ones have a NULL."""
    return "VALUES " + ", ".join(f"({each.number}, {each.of(row)})" for each in OF_REVIEW)
