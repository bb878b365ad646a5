"""`forecall coverage` and `forecall new`: what cards make of notes, and a first draft of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path, PurePath
from typing import Any

import click

from app.core.card import Card
from app.core.errors import ForecallError
from app.core.lint.measure import columns
from app.core.outline import outline, within
from app.core.text import Text, clean
from app.settings.here import settings_here
from app.study.coverage import Coverage, Fact, State, cover, read_facts

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
    text = _read(notes)
    beside = notes.with_name(f"{notes.name}.outline.json")
    facts = facts or (beside if beside.is_file() else None)
    sections, listed = read_facts(_read(facts), str(facts)) if facts else ((), ())
    sections = within(sections, text) if sections else outline(text)
    cards, reasons = _made_from(where.decks, notes.name)
    found = cover(sections, listed, cards, reasons)
    if as_json:
        click.echo(
            json.dumps(_as_map(notes.name, found, listed, reasons, config.language), ensure_ascii=False)
        )
    else:
        _print(found, reasons, config.language)
    if not cards:
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

    told = draft(_read(notes), notes.name, deck or deck_id_of(notes.stem))
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


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ForecallError(f"The file can't be read: {error.strerror}.", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise ForecallError("The file is not UTF-8.", where=str(file), fix="Save it as UTF-8.") from error


def _made_from(root: Path, notes: str) -> tuple[list[Card], dict[str, Text]]:
    """Return the cards of all decks that name these notes, and why facts have no card."""
    from app.deckfile.decisions import no_card
    from app.deckfile.find import deck_files
    from app.deckfile.load import load_file

    cards: list[Card] = []
    reasons: dict[str, Text] = {}
    for file in deck_files(root):
        loaded = load_file(file)
        deck = loaded.deck
        if deck is not None and PurePath(deck.notes).name == notes:
            found, problems = no_card(file)
            cards += deck.cards
            reasons |= found
            for problem in problems:
                click.echo(clean(str(problem)), err=True)
            if not loaded.sound:
                click.echo(clean(f"{file} has errors: only its good cards are counted."), err=True)
    return cards, reasons


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
