"""`forecall config`: what holds, what is wrong, and where the file is."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
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
        return json.dumps(values, ensure_ascii=False, default=_plain)
    default = Config()
    lines = [f"# {where.config}{'' if where.config.exists() else ' (there is none: these are the defaults)'}"]
    for key, value in values.items():
        own = _FROM_FILE if _value(config, key) != _value(default, key) else ""
        lines.append(f"{key} = {_toml(value)}{own}")
    return "\n".join(lines)


def check(decks: str) -> bool:
    """Print what is wrong with the config file; tell whether all is well."""
    try:
        where, config = settings_here(decks)
    except ForecallError as error:
        click.echo(clean(str(error)))
        return False
    from app.tui.themes import unknown_theme

    wrong = unknown_theme(config.theme) if config.theme else None
    if wrong is not None:
        click.echo(clean(f"{where.config}: {wrong}"))
        return False
    there = "is well" if where.config.exists() else "is not there: the defaults hold"
    click.echo(f"{where.config} {there}.", err=True)
    return True


def _value(config: Config, key: str) -> Any:
    return getattr(config, key) if hasattr(config, key) else getattr(config.rules, key)


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_toml_key(key)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _toml_key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else json.dumps(key)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
