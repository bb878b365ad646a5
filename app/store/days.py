"""Reading what a study day is planned by: what was done on it, who has siblings, how long answers take."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from app.core.collection import Acted, Done
from app.core.fold import live_rows
from app.core.queue import Waiting
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

    def waiting(self, cards: Iterable[int]) -> list[Waiting]:
        """Return some cards as a queue has them, in the order in which they are given."""
        return cast("list[Waiting]", self._rows(sql.WAITING, {"cards": json.dumps(list(cards))}))

    def asked(self, day: date) -> dict[int, set[int]]:
        """Return the cards with siblings that had their scheduled repetition on a study day, by family."""
        found: dict[int, set[int]] = {}
        for family, card in self._rows(sql.ASKED, {"day": day.toordinal()}):
            if family is not None:
                found.setdefault(family, set()).add(card)
        return found

    def skipped(self, day: date) -> list[int]:
        """Return the cards skipped on a study day and not answered on it since, as they were skipped last."""
        return [card for (card,) in self._rows(sql.SKIPPED, {"day": day.toordinal()})]

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
