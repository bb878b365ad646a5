"""Reading what went wrong lately; the latest rows of the log are read, however long it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.codec import from_json
from app.store import trouble_sql as sql
from app.store.figures import Figures

if TYPE_CHECKING:
    from app.core.card import Content
    from app.core.statistics.counts import Changed, Scope
    from app.core.statistics.trouble import CardTrouble, Judged, WrongAnswer

# The first frame does not wait for what only the progress screen shows.

_MOST_WRONG = 500


class Troubles(Figures):
    """Reads what went wrong; how a statement reaches the database is left open."""

    def changed(self, day: date) -> Changed:
        """Count what a study day changed, as far as the latest rows of the log tell."""
        from app.core.statistics.counts import Changed
        from app.core.statistics.trouble import RECENT

        (row,) = self._rows(sql.CHANGED, {"day": day.toordinal(), "recent": RECENT})
        return Changed(*row)

    def recent_cards(self, scope: Scope) -> list[CardTrouble]:
        """Return the cards of a scope with their recent repetitions; only cards that are in a deck file."""
        from app.core.statistics.trouble import CardTrouble

        return [CardTrouble(*row) for row in self._rows(sql.CARDS, self._recent(scope))]

    def recent_judgements(self, scope: Scope) -> list[Judged]:
        """Return how recent predictions were judged, by section."""
        from app.core.statistics.trouble import Judged, Place

        rows = self._rows(sql.OUTCOMES, self._recent(scope))
        return [Judged(json.loads(outcome), Place(deck, source), n) for outcome, deck, source, n in rows]

    def recent_wrong(self, scope: Scope) -> list[WrongAnswer]:
        """Return the latest wrong answers to choice and typed cards that ask the same still."""
        from app.core.statistics.trouble import WrongAnswer

        rows = self._rows(sql.WRONG, self._recent(scope) | {"most": _MOST_WRONG})
        return [WrongAnswer(card, seed, json.loads(typed)) for card, seed, typed in rows]

    def answers_around(self, handles: Iterable[int]) -> dict[int, Content]:
        """Return all cards with an answer in the decks of some cards, by handle."""
        rows = self._rows(sql.ANSWERS, {"cards": json.dumps(list(handles))})
        return {card: from_json(text) for card, text in rows}

    def _recent(self, scope: Scope) -> dict[str, Any]:
        from app.core.statistics.trouble import RECENT

        return self._values(scope) | {"recent": RECENT}
