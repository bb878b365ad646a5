"""Conditions: what a query says, in SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any as Anything

from app.core.codec import from_json
from app.core.meaning import same
from app.core.query import All, Any, Is, Named, Not, Number, Query, Rated, State, Words
from app.store import search_sql as sql
from app.store.rows import Row

Rows = Callable[[str, dict[str, Anything]], Sequence[Row]]
"""Runs one statement and returns all its rows."""
SHORT = 3
"""Words of fewer characters are no entries of the index, but beginnings of such."""
COMMON = 1500
"""Places of a short word from which on it is common: then the first cards have it, and are found as fast."""
_LETTERS = re.compile("[A-Za-z]")
_ESCAPE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})
_STATES = {
    Is.DUE: "s.due <= :today AND s.suspended = 0 AND s.away = 0",
    Is.NEW: "s.due IS NULL",
    Is.SUSPENDED: "s.suspended = 1",
    Is.BURIED: "s.buried_until > :today",
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


def finding(rows: Rows, query: Query, today: date) -> tuple[str, dict[str, Anything]]:
    """Return the statement that finds a query's cards, and its values, all but `after` and `limit`.

    Retired cards are found only by a query that asks for them.
    """
    builder = _Builder(rows, today)
    where = builder.where(query)
    where = where if _mentions(query, Is.RETIRED) else f"c.retired = 0 AND {where}"
    find = sql.FIND_BY_TEXT if builder.reads_texts else sql.FIND
    return find.format(where=where), builder.values


class _Builder:
    """Writes the condition of a query.

    Attributes:
        values: What it binds.
        reads_texts: True if it looks through texts, so that `face f` must be there.
    """

    def __init__(self, rows: Rows, today: date) -> None:
        self._rows = rows
        self.reads_texts = False
        self.values: dict[str, Anything] = {"today": today.toordinal()}

    def where(self, query: Query) -> str:
        """Return the condition for one row of `card c` and `state s`."""
        match query:
            case Words(text):
                return self._words(text)
            case Named(field, value):
                return self._named(field, value)
            case State(Is.CHANGED):
                return self._changed()
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
        if listed := self._in_index(text):
            return listed
        self.reads_texts = True
        if not _LETTERS.search(text):  # only these have a case that matters, and `instr` knows none
            return f"(instr(f.text, {self._bind(text)}) > 0)"
        return f"(f.text LIKE {self._part(text)} ESCAPE '\\')"

    def _in_index(self, text: str) -> str:
        """Return the condition that a text stands in a card, by the index; nothing if it is common there."""
        if len(text) < SHORT:
            ends = {"first": text.lower(), "behind": text.lower() + "\U0010ffff"}
            if self._rows(sql.IS_COMMON, ends | {"places": COMMON}):
                return ""
            bound = {name: self._bind(value) for name, value in ends.items()}
            match = sql.BEGINNING.format(**bound)
        else:
            phrase = self._bind('"' + text.replace('"', '""') + '"')
            match = f"SELECT rowid FROM face_index WHERE face_index MATCH {phrase}"
        # One list of both, not an OR: from a list SQLite goes to its cards, for an OR it looks at all.
        return f"c.id IN ({match} UNION ALL {sql.NOT_INDEXED.format(like=self._part(text))})"

    def _part(self, text: str) -> str:
        return self._bind(f"%{text.translate(_ESCAPE)}%")

    def _changed(self) -> str:
        """Few cards differ from what was passed: whether they mean the same is no matter for SQL."""
        rows = self._rows(sql.REWORDED, {})
        changed = (card for card, passed, now in rows if not _same(passed, now))
        return f"c.id IN ({self._list(changed)})"

    def _named(self, field: str, value: str) -> str:
        like = self._bind(value.translate(_ESCAPE).replace("*", "%"))
        match field:
            case "deck":
                return f"c.deck IN (SELECT id FROM deck WHERE name LIKE {like} ESCAPE '\\')"
            case "kind":
                is_kind = f"LIKE {like} ESCAPE '\\'" if "*" in value else f"= {self._bind(value)}"
                return self._kind(sql.OF_KIND.format(is_kind=is_kind))
            case "tag":
                # Most cards of most decks have no tags: to see that takes no reading of JSON.
                each = f"SELECT 1 FROM json_each(c.meta, '$.tags') WHERE value LIKE {like} ESCAPE '\\'"
                return f"({self._beforehand(value)} AND c.meta LIKE '%\"tags\"%' AND EXISTS ({each}))"
            case "source":
                return f"coalesce(json_extract(c.meta, '$.source'), '') LIKE {like} ESCAPE '\\'"
        own = f"(c.name LIKE {like} ESCAPE '\\' OR c.entry LIKE {like} ESCAPE '\\')"
        return f"({self._beforehand(value)} AND {own})"

    def _beforehand(self, value: str) -> str:
        """Names and tags stand in the texts, too: there the index finds the few cards to look at."""
        longest = max(value.split("*"), key=len)
        return (longest and self._in_index(longest)) or "1"

    def _kind(self, of_kind: str) -> str:
        found = self._rows(f"{of_kind} LIMIT {COMMON + 1}", self.values)
        if len(found) > COMMON:
            return f"EXISTS ({of_kind} AND n.id = c.content)"
        return f"c.content IN ({self._list(row[0] for row in found)})" if found else "0"

    def _list(self, numbers: Iterable[int]) -> str:
        return f"SELECT value FROM json_each({self._bind(json.dumps(list(numbers)))})"

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


@lru_cache(maxsize=10_000)
def _same(passed: str, now: str) -> bool:
    """Tell whether two contents ask the same: each key that is typed asks again."""
    return same(from_json(passed), from_json(now))


def _mentions(query: Query, what: Is) -> bool:
    match query:
        case State(found):
            return found is what
        case Not(part):
            return _mentions(part, what)
        case All(parts) | Any(parts):
            return any(_mentions(part, what) for part in parts)
    return False
