"""What the commands about single cards do: add, edit, search, history."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from app.cli.output import json_text, say
from app.cli.wiring import collection, edit_file, now
from app.core.errors import EXIT_USAGE, ForecallError
from app.core.history import History
from app.core.log import Act
from app.core.query import QueryError, parse
from app.core.text import clean
from app.deckfile.spans import Data
from app.deckfile.written import card as written_card
from app.settings.here import settings_here
from app.store.reader import Reader
from app.study.doubles import doubles
from app.study.workshop import Workshop

ALL = 10_000_000


def written(entry: str, texts: Mapping[str, str], lang: str, tags: Sequence[str]) -> str:
    """Return the lines of a card from what was given on the command line."""
    fields: dict[str, Data] = {"id": entry} if entry else {}
    fields |= {key: {lang: text} if lang else text for key, text in texts.items()}
    return written_card(fields | ({"tags": list(tags)} if tags else {}))


def from_stdin() -> str:
    """Return the lines of a card from standard input; its dash may be left out."""
    if sys.stdin.isatty():
        raise click.UsageError("Give --q and --a, or a card as YAML on standard input.")
    lines = sys.stdin.read().strip("\n").split("\n")
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    if first.lstrip().startswith("- "):
        return "\n".join(lines)
    rest = (f"  {line}" if line.strip() else line for line in lines[1:])
    return "\n".join([f"- {lines[0]}", *rest])


def add(decks: str, deck: str, block: str, new_deck: str | None) -> None:
    """Add a card to a deck and print its name; cards that ask the same are told on stderr."""
    with collection(decks) as (cards, today, _):
        shop = _shop(decks)
        known = any(count.deck == deck for count in cards.decks(today))
        if not known and new_deck is not None:
            file = shop.new_deck(deck, new_deck)
        else:
            file = _file_of(cards, today, deck, shop)
        draft = shop.open_entry(file, "")
        texts = [text for made in draft.trial(block).cards[:1] for text in made.content.question.each()]
        alike = doubles(cards, texts, today)
        card = shop.save(draft, block)
    for other in alike:
        say(f"It asks the same as {other.card.name}.")
    click.echo(card.name)


def edit(decks: str, name: str) -> None:
    """Open a card in the user's editor, then take its deck in and tell what it asks now."""
    shop = _shop(decks)
    with collection(decks) as (cards, _, _):
        handle = _handle(cards, name)
        draft = shop.open(cards.card(handle))
    edit_file(draft.snapshot.file, draft.line)
    with collection(decks) as (cards, _, config):
        shop.note(name, draft.snapshot)
        stored = cards.card(handle)
        shown = clean(stored.card.content.question.to(config.language))
        say(f"{stored.card.name}: {shown}")


def search(decks: str, text: str, as_json: bool) -> None:
    """Print the cards that a query finds; a wrong query ends the program, with its place marked."""
    _, config = settings_here(decks)
    try:
        wanted = parse(text, config.rules.leech_lapses)
    except QueryError as error:
        mark = " " * error.start + "^" * max(1, error.end - error.start)
        say(f"{text}\n{mark}\nforecall: {error.what}")
        sys.exit(EXIT_USAGE)
    with collection(decks) as (cards, today, _):
        for each in cards.listed(cards.search(wanted, today, ALL), config.language):
            if as_json:
                row: dict[str, Any] = each._asdict() | {"due": each.due and each.due.isoformat()}
                row["buried_until"] = each.buried_until and each.buried_until.isoformat()
                del row["handle"]
                click.echo(json_text(row))
            else:
                click.echo(f"{each.name}\t{clean(' '.join(each.text.split()))}")


def history(decks: str, name: str, as_json: bool) -> None:
    """Print the acts on a card, oldest first, and its text wherever it is another than before."""
    with collection(decks) as (cards, _, config):
        past = cards.history(_handle(cards, name))
    if as_json:
        click.echo(json_text(_as_rows(past, config.language), indent=2))
        return
    text = ""
    for act in past.acts:
        if act.content != text and act.content in past.contents:
            text = act.content
            click.echo(f"# {clean(past.contents[text].question.to(config.language))}")
        grade = "" if act.grade is None else f" {act.grade}{' (drill)' if act.drill else ''}"
        days = "" if act.interval_after is None or act.drill else f", {act.interval_after} days"
        undone = "" if act.counts or act.act == Act.UNDO else ", undone"
        click.echo(f"{act.day} {act.act}{grade}{days}{undone}")
    if not past.acts:
        click.echo("Nothing happened to this card yet.", err=True)


def _shop(decks: str) -> Workshop:
    where, _ = settings_here(decks)
    return Workshop(where.decks, where.data, now)


def _as_rows(past: History, language: str) -> list[dict[str, Any]]:
    return [
        {
            "at": act.at.isoformat(),
            "day": act.day.isoformat(),
            "act": act.act,
            "grade": act.grade,
            "counts": act.counts,
            "drill": act.drill,
            "interval": act.interval_after,
            "ms": act.ms,
            "question": past.contents[act.content].question.to(language)
            if act.content in past.contents
            else None,
        }
        for act in past.acts
    ]


def _handle(cards: Reader, name: str) -> int:
    found = cards.handle_of(name)
    if found is None:
        raise ForecallError(f"There is no card `{name}`.", fix="Find it with `forecall search WORDS`.")
    return found


def _file_of(cards: Reader, today: date, deck: str, shop: Workshop) -> Path:
    for handle in cards.search(parse(f'deck:"{deck}"'), today, 1):
        return Path(cards.card(handle).path)
    file = shop.root / f"{deck}.yaml"
    if not file.is_file():
        raise ForecallError(f"There is no deck `{deck}`.", fix="Make it with --new-deck TITLE.")
    return file
