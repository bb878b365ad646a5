"""A learner at a real terminal who presses anything, and is cut off at any moment."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from app.store.opening import open_store
from tests.builders import NOON
from tests.tui.terminal import Terminal

DECKS = {
    "mixed": """\
format: 1
deck: mixed
title: {en: Mixed cards, zh: 各种卡片}
cards:
- id: range
  q: {en: "What is the range of tanh, in one interval?", zh: tanh 的值域是什么？}
  a: (-1, 1)
- {id: beta, q: The first default beta of Adam?, a: "0.9", ask: value}
- {id: fits, q: Which margin for noisy data?, a: soft margin, wrong: [hard margin, kernel]}
- {id: order, q: Put the steps of PCA in order., steps: [standardise, correlate, decompose]}
- {id: both, q: eigenvector, a: 特征向量, reverse: true}
- {id: holes, cloze: "tanh {{fault::saturates}} and is {{gain::zero-mean}}."}
""",
    "many": "format: 1\ndeck: many\ncards:\n"
    + "".join(f"- {{id: c{n}, q: 'What follows {n}, thing {n * 7919}?', a: '{n + 1}'}}\n" for n in range(40)),
}
SIZES = ((80, 24), (120, 40), (100, 30), (50, 14), (80, 24))
SIBLINGS_OF_A_DAY = """
SELECT r.day, c.entry FROM review r JOIN card c ON c.id = r.card WHERE r.drill = 0
GROUP BY r.day, c.deck, c.entry HAVING count(DISTINCT c.id) > 1
"""
ACTS_TOLD = ("Buried", "Suspended", "Reset to", "Undone", "Redone", "Nothing to", "A new day")
QUIET_S = 0.06
DEAD_S = 0.16


class PtyRobot:
    """Runs forecall day after day, and knows how many grades were shown as taken."""

    def __init__(self, home: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.home, self.clock = home, home / "clock"
        self.database = home / "data" / "forecall.db"
        self.taken = 0
        self.told: Counter[str] = Counter()
        (home / "decks").mkdir()
        for name, text in DECKS.items():
            (home / "decks" / f"{name}.yaml").write_text(text, encoding="utf-8")
        self.move_to(0)

    def move_to(self, days: float) -> None:
        """Move the clock; it is read at each look."""
        new = self.clock.with_suffix(".new")
        new.write_text(str(days))
        new.replace(self.clock)
        self.days = days

    def sit(self, keys: int) -> None:
        """Start, press some keys, and leave, one way or another."""
        env = {
            "FORECALL_DATA": str(self.home / "data"),
            "FORECALL_CONFIG": str(self.home / "config.toml"),
            "FORECALL_DECKS": str(self.home / "decks"),
        }
        start = self.rng.choice(((), ("mixed",), ("many",)))
        argv = (sys.executable, "-m", "tests.project.moved", str(self.clock), *start)
        self.terminal = Terminal(argv, env=env)
        with self.terminal:
            self.terminal.wait_until(lambda shown: bool(shown.strip()))
            for _ in range(keys):
                self.step()
                if self.terminal.ended:
                    break
            self.leave()
        self.check()

    def leave(self) -> None:
        """Quit, close the terminal, or be killed while something is going on."""
        terminal = self.terminal
        if terminal.ended:
            return
        match self.rng.choice(("quit", "quit", "hang up", "kill")):
            case "quit":
                self.told["quit"] += 1
                assert terminal.leave(b"\x11", 20) == 0, terminal.text
                assert terminal.modes_after == terminal.modes_before
            case "hang up":
                self.told["hang up"] += 1
                os.kill(terminal.pid, signal.SIGHUP)
                terminal.settle(0.5)
            case "kill":
                self.kill()

    def kill(self) -> None:
        """Kill the program some milliseconds after a key."""
        self.told["kill"] += 1
        self.terminal.write(self.rng.choice((b" ", b"3", b"u", b"s", b"2")))
        time.sleep(self.rng.uniform(0, 0.04))
        self.terminal.kill()

    # What people press

    def step(self) -> None:
        """Do one thing that somebody may do on the screen that is shown."""
        terminal, rng = self.terminal, self.rng
        terminal.settle(QUIET_S)
        shown = terminal.text
        if rng.random() < 0.02:
            self.kill()
        elif rng.random() < 0.05:
            self.told["resize"] += 1
            terminal.resize(*rng.choice(SIZES))
        elif rng.random() < 0.02:
            self.blind()
        elif rng.random() < 0.04:
            self.told["clock"] += 1
            self.move_to(self.days + rng.choice((-1.2, -0.3, 0.4, 1, 2)))
        elif "3 Good" in shown:
            self.graded()
        elif "stop typing" in shown:
            terminal.write(rng.choice((b"0.9\r", b"7\r", b"\x1b")))
        elif "Sitting over" in shown:
            terminal.write(rng.choice((b"q", b"u", b"u", b"x")))
        elif "all decks" in shown:
            self.at_home()
        elif "left" in shown:
            self.asked()
        else:
            self.told["elsewhere"] += 1
            terminal.write(rng.choice((b"\x1b", b"\x1b", b"q")))
            time.sleep(DEAD_S)  # escape alone is told from a sequence only after a while

    def graded(self) -> None:
        """Grade, mostly; a grade counts as taken once its buttons are gone."""
        other = self.rng.random() < 0.15
        key = self.rng.choice(
            (b"u", b"s", b"b", b"R", b"l", b" ") if other else (b"1", b"2", b"3", b"3", b"4")
        )
        time.sleep(DEAD_S)
        self.terminal.write(key)
        if key in (b"1", b"2", b"3", b"4"):
            with suppress(AssertionError):
                self.terminal.wait_until(lambda shown: "3 Good" not in shown, 2)
                # Or something else, done before, has come to its end only now.
                if not any(said in self.terminal.text for said in ACTS_TOLD):
                    self.taken += 1
                    self.told["grade"] += 1

    def asked(self) -> None:
        """Reveal, mostly; or put the card away, look at it, undo again and again."""
        terminal, rng = self.terminal, self.rng
        act = rng.choice(("reveal",) * 16 + ("key",) * 3 + ("digits", "flag", "storm", "history", "help"))
        self.told[act] += 1
        match act:
            case "reveal":
                terminal.write(b" ")
            case "key":
                terminal.write(rng.choice((b"n", b"b", b"s", b"R", b"u", b"U", b"l", b"n", b"u", b"q")))
            case "digits":
                terminal.write(rng.choice((b"1", b"2", b"213\r")))
            case "flag":
                terminal.write(b"f")
                terminal.settle(QUIET_S)
                terminal.write(b"look it up\r")
            case "storm":
                for _ in range(rng.randrange(3, 15)):
                    terminal.write(rng.choice((b"u", b"u", b"u", b"U")))
                    terminal.read(0.005)
            case "history":
                terminal.write(b"i")
            case "help":
                terminal.write(b"?")

    def at_home(self) -> None:
        """Review, cram, study ahead, or go on with that."""
        self.told["home"] += 1
        ways = (b"a", b"a", b"\r", b"j", b"c:\r", b"c:!count\r", b"s:\r", b"s:9!count\r", b"g")
        for keys in self.rng.choice(ways).split(b":"):
            self.terminal.write(keys)
            self.terminal.settle(QUIET_S)

    def blind(self) -> None:
        """Press keys while the terminal is too small to see anything."""
        self.told["blind"] += 1
        self.terminal.resize(20, 10)
        for _ in range(3):
            self.terminal.write(self.rng.choice((b" ", b"u", b"n")))
            self.terminal.settle(QUIET_S)
        self.terminal.resize(80, 24)

    # What must hold

    def check(self) -> None:
        """No grade is lost, the log and what follows from it agree, and no two siblings share a day."""
        with open_store(self.database, lambda: NOON) as store:
            ((grades, rows, last),) = store._rows(
                "SELECT sum(act IN ('grade', 'cram')), count(*), coalesce(max(seq), 0) FROM log", {}
            )
            assert (grades or 0) >= self.taken
            assert rows == last, "a number of the log is missing"
            self.taken = grades or 0
            assert store.differences() == []
            assert store._rows(SIBLINGS_OF_A_DAY, {}) == []
