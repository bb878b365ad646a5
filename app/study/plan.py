"""What a study day brings: due and new cards within the limits, no two siblings, and drills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from app.core import queue
from app.core.collection import Done
from app.core.queue import Picker, Waiting, left
from app.core.rules import Rules
from app.study.ports import Cards

_LONG_AGO = date(1, 1, 1)
_DECK = itemgetter(1)


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


def plan(
    cards: Cards, rules: Rules, day: date, decks: Sequence[str] | None = None, *, named: bool = False
) -> Plan:
    """Plan what is left of a study day; it depends on what is stored alone, so a restart changes nothing.

    Args:
        cards: The collection.
        rules: Limits and habits.
        day: The study day.
        decks: Ids of the decks to ask from; None means all. The limits over all decks count all of them.
        named: True if the due cards have to tell their decks.
    """
    done = cards.done_by_deck(day)
    picker = Picker(cards.asked(day))
    reviews = left(rules.reviews_per_day, sum(each.review for each in done.values()))
    of_deck = {
        deck: left(limits.reviews_per_day, done.get(deck, Done()).review)
        for deck, limits in rules.decks.items()
        if limits.reviews_per_day is not None
    }
    waiting = queue.by_urgency(cards.due(day, decks, rules.order, named=named or bool(of_deck)))
    if rules.backlog == "spread":
        waiting = _spread(cards, waiting, day, decks)
    due = picker.pick(waiting, reviews, of_deck)
    new = _new(cards, rules, day, decks, done, picker)
    return Plan(tuple(due), tuple(new), tuple(cards.drills(day, decks)), done)


def _new(
    cards: Cards,
    rules: Rules,
    day: date,
    decks: Sequence[str] | None,
    done: Mapping[str, Done],
    picker: Picker,
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
    depth = 2
    while True:
        found = cards.new(day, decks, depth)
        ordered = queue.interleave(found, begun, day, rules.new_per_day)
        picked = picker.pick(ordered, allowed, of_deck, keep=False)
        # It is right if the last one stands before all that was not read. Many candidates may leave few
        # cards: holes of one cloze lie side by side.
        after = ordered[ordered.index(picked[-1]) + 1 :] if len(picked) == allowed else []
        unread = {deck for deck, number in Counter(map(_DECK, found)).items() if number == depth}
        if unread <= set(map(_DECK, after)):
            return picked
        depth *= 4


def _spread(
    cards: Cards, waiting: Sequence[Waiting], day: date, decks: Sequence[str] | None
) -> list[Waiting]:
    """Leave out what is overdue beyond today's share of the backlog."""
    repeated = cards.overdue_done(day)
    overdue = sum(cards.due_between(_LONG_AGO, day - timedelta(days=1)).values())
    share = left(queue.share_of_backlog(overdue + repeated), repeated)
    late_ones = {each[0] for each in cards.due(day - timedelta(days=1), decks, named=False)}
    found = []
    for each in waiting:
        late = each[0] in late_ones
        if not late or share:
            found.append(each)
            share -= late
    return found
