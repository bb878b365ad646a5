"""Which cards come first, and how new ones are mixed in."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.queue import Waiting, by_overdueness, left, mix

TODAY = date(2026, 3, 10)


def waiting(card: int, late: int | None = 0, interval: int = 10) -> Waiting:
    """A card that is `late` days late; None for a new one."""
    due = None if late is None else TODAY - timedelta(days=late)
    return Waiting(card, "deck", due, 0 if late is None else interval)


def test_the_card_that_lost_most_comes_first() -> None:
    """Two days late is much for a card of one day and nothing for a card of a year."""
    cards = [waiting(1, 2, 365), waiting(2, 2, 1), waiting(3, 30, 20)]
    assert [w.card for w in by_overdueness(cards, TODAY)] == [2, 3, 1]


def test_cards_due_today_are_ordered_by_interval() -> None:
    """Of cards due just today, the shortest interval is the most urgent."""
    cards = [waiting(1, 0, 30), waiting(2, 0, 1), waiting(3, 0, 6)]
    assert [w.card for w in by_overdueness(cards, TODAY)] == [2, 3, 1]


def test_new_cards_are_spread_among_the_due_ones() -> None:
    """Not all at the start and not all at the end."""
    mixed = mix([waiting(i) for i in range(6)], [waiting(10 + i, None) for i in range(3)])
    assert [w.card for w in mixed] == [0, 10, 1, 2, 11, 3, 4, 12, 5]


@given(st.integers(0, 60), st.integers(0, 60))
def test_mixing_keeps_every_card_once_and_both_orders(due: int, new: int) -> None:
    """Nothing is lost, doubled or reordered."""
    dues, news = [waiting(i) for i in range(due)], [waiting(1000 + i, None) for i in range(new)]
    mixed = mix(dues, news)
    assert [w for w in mixed if w.due] == dues
    assert [w for w in mixed if not w.due] == news


def test_a_limit_counts_what_was_done_and_never_goes_below_zero() -> None:
    """A limit lowered in the middle of the day leaves nothing, not less than nothing."""
    assert (left(20, 5), left(20, 20), left(20, 25)) == (15, 0, 0)
