"""The plots of the progress screen: for each section what is drawn above its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from app.core.statistics.bins import Bin
from app.core.statistics.progress import Progress
from app.core.statistics.shares import FEWEST
from app.study.progress import Section
from app.tui.plots.braille import line
from app.tui.plots.columns import columns, room
from app.tui.plots.heatmap import heatmap
from app.tui.plots.lines import BAD, BEST, DIM, GOOD, OTHER, POOR, TITLE, Line, Piece, label, width_of
from app.tui.plots.stacked import Part, stacked
from app.tui.wrap import wrap

HEIGHT = 4
"""Lines of a plot, without its scale."""
LABEL = 11
TWO_COLUMNS = 110
"""Cells from which on two sections stand side by side."""
_GUTTER = 4
_GROUPS = (1, 7, 28, 364)


@dataclass(frozen=True, slots=True)
class Look:
    """How the sections are shown.

    Attributes:
        glyphs: True where shades of a colour can't be told apart.
        year: True if the forecast shows a year in weeks, not a month in days.
        defined: True if each section tells what it counts.
    """

    glyphs: bool
    year: bool = False
    defined: bool = False


def sheet_lines(found: Progress, told: Sequence[Section], width: int, look: Look) -> list[Line]:
    """Return all sections as lines for a width, one below the other or two side by side."""
    if width < TWO_COLUMNS:
        return [line for section in told for line in [*section_lines(found, section, width, look), []]]
    half = (width - _GUTTER) // 2
    lines: list[Line] = []
    blocks = [section_lines(found, section, half, look) for section in told]
    for left, right in zip_longest(blocks[::2], blocks[1::2], fillvalue=list[Line]()):
        lines += [*beside(left, right, half), []]
    return lines


def section_lines(found: Progress, section: Section, width: int, look: Look) -> list[Line]:
    """Return one section: its title, its plot, its lines, and what it counts, if asked for."""
    plot = _PLOTS[section.key](found, width, look) if section.key in _PLOTS else []
    lines = [[Piece(label(section.title, width), TITLE)], *plot]
    for name, told in section.rows:
        head = label(name, LABEL)
        text = told.replace(" %", "\u00a0%")  # never parted from its number
        for start, end in wrap(text, max(10, width - LABEL)):
            lines.append([Piece(head, DIM), Piece(text[start:end])])
            head = " " * LABEL
    if look.defined:
        text = section.definition
        lines += [[Piece(text[start:end], DIM)] for start, end in wrap(text, width)]
    return lines


def beside(left: Sequence[Line], right: Sequence[Line], half: int) -> list[Line]:
    """Return two blocks side by side."""
    lines = []
    for place in range(max(len(left), len(right))):
        first = list(left[place]) if place < len(left) else []
        second = list(right[place]) if place < len(right) else []
        lines.append([*first, Piece(" " * (half - width_of(first) + _GUTTER)), *second])
    return lines


def grouped(values: Sequence[int], most: int) -> tuple[list[int], int]:
    """Return sums of neighbours, so few that they fit, and how many each sums; the last group is whole."""
    size = next((size for size in _GROUPS if -(-len(values) // size) <= most), _GROUPS[-1])
    first = len(values) % size
    parts = [values[:first]] if first else []
    parts += [values[start : start + size] for start in range(first, len(values), size)]
    return [sum(part) for part in parts][-most:], size


def _reviews(found: Progress, width: int, _: Look) -> list[Line]:
    values, size = grouped([done.answers for done in found.days.values()], room(width))
    first = found.scope.today - timedelta(days=size * len(values) - 1)
    names = [_day_name(first + timedelta(days=size * place), size) for place in range(len(values))]
    return columns(values, names, width, HEIGHT)


def _day_name(day: date, size: int) -> str:
    if size == 1:
        return f"{day.day} {day:%b}" if day.weekday() == 0 else ""
    return f"{day:%b}" if day.day <= size else ""


def _retention(found: Progress, width: int, _: Look) -> list[Line]:
    weeks = found.weeks[-room(width) :]
    points = [week.retention.value if week.retention.enough else None for week in weeks]
    return line(points, [f"{week.last.day} {week.last:%b}" for week in weeks], width, HEIGHT)


def _calendar(found: Progress, width: int, look: Look) -> list[Line]:
    return heatmap(found.calendar, found.scope.today, width, glyphs=look.glyphs)


def _forecast(found: Progress, width: int, look: Look) -> list[Line]:
    today, days = found.scope.today, found.forecast.days
    if look.year:
        weeks = [sum(days[start : start + 7]) for start in range(0, 364, 7)][: room(width)]
        names = [_day_name(today + timedelta(days=7 * place), 7) for place in range(len(weeks))]
        return columns(weeks, names, width, HEIGHT)
    month = days[: min(30, room(width))]
    names = [_day_name(today + timedelta(days=place), 1) for place in range(len(month))]
    return columns(month, names, width, HEIGHT)


def _bins(bins: Sequence[Bin], name: Callable[[Bin], str], width: int) -> list[Line]:
    return columns([each.n for each in bins], [name(each) for each in bins], width, HEIGHT)


def _cards(found: Progress, width: int, look: Look) -> list[Line]:
    cards = found.standing
    parts = [
        Part("new", cards.new, BEST),
        Part("young", cards.young, POOR),
        Part("mature", cards.mature, GOOD),
    ]
    parts += [Part("suspended", cards.suspended, BAD), Part("held", cards.held, OTHER)]
    return stacked(parts, width, glyphs=look.glyphs)


def _grades(found: Progress, width: int, look: Look) -> list[Line]:
    counts = [sum(column) for column in zip(*found.grades.values(), strict=True)]
    parts = [Part("Again", sum(counts[:3]), BAD), Part("Hard", counts[3], POOR)]
    parts += [Part("Good", counts[4], GOOD), Part("Easy", counts[5], BEST)]
    return stacked(parts, width, glyphs=look.glyphs)


def _hours(found: Progress, width: int, _: Look) -> list[Line]:
    pace = {hour: each.ms / each.timed / 1000 for hour, each in found.hours.items() if each.timed >= FEWEST}
    names = [str(hour) if hour % 6 == 0 else "" for hour in range(24)]
    return columns([pace.get(hour, 0) for hour in range(24)], names, width, HEIGHT, " s")


def _forgetting(found: Progress, width: int, _: Look) -> list[Line]:
    points = [share.value if share.enough else None for _, share in found.forgetting]
    return line(points, [str(bin_.low) for bin_, _ in found.forgetting], width, HEIGHT)


_PLOTS: Mapping[str, Callable[[Progress, int, Look], list[Line]]] = {
    "reviews": _reviews,
    "retention": _retention,
    "grades": _grades,
    "calendar": _calendar,
    "forecast": _forecast,
    "intervals": lambda found, width, _: _bins(found.intervals, lambda each: each.name, width),
    "eases": lambda found, width, _: _bins(found.eases, lambda each: f"{each.low / 100:.1f}", width),
    "cards": _cards,
    "hours": _hours,
    "forgetting": _forgetting,
}
