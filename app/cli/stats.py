"""`forecall stats`: the figures of the progress screen as text, JSON, CSV or one HTML page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.errors import ForecallError
from app.core.statistics.counts import Scope
from app.core.statistics.progress import Progress
from app.core.text import clean
from app.study.progress import Section, day_section, measure, sections
from app.study.trouble import trouble_sections

_LABEL = 12


def stats(decks: str, deck: str, tag: str, days: int, form: str, page: Path | None) -> str:
    """Return the figures as text in a form, or write them to a page and return where it is.

    Args:
        decks: What ``--decks`` says.
        deck: Id of the only deck to look at; empty for all.
        tag: The only tag to look at; empty for any.
        days: Length of the period; 0 for the whole history.
        form: ``text``, ``json`` or ``csv``.
        page: HTML file to write instead.

    Raises:
        ForecallError: If there is no such deck or tag, or the page can't be written.
    """
    from app.cli.wiring import collection

    with collection(decks) as (cards, today, config):
        if not cards.knows_deck(deck):
            raise _unknown("deck", deck, [count.deck for count in cards.decks(today)])
        if tag and tag not in (tags := cards.tags()):
            raise _unknown("tag", tag, list(tags))
        scope = Scope(today, days or None, deck, tag)
        found = measure(cards, scope)
        hurts = trouble_sections(cards, scope, config.rules.leech_lapses)
        told = (day_section(cards, today), *sections(found), *hurts)
    if page is not None:
        return _write(page, found, told)
    return {"text": as_text, "json": as_json, "csv": as_csv}[form](found.scope, told)


def scope_text(scope: Scope) -> str:
    """Return what is looked at: ``all decks, 365 days to 2026-03-10``."""
    parts = [f"deck {scope.deck}" if scope.deck else "all decks"]
    parts += [f"tag {scope.tag}"] if scope.tag else []
    parts.append(f"{scope.days} days to" if scope.days else "whole history to")
    return clean(f"{', '.join(parts)} {scope.today.isoformat()}")


def as_text(scope: Scope, told: Sequence[Section]) -> str:
    """Return the figures as lines, a heading above each group."""
    lines = [scope_text(scope)]
    for section in told:
        rows = [(clean(label), text) for label, text in section.rows]
        wide = max(_LABEL, *(len(label) for label, _ in rows))
        lines += ["", section.title, *(f"  {label:<{wide}} {text}" for label, text in rows)]
    return "\n".join(lines)


def as_json(scope: Scope, told: Sequence[Section]) -> str:
    """Return the figures as JSON: for each its text, its definition and all its numbers."""
    figures = {
        section.key: {
            "title": section.title,
            "text": dict(section.rows),
            "definition": section.definition,
            "table": [dict(zip(section.columns, row, strict=True)) for row in section.table],
        }
        for section in told
    }
    known: dict[str, Any] = {"today": scope.today.isoformat(), "days": scope.days}
    return json.dumps(
        {"scope": known | {"deck": scope.deck, "tag": scope.tag}, "figures": figures}, ensure_ascii=False
    )


def as_csv(_: Scope, told: Sequence[Section]) -> str:
    """Return all numbers, one a line: figure, its row, what the number is, and the number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("figure", "row", "measure", "value"))
    for section in told:
        for row in section.table:
            cells = zip(section.columns[1:], row[1:], strict=True)
            writer.writerows((section.key, row[0], name, value) for name, value in cells if value is not None)
    return out.getvalue().rstrip("\n")


def _write(page: Path, found: Progress, told: Sequence[Section]) -> str:
    from app.cli.stats_page import html_page

    try:
        page.write_text(html_page(scope_text(found.scope), found, told), encoding="utf-8")
    except OSError as error:
        raise ForecallError(
            f"The page can't be written: {error.strerror}.", where=str(page), fix="Name another file."
        ) from error
    return str(page)


def _unknown(what: str, wanted: str, known: Sequence[str]) -> ForecallError:
    import difflib

    near = difflib.get_close_matches(wanted, known, n=1)
    fix = f"Did you mean `{clean(near[0])}`?" if near else ""
    return ForecallError(f"There is no {what} `{clean(wanted)}`.", fix=fix)
