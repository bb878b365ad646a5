"""`forecall check`: deck files and live cards, or the stored data."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.wiring import bundled_snippets, now
from app.core.card import Card
from app.core.errors import ForecallError
from app.core.problem import Problem, Severity
from app.core.rules import Rules
from app.core.text import clean
from app.settings.here import settings_here


def check_data(decks: str, rebuild: bool) -> bool:
    """Compare what is stored with the fold of the log, and print each difference.

    Returns:
        True if anything differs still.
    """
    from app.store.opening import open_store

    where, _ = settings_here(decks)
    if not where.database.exists():
        raise ForecallError(
            "There is no database yet.", where=str(where.database), fix="Start forecall once."
        )
    with open_store(where.database, now) as store:
        found = store.differences(rebuild=rebuild)
    for difference in found:
        click.echo(f"{difference.where}: stored {difference.stored}, recounted {difference.recounted}")
    told = "put right" if rebuild else "mend with `forecall check --data --rebuild`"
    click.echo(
        f"{len(found)} differences: {told}." if found else "State, reviews and rollups agree with the log.",
        err=True,
    )
    return bool(found) and not rebuild


def check_decks(decks: str, paths: Sequence[Path], *, run: bool) -> bool:
    """Check deck files and run their live cards, and print each problem.

    Args:
        decks: What ``--decks`` says.
        paths: Files and folders; none means the deck folder.
        run: Whether to run live cards.

    Returns:
        True if there is any error.
    """
    from app.deckfile.find import deck_files
    from app.deckfile.load import load_file

    where, config = settings_here(decks)
    roots = list(paths) or [where.decks]
    for root in roots:
        if not root.exists():
            raise ForecallError(
                "There is nothing here to check.", where=str(root), fix="Name a file or folder."
            )
    files = [file for root in roots for file in (deck_files(root) if root.is_dir() else [root])]
    problems: list[Problem] = []
    cards: list[tuple[str, Card]] = []
    seen: dict[str, str] = {}
    for file in files:
        loaded = load_file(file)
        problems += loaded.problems
        if loaded.deck is None:
            continue
        if loaded.deck.id in seen:
            twice = f"The deck `{loaded.deck.id}` is in {seen[loaded.deck.id]}, too."
            problems.append(
                Problem(str(file), 1, 1, loaded.deck.id, twice, "Give one of them another id.", rule="E02")
            )
        seen.setdefault(loaded.deck.id, str(file))
        cards += [(str(file), card) for card in loaded.deck.cards]
    for problem in sorted(problems):
        click.echo(clean(str(problem)))
    ran, found = _run_live(cards, config.rules) if run else (0, [])
    errors = sum(problem.severity is Severity.ERROR for problem in (*problems, *found))
    click.echo(
        f"{len(files)} files, {len(cards)} cards, {ran} live cards run: "
        f"{errors} errors, {len(problems) + len(found) - errors} other remarks.",
        err=True,
    )
    return errors > 0


def _run_live(cards: Sequence[tuple[str, Card]], rules: Rules) -> tuple[int, list[Problem]]:
    """Run the live cards that a review would run unasked, and list the others."""
    from app.runner.client import Worker
    from app.study.check import check_live
    from app.study.trust import Trust

    async def run() -> tuple[int, list[Problem]]:
        worker, ran, found = Worker(), 0, list[Problem]()
        try:
            async for checked in check_live(cards, worker, Trust(bundled_snippets), rules):
                if checked.not_run:
                    click.echo(clean(f"{checked.name}: not run: {checked.not_run}."), err=True)
                    continue
                ran += 1
                found += checked.problems
                for problem in checked.problems:
                    click.echo(clean(str(problem)))
        finally:
            await worker.stop()
        return ran, found

    return asyncio.run(run())
