"""Where it hurts, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from app.core.card import Content, Facet, Kind
from app.core.log import Role
from app.core.statistics.counts import Scope
from app.core.statistics.shares import Share
from app.core.statistics.trouble import (
    CardTrouble,
    Judged,
    Place,
    Trouble,
    WrongAnswer,
    trouble,
)
from app.core.truth import Outcome
from app.study.asking import ask
from app.study.ports import Cards
from app.study.progress import Section, count, share_text, time_text
from app.study.verdict import CHOICE

_FACETS = {facet.value for facet in Facet}
TITLES = {
    "leeches": "Leeches",
    "forgotten": "Forgotten most",
    "slowest": "Slowest",
    "places": "Sections",
    "facets": "Predictions",
    "confused": "Taken for each other",
}
DEFINITIONS = {
    "leeches": (
        "Cards failed 8 times or more, or as often as `leech_lapses` in the config file says, after they had "
        "been known, since their last reset."
    ),
    "forgotten": (
        "Cards failed at least twice, ordered by the share that is surely failed: the lower end of its 95 % "
        "interval, so that one bad day does not outweigh ten."
    ),
    "slowest": "Cards by the mean time of at least three answers.",
    "places": "Sections of the notes by the share of failed repetitions, ordered as the cards are.",
    "facets": "What predictions get wrong, by facet and section; first grades of new cards count here.",
    "confused": "Pairs of cards of which one was answered with the answer of the other, in either direction.",
}


class Row(NamedTuple):
    """A line of what hurts: its text, and the card that it is about; None for a section or facet."""

    name: str
    told: str
    card: int | None = None


class Hurt(NamedTuple):
    """A list of what hurts: its name for scripts, its lines, and what it is ordered by."""

    key: str
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """Its name for people."""
        return TITLES[self.key]

    @property
    def definition(self) -> str:
        """What is counted."""
        return DEFINITIONS[self.key]


def look_for_trouble(cards: Cards, scope: Scope, leech_lapses: int) -> list[Hurt]:
    """Find what hurts in a scope, among the latest repetitions.

    Args:
        cards: All cards.
        scope: What is looked at.
        leech_lapses: Lapses from which on a card is a leech; 0 for never.
    """
    recent = cards.recent_cards(scope)
    wrong = cards.recent_wrong(scope)
    around = cards.answers_around({each.card for each in wrong}) if wrong else {}
    given = ((answer.card, _given(cards, answer)) for answer in wrong)
    facets = _facets(cards.recent_judgements(scope))
    found = trouble(recent, facets, confusions(given, around), leech_lapses)
    pairs = {handle for each in found.confused for handle in each[:2]}
    names = {handle: cards.card(handle).card.name for handle in pairs}
    return [hurt for hurt in _told(found, names) if hurt.rows]


def trouble_sections(cards: Cards, scope: Scope, leech_lapses: int) -> Iterator[Section]:
    """Tell what hurts as the other figures are told."""
    for hurt in look_for_trouble(cards, scope, leech_lapses):
        rows = tuple((row.name, row.told) for row in hurt.rows)
        yield Section(hurt.key, hurt.title, rows, hurt.definition, ("name", "told"), rows)


def confusions(
    given: Iterable[tuple[int, tuple[str, ...]]], contents: Mapping[int, Content]
) -> Iterator[tuple[int, int]]:
    """Find the wrong answers that are the answer of another card: pairs (card asked, that card).

    Args:
        given: For each wrong answer the card asked, and the answer in each of its languages.
        contents: Cards with answers, by handle.
    """
    owners: dict[str, set[int]] = {}
    for handle, content in contents.items():
        for text in content.answer.each() if content.answer else ():
            owners.setdefault(_folded(text), set()).add(handle)
    for asked, answer in given:
        # An answer that several cards share does not tell which of them was meant.
        others = {frozenset(owners.get(_folded(text), ())) - {asked} for text in answer}
        found = next((other for other in others if len(other) == 1), None)
        if found:
            (other,) = found
            yield asked, other


def _given(cards: Cards, answer: WrongAnswer) -> tuple[str, ...]:
    stored = cards.card(answer.card)
    if stored.card.content.kind is not Kind.CHOICE:
        return tuple(answer.typed.values())[:1]
    options = ask(stored, Role.SCHEDULED, answer.seed).options if answer.seed is not None else ()
    place = answer.typed.get(CHOICE, "")
    return options[int(place) - 1].each() if place.isdecimal() and 1 <= int(place) <= len(options) else ()


def _folded(text: str) -> str:
    return " ".join(text.strip().strip("`").casefold().split())


def _facets(judged: Iterable[Judged]) -> dict[tuple[str, Place], Share]:
    found: dict[tuple[str, Place], Share] = {}
    for each in judged:
        for facet, outcome in each.outcomes.items():
            if facet in _FACETS and outcome != Outcome.UNREADABLE:
                share = found.get((facet, each.place), Share(0, 0))
                wrong = each.n if outcome == Outcome.WRONG else 0
                found[facet, each.place] = Share(share.hits + wrong, share.n + each.n)
    return found


def _told(found: Trouble, names: Mapping[int, str]) -> Iterator[Hurt]:
    def cards(key: str, of: tuple[CardTrouble, ...], told: Iterable[str]) -> Hurt:
        pairs = zip(of, told, strict=True)
        return Hurt(key, tuple(Row(card.name, text, card.handle) for card, text in pairs))

    yield cards("leeches", found.leeches, (count(card.lapses, "lapse") for card in found.leeches))
    yield cards("forgotten", found.forgotten, (f"{c.failed} of {c.n} failed" for c in found.forgotten))
    slow = (f"{time_text(c.mean_ms)} an answer, {count(c.timed, 'answer')}" for c in found.slowest)
    yield cards("slowest", found.slowest, slow)
    yield Hurt("places", tuple(Row(_name(p), share_text(s, of="failed")) for p, s in found.places))
    rows = (Row(f"{f} · {_name(p)}", share_text(s, "answer", "wrong")) for f, p, s in found.facets)
    yield Hurt("facets", tuple(rows))
    pairs = (
        Row(f"{names[c.one]} {'⇄' if c.both else '—'} {names[c.other]}", f"{c.times}×", c.one)
        for c in found.confused
    )
    yield Hurt("confused", tuple(pairs))


def _name(place: Place) -> str:
    return place.source or place.deck
