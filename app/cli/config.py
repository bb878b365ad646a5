"""`forecall config`: what holds, what is wrong, and where the file is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from app.core.errors import ForecallError
from app.core.text import clean
from app.settings.config import KEYS, Config
from app.settings.here import settings_here
from app.settings.paths import config_path

_FROM_FILE = "  # set in the config file"


def path() -> Path:
    """Return where the config file is, or would be."""
    return config_path(os.environ)


def show(decks: str, as_json: bool) -> str:
    """Return every setting as it holds now.

    Raises:
        ForecallError: If the config file is wrong.
    """
    where, config = settings_here(decks)
    values = {key: _value(config, key) for key in KEYS}
    values["decks"] = str(where.decks)
    if as_json:
        return json.dumps({**values, **_tables(config)}, ensure_ascii=False)
    default = Config()
    lines = [f"# {where.config}{'' if where.config.exists() else ' (there is none: these are the defaults)'}"]
    for key, value in values.items():
        own = _FROM_FILE if _value(config, key) != _value(default, key) else ""
        lines.append(f"{key} = {_toml(value)}{own}")
    for name, table in _flat(_tables(config)):
        lines += ["", f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in table.items())]
    return "\n".join(lines)


def check(decks: str) -> bool:
    """Print what is wrong with the config file; tell whether all is well."""
    try:
        where, config = settings_here(decks)
    except ForecallError as error:
        click.echo(clean(str(error)))
        return False
    from app.tui.remap import mistakes
    from app.tui.themes import unknown_theme

    wrong = mistakes(config.keys)
    if config.theme and (unknown := unknown_theme(config.theme)):
        wrong.append(str(unknown))
    for mistake in wrong:
        click.echo(clean(f"{where.config}: {mistake}"))
    if wrong:
        return False
    there = "is well" if where.config.exists() else "is not there: the defaults hold"
    click.echo(f"{where.config} {there}.", err=True)
    return True


def _value(config: Config, key: str) -> Any:
    return getattr(config, key) if hasattr(config, key) else getattr(config.rules, key)


def _tables(config: Config) -> dict[str, dict[str, Any]]:
    """Return the tables that the config file has: limits of decks, and keys."""
    limits = {
        deck: {name: limit for name, limit in own._asdict().items() if limit is not None}
        for deck, own in config.rules.decks.items()
    }
    found: dict[str, dict[str, Any]] = {"deck": limits, "keys": dict(config.keys)}
    return {name: table for name, table in found.items() if table}


def _flat(tables: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in tables.items():
        if name == "deck":
            yield from ((f"deck.{_toml(deck)}", own) for deck, own in table.items())
        else:
            yield name, table


def _toml(value: object) -> str:
    """Return a value, or a quoted key, as TOML; JSON's texts, numbers and truths are TOML's."""
    return json.dumps(value, ensure_ascii=False)
