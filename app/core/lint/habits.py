"""Rules that ask of a card what the other cards of its deck have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.core.card import Card
from app.core.lint.finding import Finding


def habits(cards: Sequence[Card]) -> Iterator[tuple[int, Finding]]:
    """Give the index of each card that lacks what most cards of its deck have, with what it lacks.

    A deck without sources or reasons is one that does without them; the odd card among others was
    forgotten.
    """
    decks: dict[str, list[int]] = defaultdict(list)
    for at, card in enumerate(cards):
        decks[card.deck].append(at)
    for members in decks.values():
        if 2 * sum(bool(cards[at].source) for at in members) > len(members):
            for at in members:
                if not cards[at].source and not cards[at].added:
                    what = "The card does not say where it comes from."
                    yield at, Finding("W40", what, "Add `source:` with the section of the notes.")
        if 2 * sum(bool(cards[at].content.why) for at in members) > len(members):
            for at in members:
                if not cards[at].content.why:
                    what = "The card does not say why."
                    yield at, Finding("I30", what, "Add `why:`, shown after the answer.")
