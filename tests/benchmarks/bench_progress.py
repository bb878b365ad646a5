"""Progress: all figures at two sizes, against Anki's graphs, and what the rollups cost a grade.

Run it by `pytest -m bench -n 0 -s tests/benchmarks/bench_progress.py`. FORECALL_BENCH_CARDS sets the size of
the large collection (100,000 cards, nine reviews each; 1000000 gives nine million), FORECALL_BENCH_ANKI a
Python that has the package `anki` (the extra `bench`). Gate on CPU and ratios.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from app.core.statistics.counts import Scope
from app.store.measures import OF_STATE
from app.store.opening import open_reader, open_store
from app.store.reader import Reader
from app.study.progress import measure, sections
from app.study.trouble import look_for_trouble
from app.tui.panels import Look, sheet_lines
from tests.benchmarks.bench_store import ANKI, LARGE, collection, cpu_ms
from tests.builders import DAY, NOON
from tests.store.shelf import PARAMS, a_deck, an_act, take_in, uids
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.bench

SMALL = int(os.environ.get("FORECALL_BENCH_SMALL", "10000"))
WIDTH = 116
SCOPES = {
    "a year": Scope(DAY),
    "30 days": Scope(DAY, 30),
    "all time": Scope(DAY, None),
    "one deck, a year": Scope(DAY, deck="deck-3"),
}


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Collections of both sizes, each over 900 study days."""
    folder = tmp_path_factory.mktemp("sizes")
    return {cards: spread(collection(folder / f"{cards}.sqlite", cards)) for cards in (SMALL, LARGE)}


def spread(path: Path) -> Path:
    """Give the cards intervals and easiness of all sizes."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "UPDATE state SET interval = 1 + card % 700, ef = 130 + 2 * (card % 90) WHERE due IS NOT NULL"
        )
    return path


def whole(reader: Reader, scope: Scope) -> None:
    """Read, compute, tell and draw everything the screen shows."""
    found = measure(reader, scope)
    sheet_lines(found, sections(found), WIDTH, Look(glyphs=False))


def figures_cpu(path: Path) -> dict[str, float]:
    """Return the CPU of each thing that is looked at, in milliseconds."""
    reader = open_reader(path)
    assert reader is not None
    with reader:
        found = {name: cpu_ms(partial(whole, reader, scope), 7) for name, scope in SCOPES.items()}
        return found | {"where it hurts": cpu_ms(partial(look_for_trouble, reader, Scope(DAY), 8), 3)}


def test_figures_do_not_grow_with_the_reviews(sizes: dict[int, Path]) -> None:
    """Figures and their lines, CPU; Anki's graphs of a year in the same run."""
    ours = {cards: figures_cpu(path) for cards, path in sizes.items()}
    print(f"\nCPU ms at {SMALL * 9:,} and {LARGE * 9:,} reviews")
    for name in ours[SMALL]:
        small, large = (ours[cards][name] for cards in sizes)
        print(f"  {name:18} {small:8.1f} {large:8.1f}   ratio {large / small:.2f} (target 1.3)")
    anki = anki_graphs(LARGE)
    if anki is None:
        pytest.skip(f"no package anki in {ANKI}; set FORECALL_BENCH_ANKI")
    share = ours[LARGE]["a year"] / anki
    print(f"  Anki's graphs, a year       {anki:8.1f}   ours {share:.3f} of it (target 0.1)")


