"""Acts: what a row of the log holds, undo across restarts, late rows of other devices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path

import pytest

from app.core import sm2
from app.core.card import uid_of
from app.core.codec import hash_of, to_json
from app.core.collection import Done
from app.core.errors import ForecallError
from app.core.fold import fold
from app.core.log import Act, Entry, Params, RowId, State
from app.store.opening import open_store
from app.store.rows import entry_of, params_json
from app.store.sql import LOG_OF_CARD
from app.store.store import Store
from app.study import ports
from tests.builders import DAY, NOON, a_card, an_entry
from tests.store.shelf import PARAMS, a_deck, an_act, grade, handle, log_rows, state, take_in, uids

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def store(store: Store) -> Store:
    """A store with one deck of three cards."""
    take_in(store, a_deck("optimizers", "a", "b", "c"))
    return store


def entries(store: Store, name: str) -> list[Entry]:
    """Return the log of a card."""
    return [entry_of(row) for row in store._rows(LOG_OF_CARD, {"card": handle(store, name)})]


class TestAppend:
    def test_store_is_what_the_use_cases_ask_for(self, store: Store) -> None:
        """The Protocol of `ports` is kept (mypy proves the types)."""
        port: ports.Store = store
        assert port.append([], PARAMS) == []

    def test_row_holds_the_act_and_where_it_happened(self, store: Store) -> None:
        """Every column comes back; deck, content, parameters and environment are filled in."""
        params = Params(max_interval=99)
        act = an_act(
            store,
            "optimizers/a",
            grade=5,
            ms=4200,
            typed="(0.9, 0.999)",
            outcome='{"value": "right"}',
            seed=2**40,
            drawn='{"n": "8"}',
            digest='{"value": "ab"}',
            note="n",
            offset=-16200,
        )
        store.append([act], params, env='{"numpy": "2.4"}')
        (row,) = entries(store, "optimizers/a")
        assert row == replace(
            act,
            id=RowId(row.id.device, 1),
            deck="optimizers",
            gesture=1,
            content=hash_of(to_json(store.card(handle(store, "optimizers/a")).card.content)),
            params=hash_of(params_json(params)),
            env=hash_of('{"numpy": "2.4"}'),
        )
        assert len(row.id.device) == 32

    def test_state_returned_is_the_state_stored(self, store: Store) -> None:
        """What the caller gets is what the next start reads."""
        returned = grade(store, "optimizers/a", 2)
        assert returned == state(store, "optimizers/a")
        assert returned == State(
            memory=sm2.Memory(250, 1, 1), due=NEXT, last_day=DAY, drill_day=DAY, passed=False
        )

    def test_ord_grows_even_if_the_clock_goes_back(self, store: Store) -> None:
        """A row written later sorts later on this device, whatever the wall clock says."""
        grade(store, "optimizers/a", at=NOON)
        grade(store, "optimizers/a", 3, at=NOON - timedelta(hours=1), day=NEXT)
        first, second = sorted(entries(store, "optimizers/a"), key=lambda e: e.id.seq)
        assert (first.ord, second.ord) == (int(NOON.timestamp() * 1000), first.ord + 1)

    def test_rows_of_one_call_are_one_gesture(self, store: Store) -> None:
        """A bulk act has one number, the next call another."""
        acts = [an_act(store, f"optimizers/{c}", act=Act.SUSPEND) for c in "abc"]
        states = store.append(acts, PARAMS)
        grade(store, "optimizers/a")
        assert [s.suspended for s in states] == [True] * 3
        assert [(row[0], row[1]) for row in log_rows(store)] == [(1, 1), (2, 1), (3, 1), (4, 4)]

    def test_two_acts_on_one_card_in_one_call(self, store: Store) -> None:
        """The second starts from where the first left the card."""
        failed = an_act(store, "optimizers/a", grade=1)
        states = store.append([failed, replace(failed, grade=4)], PARAMS)
        assert [s.drill_day for s in states] == [DAY, None]

    def test_instants_keep_milliseconds_and_come_back_aware(self, store: Store) -> None:
        """Another offset is the same instant in UTC; the offset stands beside it."""
        at = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
        grade(store, "optimizers/a", at=at, offset=28800)
        (row,) = entries(store, "optimizers/a")
        assert row.at == datetime(2026, 3, 10, 4, 0, 0, 123000, tzinfo=UTC)
        assert row.offset == 28800

    def test_naive_instant_is_refused(self, store: Store) -> None:
        """An instant without its offset is a bug, and nothing is stored."""
        with pytest.raises(ValueError, match="offset"):
            grade(store, "optimizers/a", at=NOON.replace(tzinfo=None))
        assert log_rows(store) == []

    def test_unknown_card_stores_nothing_of_the_call(self, store: Store) -> None:
        """One bad act takes the whole gesture back."""
        good = an_act(store, "optimizers/a")
        with pytest.raises(ForecallError, match="not in the collection"):
            store.append([good, replace(good, card="0" * 32)], PARAMS)
        assert log_rows(store) == []
        assert state(store, "optimizers/a") == State()

    def test_what_was_typed_is_stored_whatever_it_is(self, store: Store) -> None:
        """A lone surrogate from a broken terminal does not lose the grade."""
        grade(store, "optimizers/a", typed="½ 半 \ud800 \x00 '; --")
        (row,) = entries(store, "optimizers/a")
        assert row.typed == "½ 半 ? \x00 '; --"

    def test_the_log_only_grows(self, store: Store) -> None:
        """The database itself refuses to change or remove a row."""
        grade(store, "optimizers/a")
        for text in ("UPDATE log SET grade = 5", "DELETE FROM log"):
            with pytest.raises(Exception, match="only ever grows"):
                store._session.run(text)

    def test_edited_card_keeps_its_state_and_old_rows_their_content(self, store: Store) -> None:
        """A card is known by its id: the row remembers what was asked then."""
        grade(store, "optimizers/a")
        take_in(store, a_deck("optimizers", a_card("optimizers/a", why=None), "b", "c"))
        grade(store, "optimizers/a", day=NEXT)
        first, second = sorted(entries(store, "optimizers/a"), key=lambda e: e.id.seq)
        assert first.content != second.content
        assert state(store, "optimizers/a").memory.reps == 2


class TestUndo:
    def test_nothing_to_undo(self, store: Store) -> None:
        """An empty log has no last gesture."""
        assert store.undo(NOON, DAY, PARAMS) is None

    def test_undo_goes_back_gesture_by_gesture(self, store: Store) -> None:
        """Each undo names the row it took back, until there is none left."""
        grade(store, "optimizers/a", 4)
        grade(store, "optimizers/b", 5)
        undone = [store.undo(NOON, DAY, PARAMS) for _ in range(3)]
        assert [u and (u.entries[0].grade, u.handle) for u in undone] == [
            (5, handle(store, "optimizers/b")),
            (4, handle(store, "optimizers/a")),
            None,
        ]
        assert state(store, "optimizers/a") == state(store, "optimizers/b") == State()
        assert store.done(DAY) == Done()

    def test_undo_takes_a_bulk_act_back_as_one(self, store: Store) -> None:
        """All rows of the gesture are undone, and only they."""
        grade(store, "optimizers/a")
        store.append([an_act(store, f"optimizers/{c}", act=Act.SUSPEND) for c in "abc"], PARAMS)
        undone = store.undo(NOON, DAY, PARAMS)
        assert undone is not None
        assert undone.entries[0].act == Act.SUSPEND
        assert not any(state(store, f"optimizers/{c}").suspended for c in "abc")
        assert state(store, "optimizers/a").memory.reps == 1

    def test_undo_after_a_restart(self, store: Store, path: Path) -> None:
        """The last gesture is found in the log, not in memory."""
        before = grade(store, "optimizers/a", 4)
        grade(store, "optimizers/a", 2, day=NEXT)
        with open_store(path, lambda: NOON) as again:
            undone = again.undo(NOON, NEXT, PARAMS)
            assert undone is not None
            assert undone.entries[0].grade == 2
            assert state(again, "optimizers/a") == before

    def test_undone_then_graded_anew(self, store: Store) -> None:
        """The new grade counts as if the first had not been."""
        grade(store, "optimizers/a", 1)
        store.undo(NOON, DAY, PARAMS)
        assert grade(store, "optimizers/a", 5).memory == sm2.Memory(260, 1, 1)
        assert store.done(DAY).new == 1

    def test_redone_grade_can_be_undone_again(self, store: Store) -> None:
        """Redo names the same target; it is the last live gesture once more."""
        graded = grade(store, "optimizers/a")
        undone = store.undo(NOON, DAY, PARAMS)
        assert undone is not None
        assert store.redo(NOON, DAY, PARAMS) is not None
        assert state(store, "optimizers/a") == graded
        again = store.undo(NOON, DAY, PARAMS)
        assert again is not None
        assert again.entries == undone.entries


TEXTS = {hash_of(params_json(PARAMS)): params_json(PARAMS)}


class TestMerge:
    def worked_example(self, card: str) -> list[Entry]:
        """The rows of two machines of which the outcome is known."""
        known = {"card": card, "params": next(iter(TEXTS))}
        late, first = an_entry(2, device="B", day=NEXT, grade=3), an_entry(1, grade=4)
        rows = [
            first,
            an_entry(2, act=Act.UNDO, grade=None, target=first.id),
            an_entry(1, device="B", grade=5, ord=an_entry(3).ord - 1),
            an_entry(3, grade=2),
            an_entry(4, grade=4),
            an_entry(5, day=NEXT, grade=4, ord=late.ord - 5),
            late,
            an_entry(3, device="B", day=NEXT, act=Act.UNDO, grade=None, target=late.id),
        ]
        return [replace(row, **known) for row in rows]  # type: ignore[arg-type]

    def test_worked_example_in_any_order_of_arrival(self, store: Store) -> None:
        """State, reviews and counts are those of the fold after each single row, in many orders."""
        for number, order in enumerate(list(permutations(range(8)))[::4001]):
            card = a_card(f"deck-{number}/a")
            take_in(store, a_deck(f"deck-{number}", card))
            # Other devices for each order, so that each card gets rows of its own.
            rows = [
                replace(
                    row,
                    id=RowId(f"{row.id.device}{number}", row.id.seq),
                    target=row.target and RowId(f"{row.target.device}{number}", row.target.seq),
                )
                for row in self.worked_example(uids(store)[card.name])
            ]
            arrived = []
            for i in order:
                arrived.append(rows[i])
                assert store.merge([rows[i]], TEXTS) == 1
                assert state(store, card.name) == fold(arrived, lambda _: PARAMS).state
            final = state(store, card.name)
            assert (final.memory, final.due) == (sm2.Memory(260, 2, 6), NEXT + timedelta(days=6))

    def test_union_takes_each_row_once(self, store: Store) -> None:
        """What is here already is left alone."""
        rows = self.worked_example(uids(store)["optimizers/a"])
        assert store.merge(rows + rows, TEXTS) == 8
        assert store.merge(rows, TEXTS) == 0

    def test_unknown_card_gets_a_stub_and_its_deck_fills_it(self, store: Store) -> None:
        """A history may arrive before its deck; the card then starts where its history ends."""
        later = a_card("sgd/momentum")
        name = later.name
        rows = [replace(row, deck="sgd") for row in self.worked_example(uid_of(name))]
        store.merge(rows, TEXTS)
        assert store.due(NEXT + timedelta(days=9), None) == []
        with pytest.raises(ForecallError, match="no deck file holds it"):
            store.card(handle(store, uid_of(name)))
        taken = take_in(store, a_deck("sgd", later))
        assert (taken.added, taken.moved, taken.restored) == (1, 0, 0)
        assert state(store, name).memory == sm2.Memory(260, 2, 6)
        assert [w[1] for w in store.due(NEXT + timedelta(days=9), None)] == ["sgd"]

    def test_other_devices_gestures_are_theirs(self, store: Store) -> None:
        """Undo takes back what was done here."""
        grade(store, "optimizers/b", 5, at=NOON - timedelta(days=9))
        store.merge(self.worked_example(uids(store)["optimizers/a"]), TEXTS)
        undone = store.undo(NOON, DAY, PARAMS)
        assert undone is not None
        assert undone.handle == handle(store, "optimizers/b")

    def test_own_late_grade_is_folded_in_its_place(self, store: Store) -> None:
        """Where this machine's clock is behind, its new grade sorts before rows of the other."""
        card = uids(store)["optimizers/a"]
        store.merge(self.worked_example(card), TEXTS)
        returned = grade(store, "optimizers/a", 0, at=an_entry(1).at - timedelta(hours=1))
        log = entries(store, "optimizers/a")
        assert len(log) == 9
        assert returned == fold(log, lambda _: PARAMS).state
        assert returned.memory.ef == 250

    def test_missing_parameters_refuse_the_whole_merge(self, store: Store) -> None:
        """A log that can't be folded is not half taken."""
        rows = self.worked_example(uids(store)["optimizers/a"])
        with pytest.raises(ForecallError, match=r"params .* did not come with it"):
            store.merge(rows, {})
        assert log_rows(store) == []


def test_what_is_stopped_while_it_is_written_was_never_done(store: Store) -> None:
    """Whichever card it had come to; and the days before are still counted by what comes then."""
    grade(store, "optimizers/a", day=DAY - timedelta(days=1))
    before = log_rows(store)
    rows = [an_act(store, f"optimizers/{name}", act=Act.BURY) for name in "abc"]

    class StoppedError(Exception):
        pass

    for last in (1, 2, 3):
        heard: list[int] = []

        def step(done: int, last: int = last, heard: list[int] = heard) -> None:
            heard.append(done)
            if done == last:
                raise StoppedError

        with pytest.raises(StoppedError):
            store.append(rows, PARAMS, step=step)
        assert heard == [*range(1, last + 1)]
        assert log_rows(store) == before
    grade(store, "optimizers/a")
    assert len(log_rows(store)) == len(before) + 1
    assert store.differences() == []
