"""A home of its own for each test of the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

Forecall = Callable[..., Result]

DECK = """\
format: 1
deck: tiny
title: {en: Tiny, zh: 小}
cards:
- id: one
  q: One?
  a: 1
- id: two
  q: Two?
  a: 2
"""


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deck folder with one small deck, which every command uses."""
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "tiny.yaml").write_text(DECK, encoding="utf-8")
    monkeypatch.setenv("FORECALL_DECKS", str(folder))
    return folder


@pytest.fixture
def forecall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forecall:
    """Run a command in a home of its own."""
    monkeypatch.setenv("FORECALL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FORECALL_CONFIG", str(tmp_path / "config.toml"))

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin, prog_name="forecall")

    return run
