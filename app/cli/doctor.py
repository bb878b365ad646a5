"""`forecall doctor`: how forecall stands on this machine, and what to do about what is wrong."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import platform
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click

from app import __version__
from app.cli.output import json_text
from app.cli.terminal import terminal
from app.cli.wiring import now
from app.core.cage import Tier
from app.core.errors import ForecallError
from app.core.text import clean
from app.core.truth import Ended
from app.settings.here import settings_here
from app.settings.paths import Paths
from app.store.backup import backups
from app.store.health import Health, health

_LIBRARIES = ("textual", "sqlalchemy", "alembic", "pyyaml", "numpy", "torch")
_LEAST_FREE = 200 * 2**20
_LARGE_WAL = 64 * 2**20
_OLD_BACKUP_DAYS = 14

Report = dict[str, dict[str, Any]]


def doctor(decks: str, as_json: bool, no_run: bool) -> bool:
    """Print how forecall stands.

    Args:
        decks: What ``--decks`` says.
        as_json: Whether to print JSON.
        no_run: Whether to leave the process that runs snippets alone.

    Returns:
        True if anything is wrong.
    """
    where, wrong = _settings(decks)
    stored = health(where.database)
    report: Report = {
        "forecall": {
            "version": __version__,
            "python": platform.python_version(),
            "system": platform.platform(),
        },
        "libraries": _libraries(),
        "paths": _paths(where),
        "snippets": {} if no_run else _snippets(),
        "terminal": terminal(),
        "database": _database(stored),
        "backups": _backups(where),
    }
    problems = [*wrong, *_problems(report, where, stored)]
    if as_json:
        click.echo(json_text({**report, "problems": problems}))
        return bool(problems)
    for section, values in report.items():
        for name, value in values.items():
            click.echo(clean(f"{section:<10} {name:<16} {_said(value)}").replace("\n", " "))
    for problem in problems:
        click.echo(clean(f"! {problem}"))
    if not problems:
        click.echo("All is well.")
    return bool(problems)


def _settings(decks: str) -> tuple[Paths, list[str]]:
    """Return the paths, and what is wrong with the config file, without which the defaults hold."""
    try:
        return settings_here(decks)[0], []
    except ForecallError as error:
        import os

        from app.settings.paths import paths

        return paths(os.environ, decks_option=decks), [str(error)]


def _libraries() -> dict[str, str]:
    from app.deckfile.nodes import HAS_LIBYAML

    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "missing"
    return {**found, "libyaml": "yes" if HAS_LIBYAML else "no"}


def _paths(where: Paths) -> dict[str, Any]:
    place = next(folder for folder in (where.data, *where.data.parents) if folder.exists())
    return {
        "config": str(where.config) if where.config.exists() else f"{where.config} (none)",
        "data": str(where.data),
        "decks": str(where.decks),
        "free_bytes": shutil.disk_usage(place).free,
    }


def _snippets() -> dict[str, Any]:
    from app.runner.client import Worker

    async def ask() -> dict[str, Any]:
        worker = Worker()
        try:
            cage = await worker.cage("import torch", "")
            run = await worker.run("import torch", "", 0, 20_000)
            known = json.loads(worker.environment or "{}")
        finally:
            await worker.stop()
        runs = run.detail if run.ended is Ended.UNAVAILABLE else "yes"
        return {"cage": cage.tier.value, "told": cage.told, "device": known.get("device", ""), "runs": runs}

    return asyncio.run(ask())


def _database(stored: Health) -> dict[str, Any]:
    return {
        "bytes": stored.size,
        "wal_bytes": stored.wal,
        "revision": stored.revision,
        "damage": stored.damage,
        "acts": stored.acts,
        "cards": stored.cards,
        "sqlite": stored.sqlite,
    }


def _backups(where: Paths) -> dict[str, Any]:
    found = backups(where.database)
    return {
        "number": len(found),
        "bytes": sum(backup.size for backup in found),
        "newest": found[0].at.isoformat(timespec="seconds") if found else "",
        "folder": str(where.backups),
    }


def _problems(report: Report, where: Paths, stored: Health) -> list[str]:
    """Return what is wrong, each with what to do."""
    return [*_of_machine(report, where), *_of_data(report, where, stored)]


def _of_machine(report: Report, where: Paths) -> Iterator[str]:
    libraries, seen = report["libraries"], report["terminal"]
    for name, version in libraries.items():
        if version == "missing":
            yield f"{name} is missing. Install it: pip install {name}"
    if libraries["libyaml"] == "no":
        yield "PyYAML has no libyaml: decks are read ten times slower. Install a PyYAML wheel."
    if report["paths"]["free_bytes"] < _LEAST_FREE:
        yield f"The disk of {where.data} is nearly full. Free some space: grades need it."
    if (runs := report["snippets"].get("runs", "yes")) != "yes":
        yield f"Live cards can't run. {runs}"
    elif report["snippets"].get("cage") == Tier.LIMITED.value:
        yield "Nothing cages snippets here: agree only to code that you would run yourself."
    if seen["ambiguous_width"] == 2:
        yield (
            "The terminal shows characters of ambiguous width (α │ …) two cells wide, which breaks every"
            " layout. Set ambiguous characters to narrow in its preferences."
        )
    if "utf" not in seen["encoding"].lower():
        yield f"The terminal's encoding is {seen['encoding']}. Set LANG to one with UTF-8."


def _of_data(report: Report, where: Paths, stored: Health) -> Iterator[str]:
    if not where.decks.is_dir() and where.database.exists():
        yield f"There is no deck folder at {where.decks}. Create it, or name another."
    if stored.damage:
        yield f"The database is damaged: {stored.damage} `forecall restore` puts a backup back."
    elif stored.revision > stored.head:
        yield "The database was written by a newer forecall. Update: pip install --upgrade forecall"
    if stored.wal > _LARGE_WAL:
        yield "The write-ahead log is large. Close every forecall once: it is folded in then."
    newest = report["backups"]["newest"]
    if stored.acts and (not newest or _days_since(newest) > _OLD_BACKUP_DAYS):
        yield "There is no recent backup. Take one: forecall backup"


def _days_since(at: str) -> float:
    return (now().astimezone(UTC) - datetime.fromisoformat(at)).total_seconds() / 86_400


def _said(value: object) -> str:
    if value is None:
        return "unknown"
    return f"{value:,}" if isinstance(value, int) else str(value) or "none"
