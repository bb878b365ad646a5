"""What a study day brings: due and new cards within the limits, no two siblings, and drills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core import queue
from app.core.collection import Done
from app.core.queue import Waiting, left
from app.core.rules import Rules
from app.study.ports import Cards

_AT_ONCE = 100
"""Families of so many candidates are looked up at a time."""
_LONG_AGO = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """The cards of a day that are still to come.

    Attributes:
        due: In the order in which they are asked.
        new: Likewise.
        drills: Cards graded low today.
        done: What was done today, by deck.
    """

    due: tuple[Waiting, ...]
    new: tuple[Waiting, ...]
    drills: tuple[Waiting, ...]
    done: Mapping[str, Done]


def plan(cards: Cards, rules: Rules, day: date, decks: Sequence[str] | None = None) -> Plan:
    """Plan what is left of a study day; it depends on what is stored alone, so a restart changes nothing.

    Args:
        cards: The collection.
        rules: Limits and habits.
        day: The study day.
        decks: Ids of the decks to ask from; None means all. The limits over all decks count all of them.
    """
    done = cards.done_by_deck(day)
    picker = _Picker(cards, day)
    order = queue.hardest_first if rules.order == "hardest" else queue.by_overdueness
    waiting = order(cards.due(day, decks), day)
    if rules.backlog == "spread":
        waiting = _spread(cards, waiting, day)
    reviews = left(rules.reviews_per_day, sum(each.review for each in done.values()))
    of_deck = {
        deck: left(limits.reviews_per_day, done.get(deck, Done()).review)
        for deck, limits in rules.decks.items()
        if limits.reviews_per_day is not None
    }
    due = picker.pick(waiting, reviews, of_deck)
    new = _new(cards, rules, day, decks, done, picker)
    return Plan(tuple(due), tuple(new), tuple(cards.drills(day, decks)), done)


def _new(
    cards: Cards,
    rules: Rules,
    day: date,
    decks: Sequence[str] | None,
    done: Mapping[str, Done],
    picker: _Picker,
) -> list[Waiting]:
    begun = {deck: each.new for deck, each in done.items()}
    allowed = left(rules.new_per_day, sum(begun.values()))
    if not allowed:
        return []
    of_deck = {
        deck: left(limits.new_per_day, begun.get(deck, 0))
        for deck, limits in rules.decks.items()
        if limits.new_per_day is not None
    }
    depth = 2 * allowed
    while True:
        found = cards.new(day, decks, depth)
        ordered = queue.interleave(found, begun, day, rules.new_per_day)
        picked = picker.pick(ordered, allowed, of_deck, keep=False)
        longest = max(_runs(found), default=0)
        # Holes of one cloze lie side by side: many candidates may leave few cards.
        if len(picked) == allowed or longest < depth:
            return picked
        depth *= 4


def _runs(found: Iterable[Waiting]) -> list[int]:
    counts: dict[str, int] = {}
    for each in found:
        counts[each.deck] = counts.get(each.deck, 0) + 1
    return list(counts.values())


def _spread(cards: Cards, waiting: Sequence[Waiting], day: date) -> list[Waiting]:
    """Leave out what is overdue beyond today's share of the backlog."""
    repeated = cards.overdue_done(day)
    overdue = sum(cards.due_between(_LONG_AGO, day - timedelta(days=1)).values())
    share = left(queue.share_of_backlog(overdue + repeated), repeated)
    found = []
    for each in waiting:
        late = each.due is not None and each.due < day
        if not late or share:
            found.append(each)
            share -= late
    return found


class _Picker:
    """Picks cards within limits, of each family one at most."""

    def __init__(self, cards: Cards, day: date) -> None:
        self._cards, self._day = cards, day
        self._taken: set[str] = set()

    def pick(
        self, waiting: Sequence[Waiting], most: int, of_deck: Mapping[str, int], *, keep: bool = True
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
        for start in range(0, len(waiting), _AT_ONCE):
            if len(picked) == most:
                break
            some = waiting[start : start + _AT_ONCE]
            families = self._cards.families([each.card for each in some], self._day)
            for each in some:
                family = families[each.card]
                if len(picked) == most or family.asked or family.key in taken or room.get(each.deck, 1) <= 0:
                    continue
                taken.add(family.key)
                picked.append(each)
                if each.deck in room:
                    room[each.deck] -= 1
        if keep:
            self._taken = taken
        return picked
