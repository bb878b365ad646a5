"""`forecall coverage` and `forecall new`: what cards make of notes, and a first draft of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from app.core.errors import ForecallError
from app.core.lint.measure import columns
from app.core.text import Text, clean
from app.settings.here import settings_here
from app.study.coverage import Coverage, Fact, State
from app.study.survey import noted_decks, read_notes, survey

_SLUG_COLUMNS = 44


def coverage(decks: str, notes: Path, facts: Path | None, as_json: bool) -> bool:
    """Print which sections and facts of some notes have cards.

    Args:
        decks: What ``--decks`` says.
        notes: The notes.
        facts: A list of facts with the outline that `source:` goes by; None means the file
            ``NOTES.outline.json`` beside the notes if there is one, else the headings of the notes.
        as_json: Whether to print JSON.

    Returns:
        True if a fact is undecided or a card points nowhere.
    """
    where, config = settings_here(decks)
    made = survey(noted_decks(where.decks), notes, facts)
    for problem in made.told:
        click.echo(clean(problem), err=True)
    found, reasons = made.coverage, made.reasons
    if as_json:
        told = _as_map(notes.name, found, made.facts, reasons, config.language)
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(found, reasons, config.language)
    if not made.decks:
        click.echo(f"No deck in {where.decks} says `notes: {clean(notes.name)}`.", err=True)
    return not found.is_decided


def new(notes: Path, deck: str, output: Path | None) -> None:
    """Print a deck drafted from notes, or write it to a new file.

    Args:
        notes: The notes.
        deck: Id of the deck; empty makes one of the name of the notes.
        output: The file; None prints the draft.

    Raises:
        ForecallError: If the file exists, or can't be written.
    """
    from app.study.draft import deck_id_of, draft

    told = draft(read_notes(notes), notes.name, deck or deck_id_of(notes.stem))
    if output is None:
        click.echo(told, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(told)
    except FileExistsError:
        raise ForecallError(
            "There is a file already, and it stays as it is.", where=str(output), fix="Name another one."
        ) from None
    except OSError as error:
        fix = "Name a folder that you may write to."
        raise ForecallError(f"It can't be written: {error.strerror}.", where=str(output), fix=fix) from error
    count = told.count("\n- q: ")
    click.echo(f"{count} cards to fill in: {output}. `forecall check {output}` lists them.", err=True)


def _print(found: Coverage, reasons: dict[str, Text], language: str) -> None:
    click.echo(_line("section", "lines", "cards", "live", "added", ""))
    for row in found.sections:
        section = row.section
        lines = f"{section.first}-{section.last}"
        state = "" if row.state is State.COVERED else row.state.value
        click.echo(_line(section.slug, lines, row.cards, row.live, row.added, state))
    states = Counter(row.state for row in found.sections)
    click.echo(f"{len(found.sections)} sections: {_counts(states)}.")
    if found.facts:
        click.echo(f"{len(found.facts)} facts: {_counts(Counter(found.facts.values()))}.")
    for fact, state in found.facts.items():
        if state is State.NO_CARD:
            click.echo(clean(f"no card for {fact}: {reasons[fact].to(language)}"))
    for fact, state in found.facts.items():
        if state is State.OPEN:
            click.echo(clean(f"no card yet for {fact}"))
    for card, source in found.lost:
        told = f"points to `{source}`, which is no section" if source else "has no source"
        click.echo(clean(f"{card} {told}"))
    for card, fact in found.unknown:
        click.echo(clean(f"{card} names the fact `{fact}`, which is not in the list"))


def _counts(states: Counter[State]) -> str:
    return ", ".join(f"{states[state]} {state.value}" for state in State if states[state])


def _line(slug: str, lines: object, cards: object, live: object, added: object, state: str) -> str:
    slug = clean(slug)
    while columns(slug) > _SLUG_COLUMNS:
        slug = slug[:-2] + "…"
    padded = slug + " " * (_SLUG_COLUMNS - columns(slug))
    return f"{padded}{lines:>9}{cards:>7}{live:>6}{added:>7}  {state}".rstrip()


def _as_map(
    notes: str, found: Coverage, listed: tuple[Fact, ...], reasons: dict[str, Text], language: str
) -> dict[str, Any]:
    sections = [
        {
            "slug": row.section.slug,
            "title": row.section.title,
            "first": row.section.first,
            "last": row.section.last,
            "cards": row.cards,
            "live": row.live,
            "added": row.added,
            "state": row.state.value,
        }
        for row in found.sections
    ]
    facts = [
        {"id": fact.id, "section": fact.section, "state": found.facts[fact.id].value}
        | ({"because": reasons[fact.id].to(language)} if fact.id in reasons else {})
        for fact in listed
    ]
    return {
        "notes": notes,
        "sections": sections,
        "facts": facts,
        "lost": [{"card": card, "source": source} for card, source in found.lost],
        "unknown": [{"card": card, "fact": fact} for card, fact in found.unknown],
    }
