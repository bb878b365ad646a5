"""Cards that ask already what is being written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.core.collection import StoredCard
from app.core.query import Words
from app.study.ports import Cards

LEAST = 4
"""Characters from which on a text is looked for."""
SHARE = 0.5
"""So much of a question must be written before it counts as the same."""
_LONGEST, _MOST = 200, 50


def doubles(cards: Cards, texts: Iterable[str], today: date) -> list[StoredCard]:
    """Return the cards whose question begins with, holds or is one of some texts.

    Args:
        cards: All cards.
        texts: What is being asked, in any languages, perhaps only half typed.
        today: The study day.
    """
    found: dict[int, StoredCard] = {}
    for text in map(str.strip, texts):
        if len(text) < LEAST:
            continue
        for handle in cards.search(Words(text[:_LONGEST]), today, _MOST):
            stored = cards.card(handle)
            if any(_is_most_of(text, asked) for asked in stored.card.content.question.each()):
                found[handle] = stored
    return list(found.values())


def _is_most_of(text: str, asked: str) -> bool:
    return text.casefold() in asked.casefold() and len(text) >= SHARE * len(asked.strip())
