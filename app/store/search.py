"""Searching: from a query to the cards that it finds, in the order in which they came."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.codec import from_json
from app.core.fold import CHANGES_LIFE
from app.core.log import Act
from app.store import search_sql as sql
from app.store.rows import Row, day_of, instant_of

if TYPE_CHECKING:
    from app.core.card import Content
    from app.core.history import History, Past
    from app.core.listed import Listed
    from app.core.query import Query

# Queries, lists and histories come after the first frame, which does not wait for their modules.


class Searches(ABC):
    """Finds cards and tells their past; how a statement reaches the database is left open."""

    @abstractmethod
    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run one statement and return all its rows."""

    def search(self, query: Query, today: date, limit: int, after: int = 0) -> list[int]:
        """Return the handles of the first cards that a query finds, in the order in which they were added.

        Retired cards are found only by a query that asks for them.

        Args:
            query: What to find.
            today: The study day.
            limit: At most so many.
            after: Only cards behind this one.
        """
        from app.store.conditions import finding

        text, values = finding(self._rows, query, today)
        found = self._rows(text, values | {"limit": limit, "after": after})
        return [row[0] for row in found]

    def listed(self, handles: Sequence[int], language: str) -> list[Listed]:
        """Return what a list shows of some cards, in their order."""
        rows = self._rows(sql.ROWS, {"handles": json.dumps(list(handles))})
        return [_listed(row, language) for row in rows]

    def handle_of(self, name: str) -> int | None:
        """Return the handle of a card by its name, or one that it had; None if there is none."""
        rows = self._rows(sql.HANDLE, {"name": name})
        return rows[0][0] if rows else None

    def history(self, handle: int) -> History:
        """Return what happened to a card, oldest first."""
        from app.core.history import History

        rows = self._rows(sql.PAST, {"card": handle})
        acts = tuple(_past(row) for row in rows)
        return History(acts, {row[12]: from_json(row[13]) for row in rows if row[13]})

    def last_passed(self, handle: int) -> Content | None:
        """Return what a card asked when it was last graded 3 or better; None if it never was."""
        rows = self._rows(sql.PASSED, {"card": handle})
        return from_json(rows[0][0]) if rows else None


def _listed(row: Row, language: str) -> Listed:
    from app.core.listed import Listed
    from app.core.text import Text

    handle, deck, entry, part, kind, question, meta, retired, held = row[:9]
    due, interval, ef, lapses, suspended, buried, flagged = row[9:]
    name = "/".join(filter(None, (deck, entry, part)))
    return Listed(
        handle,
        name,
        Text(json.loads(question)).to(language) if question else name,
        kind or "",
        tuple(json.loads(meta).get("tags", ())) if question else (),
        day_of(due),
        interval,
        ef,
        lapses,
        bool(suspended),
        day_of(buried),
        bool(flagged),
        bool(retired),
        held,
    )


def _past(row: Row) -> Past:
    from app.core.history import Past

    act, is_review, undone = row[2], bool(row[4]), row[16]
    return Past(
        at=instant_of(row[0]),
        day=date.fromordinal(row[1]),
        act=act,
        grade=row[3],
        counts=is_review if act == Act.GRADE else act not in CHANGES_LIFE and undone != Act.UNDO,
        drill=bool(row[5]),
        interval_before=row[6],
        interval_after=row[7],
        ef_after=row[8],
        ms=row[9],
        typed=row[10],
        note=row[11],
        content=row[12],
    )
