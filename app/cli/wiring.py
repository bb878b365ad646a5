"""The composition root: puts the rooms together for one run of the program."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.core.day import study_day
from app.core.errors import ForecallError
from app.settings.config import Config
from app.settings.here import settings_here
from app.settings.paths import Paths
from app.store.opening import open_reader
from app.store.reader import Reader

if TYPE_CHECKING:
    from app.cli.more import Choice
    from app.store.store import Store
    from app.study import ports
    from app.study.extra import Extra
    from app.study.ports import Clock
    from app.study.services import Intake, Services

SWITCH_S = 0.001
"""No key waits longer for a thread that works behind it; Python's own 5 ms add up to a late frame."""
LARGE = 2_000_000
"""Bytes of decks that take some seconds to read."""


def now() -> datetime:
    """Return the instant with the local offset."""
    return datetime.now(tz=UTC).astimezone()


def show(decks: str, start: Sequence[str] | None, clock: Clock = now, choose: Choice | None = None) -> None:
    """Show the home screen, or start a review.

    Args:
        decks: What ``--decks`` says; empty if it was not given.
        start: Decks to review; an empty list means all; None means the home screen.
        clock: Gives the instant.
        choose: Chooses cards to ask instead of those of the day; it sees what the deck folder holds now.

    Raises:
        ForecallError: If something is missing or broken that the screens can't do without.
    """
    from app.tui.app import ForecallApp

    sys.setswitchinterval(SWITCH_S)
    where, config = settings_here(decks)
    with ExitStack() as opened:
        services = wire(where, config, clock, opened)
        if choose is not None:
            _refresh(where, services.cards, clock)
        if start:
            refuse_unknown(start, [count.deck for count in services.cards.decks(clock().date())])
        ForecallApp(services, start, choice(services, choose) if choose else None).run()


def choice(services: Services, choose: Choice) -> Extra:
    """Choose cards beyond what the day brings, on the study day that it is now."""
    today = study_day(services.clock(), services.rules.rollover_hour)
    return choose(services, today)


def show_coverage(decks: str, notes: Path, facts: Path | None, clock: Clock = now) -> None:
    """Show on a screen what decks make of some notes.

    Args:
        decks: What ``--decks`` says; empty if it was not given.
        notes: The notes.
        facts: A list of what they say, if it is not beside them.
        clock: Gives the instant.

    Raises:
        ForecallError: If the notes can't be read, or something is missing that the screens can't do without.
    """
    from app.study.survey import read_notes
    from app.tui.coverage_app import CoverageApp

    read_notes(notes)
    with ExitStack() as opened:
        CoverageApp(wire(*settings_here(decks), clock, opened), notes, facts).run()


def show_cards(decks: str, query: str, clock: Clock = now) -> None:
    """Show all cards, or those that a query finds.

    Args:
        decks: What ``--decks`` says; empty if it was not given.
        query: Which cards are listed first.
        clock: Gives the instant.

    Raises:
        ForecallError: If something is missing that the screens can't do without.
    """
    from app.tui.browse_app import BrowseApp

    with ExitStack() as opened:
        BrowseApp(wire(*settings_here(decks), clock, opened), query).run()


def show_update(decks: str, source: Path | None, clock: Clock = now) -> None:
    """Show on a screen what newer decks would change.

    Args:
        decks: What ``--decks`` says; empty if it was not given.
        source: Newer decks; None means the bundled ones.
        clock: Gives the instant.

    Raises:
        ForecallError: If something is missing that the screens can't do without.
    """
    from app.tui.update_app import UpdateApp

    with ExitStack() as opened:
        UpdateApp(wire(*settings_here(decks), clock, opened), source).run()


