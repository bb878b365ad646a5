"""What screens read: counts and queues, by `Reader` and by `Store` alike, without scanning anything."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from app.core.collection import DeckCount, Done
from app.core.errors import ForecallError
from app.core.log import Act
from app.core.queue import Waiting
from app.store import days_sql, sql
from app.store.reader import Reader, Reading
from app.store.store import Store
from app.study import ports
from tests.builders import DAY
from tests.store.shelf import PARAMS, ROOT, a_deck, an_act, grade, handle, take_in

NEXT = DAY + timedelta(days=1)


def do(store: Store, name: str, act: Act) -> None:
    """Do something other than grading to a card today."""
    store.append([an_act(store, name, act=act)], PARAMS)


@pytest.fixture
def store(store: Store) -> Store:
    """Deck `d`: graded 4, graded 2, new, suspended, buried, both graded; deck `e`: one new card."""
    cards = ["good", "failed", "new", "suspended", "buried", "held", "retired"]
    take_in(store, a_deck("d", *cards), a_deck("e", "x"))
    for name, q in (("good", 4), ("failed", 2), ("suspended", 4), ("buried", 5), ("held", 4), ("retired", 2)):
        grade(store, f"d/{name}", q, ms=1000)
    do(store, "d/suspended", Act.SUSPEND)
    do(store, "d/buried", Act.BURY)
    take_in(store, a_deck("d", *cards[:-1]), held={"d/held": "needs cuda"})
    return store


def by_name(reading: Reading, waiting: list[Waiting]) -> list[str]:
    """Return the names of waiting cards, in their order."""
    return [reading.card(each[0]).card.entry for each in waiting]


class TestQueues:
    def test_due_leaves_out_what_is_not_asked(self, store: Store) -> None:
        """Suspended, held, retired and new cards are not due; a card buried until today is."""
        assert by_name(store, store.due(DAY, None)) == []
        assert by_name(store, store.due(NEXT, None)) == ["good", "failed", "buried"]
        do(store, "d/good", Act.BURY)
        store.append([an_act(store, "d/good", act=Act.BURY, day=NEXT)], PARAMS)
        assert by_name(store, store.due(NEXT, None)) == ["failed", "buried"]

    def test_due_tells_deck_day_and_interval(self, store: Store) -> None:
        """What ordering the queue needs."""
        assert store.due(NEXT, ["d"])[0] == (handle(store, "d/good"), "d", None, 1)

    def test_drills_are_todays(self, store: Store) -> None:
        """A card graded below 4 comes again today, not tomorrow; buried or retired ones do not."""
        assert by_name(store, store.drills(DAY, None)) == ["failed"]
        assert store.drills(NEXT, None) == []
        do(store, "d/failed", Act.BURY)
        assert store.drills(DAY, None) == []

    def test_new_goes_by_deck_and_place_up_to_the_limit(self, store: Store) -> None:
        """Decks in the order of their files, cards in the order of the deck, so many of each."""
        take_in(store, a_deck("a", "z", "b"))
        assert by_name(store, store.new(DAY, None, 99)) == ["z", "b", "new", "x"]
        assert by_name(store, store.new(DAY, None, 1)) == ["z", "new", "x"]
        assert store.new(DAY, None, 0) == []

    @pytest.mark.parametrize(("decks", "found"), [(["d"], "d"), (["e", "d"], "de"), ([], ""), (["none"], "")])
    def test_chosen_decks_only(self, store: Store, decks: list[str], found: str) -> None:
        """No choice means all; an unknown deck has no cards."""
        assert sorted({w[1] for w in store.new(DAY, decks, 99)}) == list(found)
        assert {w[1] for w in store.due(NEXT, decks)} <= set(found)

    def test_buried_new_card_is_asked_the_day_after(self, store: Store) -> None:
        """It is neither new nor counted today."""
        do(store, "d/new", Act.BURY)
        assert by_name(store, store.new(DAY, ["d"], 9)) == []
        assert store.decks(DAY)[0].new == 0
        assert by_name(store, store.new(NEXT, ["d"], 9)) == ["new"]


class TestCounts:
    def test_home_counts_what_the_queues_hold(self, store: Store) -> None:
        """Today, tomorrow, and with more buried."""
        title = '[["", "D"]]'
        assert store.decks(DAY)[0] == DeckCount("d", title, new=1, due=0, drill=1, cards=6, held=1)
        assert store.decks(NEXT)[0] == DeckCount("d", title, new=1, due=3, drill=0, cards=6, held=1)
        store.append([an_act(store, "d/good", act=Act.BURY, day=NEXT)], PARAMS)
        for day in (DAY, NEXT, NEXT + timedelta(days=1)):
            count = store.decks(day)[0]
            assert count.due == len(store.due(day, ["d"]))
            assert count.new == len(store.new(day, ["d"], 99))
            assert count.drill == len(store.drills(day, ["d"]))

    def test_done_today(self, store: Store) -> None:
        """Scheduled grades of new cards and of others, drills apart, time of all."""
        grade(store, "d/failed", 4, ms=500)
        assert store.done(DAY) == Done(new=6, review=0, drill=1, passed=4, ms=6500)
        grade(store, "d/good", 1, day=NEXT)
        assert store.done_by_deck(NEXT) == {"d": Done(new=0, review=1, drill=0, passed=0, ms=0)}

    def test_due_between_counts_days(self, store: Store) -> None:
        """Both ends belong to it; suspended, held and retired cards do not count."""
        grade(store, "d/good", 4, day=NEXT)
        assert store.due_between(NEXT, NEXT + timedelta(days=6)) == {NEXT: 2, NEXT + timedelta(days=6): 1}
        assert store.due_between(NEXT, NEXT + timedelta(days=5)) == {NEXT: 2}


class TestReader:
    def test_reads_what_the_store_reads(self, store: Store) -> None:
        """The same SQL, another driver."""
        with Reader(store.path) as reader:
            port: ports.Cards = reader
            assert port.decks(DAY) == store.decks(DAY)
            assert port.due(NEXT, None) == store.due(NEXT, None)
            assert port.new(DAY, ["d"], 5) == store.new(DAY, ["d"], 5)
            assert port.drills(DAY, None) == store.drills(DAY, None)
            assert port.done(DAY) == store.done(DAY)
            assert port.due_between(DAY, NEXT) == store.due_between(DAY, NEXT)
            assert port.files(ROOT) == store.files(ROOT)
            assert port.card(1) == store.card(1)

    def test_sees_what_the_store_writes(self, store: Store) -> None:
        """Both may be open at once, as in the app's first second."""
        with Reader(store.path) as reader:
            grade(store, "d/new", 4)
            assert reader.done(DAY) == store.done(DAY)

    def test_never_writes(self, store: Store) -> None:
        """A mistake in reading SQL can't harm the collection."""
        with Reader(store.path) as reader, pytest.raises(ForecallError):
            reader._rows("DELETE FROM card", {})

    def test_unknown_card_is_told(self, store: Store) -> None:
        """A number that is none of the store's."""
        with pytest.raises(ForecallError, match="no deck file"):
            store.card(10**6)

    def test_imports_neither_sqlalchemy_nor_alembic_nor_yaml(self, store: Store) -> None:
        """The first frame must not wait for them."""
        code = (
            "import sys; from pathlib import Path; from datetime import date\n"
            "from app.store.opening import open_reader\n"
            "reader = open_reader(Path(sys.argv[1]))\n"
            "print(len(reader.decks(date(2026, 3, 10))))\n"
            "bad = {'sqlalchemy', 'alembic', 'yaml', 'torch'} & set(sys.modules); assert not bad, bad"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(store.path)], capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.stderr) == ("2\n", "")

    def test_many_threads_at_once(self, store: Store) -> None:
        """Screens read while a worker thread grades."""
        errors: list[BaseException] = []

        def read() -> None:
            try:
                for _ in range(30):
                    assert len(store.decks(DAY)) == 2
                    store.due(NEXT, None)
            except BaseException as error:  # noqa: BLE001
                errors.append(error)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(30):
            grade(store, "d/new", 4)
        for thread in threads:
            thread.join()
        assert errors == []


