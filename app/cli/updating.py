"""`forecall update`: newer decks, previewed before they are taken over, and taken back by one command."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.wiring import now
from app.core.text import clean
from app.deckfile.bundled import bundled_dir
from app.settings.here import settings_here
from app.study.updating import Planned, Updates


def update(decks: str, source: Path | None, *, yes: bool, diff: bool) -> None:
    """Tell what newer decks would change, ask, and take them over.

    Args:
        decks: What ``--decks`` says.
        source: Newer decks; None means the bundled ones.
        yes: Whether to do it unasked.
        diff: Whether to print both texts of cards that were edited on both sides.
    """
    updates = updates_of(decks)
    planned = updates.plan(source or bundled_dir())
    for each in planned:
        click.echo(_told(each))
        for clash in each.update.clashes if diff else ():
            click.echo("\n".join(_beside(clash.mine, clash.theirs)))
    if not any(each.writes for each in planned):
        updates.take_note(planned)
        click.echo("Nothing to take over.", err=True)
        return
    if yes or click.confirm("Take this over?", err=True):
        updates.apply(planned)
        click.echo("Done. `forecall update --undo` takes it back.", err=True)


def undo(decks: str) -> None:
    """Take the last update back."""
    click.echo(f"Taken back: {updates_of(decks).undo()}.", err=True)


def updates_of(decks: str) -> Updates:
    """Return the updates of this user's deck folder."""
    where, _ = settings_here(decks)
    return Updates(where.decks, where.data, now)


def _told(each: Planned) -> str:
    if each.snapshot is None:
        return f"{each.deck}: a new deck"
    found = each.update
    words = [
        f"{len(names)} {what}"
        for names, what in (
            (found.updated, "updated"),
            (found.added, "added"),
            (found.removed, "removed"),
            (found.clashes, "edited by you, kept"),
        )
        if names
    ]
    words += ["title, tags or setup"] * found.head + ["its head edited by you, kept"] * found.head_clashes
    names = ", ".join((*found.updated, *found.added, *found.removed))
    return f"{each.deck}: {'; '.join(words) or 'no change'}" + (f" ({names})" if names else "")


def _beside(mine: str, theirs: str) -> Sequence[str]:
    lines = difflib.unified_diff(mine.split("\n"), theirs.split("\n"), "yours", "newer", lineterm="", n=99)
    return [f"  {clean(line)}" for line in lines]
