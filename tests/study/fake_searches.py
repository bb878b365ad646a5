"""Searching over a dict of cards, as simple as it can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.card import Card, Content
from app.core.history import History
from app.core.listed import Listed
from app.core.query import All, Query, Words


class FakeSearches:
    """Knows words only; every other condition holds for all cards."""

    contents: dict[int, Card]

    def search(self, query: Query, today: date, limit: int) -> list[int]:
        words = [query] if isinstance(query, Words) else [*query.parts] if isinstance(query, All) else []
        wanted = [word.text for word in words if isinstance(word, Words)]
        return [
            handle
            for handle, card in self.contents.items()
            if all(any(word in text for text in card.content.question.each()) for word in wanted)
        ][:limit]

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

    def last_passed(self, handle: int) -> Content | None:
        return None
