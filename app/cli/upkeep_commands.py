"""The commands that look after forecall itself: config file, backups, health; each imports what it needs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.core.errors import EXIT_PROBLEMS


@click.group()
def config() -> None:
    """Show, check or find the config file."""


@config.command("show")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def config_show(decks: str, as_json: bool) -> None:
    """Print every setting as it holds now, as TOML; those of the config file are marked."""
    from app.cli.config import show

    click.echo(show(decks, as_json))


@config.command("check")
@click.pass_obj
def config_check(decks: str) -> None:
    """Check the config file: every mistake, with the nearest key that there is."""
    from app.cli.config import check

    if not check(decks):
        sys.exit(EXIT_PROBLEMS)


@config.command("path")
def config_path() -> None:
    """Print where the config file is, or would be."""
    from app.cli.config import path

    click.echo(str(path()))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--no-run", is_flag=True, help="Do not start the process that runs snippets.")
@click.pass_obj
def doctor(decks: str, as_json: bool, no_run: bool) -> None:
    """Tell how forecall stands on this machine: paths, versions, cage, terminal, database, backups."""
    from app.cli.doctor import doctor as examine

    if examine(decks, as_json, no_run):
        sys.exit(EXIT_PROBLEMS)


@click.command()
@click.option("--list", "listed", is_flag=True, help="List the backups instead, newest first.")
@click.option("--json", "as_json", is_flag=True, help="With --list: as JSON.")
@click.pass_obj
def backup(decks: str, listed: bool, as_json: bool) -> None:
    """Take a backup of the database now, and check it.

    One is taken on the first start of each study day, and before an upgrade. Of many, the newest of the
    last days, weeks and months stay. Decks are files of yours, and not in it.
    """
    from app.cli import backups

    if as_json and not listed:
        raise click.UsageError("--json goes with --list.")
    if listed:
        backups.list_backups(decks, as_json)
    else:
        backups.backup(decks)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--rehearse", is_flag=True, help="Only rehearse: tell what would be lost.")
@click.option("--yes", "agreed", is_flag=True, help="Do not ask.")
@click.pass_obj
def restore(decks: str, file: Path | None, rehearse: bool, agreed: bool) -> None:
    """Put a backup back: FILE, or the newest.

    First a copy of it is opened and checked, and it is told what would be lost. The present database is
    kept aside.
    """
    from app.cli import backups

    if backups.restore(decks, file, rehearse, agreed):
        sys.exit(EXIT_PROBLEMS)


UPKEEP_COMMANDS = (config, doctor, backup, restore)
