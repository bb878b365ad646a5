"""All figures of a scope, computed from its counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.card import Kind
from app.core.log import MATURE_DAYS, Stage
from app.core.sm2 import GRADES, PASS
from app.core.statistics.bins import Bin, binned, even_edges
from app.core.statistics.counts import Counts, Day, Scope, Tally
from app.core.statistics.forecast import Forecast, Pace, forecast
from app.core.statistics.shares import Share
from app.core.statistics.streaks import Streaks, streaks

FORECAST_DAYS = 365
EASE_STEP = 10
"""Width of the bins of easiness, in hundredths."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Retention of the seven study days that end on `last`."""

    last: date
    retention: Share


@dataclass(frozen=True, slots=True)
class Standing:
    """Cards by where they stand; retired ones are in none of it.

    Attributes:
        new: Never graded.
        young: With an interval below 21 days.
        mature: With an interval of 21 days or more.
        suspended: Suspended, whatever their interval.
        held: Held because this machine lacks something, and not suspended.
    """

    new: int
    young: int
    mature: int
    suspended: int
    held: int

    @property
    def all(self) -> int:
        """All of them."""
        return self.new + self.young + self.mature + self.suspended + self.held


@dataclass(frozen=True, slots=True)
class Progress:
    """All figures of a scope.

    Attributes:
        scope: What they are restricted to.
        days: What was done on each study day of the period, oldest first, days without anything included;
            the period begins with the first answer if that came later.
        total: The sum of `days`.
        calendar: Answers by study day, of the whole history.
        streaks: Study days in a row, of the whole history.
        retention: Share passed of the scheduled repetitions of cards seen before, by stage; the key None
            is both stages together.
        weeks: Retention by week, oldest first, up to today.
        grades: Scheduled grades by stage: one number for each grade 0 to 5.
        kinds: Retention and time by kind of card, most repetitions first.
        hours: Retention and time by local hour, of the hours that have any.
        forgetting: Share passed by days since the last repetition.
        forecast: Cards that fall due.
        intervals: Cards by interval in days.
        eases: Cards by easiness in hundredths.
        standing: Cards by where they stand.
        pace: How fast new cards are begun.
    """

    scope: Scope
    days: Mapping[date, Day]
    total: Day
    calendar: Mapping[date, int]
    streaks: Streaks
    retention: Mapping[Stage | None, Share]
    weeks: tuple[Week, ...]
    grades: Mapping[Stage, tuple[int, ...]]
    kinds: Mapping[str, Tally]
    hours: Mapping[int, Tally]
    forgetting: tuple[tuple[Bin, Share], ...]
    forecast: Forecast
    intervals: tuple[Bin, ...]
    eases: tuple[Bin, ...]
    standing: Standing
    pace: Pace


def progress(counts: Counts) -> Progress:
    """Compute all figures from the counts of a scope."""
    today = counts.scope.today
    days = _days(counts)
    total = Day(*(sum(column) for column in zip(*days.values(), strict=True))) if days else Day()
    grades = {s: tuple(counts.grades.get((s, g), 0) for g in GRADES) for s in Stage}
    young = sum(n for interval, n in counts.intervals.items() if interval < MATURE_DAYS)
    mature = sum(counts.intervals.values()) - young
    return Progress(
        scope=counts.scope,
        days=days,
        total=total,
        calendar={day: done.answers for day, done in counts.days.items()},
        streaks=streaks(counts.days, today),
        retention=_retention(grades),
        weeks=_weeks(days, today),
        grades=grades,
        kinds=dict(sorted(counts.kinds.items(), key=lambda item: (-item[1].n, _place(item[0])))),
        hours=dict(sorted(counts.hours.items())),
        forgetting=_forgetting(counts.spans),
        forecast=forecast(counts.due, today, FORECAST_DAYS),
        intervals=tuple(binned(counts.intervals)),
        eases=tuple(binned(counts.eases, even_edges(counts.eases, EASE_STEP))),
        standing=Standing(counts.new, young, mature, counts.suspended, counts.held),
        pace=Pace(total.new, len(days), counts.new),
    )


def _days(counts: Counts) -> dict[date, Day]:
    today = counts.scope.today
    if not counts.days:
        return {}
    first = max(counts.scope.first, min(counts.days))
    every = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return {day: counts.days.get(day, Day()) for day in every}


def _retention(grades: Mapping[Stage, tuple[int, ...]]) -> dict[Stage | None, Share]:
    found: dict[Stage | None, Share] = {
        stage: Share(sum(grades[stage][PASS:]), sum(grades[stage])) for stage in (Stage.YOUNG, Stage.MATURE)
    }
    found[None] = Share(sum(s.hits for s in found.values()), sum(s.n for s in found.values()))
    return found


def _weeks(days: Mapping[date, Day], today: date) -> tuple[Week, ...]:
    weeks: dict[date, tuple[int, int]] = {}
    for day, done in days.items():
        last = today - timedelta(days=(today - day).days // WEEK * WEEK)
        passed, n = weeks.get(last, (0, 0))
        weeks[last] = passed + done.passed, n + done.review
    return tuple(Week(last, Share(*both)) for last, both in sorted(weeks.items()))


def _forgetting(spans: Mapping[int, Tally]) -> tuple[tuple[Bin, Share], ...]:
    bins = binned({span: tally.n for span, tally in spans.items()})
    shares = (Share(spans[bin_.low].passed, bin_.n) if bin_.n else Share(0, 0) for bin_ in bins)
    return tuple(zip(bins, shares, strict=True))


def _place(kind: str) -> int:
    return list(Kind).index(Kind(kind)) if kind in list(Kind) else len(Kind)
