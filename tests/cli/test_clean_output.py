"""Nothing that a deck holds can steer the terminal that a command talks to."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.cli.wiring import now
from app.settings.agreements import Agreements
from tests.cli.conftest import Forecall

EVIL = "\\e]52;c;QUFB\\a\\x9b2J\\u202Eevil\\u2066\\u200B\\x7F"
DECK = f"""\
format: 1
deck: evil
title: {{en: "T {EVIL}", zh: "T {EVIL}"}}
notes: "n{EVIL}.txt"
tags: ["t{EVIL}"]
cards:
- id: plain
  q: "Q {EVIL}?"
  a: "A {EVIL}"
  why: "W {EVIL}"
  source: "s/{EVIL}"
  facts: ["f{EVIL}"]
  tags: ["x{EVIL}"]
- id: twin
  q: "Q {EVIL}?"
  a: "A {EVIL}"
- id: live
  q: "Run {EVIL}"
  run:
    code: "print('{EVIL}')\\nraise ValueError('{EVIL}')"
    needs: ["p{EVIL}"]
  ask: value
- id: run
  q: "Run"
  run:
    code: "print('\\x1b[2J\\x9b')\\nraise ValueError('\\x1b]52;c;AA\\x07')"
  ask: value
- id: "b{EVIL}"
  q: x
  a: y
- id: unknown
  q: x
  a: y
  "k{EVIL}": z
"""
COMMANDS = [
    ("due",),
    ("due", "--json"),
    ("check",),
    ("check", "--no-run"),
    ("check", "--full"),
    ("check", "--data"),
    ("where",),
    ("where", "--json"),
    ("history", "evil/plain"),
    ("stats",),
    ("coverage",),
    ("review", "\x1b[2J\x9b"),
    ("replay", "\x1b[2J\x9b"),
    ("trust", "--revoke", "\x1b[2J\x9b"),
    ("trust",),
    ("trust", "--json"),
    ("drift",),
    ("check", "\x1b[2J\x9b.yaml"),
    ("doctor",),
    ("doctor", "--json"),
    ("search", "evil"),
    ("search", "evil", "--json"),
    ("search", "\x1b[2J\x9b:("),
    ("history", "evil/plain", "--json"),
    ("edit", "\x1b[2J\x9b"),
    ("\x1b[2J\x9b",),
    ("due", "--\x1b[2J\x9b"),
    ("update", "--help"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: repr(" ".join(words)))
def test_a_command_prints_no_control_character(
    forecall: Forecall, decks: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """ESC, C1, bidi and zero-width characters of decks, runs and words come out as U+FFFD, or escaped."""
    (decks / "evil.yaml").write_text(DECK, encoding="utf-8")
    (decks / "n\x1b[2J\x9b.yaml").write_text("format: 1\ndeck: other\ntitle: x\ncards: 7\n", encoding="utf-8")
    forecall("due")
    Agreements(tmp_path / "data", now).add(b"x", "evil/live", "x = 1\x1b[2J\x9b\u202e")
    # Otherwise click itself takes escape sequences out of what goes to no terminal.
    result = CliRunner().invoke(main, list(words), prog_name="forecall", color=True)
    assert result.exit_code in (0, 1, 2, 3), result.exception
    steering = {
        char for char in result.output if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n"
    }
    assert steering <= {"\t"}, [line for line in result.output.splitlines() if steering & set(line)]
