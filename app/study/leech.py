"""What may be wrong with a card that is failed again and again."""

from __future__ import annotations

from app.core.card import Card
from app.core.lint import lint

_ELSE = "Look what it is mixed up with; ask for less at once, or for a reason; say it in your own words."


def advice(card: Card) -> str:
    """Say what to do about a leech: what the rules of good cards find first, else what helps most cards."""
    found = lint([("", card)])
    return " ".join((found[0].what, found[0].fix)).strip() if found else _ELSE
