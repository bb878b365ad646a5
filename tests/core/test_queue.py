"""Which cards come first, and how new ones are mixed in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.queue import (
    Waiting,
    by_overdueness,
    days_to_clear,
    hardest_first,
    interleave,
    left,
    mix,
    share_of_backlog,
)

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


def test_hardest_first_goes_by_easiness_then_by_overdueness() -> None:
    """The same cards in another order."""
    cards = [
        Waiting(1, "d", TODAY, 6, 250),
        Waiting(2, "d", TODAY, 6, 130),
        Waiting(3, "d", TODAY - timedelta(days=3), 6, 250),
    ]
    assert [card.card for card in hardest_first(cards, TODAY)] == [2, 3, 1]


def test_decks_take_turns_from_where_they_are() -> None:
    """A deck that is ahead waits for the others; the first begins where there are cards for all."""
    new = [Waiting(n, deck, None, 0) for n, deck in enumerate("aaabbbcc")]
    assert [card.deck for card in interleave(new, {}, TODAY, 20)] == list("abcabcab")
    assert [card.deck for card in interleave(new, {"a": 2}, TODAY, 20)] == list("bcbcabaa")
    assert interleave([], {}, TODAY, 20) == []


@pytest.mark.parametrize(
    ("overdue", "share"), [(0, 0), (5, 5), (20, 20), (21, 20), (140, 20), (141, 21), (700, 100)]
)
def test_a_seventh_of_a_backlog_is_a_share_but_at_least_twenty(overdue: int, share: int) -> None:
    """Rounded up, so that it ends."""
    assert share_of_backlog(overdue) == share


@pytest.mark.parametrize(
    ("waiting", "coming", "per_day", "failing", "days"),
    [
        (10, [0, 0], 10, 0.0, 1),
        (11, [0, 0], 10, 0.0, 2),
        (30, [10, 0, 0], 10, 0.0, 4),
        (30, [0, 0, 0], 10, 0.5, None),
        (30, [10] * 9, 10, 0.0, None),
        (0, [], 0, 0.0, 1),
        (5, [], 0, 0.0, None),
    ],
)
def test_days_to_clear_count_what_comes_and_what_fails(
    waiting: int, coming: list[int], per_day: int, failing: float, days: int | None
) -> None:
    """By hand, day by day."""
    assert days_to_clear(waiting, coming, per_day, failing) == days
