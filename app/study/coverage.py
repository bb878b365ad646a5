"""Which sections and facts of some notes have cards, which have none, and which cards point nowhere."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.card import Card, Kind
from app.core.errors import ForecallError
from app.core.outline import Section, slug_of

_FORMAT = "It wants {outline: [{slug, first, last}], facts: [{id, section}]}."


class State(StrEnum):
    """How far a section or a fact is covered.

    Cards that are `added` are not in the notes, and cover nothing of them.
    """

    COVERED = "covered"
    ADDED = "only added"
    NO_CARD = "no card"
    """Left out on purpose, for a reason that a deck gives."""
    EMPTY = "empty in the source"
    OPEN = "none"
    """No card, and no reason why."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the notes say: its id, and the slug of its section."""

    id: str
    section: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section and the cards made from it.

    Attributes:
        section: The section.
        cards: Cards from the notes, live ones too.
        live: Those of them that run.
        added: Cards that are not in the notes.
        state: What follows.
    """

    section: Section
    cards: int
    live: int
    added: int
    state: State


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is covered.

    Attributes:
        sections: In the order of the notes.
        facts: State by id of the fact, in the order of the notes.
        lost: Pairs (card, source) whose source is no section; empty sources too.
        unknown: Pairs (card, fact) whose fact is not in the list; empty if there is no list.
    """

    sections: tuple[SectionRow, ...]
    facts: Mapping[str, State]
    lost: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def is_decided(self) -> bool:
        """True if every fact has a card or a reason, and every card points somewhere."""
        return not self.lost and not self.unknown and State.OPEN not in self.facts.values()


def cover(
    sections: Sequence[Section], facts: Sequence[Fact], cards: Iterable[Card], no_card: Iterable[str] = ()
) -> Coverage:
    """Reckon what cards cover.

    Args:
        sections: The outline of the notes.
        facts: What the notes say; empty if there is no list.
        cards: The cards made from the notes.
        no_card: Ids of facts that are left out on purpose.
    """
    find, known = _Finder(sections), {fact.id for fact in facts}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    covered, added = set[str](), set[str]()
    lost: dict[str, str] = {}
    unknown: dict[tuple[str, str], None] = {}
    for card in cards:
        entry = f"{card.deck}/{card.entry}"
        slug = find.slug(card.source)
        if slug is None:
            lost[entry] = card.source
        else:
            count = counts[slug]
            count["added" if card.added else "cards"] += 1
            count["live"] += card.content.kind is Kind.LIVE and not card.added
        (added if card.added else covered).update(card.facts)
        unknown |= {(entry, fact): None for fact in card.facts if known and fact not in known}
    states = _fact_states(facts, covered, added, {*no_card})
    decided = {fact.section for fact in facts if states[fact.id] is State.NO_CARD}
    rows = tuple(_row(section, counts[section.slug], section.slug in decided) for section in sections)
    return Coverage(rows, states, tuple(lost.items()), tuple(unknown))


def by_section(sections: Sequence[Section], cards: Iterable[Card]) -> dict[str, list[Card]]:
    """Return the cards of each section by its slug; those that point nowhere stand under the empty slug."""
    find = _Finder(sections)
    found: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        found[find.slug(card.source) or ""].append(card)
    return dict(found)


def read_facts(text: str, where: str) -> tuple[tuple[Section, ...], tuple[Fact, ...]]:
    """Read a list of facts with the outline that it goes by, both of which may be missing.

    Args:
        text: JSON: ``{"outline": [{"slug", "first", "last"}], "facts": [{"id", "section"}]}``; the title of
            a section, its other keys and those of facts are of no account.
        where: The file, for the error.

    Raises:
        ForecallError: If it is something else.
    """
    try:
        found = json.loads(text)
        sections = tuple(map(_section, found.get("outline", [])))
        facts = tuple(Fact(str(fact["id"]), str(fact["section"])) for fact in found.get("facts", []))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ForecallError("This is no list of facts.", where=where, fix=_FORMAT) from error
    if any(not 1 <= section.first <= section.last for section in sections):
        raise ForecallError("A section ends before it begins.", where=where, fix=_FORMAT)
    return sections, facts


class _Finder:
    """Finds the section that a card's `source` names: by its slug, or its last part if that is unique."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._slugs = {section.slug.casefold(): section.slug for section in sections}
        ends = Counter(slug.rpartition("/")[2] for slug in self._slugs)
        for folded, slug in list(self._slugs.items()):
            end = folded.rpartition("/")[2]
            if ends[end] == 1:
                self._slugs.setdefault(end, slug)

    def slug(self, source: str) -> str | None:
        """Return the slug of the section; None if there is none."""
        source = source.strip().casefold()
        parts = "/".join(map(slug_of, source.split("/"))) if source else ""
        return self._slugs.get(source) or self._slugs.get(parts)


def _section(found: Mapping[str, Any]) -> Section:
    slug = str(found["slug"])
    level = slug.count("/") + 1
    return Section(slug, str(found.get("title", "")), level, int(found["first"]), int(found["last"]))


def _fact_states(
    facts: Sequence[Fact], covered: set[str], added: set[str], no_card: set[str]
) -> dict[str, State]:
    def state(fact: str) -> State:
        if fact in covered:
            return State.COVERED
        if fact in no_card:
            return State.NO_CARD
        return State.ADDED if fact in added else State.OPEN

    return {fact.id: state(fact.id) for fact in facts}


def _row(section: Section, count: Counter[str], has_decision: bool) -> SectionRow:
    if section.is_empty:
        state = State.EMPTY
    elif count["cards"]:
        state = State.COVERED
    elif has_decision:
        state = State.NO_CARD
    else:
        state = State.ADDED if count["added"] else State.OPEN
    return SectionRow(section, count["cards"], count["live"], count["added"], state)