PLANS: dict[str, tuple[str, dict[str, int | None] | tuple[int], list[str]]] = {
    "due": (
        sql.DUE["overdue", True],
        {"today": 1, "decks": None, "after": 0},
        ["s USING COVERING INDEX ix_state_due (deck=? AND due>? AND due<?)"],
    ),
    "drills": (
        sql.DRILLS,
        {"today": 1, "decks": None},
        ["s USING INDEX ix_state_drill (deck=? AND drill_day=?)"],
    ),
    "new": (
        sql.NEW,
        {"today": 1, "decks": None, "limit": 1},
        ["n USING INDEX ix_state_new (deck=?)", "s USING INTEGER PRIMARY KEY (rowid=?)"],
    ),
    "last row": (sql.LAST_OF_DEVICE, (1,), ["log USING INDEX uq_log_device_seq (device=?)"]),
    "last live": (
        sql.LAST_LIVE,
        {"device": 1},
        [
            "l USING INDEX uq_log_device_seq (device=?)",
            "u USING INDEX ix_log_target (target_device=? AND target_seq=?)",
        ],
    ),
    "reviews": (
        sql.REVIEWS_OF_CARD,
        {"card": 1},
        ["l USING COVERING INDEX ix_log_card (card=?)", "r USING INTEGER PRIMARY KEY (rowid=?)"],
    ),
    "done": (
        days_sql.DONE_BY_DECK,
        {"day": 1},
        ["c USING PRIMARY KEY (day=? AND deck=? AND measure=?)", "r USING INTEGER PRIMARY KEY (rowid>?)"],
    ),
    "skipped": (
        days_sql.SKIPPED,
        {"day": 1},
        [
            "x USING INTEGER PRIMARY KEY (rowid>?)",
            "l USING INDEX ix_log_card (card=?)",
            "u USING INDEX ix_log_target (target_device=? AND target_seq=?)",
        ],
    ),
    "due between": (
        sql.DUE_BETWEEN,
        {"first": 1, "last": 2},
        ["c USING PRIMARY KEY (deck=? AND measure=? AND value>? AND value<?)"],
    ),
    "home": (
        sql.DECKS,
        {"today": 1},
        [
            "standing USING PRIMARY KEY (deck=? AND measure=? AND value=?)",
            "s USING INDEX ix_state_buried (deck=? AND buried_until>?)",
            "standing USING PRIMARY KEY (deck=? AND measure=? AND value>? AND value<?)",
            "s USING INDEX ix_state_buried (deck=? AND buried_until>?)",
            "s USING INDEX ix_state_drill (deck=? AND drill_day=?)",
        ],
    ),
}
"""Statement, values, and every search its plan makes beside those of decks and files."""
SMALL = {"k", "f", "d", "json_each", "u", "done"}
"""What may be scanned: decks, their files, devices, the list of names that came as a value, the one row that
tells the open days, and what was done on one."""


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize("name", PLANS)
def test_query_plan(store: Store, name: str, analysed: bool) -> None:
    """Nothing that repeats scans state, log or review, with and without SQLite's statistics."""
    for n in range(9):
        take_in(store, a_deck(f"deck-{n}", *(f"c{i}" for i in range(20))))
        grade(store, f"deck-{n}/c0")
    text, values, searches = PLANS[name]
    if analysed:
        with closing(sqlite3.connect(store.path)) as connection:
            connection.execute("ANALYZE")
    with closing(sqlite3.connect(store.path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    found = [line.removeprefix("SEARCH ") for line in plan if line.startswith("SEARCH ")]
    assert [line for line in searches if line not in found] == []
    assert [line for line in found if line not in searches and line[0] not in "kfd"] == []
    assert {line.split()[1] for line in plan if line.startswith("SCAN ")} <= SMALL
