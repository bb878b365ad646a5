"""Progress told: each figure once, as short lines, as a table and with its definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.log import Stage
from app.core.statistics.bins import Bin
from app.core.statistics.counts import Day, Scope, Tally
from app.core.statistics.progress import Progress, progress
from app.core.statistics.shares import FEWEST, Share
from app.study.definitions import DEFINITIONS, TITLES
from app.study.ports import Cards

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Section:
    """One figure, or some that belong together.

    Attributes:
        key: Its name for scripts.
        title: Its name for people.
        rows: Label and text of what matters most; few.
        definition: What is counted, and what is not.
        columns: Names of the columns of `table`.
        table: All of it, in plain numbers: shares are 0 to 1, times are milliseconds.
    """

    key: str
    title: str
    rows: tuple[tuple[str, str], ...]
    definition: str
    columns: tuple[str, ...]
    table: tuple[tuple[Cell, ...], ...]


def measure(cards: Cards, scope: Scope) -> Progress:
    """Compute all figures of a scope."""
    return progress(cards.counts(scope))


def sections(found: Progress) -> tuple[Section, ...]:
    """Tell all figures, in the order in which they are shown."""
    return tuple(tell(found) for tell in _TOLD)


def day_section(cards: Cards, today: date) -> Section:
    """Tell what a study day has changed so far, in the cards of all decks."""
    changed, streak = cards.changed(today), measure(cards, Scope(today, 1)).streaks
    numbers = ((changed.begun, "begun"), (changed.matured, "matured"), (changed.lapsed, "forgotten"))
    told = ", ".join(f"{count(n, 'card')} {what}" for n, what in numbers if n)
    rows = [("changed", told or "nothing yet"), ("streak", count(streak.current, "day"))]
    table = [(today.isoformat(), *changed, streak.current)]
    return _section("today", rows, "day begun matured forgotten streak", table)


def share_text(share: Share, noun: str = "review", of: str = "") -> str:
    """Return a share with its interval and its number; too few tell no share.

    Args:
        share: The share.
        noun: What is counted: ``83 % ± 9, 71 reviews``.
        of: What the share is of: ``17 % ± 9 failed, 71 reviews``.
    """
    counted = count(share.n, noun)
    if not share.enough:
        return f"too few to tell, {counted}" if share.n else f"no {noun}s yet"
    told = f"{100 * share.value:.0f} % ± {100 * share.margin:.0f}"
    return f"{told}{of and ' '}{of}, {counted}"


def count(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 card``, ``1,200 cards``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def time_text(ms: float) -> str:
    """Return a time as a person says it: ``4.2 s``, ``12 min``, ``1 h 05 min``."""
    seconds = ms / 1000
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60:02d} min"


def _section(
    key: str, rows: Iterable[tuple[str, str]], columns: str, table: Iterable[tuple[Cell, ...]]
) -> Section:
    return Section(key, TITLES[key], tuple(rows), DEFINITIONS[key], tuple(columns.split()), tuple(table))


def _done(found: Progress) -> Section:
    days, total = found.days, found.total
    today = days.get(found.scope.today, Day())
    rows = [("today", f"{count(today.answers, 'answer')} in {time_text(today.ms)}")]
    if days:
        a_day = total.answers / len(days)
        rows += [
            (
                "a day",
                f"{a_day:.1f} answers in {time_text(total.ms / len(days))}, over {count(len(days), 'day')}",
            ),
            ("in all", f"{count(total.answers, 'answer')} in {time_text(total.ms)}"),
            ("of these", f"{total.new:,} new, {total.review:,} repetitions, {total.drill:,} drills"),
        ]
    table = ((day.isoformat(), *done) for day, done in days.items() if done.answers)
    return _section("reviews", rows, "day new review drill passed ms", table)


def _retention(found: Progress) -> Section:
    names: Mapping[str, Stage | None] = {"all": None, "young": Stage.YOUNG, "mature": Stage.MATURE}
    shares = {name: found.retention[stage] for name, stage in names.items()}
    rows = [(name, share_text(share)) for name, share in shares.items()]
    weeks = {f"week to {week.last.isoformat()}": week.retention for week in found.weeks}
    table = [(name, *_share_cells(share)) for name, share in (shares | weeks).items()]
    return _section("retention", rows, "of n passed share low high", table)


def _grades(found: Progress) -> Section:
    rows = [(stage.value, grades_text(grades)) for stage, grades in found.grades.items() if sum(grades)]
    table = [(stage.value, *grades) for stage, grades in found.grades.items()]
    return _section("grades", rows or [("all", "no reviews yet")], "stage 0 1 2 3 4 5", table)


def grades_text(grades: tuple[int, ...]) -> str:
    """Return how often each grade was given, by the names of four buttons."""
    counts = (sum(grades[:3]), *grades[3:])
    return ", ".join(
        f"{name} {n:,} ({100 * n / sum(counts):.0f} %)"
        for name, n in zip(("Again", "Hard", "Good", "Easy"), counts, strict=True)
    )


def _kinds(found: Progress) -> Section:
    rows = [(name or "unknown", _tally_text(tally)) for name, tally in found.kinds.items()]
    table = [(name, *_tally_cells(tally)) for name, tally in found.kinds.items()]
    return _section(
        "kinds", rows or [("all", "no reviews yet")], "kind n passed share low high timed ms", table
    )


def _calendar(found: Progress) -> Section:
    runs = found.streaks
    rows = [
        ("streak", f"{count(runs.current, 'day')}, the longest {count(runs.longest, 'day')}"),
        ("studied", f"{count(runs.days, 'day')} in all"),
    ]
    table = [(day.isoformat(), n) for day, n in sorted(found.calendar.items())]
    return _section("calendar", rows, "day answers", table)


def _forecast(found: Progress) -> Section:
    coming = found.forecast
    rows = [
        ("overdue", count(coming.overdue, "card")),
        ("today", count(coming.within(1), "card")),
        ("tomorrow", count(coming.days[1], "card")),
        *(
            (f"{days} days", f"{count(coming.within(days), 'card')}, {coming.within(days) / days:.1f} a day")
            for days in (7, 30, 365)
        ),
    ]
    today = found.scope.today.toordinal()
    table = [(date.fromordinal(today + ahead).isoformat(), n) for ahead, n in enumerate(coming.days)]
    return _section("forecast", rows, "day due", [("overdue", coming.overdue), *table])


def _intervals(found: Progress) -> Section:
    bins = found.intervals
    rows = (
        [("most", f"{_most(bins).name} {'day' if _most(bins).name == '1' else 'days'}")]
        if bins
        else [("all", "no card was reviewed yet")]
    )
    if bins:
        long = sum(each.n for each in bins if each.low > 20)
        rows.append(("21 or more", f"{count(long, 'card')}"))
    return _section("intervals", rows, "from to cards", _bin_cells(bins))


def _eases(found: Progress) -> Section:
    bins = found.eases
    hundredths = _most(bins).low if bins else 0
    text = f"{hundredths / 100:.2f} to {(hundredths + 9) / 100:.2f}" if bins else "no card was reviewed yet"
    return _section("eases", [("most", text)], "from to cards", _bin_cells(bins))


def _standing(found: Progress) -> Section:
    cards = found.standing
    table = [("new", cards.new), ("young", cards.young), ("mature", cards.mature)]
    table += [("suspended", cards.suspended), ("held", cards.held)]
    whole = max(1, cards.all)
    rows = [(name, f"{count(n, 'card')} ({100 * n / whole:.0f} %)") for name, n in table if n]
    return _section("cards", rows or [("all", "no cards")], "state cards", table)


def _hours(found: Progress) -> Section:
    told = {hour: tally for hour, tally in found.hours.items() if tally.timed >= FEWEST}
    rows = [("all", "too few to tell" if found.hours else "no reviews yet")]
    if told:
        pace = {hour: tally.ms / tally.timed for hour, tally in told.items()}
        quick, slow = min(pace, key=lambda h: pace[h]), max(pace, key=lambda h: pace[h])
        rows = [
            (
                "quickest",
                f"{quick:02d}:00, {time_text(pace[quick])} an answer, {count(told[quick].n, 'review')}",
            ),
            ("slowest", f"{slow:02d}:00, {time_text(pace[slow])} an answer, {count(told[slow].n, 'review')}"),
        ]
    table = [(hour, *_tally_cells(tally)) for hour, tally in found.hours.items()]
    return _section("hours", rows, "hour n passed share low high timed ms", table)


def _forgetting(found: Progress) -> Section:
    rows = [(f"{bin_.name} d", share_text(share)) for bin_, share in found.forgetting if share.enough] or [
        ("all", "too few to tell" if found.forgetting else "no reviews yet")
    ]
    table = [(bin_.low, bin_.high, *_share_cells(share)) for bin_, share in found.forgetting]
    return _section("forgetting", rows, "from to n passed share low high", table)


def _pace(found: Progress) -> Section:
    pace, today = found.pace, found.scope.today
    through = pace.through(today)
    rows = [
        ("begun", f"{count(pace.begun, 'new card')} in {count(pace.days, 'day')}, {pace.per_day:.1f} a day"),
        ("left", count(pace.left, "new card")),
    ]
    if pace.left:
        rows.append(
            ("all begun", f"on {through.isoformat()} at this pace" if through else "never at this pace")
        )
    table = [(pace.begun, pace.days, pace.per_day, pace.left, through.isoformat() if through else None)]
    return _section("pace", rows, "begun days per_day left through", table)


def _most(bins: tuple[Bin, ...]) -> Bin:
    return max(bins, key=lambda each: each.n)


def _tally_text(tally: Tally) -> str:
    text = share_text(Share(tally.passed, tally.n))
    return f"{text}, {time_text(tally.ms / tally.timed)} an answer" if tally.timed >= FEWEST else text


def _share_cells(share: Share) -> tuple[Cell, ...]:
    return (share.n, share.hits, *(round(each, 4) for each in (share.value, *share.interval)))


def _tally_cells(tally: Tally) -> tuple[Cell, ...]:
    return (*_share_cells(Share(tally.passed, tally.n)), tally.timed, tally.ms)


def _bin_cells(bins: tuple[Bin, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((each.low, each.high, each.n) for each in bins)


_TOLD: tuple[Callable[[Progress], Section], ...] = (
    _done,
    _retention,
    _grades,
    _kinds,
    _calendar,
    _forecast,
    _intervals,
    _eases,
    _standing,
    _hours,
    _forgetting,
    _pace,
)
