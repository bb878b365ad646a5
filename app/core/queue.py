"""Which cards are asked today, and in which order."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

SPREAD_DAYS = 7
"""A backlog that is spread is worked off by this part of it a day."""
SPREAD_LEAST = 20
"""But by so many cards at least, or it would never end."""


Waiting = tuple[int, str, int | None]
"""A card that waits to be asked: the store's number, its deck's id, and the family it shares with its
siblings, None for an only child. A plain tuple: thousands are read before the first question shows."""

Card = TypeVar("Card")


class Picker:
    """Picks cards within limits, of each family one at most, and none whose sibling was asked today.

    Args:
        asked: The cards asked today that have siblings, by family.
    """

    def __init__(self, asked: Mapping[int, Collection[int]]) -> None:
        self._asked = asked
        self._taken: set[int] = set()

    def pick(
        self, waiting: Iterable[Waiting], most: int, of_deck: Mapping[str, int], *, keep: bool = True
    ) -> list[Waiting]:
        """Return the first cards that may be asked.

        Args:
            waiting: Candidates, the first ones first.
            most: How many.
            of_deck: How many of single decks.
            keep: True if their siblings can't be picked later either.
        """
        picked: list[Waiting] = []
        taken, room = set(self._taken), dict(of_deck)
        for each in waiting:
            card, deck, family = each
            if len(picked) == most:
                break
            if room.get(deck, 1) <= 0:
                continue
            if family is not None:
                if family in taken or self._was_asked(card, family):
                    continue
                taken.add(family)
            if deck in room:
                room[deck] -= 1
            picked.append(each)
        if keep:
            self._taken = taken
        return picked

    def _was_asked(self, card: int, family: int) -> bool:
        siblings = self._asked.get(family, ())
        return any(each != card for each in siblings)


def interleave(new: Iterable[Waiting], done: Mapping[str, int], day: date, per_day: int) -> list[Waiting]:
    """Take new cards from one deck after another, so that all go on alike.

    Args:
        new: New cards, those of one deck together.
        done: How many of a deck were begun today already.
        day: The study day: where there are more decks than cards a day, another one begins each day.
        per_day: New cards a day.
    """
    decks = [(deck, list(cards)) for deck, cards in groupby(new, key=itemgetter(1))]
    turn = day.toordinal() * per_day if len(decks) > per_day else 0
    ranked = [
        (done.get(deck, 0) + place, (number - turn) % len(decks), card)
        for number, (deck, cards) in enumerate(decks)
        for place, card in enumerate(cards)
    ]
    return [card for *_, card in sorted(ranked, key=lambda each: each[:2])]


def mix(due: Sequence[Card], new: Sequence[Card]) -> list[Card]:
    """Spread the new cards evenly among the due ones; the day starts with a due one."""
    mixed = [*due]
    total = len(due) + len(new)
    for place, card in enumerate(new):
        mixed.insert((2 * place + 1) * total // (2 * len(new)), card)
    return mixed


def share_of_backlog(overdue: int) -> int:
    """Return how many of the cards overdue in the morning a day brings where a backlog is spread."""
    return min(overdue, max(SPREAD_LEAST, math.ceil(overdue / SPREAD_DAYS)))


def days_to_clear(waiting: int, coming: Iterable[int], per_day: int, failing: float) -> int | None:
    """Estimate on which day a backlog is worked off, today being the first.

    Args:
        waiting: Cards due now.
        coming: How many more fall due on each day from tomorrow on.
        per_day: How many are asked a day.
        failing: Share of the asked ones that fail, and so are due again the next day.

    Returns:
        None if it is not by the end of `coming`.
    """
    for day, more in enumerate(_days(coming), start=1):
        if waiting <= per_day:
            return day
        waiting += more - per_day + round(per_day * failing)
    return None


def _days(coming: Iterable[int]) -> Iterator[int]:
    yield from coming
    yield 0


def left(limit: int, done: int) -> int:
    """Return how many more cards a daily limit allows after `done` of them today."""
    return max(0, limit - done)
