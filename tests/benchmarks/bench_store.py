"""The store, against its own floor and against Anki's `answer`, in one run.

Run it by `pytest -m bench -n 0 -s tests/benchmarks/bench_store.py`. FORECALL_BENCH_CARDS sets the size
of the large collection (100,000; ten reviews for each card that is not new), FORECALL_BENCH_ANKI a
Python that has the package `anki` (the extra `bench`). Gate on CPU and ratios: wall times of a shared
machine say nothing.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.collection import KnownFile
from app.core.rules import Rules
from app.core.text import Text
from app.store import audit_sql, sql
from app.store.opening import open_reader, open_store
from app.store.reader import Reader
from app.store.rows import REVIEW_COLUMNS
from app.store.store import Store
from app.store.triggers import TRIGGERS
from app.study.plan import plan
from tests.builders import DAY, NOON, a_card
from tests.store.shelf import PARAMS, ROOT, a_deck, a_file, an_act, take_in

pytestmark = pytest.mark.bench

LARGE = int(os.environ.get("FORECALL_BENCH_CARDS", "100000"))
ANKI = os.environ.get("FORECALL_BENCH_ANKI", sys.executable)
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
            " '', 0 FROM n"
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
            "INSERT INTO state (card, deck, position, away, due, interval, ef, reps, last_day)"
            f" SELECT id, deck, position, 0, iif(id > {learned}, NULL,"
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
        cpu_ms(lambda: bare.execute(sql.DUE["overdue"], values).fetchall()),
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


def test_one_grade(sizes: dict[int, Path]) -> None:
    """CPU of one grade, on disk when it returns, beside Anki's answer_card on 10,000 cards.

    The kernel's part of an fsync varies with what else the disk does, so both take turns, and the best
    round of each counts.
    """
    rounds = 3
    theirs, ours = [], {cards: [] for cards in sizes}  # type: ignore[var-annotated]
    for _ in range(rounds):
        theirs.append(anki_answer())
        for cards, path in sizes.items():
            with open_store(path, lambda: NOON) as store:
                ours[cards].append((grade_cpu(store), undo_cpu(store)))
    anki = min((each for each in theirs if each), default=None)
    for cards, each in ours.items():
        grade, undone = (min(times) for times in zip(*each, strict=True))
        ratio = f"Anki {anki:.3f}, ratio {grade / anki:.2f}" if anki else "no Anki"
        print(f"\nCPU ms at {cards:,} cards: grade {grade:.3f} ({ratio}), undo {undone:.3f}")
    if anki is None:
        pytest.skip(f"no package anki in {ANKI}; set FORECALL_BENCH_ANKI")


def grade_cpu(store: Store, grades: int = 400) -> float:
    """Return the median CPU of a grade in milliseconds, the log copied back where nobody waits."""
    rows = store.due(DAY, None)[: grades * 2]
    names = {row[0]: row[1] for row in store._rows("SELECT id, uid FROM card WHERE id <= 1000", {})}
    first = store._rows("SELECT name FROM card WHERE id = 1", {})[0][0]
    act = an_act(store, first, ms=5000)
    times = []
    for number, waiting in enumerate(rows[:grades]):
        if number % 50 == 0:
            store.checkpoint()
        entry = replace(act, card=names[waiting[0]])
        start = time.process_time_ns()
        store.append([entry], PARAMS)
        times.append(time.process_time_ns() - start)
    return statistics.median(times) / 1e6


def undo_cpu(store: Store) -> float:
    """Return the median CPU of an undo in milliseconds."""
    store.checkpoint()
    return cpu_ms(lambda: store.undo(NOON, DAY, PARAMS), 50)


ANKI_ANSWERS = """
import os, statistics, tempfile, time
from anki.collection import AddNoteRequest, Collection
from anki.cards import Card
from anki.scheduler.v3 import CardAnswer
col = Collection(os.path.join(tempfile.mkdtemp(), "c.anki2"))
deck = col.decks.id("Default")
conf = col.decks.config_dict_for_deck_id(deck)
conf["new"]["perDay"] = conf["rev"]["perDay"] = 9999
col.decks.update_config(conf)
kind, requests = col.models.by_name("Basic"), []
for i in range(10000):
    note = col.new_note(kind)
    note["Front"], note["Back"] = f"question {i}", "answer"
    requests.append(AddNoteRequest(note, deck))
col.add_notes(requests)
cards = col.find_cards("")
col.sched.set_due_date(cards[:8000], "10-60")
col.sched.set_due_date(cards[8000:9000], "0")
times = []
for _ in range(400):
    queued = col.sched.get_queued_cards().cards[0]
    card = Card(col, backend_card=queued.card)
    card.start_timer()
    answer = col.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
    start = time.process_time_ns()
    col.sched.answer_card(answer)
    times.append(time.process_time_ns() - start)
print(statistics.median(times) / 1e6)
"""


def anki_answer() -> float | None:
    """Return the median CPU of Anki's answer_card in milliseconds; None if there is no Anki."""
    done = subprocess.run([ANKI, "-c", ANKI_ANSWERS], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


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