ANKI_GRAPHS = """
import os, statistics, sys, tempfile, time
from anki.collection import AddNoteRequest, Collection
cards = int(sys.argv[1])
col = Collection(os.path.join(tempfile.mkdtemp(), "c.anki2"))
kind, deck = col.models.by_name("Basic"), col.decks.id("Default")
for start in range(0, cards, 10000):
    requests = []
    for i in range(start, min(cards, start + 10000)):
        note = col.new_note(kind)
        note["Front"], note["Back"] = f"question {i}", "answer"
        requests.append(AddNoteRequest(note, deck))
    col.add_notes(requests)
ids = col.find_cards("")
col.sched.set_due_date(ids[: len(ids) * 9 // 10], "0-300")
now = int(time.time() * 1000)
rows = (
    (now - (i % 900) * 86_400_000 - i * 7 % 40_000_000 - i // 900, ids[i % len(ids)], -1, 1 + i % 4,
     15, 6, 2500, 5000, 1)
    for i in range(cards * 9)
)
col.db.executemany("insert or ignore into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(rows))
times = []
for _ in range(3):
    start = time.process_time_ns()
    col._backend.graphs(search="", days=365)
    times.append(time.process_time_ns() - start)
print(statistics.median(times) / 1e6)
"""


def anki_graphs(cards: int) -> float | None:
    """Return the CPU of Anki's graphs over a year in milliseconds; None if there is no Anki."""
    done = subprocess.run([ANKI, "-c", ANKI_GRAPHS, str(cards)], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def test_what_the_rollups_cost_a_grade(tmp_path: Path) -> None:
    """The same grades with and without the triggers that keep the counts, by turns."""
    kept = {"with": (), "without": ("review_added", *(f"standing_{each.number}" for each in OF_STATE))}
    times: dict[str, list[float]] = {name: [] for name in kept}
    for turn in range(4):
        for name, dropped in kept.items():
            times[name].append(grade_cpu(tmp_path / f"{name}-{turn}.sqlite", dropped))
    with_them, without = (min(each) for each in times.values())
    cost = with_them - without
    print(f"\na grade: {with_them:.3f} ms CPU, without rollups {without:.3f}: {cost:.3f} (target 0.05)")


def grade_cpu(path: Path, dropped: tuple[str, ...]) -> float:
    """Return the median CPU of a grade in milliseconds, over some weeks of 1000 cards."""
    with open_store(path, lambda: NOON) as store:
        take_in(store, *(a_deck(f"d{deck}", *(f"c{card}" for card in range(100))) for deck in range(10)))
        for name in dropped:
            store._session.run(f"DROP TRIGGER {name}")
        known = uids(store)
        act, times = an_act(store, "d0/c0", ms=5000), list[int]()
        for place, (week, name) in enumerate((week, name) for week in range(3) for name in known):
            if place % 50 == 0:
                store.checkpoint()
            day = DAY + timedelta(days=7 * week)
            entry = replace(act, card=known[name], day=day, grade=4 if place % 5 else 2)
            start = time.process_time_ns()
            store.append([entry], PARAMS)
            times.append(time.process_time_ns() - start)
    return statistics.median(times[1000:]) / 1e6


def test_screen_in_a_terminal(tmp_path: Path) -> None:
    """From the key to the whole screen, first time and again; the budget is 120 ms."""
    decks = tmp_path / "decks"
    decks.mkdir()
    (decks / "one.yaml").write_text("format: 1\ndeck: one\ncards:\n- {id: a, q: one?, a: yes}\n")
    home = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "d"),
        "XDG_CONFIG_HOME": str(tmp_path / "c"),
    }
    subprocess.run(
        [sys.executable, "-m", "app", "--decks", str(decks), "due"], env=os.environ | home, check=True
    )
    spent = []
    with Terminal([sys.executable, "-m", "app", "--decks", str(decks)], 120, 40, env=home) as terminal:
        terminal.wait_for("p progress")
        terminal.settle(1.0)
        for _ in range(6):
            pressed = terminal.write(b"p")
            spent.append(terminal.wait_for("where it hurts") - pressed)
            terminal.settle()
            terminal.write(b"q")
            terminal.wait_for("p progress")
            terminal.settle()
        terminal.leave(b"q")
    first, then = 1000 * spent[0], 1000 * min(spent[1:])
    print(f"\nkey to progress, 120×40: first {first:.0f} ms, then {then:.0f} ms (budget 120)")
