"""Reading what a study day is planned by: what was done on it, who has siblings, how long answers take."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.collection import Acted, Done, Family
from app.core.fold import live_rows
from app.store import days_sql as sql
from app.store.rows import Row, entry_of


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

    def last_row(self) -> int:
        """Return the number of the last row of the log; 0 if it is empty."""
        ((row,),) = self._rows(sql.LAST_ROW, {})
        return int(row)

    def acts_since(self, row: int) -> list[Acted]:
        """Return the live acts after a row of the log, in order."""
        rows = self._rows(sql.LOG_SINCE, {"row": row})
        cards = {entry_of(each): each[24] for each in rows}
        return [Acted(cards[each], each.act, each.grade) for each in live_rows(cards)]

    def askable(self, cards: Iterable[int]) -> list[int]:
        """Return those of some cards that are there and neither suspended, held nor retired."""
        return [card for (card,) in self._rows(sql.ASKABLE, {"cards": json.dumps(list(cards))})]

    def answer_times(self, latest: int = 1000) -> dict[str, list[int]]:
        """Return the times of the latest scheduled answers that were right, in milliseconds, by kind."""
        found: dict[str, list[int]] = {}
        for kind, ms in self._rows(sql.ANSWER_TIMES, {"latest": latest}):
            found.setdefault(kind, []).append(ms)
        return found
