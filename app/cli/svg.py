"""Pictures for the page as inline SVG; colours come from its style, so that light and dark both fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

WIDTH, HEIGHT = 640, 150
_LEFT, _BELOW = 36, 16
_TOP = 10


def named(picture: str, key: str, title: str, told: str) -> str:
    """Return a picture with the name and the description that a screen reader says instead of it."""
    inside = f'<title id="t-{key}">{escape(title)}</title><desc id="d-{key}">{escape(told)}</desc>'
    return picture.replace("<svg ", f'<svg role="img" aria-labelledby="t-{key} d-{key}" ', 1).replace(
        ">", f">{inside}", 1
    )


def columns(values: Sequence[tuple[str, float]], unit: str = "") -> str:
    """Return columns; empty if there is nothing to draw."""
    top = max((value for _, value in values), default=0)
    if not top:
        return ""
    step = (WIDTH - _LEFT) / len(values)
    marks = []
    for place, (name, value) in enumerate(values):
        tall = (HEIGHT - _BELOW - _TOP) * value / top
        said = f"<title>{escape(name)}: {_number(value)}{unit}</title>"
        marks.append(
            f'<rect x="{_LEFT + place * step:.1f}" y="{HEIGHT - _BELOW - tall:.1f}"'
            f' width="{max(step * 0.8, 0.5):.1f}" height="{tall:.1f}" fill="var(--bar)">{said}</rect>'
        )
    return _svg("".join(marks) + _scale(f"{_number(top)}{unit}", "0") + _ends(values[0][0], values[-1][0]))


def line(points: Sequence[tuple[str, float | None]]) -> str:
    """Return shares from 0 to 1 as dots joined where neighbours are known; empty if none is."""
    if not any(value is not None for _, value in points):
        return ""
    step = (WIDTH - _LEFT - 8) / max(1, len(points) - 1)
    marks, before = [], None
    for place, (name, value) in enumerate(points):
        if value is None:
            before = None
            continue
        x, y = _LEFT + 4 + place * step, _TOP + (HEIGHT - _BELOW - _TOP) * (1 - value)
        if before:
            marks.append(
                f'<line x1="{before[0]:.1f}" y1="{before[1]:.1f}" x2="{x:.1f}" y2="{y:.1f}"'
                ' stroke="var(--bar)" stroke-width="2"/>'
            )
        said = f"<title>{escape(name)}: {100 * value:.0f} %</title>"
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="var(--bar)">{said}</circle>')
        before = x, y
    return _svg("".join(marks) + _scale("100 %", "0 %") + _ends(points[0][0], points[-1][0]))


def calendar(answers: Mapping[date, int], today: date, weeks: int) -> str:
    """Return a square for each day of some weeks, Monday on top, darker for more answers."""
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    top = max((answers.get(day, 0) for day in days), default=0)
    size = (WIDTH - _LEFT) / weeks
    marks = []
    for day in days:
        n = answers.get(day, 0)
        week, weekday = divmod((day - first).days, 7)
        level = -(-4 * n // max(1, top))
        marks.append(
            f'<rect x="{_LEFT + week * size:.1f}" y="{weekday * size:.1f}" width="{size - 2:.1f}"'
            f' height="{size - 2:.1f}" fill="var(--l{level})"><title>{day.isoformat()}: {n}</title></rect>'
        )
    names = "".join(
        f'<text x="0" y="{(n + 0.75) * size:.1f}">{name}</text>' for n, name in ((0, "Mon"), (4, "Fri"))
    )
    return _svg("".join(marks) + names, round(7 * size))


def stacked(parts: Sequence[tuple[str, int]]) -> str:
    """Return one bar in parts, with their names below; empty if there is nothing."""
    whole = sum(n for _, n in parts)
    if not whole:
        return ""
    marks, x = [], 0.0
    for place, (name, n) in enumerate(parts):
        wide = WIDTH * n / whole
        said = f"<title>{escape(name)}: {n}</title>"
        marks.append(
            f'<rect x="{x:.1f}" y="0" width="{wide:.1f}" height="22" fill="var(--s{place})">{said}</rect>'
        )
        marks.append(f'<rect x="{place * 110}" y="32" width="10" height="10" fill="var(--s{place})"/>')
        marks.append(f'<text x="{place * 110 + 15}" y="41">{escape(name)} {n:,}</text>')
        x += wide
    return _svg("".join(marks), 48)


def _svg(inside: str, height: int = HEIGHT) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height}">{inside}</svg>'


def _scale(top: str, bottom: str) -> str:
    return (
        f'<text x="{_LEFT - 4}" y="{_TOP + 8}" text-anchor="end">{escape(top)}</text>'
        f'<text x="{_LEFT - 4}" y="{HEIGHT - _BELOW}" text-anchor="end">{escape(bottom)}</text>'
    )


def _ends(first: str, last: str) -> str:
    return (
        f'<text x="{_LEFT}" y="{HEIGHT - 3}">{escape(first)}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 3}" text-anchor="end">{escape(last)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}"
