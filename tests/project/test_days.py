"""Days of review by keys, in a real terminal of 80×24, on real files, database and worker."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal

DECK = """\
format: 1
deck: tiny
title: {en: Tiny deck, zh: 小牌组}
cards:
- id: plain
  q: {en: What does tanh map to?, zh: tanh 的值域是什么？}
  a: (-1, 1)
- id: live
  q: What is n?
  ask: value
  run:
    vary: {n: 2..9}
    code: 3 * $n
"""

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start forecall some days from now, in a home of its own."""
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "tiny.yaml").write_text(DECK, encoding="utf-8")
    home = {
        "FORECALL_DATA": str(tmp_path / "data"),
        "FORECALL_CONFIG": str(tmp_path / "config.toml"),
        "FORECALL_DECKS": str(tmp_path / "decks"),
    }

    def run(days: int = 0, *arguments: str) -> Terminal:
        return Terminal((sys.executable, "-m", "tests.project.moved", str(days), *arguments), env=home)

    return run


def schedules(tmp_path: Path) -> list[tuple[int, int]]:
    """Interval and repetitions of each card, in the order of the deck."""
    with closing(sqlite3.connect(tmp_path / "data" / "forecall.db")) as database:
        return database.execute("SELECT interval, reps FROM state ORDER BY position").fetchall()


def press(terminal: Terminal, key: bytes, then: str) -> None:
    """Press a key once the screen is quiet, and wait for a text."""
    terminal.settle(0.35)
    terminal.write(key)
    terminal.wait_for(then)


def permit(terminal: Terminal) -> None:
    """Let the snippet run, if this machine can't cage it and so it asks first."""
    deadline = time.monotonic() + 20
    while "the value" not in terminal.text and time.monotonic() < deadline:
        if "y run it" in terminal.text:
            terminal.write(b"y")
        terminal.settle(0.2)


def grade_all(terminal: Terminal, cards: int) -> None:
    """Reveal and grade Good, card after card; a live card is predicted by its right value."""
    for _ in range(cards):
        terminal.settle(0.35)
        if "What is n?" in terminal.text:
            permit(terminal)
            product = terminal.text.partition("3 * ")[2].split()[0]
            press(terminal, f"{3 * int(product)}\r".encode(), "✓ value")
        else:
            press(terminal, b" ", "3 Good")
        terminal.settle(0.35)
        terminal.write(b"3")
    terminal.wait_for("Sitting over")
    press(terminal, b"q", "done for today")


def test_days_follow_sm2_from_first_start_to_the_third_sitting(start: Start, tmp_path: Path) -> None:
    """Today, tomorrow and six days on: what is due is asked, and the intervals are SM-2's."""
    with start() as terminal:
        terminal.wait_for("Tiny deck")
        press(terminal, b"\r", "What does tanh")
        grade_all(terminal, 2)
        assert terminal.leave(b"q") == 0
    assert schedules(tmp_path) == [(1, 1), (1, 1)]
    with start(1, "tiny") as terminal:
        grade_all(terminal, 2)
        assert terminal.leave(b"q") == 0
    assert schedules(tmp_path) == [(6, 2), (6, 2)]
    with start(2) as terminal:
        terminal.wait_for("done for today")
        assert terminal.leave(b"q") == 0
    with start(7, "tiny") as terminal:
        grade_all(terminal, 2)
        assert terminal.leave(b"q") == 0
    assert schedules(tmp_path) == [(15, 3), (15, 3)]


def test_undo_works_after_a_restart(start: Start, tmp_path: Path) -> None:
    """A grade of yesterday's sitting is taken back in today's."""
    with start(0, "tiny") as terminal:
        terminal.wait_for("What does tanh")
        press(terminal, b" ", "3 Good")
        press(terminal, b"4", "What is n?")
        terminal.leave(b"\x11")
    assert schedules(tmp_path)[0] == (1, 1)
    with start(0, "tiny") as terminal:
        terminal.wait_for("What is n?")
        press(terminal, b"\x1b", "undo")
        press(terminal, b"u", "What does tanh")
        terminal.leave(b"\x11")
    assert schedules(tmp_path)[0] == (0, 0)
