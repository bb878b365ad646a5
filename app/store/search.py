"""Searching: from a query to the cards that it finds, in the order in which they came."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any as Anything

from app.core.card import Content
from app.core.codec import from_json
from app.core.fold import CHANGES_LIFE
from app.core.history import History, Past
from app.core.listed import Listed
from app.core.log import Act
from app.core.query import All, Any, Is, Named, Not, Number, Query, Rated, State, Words
from app.core.statistics.trouble import LEECH
from app.store import search_sql as sql
from app.store.rows import Row, card_of, day_of, instant_of

Rows = Callable[[str, dict[str, Anything]], Sequence[Row]]
"""Runs one statement and returns all its rows."""
SHORT = 3
"""Words of fewer characters are no entries of the index, but beginnings of such."""
_MOST_TERMS = 600
_ESCAPE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})
_STATES = {
    Is.DUE: "s.due <= :today AND s.suspended = 0 AND s.away = 0",
    Is.NEW: "s.due IS NULL",
    Is.SUSPENDED: "s.suspended = 1",
    Is.BURIED: "s.buried_until > :today",
    Is.LEECH: f"s.lapses >= {LEECH}",
    Is.HELD: "c.held <> ''",
    Is.RETIRED: "c.retired = 1",
    Is.FLAGGED: "s.flagged = 1",
}
_FIGURES = {
    "ease": ("s.ef", 100, "s.due IS NOT NULL"),
    "interval": ("s.interval", 1, "s.due IS NOT NULL"),
    "lapses": ("s.lapses", 1, "1"),
    "reps": ("s.reps", 1, "1"),
    "due": ("s.due - :today", 1, "s.due IS NOT NULL"),
}


class Searches(ABC):
    """Finds cards and tells their past; how a statement reaches the database is left open."""

    @abstractmethod
    def _rows(self, text: str, values: Mapping[str, Anything]) -> Sequence[Row]:
        """Run one statement and return all its rows."""

    def search(self, query: Query, today: date, limit: int) -> list[int]:
        """Return the handles of the first cards that a query finds, in the order in which they were added.

        Retired cards are found only by a query that asks for them.
        """
        builder = _Builder(self._rows, today)
        where = builder.where(query)
        retired = "" if _mentions(query, Is.RETIRED) else "c.retired = 0 AND "
        found = self._rows(sql.FIND.format(where=retired + where), builder.values | {"limit": limit})
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
        rows = self._rows(sql.PAST, {"card": handle})
        acts = tuple(_past(row) for row in rows)
        return History(acts, {row[12]: from_json(row[13]) for row in rows if row[13]})

    def last_passed(self, handle: int) -> Content | None:
        """Return what a card asked when it was last graded 3 or better; None if it never was."""
        rows = self._rows(sql.PASSED, {"card": handle})
        return from_json(rows[0][0]) if rows else None


def _listed(row: Row, language: str) -> Listed:
    handle, deck, entry, part, content, meta, retired, held = row[:8]
    due, interval, ef, lapses, suspended, buried, flagged = row[8:]
    name = "/".join(filter(None, (deck, entry, part)))
    card = card_of(deck, entry, part, content, meta) if content else None
    return Listed(
        handle,
        name,
        card.content.question.to(language) if card else name,
        card.content.kind.value if card else "",
        card.tags if card else (),
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


class _Builder:
    """Writes the condition of a query; `values` are what it binds."""

    def __init__(self, rows: Rows, today: date) -> None:
        self._rows = rows
        self.values: dict[str, Anything] = {"today": today.toordinal()}

    def where(self, query: Query) -> str:
        """Return the condition for one row of `card c` and `state s`."""
        match query:
            case Words(text):
                return self._words(text)
            case Named(field, value):
                return self._named(field, value)
            case State(what):
                return f"({_STATES[what]})"
            case Number(field, operator, value):
                column, scale, known = _FIGURES[field]
                return f"({known} AND {column} {operator} {self._bind(round(value * scale, 6))})"
            case Rated(days, grades):
                return self._rated(days, grades)
            case Not(part):
                return f"NOT coalesce({self.where(part)}, 0)"
            case All(parts):
                return f"({' AND '.join(map(self.where, parts))})" if parts else "1"
            case Any(parts):
                return f"({' OR '.join(map(self.where, parts))})"

    def _words(self, text: str) -> str:
        like = self._bind(f"%{text.translate(_ESCAPE)}%")
        seen = f"(SELECT f.text LIKE {like} ESCAPE '\\' FROM face f WHERE f.card = c.id)"
        terms = [text] if len(text) >= SHORT else self._beginnings(text)
        if len(terms) > _MOST_TERMS or (terms and len(text) == 1):
            return seen
        phrases = " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
        match = f"SELECT rowid FROM face_index WHERE face_index MATCH {self._bind(phrases)}"
        return f"({f'c.id IN ({match}) OR ' if terms else ''}({sql.NOT_INDEXED} AND {seen}))"

    def _beginnings(self, text: str) -> list[str]:
        """Return the entries of the index that begin with a short text, or one too many of them."""
        folded = text.lower()
        behind = folded[:-1] + chr(ord(folded[-1]) + 1)
        values = {"first": folded, "behind": behind, "limit": _MOST_TERMS + 1}
        return [row[0] for row in self._rows(sql.TERMS, values)]

    def _named(self, field: str, value: str) -> str:
        like = self._bind(value.translate(_ESCAPE).replace("*", "%"))
        match field:
            case "deck":
                return f"c.deck IN (SELECT id FROM deck WHERE name LIKE {like} ESCAPE '\\')"
            case "kind":
                return f"(SELECT n.kind LIKE {like} ESCAPE '\\' FROM content n WHERE n.id = c.content)"
            case "tag":
                each = f"SELECT 1 FROM json_each(c.meta, '$.tags') WHERE value LIKE {like} ESCAPE '\\'"
                return f"EXISTS ({each})"
            case "source":
                return f"coalesce(json_extract(c.meta, '$.source'), '') LIKE {like} ESCAPE '\\'"
        return f"(c.name LIKE {like} ESCAPE '\\' OR c.entry LIKE {like} ESCAPE '\\')"

    def _rated(self, days: int, grades: tuple[int, ...]) -> str:
        first = self._bind(self.values["today"] - days + 1)
        chosen = f" AND r.grade IN ({', '.join(map(str, grades))})" if grades else ""
        # Drills come on days of a scheduled repetition only; a reset forgets the day of the last.
        graded = sql.GRADED.format(where=f"r.day >= {first}{chosen}")
        return f"((s.last_day IS NULL OR s.last_day >= {first}) AND EXISTS ({graded}))"

    def _bind(self, value: Anything) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def _mentions(query: Query, what: Is) -> bool:
    match query:
        case State(found):
            return found is what
        case Not(part):
            return _mentions(part, what)
        case All(parts) | Any(parts):
            return any(_mentions(part, what) for part in parts)
    return False
