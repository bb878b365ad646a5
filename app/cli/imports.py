"""`forecall import`: what other programs kept."""

from __future__ import annotations

import re
from pathlib import Path

import click

from app.cli.wiring import collection, now
from app.core.codec import hash_of
from app.core.errors import ForecallError
from app.settings.here import settings_here

_DECK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def import_reviews(decks: str, path: Path, deck: str) -> None:
    """Merge the reviews of a CSV file into the log, and tell how many there were.

    Args:
        decks: What ``--decks`` says.
        path: The file.
        deck: Id of the deck they belong to; empty means the name of the file.

    Raises:
        ForecallError: If the file can't be read or the collection can't be written; nothing was imported.
    """
    from app.store.opening import open_store
    from app.store.rows import params_json
    from app.study.reviews_file import entries

    deck = deck or re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    if not _DECK_ID.fullmatch(deck):
        fix = "Name one with --deck, in the letters a to z, digits and hyphens."
        raise ForecallError(f"`{deck}` can't be the id of a deck.", fix=fix)
    where, config = settings_here(decks)
    params = params_json(config.rules.params)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = entries(file, str(path), deck, hash_of(params), config.rules.rollover_hour)
    except OSError as error:
        raise ForecallError(f"The file can't be read: {error.strerror}.", where=str(path)) from error
    with collection(decks):
        pass  # at the first start ever it sets everything up, decks and all
    with open_store(where.database, now) as store:
        added = store.merge(rows, {hash_of(params): params})
    cards = len({row.card for row in rows})
    click.echo(f"{added} of {len(rows)} reviews of {cards} cards were new; they are in the deck `{deck}`.")
