"""A day is counted when it is over; until then its reviews are read, and nobody sees the difference."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.collection import Done
from app.core.statistics.counts import Scope
from app.store.store import Store
from tests.builders import DAY, NOON
from tests.store.shelf import PARAMS, a_deck, grade, take_in

NEXT, LATER = DAY + timedelta(days=1), DAY + timedelta(days=2)


def counted(store: Store) -> list[date]:
    """Return the study days that are counted."""
    return [date.fromordinal(day) for (day,) in store._rows("SELECT DISTINCT day FROM daily ORDER BY 1", {})]


def history(store: Store, scope: Scope) -> tuple[object, ...]:
    """Return what is counted of reviews."""
    found = store.counts(scope)
    return found.days, found.grades, found.kinds, found.hours, found.spans


def test_a_day_is_counted_at_the_first_act_of_a_later_one(store: Store) -> None:
    """Not by its own acts, and not by an undo."""
    take_in(store, a_deck("d", "a", "b"))
    grade(store, "d/a")
    grade(store, "d/b", 2)
    assert counted(store) == []
    grade(store, "d/b", 4, day=NEXT)
    assert counted(store) == [DAY]
    store.undo(NOON, LATER, PARAMS)
    assert counted(store) == [DAY]
    grade(store, "d/a", day=LATER)
    assert counted(store) == [DAY]  # nothing was left of the day between


def test_what_was_done_is_the_same_before_and_after(store: Store) -> None:
    """For the limits of the day and for every figure."""
    take_in(store, a_deck("d", "a", "b"), a_deck("e", "c"))
    grade(store, "d/a", 2, ms=100)
    grade(store, "d/a", 4, ms=200)
    grade(store, "e/c", 5, ms=300)
    scopes = [Scope(NEXT, None, deck) for deck in ("", "d", "e")]
    done, figures = store.done_by_deck(DAY), [history(store, scope) for scope in scopes]
    assert done == {"d": Done(1, 0, 1, 0, 300), "e": Done(1, 0, 0, 1, 300)}
    grade(store, "d/b", day=LATER)
    store.undo(NOON, LATER, PARAMS)
    assert counted(store) == [DAY]
    assert (store.done_by_deck(DAY), [history(store, scope) for scope in scopes]) == (done, figures)


def test_an_act_on_a_day_that_is_counted_changes_its_counts(store: Store) -> None:
    """The clock was set back, or what was done yesterday is undone today."""
    take_in(store, a_deck("d", "a", "b", "c"))
    grade(store, "d/a")
    grade(store, "d/b", day=LATER)
    grade(store, "d/c", 1, day=NEXT)
    assert counted(store) == [DAY, NEXT]
    assert store.done(NEXT) == Done(new=1)
    store.undo(NOON, LATER, PARAMS)
    store.undo(NOON, LATER, PARAMS)
    store.undo(NOON, LATER, PARAMS)
    assert counted(store) == []
    assert store.done(DAY) == store.done(NEXT) == store.done(LATER) == Done()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from("ab"),
            st.sampled_from([1, 4, 5, "undo", "read"]),
            st.integers(0, 3),
        ),
        max_size=14,
    )
)
def test_two_instances_on_any_days_never_disagree(
    store: Store, acts: list[tuple[bool, str, int | str, int]]
) -> None:
    """Whoever read a card before the other graded it, and whoever wrote last: the log decides."""
    take_in(store, a_deck("d", "a", "b"))
    with Store(store.path, lambda: NOON) as other:
        for here, card, what, days in acts:
            one, day = store if here else other, DAY + timedelta(days=days)
            if what == "undo":
                one.undo(NOON, day, PARAMS)
            elif what == "read":
                one.card({"a": 1, "b": 2}[card])
            else:
                graded = grade(one, f"d/{card}", int(what), day=day)
                assert graded == store.card({"a": 1, "b": 2}[card]).state
        assert other.differences() == []


def test_a_card_graded_elsewhere_since_it_was_read_is_folded_anew(store: Store) -> None:
    """The second grade of the day is a drill, though this instance saw a new card."""
    take_in(store, a_deck("d", "a"))
    with Store(store.path, lambda: NOON) as other:
        seen = store.card(1)
        assert grade(other, "d/a", 2).memory.interval == 1
        assert seen.state.is_new
        after = grade(store, "d/a", 5)
        assert (after.memory.ef, after.memory.reps, after.drill_day) == (250, 1, None)
        assert [row[0] for row in store._rows("SELECT seq FROM log ORDER BY id", {})] == [1, 2]
