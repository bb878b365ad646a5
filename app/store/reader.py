"""The reading side: what a screen asks, in SQL that `sqlite3` can run before SQLAlchemy is imported."""

from __future__ import annotations

import json
import sqlite3
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self, cast

from app.core.collection import DeckCount, KnownFile, StoredCard
from app.core.errors import ForecallError
from app.core.queue import Waiting
from app.store import sql
from app.store.connect import connect, explained
from app.store.days import Days
from app.store.replays import Replays
from app.store.rows import Row, card_of, known_of
from app.store.search import Searches
from app.store.trouble import Troubles


class Reading(Troubles, Searches, Days, Replays):
    """Reads the store; how a statement reaches the database is left open."""

    @abstractmethod
    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run one statement and return all its rows."""

    @abstractmethod
    def close(self) -> None:
        """Close the database."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def decks(self, today: date) -> list[DeckCount]:
        """Return the decks that have a file, in the order of their paths."""
        return [DeckCount(*row) for row in self._rows(sql.DECKS, {"today": today.toordinal()})]

    def due(
        self,
        today: date,
        decks: Sequence[str] | None,
        order: str = "overdue",
        after: date = date.min,
        *,
        named: bool = True,
    ) -> list[Waiting]:
        """Return the cards due on a study day or before; `queue.by_urgency` orders them.

        Args:
            today: The study day.
            decks: Ids of the decks; None means all.
            order: One of `sql.URGENCY`.
            after: Only those that fall due after this day.
            named: False to leave the decks empty, which spares some of the time.
        """
        values = {"today": today.toordinal(), "decks": _chosen(decks), "after": after.toordinal()}
        return self._waiting(sql.DUE[order, named], values)

    def drills(self, today: date, decks: Sequence[str] | None) -> list[Waiting]:
        """Return the cards still to be drilled on a study day."""
        return self._waiting(sql.DRILLS, {"today": today.toordinal(), "decks": _chosen(decks)})

    def new(self, today: date, decks: Sequence[str] | None, limit: int) -> list[Waiting]:
        """Return the first new cards of each deck, at most `limit` of one, deck by deck."""
        values = {"today": today.toordinal(), "decks": _chosen(decks), "limit": limit}
        return self._waiting(sql.NEW, values)

    def card(self, handle: int) -> StoredCard:
        """Return a card with all that is stored of it.

        Raises:
            ForecallError: If no deck file has brought its content yet.
        """
        uid, deck, entry, part, content, meta, content_hash, root, path, *known = self._card_row(handle)
        card = card_of(deck, entry, part, content, meta)
        state = known_of(handle, known).state
        return StoredCard(handle, uid, card, state, content_hash, f"{root}/{path}" if path else "")

    def due_between(self, first: date, last: date) -> dict[date, int]:
        """Count the cards that fall due on each day, both ends included; days without any are left out.

        Suspended, retired and held cards do not count.
        """
        values = {"first": first.toordinal(), "last": last.toordinal()}
        return {date.fromordinal(day): n for day, n in self._rows(sql.DUE_BETWEEN, values)}

    def files(self, root: str) -> dict[str, KnownFile]:
        """Return the deck files of a root as they were when last taken in, by path."""
        return {path: KnownFile(*known) for path, *known in self._rows(sql.FILES, {"root": root})}

    def _card_row(self, handle: int) -> Row:
        rows = self._rows(sql.CARD, {"card": handle})
        if not rows or rows[0][4] is None:
            raise ForecallError(
                "This card has a history, but no deck file holds it.", fix="Add the deck it belongs to."
            )
        return rows[0]

    def _waiting(self, text: str, values: Mapping[str, Any]) -> list[Waiting]:
        # As they come, without a look at each: see `queue.Waiting`.
        return cast("list[Waiting]", self._rows(text, values))


class Reader(Reading):
    """Reads the store by `sqlite3` alone; may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open the database at `path`.

        Raises:
            ForecallError: If it can't be read.
        """
        self._path = path
        self._lock = RLock()
        try:
            self._connection = connect(path)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        self._connection.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()

    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        with self._lock:
            try:
                return self._connection.execute(text, values).fetchall()
            except sqlite3.Error as error:
                raise explained(error, self._path) from error


def _chosen(decks: Sequence[str] | None) -> str | None:
    return None if decks is None else json.dumps(list(decks))
