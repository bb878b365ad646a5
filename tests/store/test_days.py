"""What a day is planned by: families, what was done, times of answers; redo and its order."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.card import family_of
from app.core.collection import Done
from app.core.log import Act
from app.core.queue import by_urgency
from app.store.opening import open_store
from app.store.store import Store
from tests.builders import DAY, NOON, a_card
from tests.store.shelf import PARAMS, a_deck, an_act, grade, handle, log_rows, state, take_in

NEXT = DAY + timedelta(days=1)
NAMES = ("d/c/x", "d/c/y", "d/c", "d/c-x", "d/c0", "d/p")


@pytest.fixture
def store(store: Store) -> Store:
    """A deck with a cloze, its neighbours in name, and a plain card."""
    take_in(store, a_deck("d", *map(a_card, NAMES)), a_deck("e", "q"))
    return store


def test_siblings_share_a_family_and_neighbours_in_name_do_not(store: Store) -> None:
    """Holes and the card without a part, but no `c-x` and no `c0`: these are only children."""
    found = store.waiting(handle(store, name) for name in NAMES)
    families = {name: family for name, (_, _, family, _) in zip(NAMES, found, strict=True)}
    assert families["d/c/x"] == families["d/c/y"] == families["d/c"] == family_of("d", "c")
    assert [families[name] for name in ("d/c-x", "d/c0", "d/p")] == [None] * 3


def test_a_card_is_an_only_child_until_its_entry_has_more(store: Store) -> None:
    """Then both have the family; when the other is gone, it is alone again."""

    def family() -> int | None:
        ((_, _, found, _),) = store.waiting([handle(store, "d/p")])
        return found

    take_in(store, a_deck("d", a_card("d/p"), a_card("d/p/reverse")))
    assert family() is not None
    take_in(store, a_deck("d", a_card("d/p")))
    assert family() is None


def test_a_day_knows_which_cards_with_siblings_were_asked(store: Store) -> None:
    """No only children, no drills, nothing undone; a card that was reset was asked all the same."""

    def asked(day: date = DAY) -> set[int]:
        return set().union(*store.asked(day).values())

    x = handle(store, "d/c/x")
    grade(store, "d/c/x", 2)
    grade(store, "d/p")
    assert (asked(), asked(NEXT)) == ({x}, set())
    grade(store, "d/c/x", 4)
    store.undo(NOON, DAY, PARAMS)
    assert asked() == {x}
    store.append([an_act(store, "d/c/x", act=Act.RESET)], PARAMS)
    assert asked() == {x}
    for _ in range(3):
        store.undo(NOON, DAY, PARAMS)
    assert asked() == set()


def test_a_day_that_is_counted_already_knows_it_too(store: Store) -> None:
    """The clock was set back after a grade of the next day."""
    grade(store, "d/c/x")
    grade(store, "d/c0", day=NEXT)
    assert store.asked(DAY) == {family_of("d", "c"): {handle(store, "d/c/x")}}
    grade(store, "d/c/y")
    assert store.asked(DAY) == {family_of("d", "c"): {handle(store, "d/c/x"), handle(store, "d/c/y")}}


def test_due_cards_come_by_how_late_they_are_for_their_interval(store: Store) -> None:
    """A day late is much for a card of one day and little for one of six; ease and day are other orders."""
    for name, days, how in (("d/p", 9, 5), ("d/p", 8, 4), ("d/c0", 2, 3), ("e/q", 3, 5)):
        grade(store, name, how, day=DAY - timedelta(days=days))

    def names(order: str = "overdue") -> list[str]:
        return [store.card(each[0]).card.name for each in by_urgency(store.due(DAY, None, order))]

    assert names() == ["e/q", "d/c0", "d/p"]
    assert names("hardest") == ["d/c0", "e/q", "d/p"]
    assert names("earliest") == ["d/p", "e/q", "d/c0"]
    assert [each[0] for each in store.due(DAY, None, after=DAY - timedelta(days=2))] == [
        handle(store, "d/c0")
    ]


def test_what_was_done_is_told_by_deck(store: Store) -> None:
    """Decks without anything are left out."""
    grade(store, "d/p", 2, ms=500)
    grade(store, "d/p", 4, ms=None)
    assert store.done_by_deck(DAY) == {"d": Done(1, 0, 1, 0, 500)}
    grade(store, "e/q", 5, day=NEXT)
    assert store.done_by_deck(NEXT) == {"e": Done(1, 0, 0, 1, 0)}


def test_overdue_cards_that_were_repeated_are_counted(store: Store) -> None:
    """Not those on their day, not new ones, not drills."""
    for name in ("d/p", "d/c/x", "e/q"):
        grade(store, name, 4)
    late = DAY + timedelta(days=3)
    grade(store, "d/p", 2, day=NEXT)
    grade(store, "d/c/x", 2, day=late)
    grade(store, "d/c/x", 4, day=late)
    grade(store, "d/c0", 4, day=late)
    assert (store.overdue_done(NEXT), store.overdue_done(late)) == (0, 1)
    grade(store, "e/q", 4, day=late)
    assert store.overdue_done(late) == 2


def test_what_was_skipped_today_is_known_until_it_is_answered(store: Store, path: Path) -> None:
    """In the order of the last skips; a skip changes nothing else, and is undone after a restart, too."""

    def skip(*names: str, day: date = DAY) -> None:
        for name in names:
            store.append([an_act(store, name, act=Act.SKIP, day=day)], PARAMS)

    def skipped(day: date = DAY, by: Store = store) -> list[str]:
        return [by.card(card).card.name for card in by.skipped(day)]

    grade(store, "d/p", 2)
    before, done = state(store, "d/p"), store.done_by_deck(DAY)
    skip("d/p", "d/c0", "e/q", "d/p")
    assert (skipped(), skipped(NEXT)) == (["d/c0", "e/q", "d/p"], [])
    assert (state(store, "d/p"), store.done_by_deck(DAY)) == (before, done)
    grade(store, "d/c0")
    store.append([an_act(store, "e/q", act=Act.CRAM)], PARAMS)
    store.append([an_act(store, "d/p", act=Act.FLAG)], PARAMS)
    assert skipped() == ["d/p"]
    for left in (["d/p"], ["e/q", "d/p"], ["d/c0", "e/q", "d/p"], ["d/p", "d/c0", "e/q"]):
        assert store.undo(NOON, DAY, PARAMS)
        assert skipped() == left
    with open_store(path, lambda: NOON) as again:
        undone = again.undo(NOON, DAY, PARAMS)
        assert undone is not None
        assert undone.entries[0].act == Act.SKIP
        assert skipped(by=again) == ["d/p", "d/c0"]
        assert again.redo(NOON, DAY, PARAMS) is not None
        assert skipped(by=again) == ["d/p", "d/c0", "e/q"]
    assert store.differences() == []
    skip("d/c", day=NEXT)
    skip("d/c0")  # the clock was set back
    assert (skipped(NEXT), skipped()) == (["d/c"], ["d/p", "e/q", "d/c0"])
    assert [each.act for each in store.history(handle(store, "d/p")).acts if each.counts] == ["grade", "skip"]


def test_times_are_those_of_right_answers_by_kind(store: Store) -> None:
    """Fails, drills and answers without a time tell nothing; only the latest are read."""
    for name, mark, ms in (("d/p", 4, 1000), ("d/c", 2, 2000), ("d/c", 4, 3000), ("d/c0", 3, None)):
        grade(store, name, mark, ms=ms)
    grade(store, "e/q", 5, ms=5000)
    assert store.answer_times() == {"basic": [5000, 1000]}
    assert store.answer_times(2) == {"basic": [5000]}


class TestRedo:
    def test_redo_goes_forward_as_undo_went_back(self, store: Store) -> None:
        """Gesture by gesture, and each can be undone again."""
        grade(store, "d/p", 4)
        grade(store, "d/c", 5)
        store.append([an_act(store, name, act=Act.SUSPEND) for name in ("d/p", "d/c0")], PARAMS)
        before = [state(store, name) for name in NAMES]
        for _ in range(3):
            assert store.undo(NOON, DAY, PARAMS)
        redone = [store.redo(NOON, DAY, PARAMS) for _ in range(4)]
        assert [each and (each.entries[0].card, len(each.entries)) for each in redone] == [
            (store.card(handle(store, "d/p")).uid, 1),
            (store.card(handle(store, "d/c")).uid, 1),
            (store.card(handle(store, "d/p")).uid, 2),
            None,
        ]
        assert [state(store, name) for name in NAMES] == before
        undone = store.undo(NOON, DAY, PARAMS)
        assert undone is not None
        assert len(undone.entries) == 2

    def test_a_new_act_ends_what_could_be_redone(self, store: Store) -> None:
        """And undoing that act makes only itself redoable."""
        grade(store, "d/p")
        store.undo(NOON, DAY, PARAMS)
        grade(store, "d/c")
        assert store.redo(NOON, DAY, PARAMS) is None
        store.undo(NOON, DAY, PARAMS)
        redone = store.redo(NOON, DAY, PARAMS)
        assert redone is not None
        assert redone.handle == handle(store, "d/c")
        assert state(store, "d/p").is_new

    def test_redo_after_a_restart(self, store: Store, path: Path) -> None:
        """What was undone is found in the log."""
        after = grade(store, "d/p")
        store.undo(NOON, DAY, PARAMS)
        with open_store(path, lambda: NOON) as again:
            assert again.redo(NOON, DAY, PARAMS) is not None
            assert state(again, "d/p") == after
            assert log_rows(again)[-1][3:] == ("redo", None, 1)

    def test_nothing_to_redo(self, store: Store) -> None:
        """In an empty log, and after a grade."""
        assert store.redo(NOON, DAY, PARAMS) is None
        grade(store, "d/p")
        assert store.redo(NOON, DAY, PARAMS) is None
