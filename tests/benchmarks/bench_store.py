"""The store, against its own floor and against Anki's `answer`, in one run.

Run it by `pytest -m bench -n 0 -s tests/benchmarks/bench_store.py`. FORECALL_BENCH_CARDS sets the size
of the large collection (100,000; ten reviews for each card that is not new), FORECALL_BENCH_ANKI a
Python that has the package `anki` (the extra `bench`). Gate on CPU and ratios: wall times of a shared
machine say nothing.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from app.core.collection import KnownFile
from app.core.queue import Waiting, mix
from app.core.rules import Rules
from app.core.text import Text
from app.store import audit_sql, sql
from app.store.opening import open_reader, open_store
from app.store.reader import Reader
from app.store.rows import REVIEW_COLUMNS
from app.store.store import Store
from app.store.triggers import TRIGGERS
from app.study.plan import plan
from app.study.sitting import Sitting
from tests.builders import DAY, NOON, a_card
from tests.store.shelf import PARAMS, ROOT, a_deck, a_file, an_act, take_in

pytestmark = pytest.mark.bench

LARGE = int(os.environ.get("FORECALL_BENCH_CARDS", "100000"))
ANKI = os.environ.get("FORECALL_BENCH_ANKI", sys.executable)
Thing = TypeVar("Thing")
DECKS = 20
DUE = 1000
REVIEWS = 10

MADE_UP = {
    **{name: name for name in ("card", "deck", "day", "grade", "ms")},
    "log": "id",
    "kind": "'basic'",
    "hour": "id % 24",
    "stage": "id % 3",
    "interval_before": "6",
    "interval_after": "15",
    "ef_after": "250",
}
"""Columns of a review, made of the row of the log; the others are 0."""


def cpu_ms(work: Callable[[], object], rounds: int = 15) -> float:
    """Return the median CPU time of some rounds in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - start)
    return statistics.median(times) / 1e6


