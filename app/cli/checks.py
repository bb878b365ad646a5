"""`forecall check`: deck files and live cards, or the stored data."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.wiring import now
from app.core.card import Card
from app.core.errors import ForecallError
from app.core.problem import Problem, Severity
from app.core.rules import Rules
from app.core.text import clean
from app.settings.agreements import Agreements
from app.settings.here import settings_here
from app.study.trust import Trust


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
        click.echo(clean(f"{difference.where}: stored {difference.stored}, recounted {difference.recounted}"))
    told = "put right" if rebuild else "mend with `forecall check --data --rebuild`"
    click.echo(
        f"{len(found)} differences: {told}." if found else "State, reviews and rollups agree with the log.",
        err=True,
    )
    return bool(found) and not rebuild


@dataclass(frozen=True, slots=True)
class How:
    """How decks are checked.

    Attributes:
        run: Whether live cards are run.
        full: Whether they are run with many drawings, in two processes.
        strict: Whether warnings count as errors do.
    """

    run: bool = True
    full: bool = False
    strict: bool = False


def check_decks(decks: str, paths: Sequence[Path], how: How) -> bool:
    """Check deck files and run their live cards, and print each problem.

    Args:
        decks: What ``--decks`` says.
        paths: Files and folders; none means the deck folder.
        how: What is checked, and what counts.

    Returns:
        True if there is any error, or any warning where they count.
    """
    from app.core.lint import lint
    from app.deckfile.find import deck_files

    where, config = settings_here(decks)
    roots = list(paths) or [where.decks]
    for root in roots:
        if not root.exists():
            raise ForecallError(
                "There is nothing here to check.", where=str(root), fix="Name a file or folder."
            )
    files = [file for root in roots for file in (deck_files(root) if root.is_dir() else [root])]
    cards, problems = _load(files)
    problems += lint(cards)
    for problem in sorted(problems):
        click.echo(clean(str(problem)))
    trust = Trust(Agreements(where.data, now))
    ran, found = _run_live(cards, trust, config.rules, how.full) if how.run else (0, [])
    counts = Counter(problem.severity for problem in (*problems, *found))
    click.echo(
        f"{len(files)} files, {len(cards)} cards, {ran} live cards run: "
        f"{counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, "
        f"{counts[Severity.HINT]} hints.",
        err=True,
    )
    return counts[Severity.ERROR] > 0 or (how.strict and counts[Severity.WARNING] > 0)


def _load(files: Sequence[Path]) -> tuple[list[tuple[str, Card]], list[Problem]]:
    """Return the good cards of all files, each with its path, and the problems."""
    from app.deckfile.load import load_file

    problems: list[Problem] = []
    cards: list[tuple[str, Card]] = []
    seen: dict[str, str] = {}
    for file in files:
        loaded = load_file(file)
        problems += loaded.problems
        if loaded.deck is None:
            continue
        deck = loaded.deck.id
        if deck in seen:
            twice, fix = f"The deck `{deck}` is in {seen[deck]}, too.", "Give one of them another id."
            problems.append(Problem(str(file), 1, 1, deck, twice, fix, rule="E01"))
        seen.setdefault(deck, str(file))
        cards += [(str(file), card) for card in loaded.deck.cards]
    return cards, problems


def _run_live(
    cards: Sequence[tuple[str, Card]], trust: Trust, rules: Rules, full: bool
) -> tuple[int, list[Problem]]:
    """Run the live cards that a review would run unasked, and list the others."""
    from app.runner.client import Worker
    from app.runner.devices import devices
    from app.study.check import DRAWS, FULL_DRAWS, check_live

    async def run() -> tuple[int, list[Problem]]:
        worker, ran, found = Worker(), 0, list[Problem]()
        # Sets of texts come in another order there.
        other = Worker(hash_seed=1) if full else None
        draws = FULL_DRAWS if full else DRAWS
        sweep = check_live(cards, worker, trust, rules, draws=draws, other=other, devices=devices)
        try:
            if any(card.content.run for _, card in cards):
                click.echo(clean((await worker.cage("", "")).told), err=True)
            async for checked in sweep:
                if checked.not_run:
                    click.echo(clean(f"{checked.name}: not run: {checked.not_run}."), err=True)
                    continue
                ran += 1
                found += checked.problems
                for problem in checked.problems:
                    click.echo(clean(str(problem)))
        finally:
            await worker.stop()
            if other is not None:
                await other.stop()
        return ran, found

    return asyncio.run(run())
