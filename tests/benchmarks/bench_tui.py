"""First paint and keys in a real terminal of 80×24, against a bare Textual app in the same rounds.

Keys, and idling, also with a large collection (FORECALL_BENCH_CARDS, 100,000; ten reviews for each).
`pytest -m bench -n 0 -s tests/benchmarks/bench_tui.py` prints milliseconds (least of rounds) and ratios.
A figure under load is only as good as its floor: the programs take turns, and the least of each counts.
"""

from __future__ import annotations

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest

from app.core.codec import to_json
from app.core.text import Text
from tests.benchmarks.bench_store import LARGE, collection
from tests.builders import DAY, a_card
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


class Keys:
    """Presses keys in a review of the large collection, and times the changed frames by act and moment."""

    def __init__(self, terminal: Terminal, backups: Path) -> None:
        self.terminal, self._backups = terminal, backups
        self.times: dict[tuple[str, str], list[float]] = defaultdict(list)

    def press(self, act: str, key: bytes, holds: Callable[[str], bool]) -> None:
        """Press a key, and wait until the frame says so."""
        time.sleep(0.16)  # grade keys are dead so long
        self.terminal.settle(0.01)
        moment = "during the backup" if any(self._backups.glob("*.part")) else "later"
        since = time.perf_counter() - self.terminal.started
        pressed = self.terminal.write(key)
        spent = 1000 * (self.terminal.wait_until(holds, what=act) - pressed)
        self.times[act, moment].append(spent)
        if since < 10:
            self.times[act, "first 10 s"].append(spent)

    def review(self) -> None:
        """Reveal, grade, undo, and reveal and grade again."""
        asked = number(self.terminal.text)
        self.press("reveal", b" ", lambda text: "3 Good" in text)
        self.press("grade", b"3", lambda text: number(text) != asked and "space reveal" in text)
        self.press("undo", b"u", lambda text: number(text) == asked)
        self.press("reveal", b" ", lambda text: "3 Good" in text)
        self.press("grade", b"3", lambda text: number(text) != asked and "space reveal" in text)

    def tell(self, title: str) -> None:
        """Print number, median, ninth decile and most of the milliseconds."""
        print(f"\n{title}: key to changed frame, ms (budget 20)")
        for (act, moment), times in sorted(self.times.items()):
            ninth = statistics.quantiles(times, n=10)[-1] if len(times) > 1 else times[0]
            middle = statistics.median(times)
            print(f"  {act:7} {moment:18} n {len(times):3}  {middle:5.1f}  {ninth:5.1f}  {max(times):5.1f}")


def number(text: str) -> str:
    """Number of the card on the screen."""
    found = re.search(r"question (\d+) of", text)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of someone with a large collection, whose texts are not indexed and not backed up."""
    root = tmp_path_factory.mktemp("large")
    for folder in ("data", "decks"):
        (root / folder).mkdir()
    (root / "decks" / "tiny.yaml").write_text("format: 1\ndeck: tiny\ncards:\n- {q: 'q', a: 'a'}\n")
    random = Random(1)
    words = ["".join(random.choices("aeioubdgklmnprst", k=6)) for _ in range(3000)]
    with closing(sqlite3.connect(collection(root / "data" / "forecall.db", LARGE))) as db:
        for card in range(1, LARGE + 1):
            asked = f"question {card} of {' '.join(random.sample(words, 5))}"
            content = to_json(a_card(question=Text.plain(asked), answer=Text.plain("the answer")).content)
            db.execute("UPDATE content SET json = ? WHERE id = ?", (content, card))
        db.commit()
        db.execute("ANALYZE")
    env = {"FORECALL_DATA": str(root / "data"), "FORECALL_DECKS": str(root / "decks")}
    return env | {"FORECALL_CONFIG": str(root / "config.toml"), "PYTHONDONTWRITEBYTECODE": ""}


def test_keys_in_a_large_collection(large: dict[str, str]) -> None:
    """From the start on, while the backup of the day runs, and after it; then nothing happens at all."""
    data = Path(large["FORECALL_DATA"])
    days = (DAY - date.today()).days  # noqa: DTZ011 - the clock of the program is moved to that of the data
    argv = [sys.executable, "-m", "tests.project.moved", str(days), "deck-3"]
    for title in ("first start of the day", "second start"):
        with Terminal(argv, env=large) as terminal:
            terminal.wait_for("space reveal")
            keys = Keys(terminal, data / "backups")
            while time.perf_counter() - terminal.started < 15 or any(keys._backups.glob("*.part")):
                keys.review()
            keys.tell(f"{LARGE} cards, {os.path.getsize(data / 'forecall.db') >> 20} MiB, {title}")
            terminal.settle(2)
            before, sent = terminal.cpu_ms, len(terminal.raw)
            terminal.settle(10)
            idle, bytes_sent = terminal.cpu_ms - before, len(terminal.raw) - sent
            print(f"  idle, 10 s: {idle:.2f} ms CPU, {bytes_sent} bytes (budget 2 ms, 0 bytes)")
            assert idle <= 2
            assert not bytes_sent
            assert terminal.leave(CTRL_Q, 60) == 0
