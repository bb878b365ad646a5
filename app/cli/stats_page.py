"""Progress as one HTML page: no script, no network, light and dark, all numbers beside their pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from html import escape

from app.cli import svg
from app.core.statistics.progress import Progress
from app.core.statistics.shares import FEWEST
from app.core.text import clean
from app.study.progress import Cell, Section

_STYLE = """
:root { color-scheme: light dark;
  --back: #fff; --fore: #1c1e21; --dim: #5b626b; --rule: #d5d9de; --bar: #2563a8;
  --l0: #e8ebee; --l1: #b7dcc0; --l2: #77bf8a; --l3: #3a9a57; --l4: #1a6f37;
  --s0: #2563a8; --s1: #3a9a57; --s2: #1a6f37; --s3: #a8611d; --s4: #6d747d; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16181b; --fore: #e6e8ea; --dim: #a2a9b1; --rule: #3a3f45; --bar: #6aa9e9;
    --l0: #2a2e33; --l1: #1f4a2d; --l2: #2b7343; --l3: #45a564; --l4: #83d69b;
    --s0: #6aa9e9; --s1: #45a564; --s2: #83d69b; --s3: #dfa05c; --s4: #8b929b; } }
body { background: var(--back); color: var(--fore); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 44rem; padding: 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--dim); font-size: 11px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .6rem 0; }
dt, .scope, .what { color: var(--dim); } dd { margin: 0; } .what { font-size: .88rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .85rem; }
caption { text-align: left; color: var(--dim); }
th, td { border-bottom: 1px solid var(--rule); padding: .1rem .8rem .1rem 0; text-align: right; }
th:first-child, td:first-child { text-align: left; }
summary { cursor: pointer; }
"""
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>Progress</h1><p class="scope">{scope}</p></header>
<main>
"""
CALENDAR_WEEKS = 53
LONGEST_DAYS = 120
"""The columns of a longer period are weeks."""


def html_page(scope: str, found: Progress, told: Sequence[Section]) -> str:
    """Return the page.

    Args:
        scope: What is looked at, in words.
        found: The figures, for the pictures.
        told: The figures, for everything that is read.
    """
    body = "\n".join(_section(section, _PICTURES.get(section.key), found) for section in told)
    head = _HEAD.format(title=escape(f"forecall: progress, {scope}"), style=_STYLE, scope=escape(scope))
    return f"{head}{body}\n</main>\n</body>\n</html>\n"


def _section(section: Section, picture: Callable[[Progress], str] | None, found: Progress) -> str:
    key, title = escape(section.key), escape(section.title)
    drawn = picture(found) if picture else ""
    if drawn:
        said = "; ".join(f"{label}: {text}" for label, text in section.rows)
        drawn = svg.named(drawn, key, section.title, said)
    rows = "".join(f"<dt>{_text(label)}</dt><dd>{_text(text)}</dd>" for label, text in section.rows)
    return (
        f'<section aria-labelledby="h-{key}">\n<h2 id="h-{key}">{title}</h2>\n{drawn}\n<dl>{rows}</dl>\n'
        f'{_numbers(section)}\n<p class="what">{_text(section.definition)}</p>\n</section>'
    )


def _numbers(section: Section) -> str:
    if not section.table:
        return ""
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in section.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in section.table)
    return (
        f"<details><summary>All numbers</summary><table><caption>{_text(section.title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _text(text: str) -> str:
    return escape(clean(text))


def _cell(cell: Cell) -> str:
    return "" if cell is None else _text(str(cell))


def _days(found: Progress) -> str:
    done = {day: each.answers for day, each in found.days.items()}
    if len(done) <= LONGEST_DAYS:
        return svg.columns([(day.isoformat(), n) for day, n in done.items()])
    return svg.columns([(f"week to {last.isoformat()}", n) for last, n in _by_week(done, found.scope.today)])


def _by_week(done: Mapping[date, int], today: date) -> list[tuple[date, int]]:
    weeks: dict[date, int] = {}
    for day, n in done.items():
        last = today - timedelta(days=(today - day).days // 7 * 7)
        weeks[last] = weeks.get(last, 0) + n
    return sorted(weeks.items())


def _retention(found: Progress) -> str:
    points = [
        (f"week to {week.last.isoformat()}", week.retention.value if week.retention.n >= FEWEST else None)
        for week in found.weeks
    ]
    return svg.line(points)


def _calendar(found: Progress) -> str:
    return svg.calendar(found.calendar, found.scope.today, CALENDAR_WEEKS)


def _forecast(found: Progress) -> str:
    today = found.scope.today
    coming = found.forecast.days[:30]
    return svg.columns([((today + timedelta(days=n)).isoformat(), due) for n, due in enumerate(coming)])


def _hours(found: Progress) -> str:
    pace = {h: t.ms / t.timed / 1000 for h, t in found.hours.items() if t.timed >= FEWEST}
    return (
        svg.columns([(f"{hour:02d}:00", pace.get(hour, 0)) for hour in range(24)], unit=" s") if pace else ""
    )


def _forgetting(found: Progress) -> str:
    return svg.line(
        [(f"{bin_.name} days", share.value if share.enough else None) for bin_, share in found.forgetting]
    )


def _cards(found: Progress) -> str:
    cards = found.standing
    return svg.stacked(
        [("new", cards.new), ("young", cards.young), ("mature", cards.mature), ("suspended", cards.suspended),
         ("held", cards.held)]
    )  # fmt: skip


_PICTURES: Mapping[str, Callable[[Progress], str]] = {
    "reviews": _days,
    "retention": _retention,
    "calendar": _calendar,
    "forecast": _forecast,
    "intervals": lambda found: svg.columns([(f"{b.name} days", b.n) for b in found.intervals]),
    "eases": lambda found: svg.columns([(f"{b.low / 100:.2f}", b.n) for b in found.eases]),
    "cards": _cards,
    "hours": _hours,
    "forgetting": _forgetting,
}
