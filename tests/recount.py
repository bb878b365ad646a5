"""Figures recounted from the log, slowly and obviously: what the fast ones are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.card import Card
from app.core.fold import fold
from app.core.log import Entry, Params, Review, Role, Stage, State

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Recount:
    """All reviews and states of some cards.

    Attributes:
        cards: All cards, by uid.
        held: Names of held cards.
        retired: Names of cards that are in no deck file any more: only their history counts.
        reviews: Live grades of all cards.
        states: By uid; a card without any act is new.
    """

    cards: Mapping[str, Card]
    held: Sequence[str]
    retired: Sequence[str]
    reviews: Sequence[Review]
    states: Mapping[str, State]

    def seen(self, deck: str, tag: str, first: date, today: date) -> list[Review]:
        """The live grades of a scope."""
        return [
            r
            for r in self.reviews
            if first <= r.day <= today
            and deck in ("", r.deck)
            and (not tag or tag in self.cards[r.card].tags)
        ]

    def asked(self, deck: str, tag: str) -> list[State]:
        """The states of the cards of a scope that are neither suspended nor held."""
        return [
            self.states.get(uid, State())
            for uid, card in self.cards.items()
            if deck in ("", card.deck)
            and (not tag or tag in card.tags)
            and card.name not in (*self.held, *self.retired)
            and not self.states.get(uid, State()).suspended
        ]


def recount(
    entries: Iterable[Entry], cards: Mapping[str, Card], held: Sequence[str] = (), retired: Sequence[str] = ()
) -> Recount:
    """Fold every card's log anew."""
    by_card: dict[str, list[Entry]] = {}
    for entry in entries:
        by_card.setdefault(entry.card, []).append(entry)
    folded = {uid: fold(rows, lambda _: Params()) for uid, rows in by_card.items()}
    reviews = [review for each in folded.values() for review in each.reviews]
    return Recount(cards, held, retired, reviews, {uid: each.state for uid, each in folded.items()})


def repetitions(reviews: Iterable[Review], stage: Stage | None = None) -> list[Review]:
    """Scheduled repetitions of cards that were seen before."""
    return [
        r
        for r in reviews
        if r.role is Role.SCHEDULED and r.stage is not Stage.NEW and stage in (None, r.stage)
    ]


def passed(reviews: Iterable[Review]) -> int:
    """How many were graded 3 or better."""
    return len([r for r in reviews if r.grade >= 3])


def run_until(day: date, studied: set[date]) -> int:
    """Study days in a row that end on a day."""
    length = 0
    while day in studied:
        length, day = length + 1, day - DAY
    return length
