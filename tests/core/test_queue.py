"""Which cards come first, and how new ones are mixed in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.queue import (
    Picker,
    Waiting,
    by_urgency,
    days_to_clear,
    interleave,
    left,
    mix,
    share_of_backlog,
)

TODAY = date(2026, 3, 10)


def test_new_cards_are_spread_among_the_due_ones() -> None:
    """Not all at the start and not all at the end."""
    assert mix(range(6), range(10, 13)) == [0, 10, 1, 2, 11, 3, 4, 12, 5]


@given(st.integers(0, 60), st.integers(0, 60))
def test_mixing_keeps_every_card_once_and_both_orders(due: int, new: int) -> None:
    """Nothing is lost, doubled or reordered; where there is a due card, it comes first."""
    dues, news = list(range(due)), list(range(1000, 1000 + new))
    mixed = mix(dues, news)
    assert [card for card in mixed if card < 1000] == dues
    assert [card for card in mixed if card >= 1000] == news
    assert not due or due < new or mixed[0] == 0


def some(*cards: tuple[int, str, int | None]) -> list[Waiting]:
    """Cards that wait: number, deck, family."""
    return [(*card, 0) for card in cards]


def picked(picker: Picker, waiting: list[Waiting], most: int = 99, **of_deck: int) -> list[int]:
    """Return the numbers of the cards that are picked."""
    return [each[0] for each in picker.pick(waiting, most, of_deck)]


def test_the_most_urgent_comes_first_and_equal_ones_keep_their_order() -> None:
    """Late for its interval, least easy, or whatever the order makes urgent."""
    waiting: list[Waiting] = [(1, "d", None, 0.5), (2, "d", None, 2), (3, "d", None, 0.5), (4, "d", None, -1)]
    assert [each[0] for each in by_urgency(waiting)] == [2, 1, 3, 4]


def test_of_a_family_the_first_card_is_picked() -> None:
    """The others wait, in this list and in the next."""
    picker = Picker({})
    assert picked(picker, some((1, "d", 7), (2, "d", 7), (3, "d", None), (4, "d", None))) == [1, 3, 4]
    assert picked(picker, some((5, "d", 7), (6, "d", 8))) == [6]


def test_what_is_only_looked_at_takes_no_family() -> None:
    """`keep` says whether it counts."""
    picker = Picker({})
    assert len(picker.pick(some((1, "d", 7)), 1, {}, keep=False)) == 1
    assert picked(picker, some((2, "d", 7))) == [2]


def test_a_sibling_asked_today_keeps_a_card_away_and_the_card_itself_does_not() -> None:
    """A card that was reset may come again; its siblings may not."""
    assert picked(Picker({7: {1}}), some((2, "d", 7), (1, "d", 7), (3, "d", 8))) == [1, 3]
    assert picked(Picker({7: {1, 2}}), some((2, "d", 7), (1, "d", 7))) == []


def test_limits_hold_for_all_and_for_each_deck() -> None:
    """A deck that is full takes no family: another of its cards may come from another deck."""
    waiting = some((1, "a", None), (2, "a", 7), (3, "b", 7), (4, "b", None), (5, "b", None))
    assert picked(Picker({}), waiting, a=1) == [1, 3, 4, 5]
    assert picked(Picker({}), waiting, 2, a=1, b=9) == [1, 3]
    assert picked(Picker({}), waiting, a=0, b=0) == []
    assert picked(Picker({}), waiting, 0) == []


def test_a_limit_counts_what_was_done_and_never_goes_below_zero() -> None:
    """A limit lowered in the middle of the day leaves nothing, not less than nothing."""
    assert (left(20, 5), left(20, 20), left(20, 25)) == (15, 0, 0)


def test_decks_take_turns_from_where_they_are() -> None:
    """A deck that is ahead waits for the others; the first begins where there are cards for all."""
    new: list[Waiting] = [(n, deck, None, 0) for n, deck in enumerate("aaabbbcc")]
    assert [each[1] for each in interleave(new, {}, TODAY, 20)] == list("abcabcab")
    assert [each[1] for each in interleave(new, {"a": 2}, TODAY, 20)] == list("bcbcabaa")
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
