"""Searching over a dict of cards, as simple as it can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.core.card import Card, Content
from app.core.collection import Turning
from app.core.history import History
from app.core.listed import Listed
from app.core.log import Act
from app.core.query import All, Any, Named, Query, Words


class FakeSearches:
    """Knows words and decks only; every other condition holds for all cards."""

    contents: dict[int, Card]

    def search(self, query: Query, today: date, limit: int, after: int = 0) -> list[int]:
        found = [handle for handle, card in self.contents.items() if _holds(query, card)]
        return [handle for handle in found if handle > after][:limit]

    def listed(self, handles: Sequence[int], language: str) -> list[Listed]:
        found = []
        for handle in handles:
            card = self.contents[handle]
            text, kind = card.content.question.to(language), card.content.kind.value
            found.append(
                Listed(
                    handle, card.name, text, kind, card.tags, None, 0, 250, 0, False, None, False, False, ""
                )
            )
        return found

    def handle_of(self, name: str) -> int | None:
        return next((handle for handle, card in self.contents.items() if card.name == name), None)

    def history(self, handle: int) -> History:
        return History((), {})

    def last_done(self) -> tuple[datetime, Act] | None:
        return None

    def to_redo(self) -> Turning:
        return Turning()

    def last_passed(self, handle: int) -> Content | None:
        return None


def _holds(query: Query, card: Card) -> bool:
    match query:
        case All(parts):
            return all(_holds(part, card) for part in parts)
        case Any(parts):
            return any(_holds(part, card) for part in parts)
        case Words(text):
            return any(text.casefold() in asked.casefold() for asked in card.content.question.each())
        case Named("deck", value):
            return card.deck == value
    return True
