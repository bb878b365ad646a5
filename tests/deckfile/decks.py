"""Decks as text, for the tests of this room."""

from __future__ import annotations

from app.core.card import Card
from app.deckfile.load import Loaded, load_text

HEAD = "format: 1\ndeck: d\ntitle: t\ncards:\n"
GOOD = "- id: good\n  q: one\n  a: two\n"


def load(entries: str) -> Loaded:
    """Load a deck of these entries and a good one behind them."""
    return load_text(HEAD + entries + GOOD, "d.yaml")


def card(entry: str) -> Card:
    """Return the one card of a sound entry that has only text as its keys."""
    loaded = load(entry)
    assert loaded.problems == ()
    assert loaded.deck is not None
    assert [c.entry for c in loaded.deck.cards[1:]] == ["good"]
    return loaded.deck.cards[0]


def told(loaded: Loaded) -> list[str]:
    """Return the problems as ``line:column rule what``."""
    return [f"{p.line}:{p.column} {p.rule} {p.what}" for p in loaded.problems]


def names(loaded: Loaded) -> list[str]:
    """Return the names of the good cards."""
    return [c.name for c in loaded.deck.cards] if loaded.deck else []
