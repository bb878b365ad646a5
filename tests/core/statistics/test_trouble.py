"""Where it hurts: ranking by what is sure, not by one bad day."""

from __future__ import annotations

from dataclasses import replace

from app.core.statistics.shares import Share
from app.core.statistics.trouble import CardTrouble, Confusion, Place, trouble

CARD = CardTrouble(1, "d/a", "d", "s", lapses=0, n=10, failed=0, timed=10, ms=1000)


def test_one_bad_day_does_not_outweigh_ten() -> None:
    """8 of 10 failed is worse, for sure, than 2 of 2; a single fail is none to tell."""
    cards = [
        replace(CARD, handle=1, n=2, failed=2),
        replace(CARD, handle=2, n=10, failed=8),
        replace(CARD, handle=3, n=1, failed=1),
        replace(CARD, handle=4, n=100, failed=2),
    ]
    assert [card.handle for card in trouble(cards, {}, [], 8).forgotten] == [2, 1, 4]


def test_slowest_needs_three_answers() -> None:
    """By the mean of the timed ones."""
    cards = [
        replace(CARD, handle=1, timed=2, ms=9000),
        replace(CARD, handle=2, timed=3, ms=3000),
        replace(CARD, handle=3, timed=10, ms=20_000),
    ]
    assert [card.handle for card in trouble(cards, {}, [], 8).slowest] == [3, 2]


def test_leeches_by_lapses() -> None:
    """From the convention on, most first, at most as many as asked for."""
    cards = [replace(CARD, handle=n, name=f"d/{n}", lapses=7 + n) for n in range(4)]
    assert [card.handle for card in trouble(cards, {}, [], 8, most=2).leeches] == [3, 2]
    assert len(trouble(cards, {}, [], 8).leeches) == 3
    assert trouble(cards, {}, [], 0).leeches == ()


def test_sections_sum_their_cards() -> None:
    """Only those with enough repetitions and any fail."""
    cards = [
        replace(CARD, failed=3),
        replace(CARD, handle=2, failed=1),
        replace(CARD, handle=3, source="t"),
        replace(CARD, handle=4, source="u", n=9, failed=9),
    ]
    assert trouble(cards, {}, [], 8).places == ((Place("d", "s"), Share(4, 20)),)


def test_facets_from_enough_predictions() -> None:
    """Wrong most surely first; what is never wrong does not hurt."""
    here = Place("d", "s")
    facets = {
        ("dtype", here): Share(5, 20),
        ("shape", here): Share(9, 20),
        ("value", here): Share(0, 50),
        ("grad", here): Share(9, 9),
    }
    assert [name for name, _, _ in trouble([], facets, [], 8).facets] == ["shape", "dtype"]


def test_pairs_count_both_directions() -> None:
    """Most often first; it is told whether both were taken for each other."""
    found = trouble([], {}, [(1, 2), (2, 1), (1, 3), (5, 4), (5, 4), (4, 5)], 8)
    assert found.confused == (Confusion(4, 5, 3, True), Confusion(1, 2, 2, True), Confusion(1, 3, 1, False))
