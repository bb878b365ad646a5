"""Studying beyond what the day brings: ahead of time, or for practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.study.ports import Cards

MOST = 9999
"""Cards at most that are crammed at once."""


@dataclass(frozen=True, slots=True)
class Extra:
    """Cards to study beyond what the day brings.

    Attributes:
        cards: Their handles, in the order in which they are asked.
        counts: True if their grades count for the schedule. Else they are kept in the log as practice, and
            nothing else changes.
    """

    cards: tuple[int, ...]
    counts: bool = False


def ahead(
    cards: Cards, today: date, days: int, decks: Sequence[str] | None = None, *, counts: bool = False
) -> Extra:
    """Choose the cards that fall due within some days, the earliest first."""
    coming = (
        each for each in cards.due(today + timedelta(days=days), decks) if each.due and each.due > today
    )
    return Extra(tuple(each.card for each in sorted(coming, key=lambda each: (each.due, each.card))), counts)


def cram(cards: Cards, today: date, query: str, *, counts: bool = False) -> Extra:
    """Choose the cards that a query of the search language finds, without suspended and held ones.

    Raises:
        ForecallError: If the query can't be read.
    """
    # The search language is not needed before somebody searches.
    from app.core.query import EVERY, All, Is, Not, State, parse

    asked = All((parse(query) if query else EVERY, Not(State(Is.SUSPENDED)), Not(State(Is.HELD))))
    return Extra(tuple(cards.search(asked, today, MOST)), counts)
