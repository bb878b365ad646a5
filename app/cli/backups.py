"""`forecall backup` and `forecall restore`: copies of the database, and the way back to one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from app.cli.wiring import now
from app.core.errors import ForecallError
from app.core.text import clean
from app.settings.here import settings_here
from app.store.backup import Backup, back_up, backups
from app.store.restore import Rehearsal, rehearse
from app.store.restore import restore as put_back

_MOST_DIFFERENCES = 5


def backup(decks: str) -> None:
    """Take a backup, and tell where it is."""
    where, _ = settings_here(decks)
    made = back_up(where.database, now)
    click.echo(f"{made.file} ({made.size / 1024:,.0f} KiB), checked.")


def list_backups(decks: str, as_json: bool) -> None:
    """Print the backups, newest first."""
    where, _ = settings_here(decks)
    found = backups(where.database)
    if as_json:
        rows = [
            {"file": str(b.file), "at": b.at.isoformat(timespec="seconds"), "bytes": b.size} for b in found
        ]
        click.echo(json.dumps(rows))
        return
    for each in found:
        click.echo(f"{_when(each.at)}  {each.size / 1024:>9,.0f} KiB  {each.file}")
    if not found:
        click.echo("There is no backup yet.", err=True)


def restore(decks: str, file: Path | None, rehearse_only: bool, agreed: bool) -> bool:
    """Rehearse putting a backup back, ask, and do it.

    Args:
        decks: What ``--decks`` says.
        file: The backup; None means the newest.
        rehearse_only: True to stop after the rehearsal.
        agreed: True to do it unasked.

    Returns:
        True if the backup is not sound; then nothing was done.

    Raises:
        ForecallError: If there is no backup, or it can't be read or put back.
    """
    where, _ = settings_here(decks)
    chosen = file or _newest(backups(where.database), where.backups)
    click.echo("Rehearsing on a copy…", err=True)
    found = rehearse(where.database, chosen, now)
    _tell(found)
    if found.differences:
        return True
    if rehearse_only or not (agreed or click.confirm("Put it back?", err=True)):
        return False
    aside = put_back(where.database, chosen, now)
    kept = f" What was there is kept in {aside}." if aside else ""
    click.echo(f"{where.database} is the backup now.{kept}")
    return False


def _newest(found: list[Backup], folder: Path) -> Path:
    if not found:
        fix = "Name a file, or take one with `forecall backup`."
        raise ForecallError("There is no backup yet.", where=str(folder), fix=fix)
    return found[0].file


def _tell(found: Rehearsal) -> None:
    click.echo(f"{found.backup}: {found.acts} acts in its log.")
    for difference in found.differences[:_MOST_DIFFERENCES]:
        click.echo(clean(f"{difference.where}: stored {difference.stored}, recounted {difference.recounted}"))
    if found.differences:
        click.echo(f"{len(found.differences)} differences: it is not sound, and stays where it is.", err=True)
        return
    click.echo("Rehearsed: it opens, and its state is what its log says.")
    if found.lost is None:
        click.echo("The present database can't be read, so nobody can tell what would be lost.")
    elif found.lost_since is None:
        click.echo("Nothing would be lost.")
    else:
        click.echo(f"Lost would be {found.lost} acts, the first of {_when(found.lost_since)}.")


def _when(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
