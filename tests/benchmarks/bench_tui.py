"""First paint and keys in a real terminal of 80×24, against a bare Textual app in the same rounds.

`pytest -m bench -n 0 -s tests/benchmarks/bench_tui.py` prints milliseconds (least of rounds) and ratios.
A figure under load is only as good as its floor: the programs take turns, and the least of each counts.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.tui.terminal import Terminal

pytestmark = pytest.mark.bench

ROUNDS = 9
CTRL_Q = b"\x11"
DECKS, CARDS = 12, 840
SHELL = """
from textual.app import App
from textual.widgets import Footer, Header, Static

class Shell(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Header()
        yield Static("bare shell")
        yield Footer()

Shell().run()
"""
FORECALL = (sys.executable, "-m", "app")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of someone with 10,080 cards, taken in already."""
    root = tmp_path_factory.mktemp("home")
    decks = root / "decks"
    decks.mkdir()
    for number in range(DECKS):
        cards = "".join(
            f"- {{id: c{card}, q: question {card} of deck {number}, a: the answer}}\n"
            for card in range(CARDS)
        )
        text = f"format: 1\ndeck: deck-{number:02}\ntitle: Deck {number}\ncards:\n{cards}"
        (decks / f"deck-{number:02}.yaml").write_text(text, encoding="utf-8")
    env = {"HOME": str(root), "XDG_DATA_HOME": str(root / "data"), "XDG_CONFIG_HOME": str(root / "config")}
    # An installed program is compiled already, as Textual is here.
    env["PYTHONDONTWRITEBYTECODE"] = ""
    command = [*FORECALL, "--decks", str(decks), "due"]
    subprocess.run(command, env=os.environ | env, check=True, capture_output=True)
    return env | {"BENCH_DECKS": str(decks)}


def first_paint(argv: list[str], text: str, env: dict[str, str]) -> float:
    """Return milliseconds from start to the frame with a text."""
    with Terminal(argv, env=env) as terminal:
        painted = terminal.wait_for(text)
        spent = (painted - terminal.started) * 1000
        terminal.settle()
        terminal.leave(CTRL_Q)
    return spent


def test_first_paint(home: dict[str, str]) -> None:
    """Home and the first question, against Header, Static and Footer."""
    decks = ["--decks", home["BENCH_DECKS"]]
    programs = {
        "bare Textual": ([sys.executable, "-c", SHELL], "bare shell"),
        "home": ([*FORECALL, *decks], "today:"),
        "review DECK": ([*FORECALL, *decks, "review", "deck-03"], "of deck 3"),
    }
    spent: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS + 1):
        for name, (argv, text) in programs.items():
            spent[name].append(first_paint(argv, text, home))
    least = {name: min(times[1:]) for name, times in spent.items()}
    print(f"\nfirst paint, 80×24, {DECKS * CARDS} cards, least of {ROUNDS}")
    for name, ms in least.items():
        print(f"  {name:14} {ms:6.0f} ms   {ms / least['bare Textual']:.2f} × bare Textual")


def test_keys(home: dict[str, str]) -> None:
    """From a key to the changed frame: reveal and grade, the grade with its way to the disk."""
    argv = [*FORECALL, "--decks", home["BENCH_DECKS"], "review", "deck-05"]
    reveals, grades = [], []
    with Terminal(argv, env=home) as terminal:
        for _ in range(ROUNDS + 3):
            terminal.wait_for("space reveal")
            terminal.settle()
            pressed = terminal.write(b" ")
            reveals.append(terminal.wait_for("the answer") - pressed)
            terminal.settle()
            pressed = terminal.write(b"3")
            grades.append(terminal.wait_for("space reveal") - pressed)
        terminal.leave(CTRL_Q)
    print(f"\nkey to changed frame, 80×24, {ROUNDS + 3} cards: first, least, median (budget 20 ms)")
    for name, times in (("reveal", reveals), ("grade", grades)):
        ms = sorted(1000 * time for time in times)
        print(f"  {name:8} {1000 * times[0]:6.1f} {ms[0]:6.1f} {ms[len(ms) // 2]:6.1f} ms")
