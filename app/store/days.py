"""Reading what a study day is planned by: what was done on it, who has siblings, how long answers take."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.collection import Done, Family
from app.store import days_sql as sql
from app.store.rows import Row


class Days(ABC):
    """Reads what a day is planned by; how a statement reaches the database is left open."""

    @abstractmethod
    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run one statement and return all its rows."""

    def done(self, day: date) -> Done:
        """Return what was done on a study day."""
        return sum(self.done_by_deck(day).values(), Done())

    def done_by_deck(self, day: date) -> dict[str, Done]:
        """Return what was done on a study day in each deck; decks without anything are left out."""
        return {deck: Done(*row) for deck, *row in self._rows(sql.DONE_BY_DECK, {"day": day.toordinal()})}

    def families(self, cards: Iterable[int], day: date) -> dict[int, Family]:
        """Return the family of each card, only children too."""
        values = {"cards": json.dumps(list(cards)), "day": day.toordinal()}
        return {card: Family(key, bool(asked)) for card, key, asked in self._rows(sql.FAMILIES, values)}

    def overdue_done(self, day: date) -> int:
        """Count the cards repeated on a study day that had been due before it."""
        ((number,),) = self._rows(sql.OVERDUE_DONE, {"day": day.toordinal()})
        return int(number)

    def answer_times(self, latest: int = 1000) -> dict[str, list[int]]:
        """Return the times of the latest scheduled answers that were right, in milliseconds, by kind."""
        found: dict[str, list[int]] = {}
        for kind, ms in self._rows(sql.ANSWER_TIMES, {"latest": latest}):
            found.setdefault(kind, []).append(ms)
        return found
