"""Where it hurts: the cards, sections and facets that go wrong most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.core.statistics.shares import Share

FEWEST_FAILS = 2
FEWEST_TIMES = 3
RECENT = 10_000
"""Rows of the log that are looked at, the latest: so it costs the same at any length of the history."""


@dataclass(frozen=True, slots=True)
class CardTrouble:
    """A card and its recent repetitions.

    Attributes:
        handle: The store's number.
        name: How it is known to its author.
        deck: Id of its deck.
        source: Section of the notes it was made from; empty if unknown.
        lapses: Scheduled fails after at least one pass, ever since the last reset.
        n: Recent repetitions.
        failed: Those graded below 3.
        timed: Those whose time was measured.
        ms: Their time in milliseconds.
    """

    handle: int
    name: str
    deck: str
    source: str
    lapses: int
    n: int
    failed: int
    timed: int
    ms: int

    @property
    def fails(self) -> Share:
        """Share failed."""
        return Share(self.failed, self.n)

    @property
    def mean_ms(self) -> float:
        """Mean time of an answer in milliseconds."""
        return self.ms / self.timed if self.timed else 0.0


class Place(NamedTuple):
    """A section of the notes in a deck; the section is empty where the deck names none."""

    deck: str
    source: str


class Judged(NamedTuple):
    """Predictions judged alike: the outcome of each facet, in which section, and how many."""

    outcomes: Mapping[str, str]
    place: Place
    n: int


class WrongAnswer(NamedTuple):
    """A wrong answer: the card's handle, the seed of its question, and what was typed by answer line."""

    card: int
    seed: int | None
    typed: Mapping[str, str]


class Confusion(NamedTuple):
    """Two cards of which one was answered with the other's answer.

    Attributes:
        one, other: Their handles.
        times: How often, in either direction.
        both: True if it happened in both directions.
    """

    one: int
    other: int
    times: int
    both: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """What hurts in a scope.

    Attributes:
        answers: Recent repetitions that were looked at.
        leeches: Cards with many lapses, most first.
        forgotten: Cards failed most, surely first: by the lower end of the interval of their share.
        slowest: Cards with the longest answers.
        places: Sections of the notes failed most, as for cards.
        facets: Predictions by facet and section, wrong most surely first; the share is that of wrong ones.
        confused: Pairs that are taken for each other, most often first.
    """

    answers: int
    leeches: tuple[CardTrouble, ...]
    forgotten: tuple[CardTrouble, ...]
    slowest: tuple[CardTrouble, ...]
    places: tuple[tuple[Place, Share], ...]
    facets: tuple[tuple[str, Place, Share], ...]
    confused: tuple[Confusion, ...] = ()


def trouble(
    cards: Iterable[CardTrouble],
    facets: Mapping[tuple[str, Place], Share],
    confused: Iterable[tuple[int, int]],
    leech_lapses: int,
    most: int = 10,
) -> Trouble:
    """Rank what hurts.

    Args:
        cards: Cards with recent repetitions.
        facets: Share of wrong predictions by facet and section.
        confused: For each wrong answer that is another card's answer: the card asked, and that other one.
        leech_lapses: Lapses from which on a card is a leech; 0 for never.
        most: Longest list.
    """
    cards = list(cards)
    places: dict[Place, list[CardTrouble]] = {}
    for card in cards:
        places.setdefault(Place(card.deck, card.source), []).append(card)
    shares = {p: Share(sum(c.failed for c in all_), sum(c.n for c in all_)) for p, all_ in places.items()}
    told_places = [(place, share) for place, share in shares.items() if share.enough and share.hits]
    told_facets = [(name, place, s) for (name, place), s in facets.items() if s.enough and s.hits]
    failed = [card for card in cards if card.failed >= FEWEST_FAILS]
    timed = [card for card in cards if card.timed >= FEWEST_TIMES]
    leeches = [card for card in cards if 0 < leech_lapses <= card.lapses]
    return Trouble(
        answers=sum(card.n for card in cards),
        leeches=tuple(sorted(leeches, key=lambda c: (-c.lapses, c.name))[:most]),
        forgotten=tuple(sorted(failed, key=lambda c: (_surely(c.fails), c.name))[:most]),
        slowest=tuple(sorted(timed, key=lambda c: (-c.mean_ms, c.name))[:most]),
        places=tuple(sorted(told_places, key=lambda item: (_surely(item[1]), item[0]))[:most]),
        facets=tuple(sorted(told_facets, key=lambda item: (_surely(item[2]), item[:2]))[:most]),
        confused=_pairs(confused)[:most],
    )


def _surely(share: Share) -> float:
    return -share.interval[0]


def _pairs(confused: Iterable[tuple[int, int]]) -> tuple[Confusion, ...]:
    found: dict[tuple[int, int], list[int]] = {}
    for asked, given in confused:
        one, other = min(asked, given), max(asked, given)
        found.setdefault((one, other), [0, 0])[asked == one] += 1
    pairs = (Confusion(*pair, sum(times), all(times)) for pair, times in found.items())
    return tuple(sorted(pairs, key=lambda each: (-each.times, not each.both, each)))
