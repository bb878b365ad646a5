"""Which cards are asked today, and in which order."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeVar

SPREAD_DAYS = 7
"""A backlog that is spread is worked off by this part of it a day."""
SPREAD_LEAST = 20
"""But by so many cards at least, or it would never end."""


Waiting = tuple[int, str, int | None, float]
"""A card that waits to be asked: the store's number, its deck's id, the family it shares with its siblings
(None for an only child), and how urgent it is. A plain tuple: thousands are read before the first asks."""
_DECK, _URGENCY = itemgetter(1), itemgetter(3)


def by_urgency(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Order cards, the most urgent first; of equal ones the first first."""
    return sorted(waiting, key=_URGENCY, reverse=True)


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
        asked, taken, room = self._asked, set(self._taken), dict(of_deck)

        def fits(card: int, deck: str, family: int | None, _: float) -> bool:
            if room.get(deck, 1) <= 0:
                return False
            if family is not None:
                if family in taken or (family in asked and any(each != card for each in asked[family])):
                    return False
                taken.add(family)
            if deck in room:
                room[deck] -= 1
            return True

        # Most cards are only children in decks without limits: they are not looked at any closer.
        fitting = (each for each in waiting if (each[2] is None and not room) or fits(*each))
        picked = list(islice(fitting, most))
        if keep:
            self._taken = taken
        return picked


def interleave(new: Iterable[Waiting], done: Mapping[str, int], day: date, per_day: int) -> list[Waiting]:
    """Take new cards from one deck after another, so that all go on alike.

    Args:
        new: New cards, those of one deck together.
        done: How many of a deck were begun today already.
        day: The study day: where there are more decks than cards a day, another one begins each day.
        per_day: New cards a day.
    """
    decks = [(deck, list(cards)) for deck, cards in groupby(new, key=_DECK)]
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