def wire(where: Paths, config: Config, clock: Clock, opened: ExitStack) -> Services:
    """Put together what the screens work with; sets forecall up at the first start ever.

    Args:
        where: Paths of this user.
        config: The config file.
        clock: Gives the instant.
        opened: Closes what was opened.
    """
    # `forecall due` in a prompt does not wait for what only a review needs.
    from app.cli.daily import DailyBackup
    from app.runner.client import Worker
    from app.settings.agreements import Agreements
    from app.settings.remembered import Note, Remembered
    from app.study.services import Services
    from app.study.trust import Trust

    cards = opened.enter_context(open_reader(where.database) or _set_up(where, clock))
    remembered = Remembered(where.data, config.language)
    backup = DailyBackup(where.database, config.rules.rollover_hour, clock)
    opened.callback(backup.finish)
    practice = Note(where.data / "practice.json")
    _need_decks(where)
    return Services(
        cards=cards,
        open_store=lambda: opened.enter_context(_open_store(where, clock)),
        take_in=lambda store: _take_in(where.decks, store, clock),
        runner=Worker(),
        trust=Trust(Agreements(where.data, clock)),
        clock=clock,
        seeds=random.Random(),
        rules=config.rules,
        language=remembered.language,
        theme=config.theme or "textual-dark",
        keys=config.keys,
        decks_at=str(where.decks),
        data_at=str(where.data),
        back_up=backup.begin,
        practice=practice.read,
        keep_practice=practice.write,
        choose_language=remembered.choose,
        newer_decks=bundled_decks,
        edit_file=edit_file,
    )


def edit_file(file: Path, line: int) -> None:
    """Open a file at a line in the user's own editor, until it is closed."""
    from app.runner.editor import run_editor
    from app.settings.editor import editor_command

    run_editor(editor_command(file, line))


def _open_store(where: Paths, clock: Clock) -> Store:
    # SQLAlchemy comes with it: not before the first frame.
    from app.store.opening import open_store

    return open_store(where.database, clock)


def _take_in(root: Path, store: ports.Store, clock: Clock) -> Intake:
    from app.runner.devices import devices
    from app.study.intake import take_in

    return take_in(root, store, clock, devices)


def bundled_decks() -> Path:
    """Return the folder of the bundled decks."""
    from app.deckfile.bundled import bundled_dir

    return bundled_dir()


def _set_up(where: Paths, clock: Clock) -> Reader:
    """Copy the bundled decks, make or upgrade the database, and take the decks in."""
    if where.decks == where.data / "decks" and not where.decks.exists() and not where.database.exists():
        from app.deckfile.bundled import copy_bundled
        from app.study.updating import Updates

        copied = copy_bundled(where.decks)
        Updates(where.decks, where.data, clock).remember(copied)
        click.echo(f"Copied {len(copied)} decks to {where.decks}: they are yours to edit.", err=True)
    _bring_in(where, clock)
    reader = open_reader(where.database)
    if reader is None:
        raise ForecallError("The database could not be set up.", where=str(where.database))
    return reader


def _bring_in(where: Paths, clock: Clock) -> None:
    """Take the decks in before anything is shown, and say so where it takes a while."""
    from app.deckfile.find import deck_files

    _need_decks(where)
    size = sum(file.stat().st_size for file in deck_files(where.decks))
    if size > LARGE:
        click.echo(f"Reading {size / 1e6:.0f} MB of decks in {where.decks} …", err=True)
    with _open_store(where, clock) as store:
        _take_in(where.decks, store, clock)


def _refresh(where: Paths, cards: ports.Cards, clock: Clock) -> None:
    """Take the deck folder in, if it changed."""
    from app.study.stale import is_stale

    if is_stale(where.decks, cards):
        _bring_in(where, clock)


@contextmanager
def collection(decks: str, clock: Clock = now) -> Iterator[tuple[Reader, date, Config]]:
    """Open the collection for a command that reads, with the deck folder taken in if it changed."""
    where, config = settings_here(decks)
    reader = open_reader(where.database) or _set_up(where, clock)
    _need_decks(where)
    _refresh(where, reader, clock)
    try:
        yield reader, study_day(clock(), config.rules.rollover_hour), config
    finally:
        reader.close()


def deck_ids(decks: str) -> list[str]:
    """Return the ids of the decks there are, for completion; nothing is set up or told."""
    with suppress(ForecallError):
        where, _ = settings_here(decks)
        reader = open_reader(where.database)
        if reader is not None:
            return [count.deck for count in reader.decks(now().date())]
    return []


def _need_decks(where: Paths) -> None:
    if not where.decks.is_dir():
        fix = "Create it, or name another with --decks; `forecall where` tells where things are."
        raise ForecallError("There is no deck folder here.", where=str(where.decks), fix=fix)


def refuse_unknown(wanted: Sequence[str], known: Sequence[str]) -> None:
    """Make sure that there are such decks.

    Raises:
        ForecallError: If there is none of a name; it tells the nearest.
    """
    import difflib

    for deck in wanted:
        if deck not in known:
            near = difflib.get_close_matches(deck, known, n=1)
            fix = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(known) or 'no decks'}."
            raise ForecallError(f"There is no deck `{deck}`.", fix=fix)