def collection(path: Path, cards: int) -> Path:
    """Make a collection: 10 % new, the rest with ten reviews each, 1000 due, the others due later."""
    open_store(path, lambda: NOON).close()
    today, learned = DAY.toordinal(), cards * 9 // 10
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for name in TRIGGERS:
            db.execute(f"DROP TRIGGER {name}")
        db.execute('INSERT INTO content VALUES (1, \'h\', \'basic\', \'{"kind":"basic","q":[["","?"]]}\')')
        db.execute("INSERT INTO device VALUES (1, 'd', NULL, 0)")
        for deck in range(1, DECKS + 1):
            db.execute(
                "INSERT INTO deck_file VALUES (?, ?, ?, 1, 1, 'x', 0)", (deck, ROOT, f"{deck:02}.yaml")
            )
            db.execute("INSERT INTO deck VALUES (?, ?, '[]', ?, 0, 0)", (deck, f"deck-{deck}", deck))
        db.execute(
            f"INSERT INTO card {numbers.format(cards)} SELECT i, printf('%032x', i),"
            f" 'deck-' || (i % {DECKS} + 1) || '/c' || i, i % {DECKS} + 1, 'c' || i, '', 1, '{{}}', i, 0,"
            " '', 0, iif(i % 5 = 0, i, NULL) FROM n"
        )
        db.execute(
            f"INSERT INTO log {numbers.format(learned * REVIEWS)} SELECT i, 1, i, i, i, 0,"
            f" {today} - 1 - i % 900, (i - 1) % {learned} + 1, (i - 1) % {learned} % {DECKS} + 1, 'grade', 4,"
            " 5000, NULL, '', NULL, '', '', '', NULL, NULL, i, 1, NULL, NULL FROM n"
        )
        names = REVIEW_COLUMNS.split(", ")
        db.execute(
            f"INSERT INTO review ({REVIEW_COLUMNS})"
            f" SELECT {', '.join(MADE_UP.get(name, '0') for name in names)} FROM log"
        )
        db.execute(
            "INSERT INTO state (card, deck, position, away, family, due, interval, ef, reps, last_day)"
            f" SELECT id, deck, position, 0, family, iif(id > {learned}, NULL,"
            f" iif(id <= {DUE}, {today} - id % 9, {today} + 1 + id % 300)), 15, 250, 3,"
            f" iif(id > {learned}, NULL, {today} - 15) FROM card"
        )
        db.execute("UPDATE daily_upto SET day = :day - 1, log = (SELECT max(id) FROM log)", {"day": today})
        for _, _, renew in audit_sql.COUNTS.values():
            for text in renew:
                db.execute(text)
        for text in TRIGGERS.values():
            db.execute(text)
        db.execute("COMMIT")
        db.execute("ANALYZE")
    return path


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Collections of 10,000 cards and of the large size, with the same 1000 due."""
    folder = tmp_path_factory.mktemp("sizes")
    return {cards: collection(folder / f"{cards}.sqlite", cards) for cards in (10_000, LARGE)}


def test_reading_does_not_grow_with_the_collection(sizes: dict[int, Path]) -> None:
    """Queue, first card and home at both sizes; the floor is the bare SQL of the due cards."""
    figures: dict[int, list[float]] = {}
    for cards, path in sizes.items():
        reader = open_reader(path)
        assert reader is not None
        with reader, closing(sqlite3.connect(path)) as bare:
            figures[cards] = reading(reader, bare)
    print(f"\nCPU ms at {10_000:,} and {LARGE:,} cards ({LARGE * 9:,} reviews), {DUE} due")
    for name, *pair in zip(
        (
            "due, bare SQL",
            "due + 20 new + first card",
            "plan of the day",
            "home",
            "load of a month",
            "done today",
        ),
        *figures.values(),
        strict=True,
    ):
        print(f"  {name:26} {pair[0]:7.3f} {pair[1]:7.3f}   ratio {pair[1] / pair[0]:.2f}")


def reading(reader: Reader, bare: sqlite3.Connection) -> list[float]:
    """Return the CPU of each thing that a first screen reads, in milliseconds."""
    assert len(reader.due(DAY, None)) == DUE
    values = {"today": DAY.toordinal(), "decks": None, "after": 0}
    return [
        cpu_ms(lambda: bare.execute(sql.DUE["overdue", False], values).fetchall()),
        cpu_ms(lambda: first_card(reader)),
        cpu_ms(lambda: plan(reader, Rules(), DAY)),
        cpu_ms(lambda: reader.decks(DAY)),
        cpu_ms(lambda: reader.due_between(DAY, DAY + timedelta(days=30))),
        cpu_ms(lambda: reader.done(DAY)),
    ]


def first_card(reader: Reader) -> None:
    """Read what a sitting starts with."""
    due = reader.due(DAY, None)
    reader.new(DAY, None, 20)
    reader.card(due[0][0])


@contextmanager
def anki(cards: int, siblings: str) -> Iterator[Callable[[str, int], tuple[float, ...]] | None]:
    """Start Anki; give what does a work so often and returns its medians in ms, or None without Anki."""
    with subprocess.Popen(
        [ANKI, str(Path(__file__).with_name("anki_peer.py")), str(cards), siblings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        to, out = process.stdin, process.stdout

        def work(name: str, times: int) -> tuple[float, ...]:
            print(name, times, file=to, flush=True)
            return tuple(map(float, out.readline().split()))

        yield work if out.readline() else None
        to.close()


def beside_anki(
    cards: int, works: Mapping[str, tuple[Callable[[], float], str, int]], rounds: int = 12
) -> None:
    """Print the median of each work of ours, and its ratio to Anki's, which takes turns with it.

    Args:
        cards: Size of Anki's collection.
        works: By name: what does ours and returns milliseconds, Anki's work, and which of its figures.
        rounds: How many turns each takes.
    """
    with anki(cards, "keep") as default, anki(cards, "bury") as burying:
        found: dict[str, list[tuple[float, ...]]] = {name: [] for name in works}
        for _ in range(rounds):
            for name, (ours, theirs, place) in works.items():
                peers = [peer(theirs, 25)[place] for peer in (default, burying) if peer]
                found[name].append((ours(), *peers))
    print(f"\nCPU ms, Anki with {cards:,} cards in turns: by default, and burying siblings as forecall does")
    for name, each in found.items():
        ours, *peers = (statistics.median(column) for column in zip(*each, strict=True))
        told = ", ".join(f"{peer:.3f} (ratio {ours / peer:.2f})" for peer in peers)
        print(f"  {name:24} {ours:.3f}   Anki {told}")
    if default is None:
        pytest.skip(f"no package anki in {ANKI}; set FORECALL_BENCH_ANKI")


def test_the_queue(sizes: dict[int, Path]) -> None:
    """The queue of 1000 due cards and 20 new ones in 20 decks: limits, siblings, order and mixing."""
    with open_store(sizes[LARGE], lambda: NOON) as store:

        def queue() -> list[Waiting]:
            today = plan(store, Rules(reviews_per_day=9999), DAY)
            return mix(today.due, today.new)

        assert len(queue()) == DUE + 20
        ours = partial(cpu_ms, queue)
        beside_anki(LARGE, {"queue": (ours, "queue", 0), "queue, default": (ours, "queue-default", 0)})


def test_one_grade(sizes: dict[int, Path]) -> None:
    """CPU of a grade, on disk when it returns, and of the cycle: four labels, grade, next card, its question.

    As in a review, and as with Anki, the card was read to be asked before it is graded.
    """
    with open_store(sizes[LARGE], lambda: NOON) as store:
        sitting = Sitting(store, lambda: NOON, random.Random(1), Rules(reviews_per_day=9999))
        sitting.use(store)
        later = [each[0] for each in store.due(DAY + timedelta(days=300), None, after=DAY, named=False)]
        ahead = iter(later)
        act = an_act(store, store._rows("SELECT name FROM card WHERE id = 1", {})[0][0], ms=5000)

        def grades(times: int = 25) -> float:
            cards = [replace(act, card=store.card(next(ahead)).uid) for _ in range(times)]
            return medians(store, cards, lambda entry: store.append([entry], PARAMS))

        def cycles(times: int = 25) -> float:
            def cycle(_: object) -> None:
                for label in (2, 3, 4, 5):
                    sitting.outlook(label)
                sitting.grade(4, 5000)

            return medians(store, range(times), cycle)

        beside_anki(LARGE, {"grade": (grades, "answer", 0), "cycle": (cycles, "answer", 1)})
        print(f"  undo                     {undo_cpu(store):.3f}")


def medians(store: Store, things: Iterable[Thing], work: Callable[[Thing], object]) -> float:
    """Return the median CPU of a work on each thing in milliseconds; the log was copied back before."""
    store.checkpoint()
    times = []
    for thing in things:
        start = time.process_time_ns()
        work(thing)
        times.append(time.process_time_ns() - start)
    return statistics.median(times) / 1e6


def undo_cpu(store: Store) -> float:
    """Return the median CPU of an undo in milliseconds."""
    store.checkpoint()
    return cpu_ms(lambda: store.undo(NOON, DAY, PARAMS), 50)


def test_taking_in(tmp_path: Path) -> None:
    """10,000 cards: first time, touched but equal, one card changed, and knowing that nothing changed."""
    decks = [a_deck(f"deck-{d}", *(f"c{i}" for i in range(500))) for d in range(20)]
    changed = replace(
        decks[0], cards=(a_card("deck-0/c0", question=Text.plain("Anew?")), *decks[0].cards[1:])
    )
    with open_store(tmp_path / "x.sqlite", lambda: NOON) as store:
        figures = {
            "first time": cpu_ms(lambda: take_in(store, *decks), 1),
            "touched but equal": cpu_ms(lambda: take_in(store, *decks), 5),
            "one card of 500 changed": cpu_ms(lambda: take_in(store, a_file(changed)), 1),
            "nothing to load": cpu_ms(lambda: take_in(store), 9),
            "known files": cpu_ms(lambda: store.files(ROOT), 9),
        }
        assert store.files(ROOT)["deck-0.yaml"] == KnownFile(10, 1_700_000_000_000_000_000, "d1", 0)
    print("\ntaking in 10,000 cards, the store's part, CPU ms")
    for name, ms in figures.items():
        print(f"  {name:26} {ms:8.1f}   {ms / figures['first time']:.3f} of the first time")


def test_checking(sizes: dict[int, Path]) -> None:
    """The whole check of the large collection (its reviews are made up, so all of them differ)."""
    with open_store(sizes[LARGE], lambda: NOON) as store:
        start = time.process_time()
        found = len(store.differences())
        rows = store._rows("SELECT count(*) FROM log", {})[0][0]
        print(f"\ncheck of {rows:,} rows: {time.process_time() - start:.1f} s CPU, {found:,} differences")
