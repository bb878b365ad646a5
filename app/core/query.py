"""The search language of the card browser: from what is typed to a tree of conditions.

``adam deck:optimizers -is:suspended (ease<2 or interval>30) "exact words" rated:7:1``

Words and quoted phrases are looked for in all texts of a card; conditions side by side must all hold;
``or`` binds looser; ``-`` negates what follows; parentheses group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.core.card import Kind
from app.core.rules import LEECH_LAPSES


class Is(StrEnum):
    """What ``is:`` can ask, beside ``leech``, which is a number of lapses."""

    DUE = "due"
    NEW = "new"
    SUSPENDED = "suspended"
    BURIED = "buried"
    HELD = "held"
    RETIRED = "retired"
    FLAGGED = "flagged"
    CHANGED = "changed"


LEECH = "leech"
NUMBERS = ("ease", "interval", "lapses", "reps", "due")
"""What can be compared with a number: ease such as 2.5, intervals in days, due in days from today."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text that some face of the card or its name contains; case does not matter."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A field that has a value; in it ``*`` stands for anything."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class State:
    """What the card is now."""

    what: Is


@dataclass(frozen=True, slots=True)
class Number:
    """A figure held against a number."""

    field: str
    operator: str
    value: float


@dataclass(frozen=True, slots=True)
class Rated:
    """Graded within the last `days` study days, today included; with one of the grades, if any are given."""

    days: int
    grades: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """All parts hold; none at all means every card."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Query, ...]


Query: TypeAlias = Words | Named | State | Number | Rated | Not | All | Any

EVERY = All(())
"""Finds every card."""
LONGEST = 1000
_MOST_PARTS = 100
_DEEPEST = 20
_FIELDS = ("deck", "tag", "kind", "source", "id")
_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<open>[(（])|(?P<close>[)）])|(?P<minus>-(?=\S))|(?P<quote>["“”])
    |(?P<number>(?:ease|interval|lapses|reps|due)(?=[<>=≤≥]))|(?P<field>[A-Za-z]+[:：])|(?P<word>[^\s()（）"“”]+)""",
    re.VERBOSE,
)
_COMPARED = re.compile(r"(<=|>=|<|>|=|≤|≥)(-?\d+(?:\.\d+)?)(?=[\s)）]|$)")
_VALUE = re.compile(r"""["“]([^"”]*)["”]|([^\s()（）"“”]+)""")
_OPERATORS = {"≤": "<=", "≥": ">="}


class QueryError(ValueError):
    """A query that can't be understood.

    Attributes:
        what: What is wrong and what to do, one sentence.
        start, end: The place in the query, in characters.
    """

    def __init__(self, what: str, start: int, end: int) -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = end


def parse(text: str, leech_lapses: int = LEECH_LAPSES) -> Query:
    """Return what a query asks for; an empty one asks for every card.

    Args:
        text: The query.
        leech_lapses: Lapses from which on a card is a leech; 0 for never.

    Raises:
        QueryError: If it can't be understood.
    """
    if len(text) > LONGEST:
        raise QueryError(f"A query has at most {LONGEST} characters.", LONGEST, len(text))
    parser = _Parser(text, leech_lapses)
    found = parser.any()
    if parser.at < len(text):
        raise QueryError("This `)` closes nothing.", parser.at, parser.at + 1)
    return found


class _Parser:
    """Reads from left to right; `at` is where it stands."""

    def __init__(self, text: str, leech_lapses: int) -> None:
        self.text = text
        self._leech_lapses = leech_lapses
        self.at = 0
        self._parts = 0
        self._depth = 0

    def any(self) -> Query:
        """Read conditions with ``or`` between them."""
        options = [self._all()]
        while self._skip_word("or"):
            start = self.at
            options.append(self._all())
            if EVERY in options:
                raise QueryError("There is a condition missing beside `or`.", max(0, start - 2), start)
        return options[0] if len(options) == 1 else Any(tuple(options))

    def _all(self) -> Query:
        parts: list[Query] = []
        while (part := self._one()) is not None:
            self._parts += 1
            if self._parts > _MOST_PARTS:
                raise QueryError(f"A query has at most {_MOST_PARTS} parts.", self.at, len(self.text))
            parts.append(part)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Query | None:
        while self._skip_word("and"):
            pass
        start = self.at
        if self._peek_word("or"):
            return None
        token = _TOKEN.match(self.text, start)
        if token is None or token.lastgroup == "close":
            return None
        self.at = token.end()
        match token.lastgroup:
            case "open":
                return self._group(start)
            case "minus":
                return self._negated(start)
            case "quote":
                return self._phrase(start)
            case "number":
                return self._number(token[0], start)
            case "field":
                return self._field(token[0][:-1].lower(), start)
        return Words(token[0])

    def _group(self, start: int) -> Query:
        self._deeper(start)
        found = self.any()
        self._skip_blanks()
        if self.text[self.at : self.at + 1] not in (")", "）") or self.at >= len(self.text):
            raise QueryError("This `(` is never closed.", start, start + 1)
        if found == EVERY:
            raise QueryError("There is nothing between these parentheses.", start, self.at + 1)
        self.at += 1
        self._depth -= 1
        return found

    def _negated(self, start: int) -> Query:
        self._deeper(start)
        part = self._one()
        if part is None:
            raise QueryError("There is nothing to negate.", start, self.at)
        self._depth -= 1
        return Not(part)

    def _deeper(self, start: int) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError(f"Conditions nest at most {_DEEPEST} deep.", start, self.at)

    def _phrase(self, start: int) -> Query:
        found = re.compile('["”“]').search(self.text, self.at)
        if found is None:
            raise QueryError("This quote is never closed.", start, start + 1)
        phrase = self.text[self.at : found.start()]
        self.at = found.end()
        if not phrase.strip():
            raise QueryError("There is nothing between these quotes.", start, self.at)
        return Words(phrase)

    def _number(self, field: str, start: int) -> Query:
        found = _COMPARED.match(self.text, self.at)
        if found is None:
            self._take_value()
            raise QueryError(f"Write a number, such as {field}<2 or {field}>=30.", start, self.at)
        self.at = found.end()
        return Number(field, _OPERATORS.get(found[1], found[1]), float(found[2]))

    def _field(self, field: str, start: int) -> Query:
        place = self.at
        value = self._take_value()
        if field not in (*_FIELDS, "is", "rated"):
            from difflib import get_close_matches

            near = get_close_matches(field, (*_FIELDS, "is", "rated"), 1)
            hint = (
                f"Did you mean `{near[0]}:`?" if near else 'To look for this text, put it in quotes: "a:b".'
            )
            raise QueryError(f"There is no `{field}:`. {hint}", start, place)
        if not value:
            raise QueryError(f"There is nothing behind `{field}:`.", start, place)
        if field == "is":
            if value == LEECH:
                return Number("lapses", ">=", self._leech_lapses) if self._leech_lapses else Not(EVERY)
            if value not in [*Is]:
                raise QueryError(f"`is:` takes one of {', '.join((*Is, LEECH))}.", place, self.at)
            return State(Is(value))
        if field == "rated":
            return self._rated(value, place)
        if field == "kind" and "*" not in value and value not in [*Kind]:
            raise QueryError(f"`kind:` takes one of {', '.join(Kind)}.", place, self.at)
        return Named(field, value)

    def _rated(self, value: str, place: int) -> Query:
        found = re.fullmatch(r"(\d{1,5})(?::([0-5](?:,[0-5])*))?", value)
        if found is None or found[1].strip("0") == "":
            raise QueryError(
                "Write days and perhaps a grade: rated:7, rated:7:2 or rated:30:0,1,2.", place, self.at
            )
        return Rated(int(found[1]), tuple(map(int, (found[2] or "").split(",") if found[2] else ())))

    def _take_value(self) -> str:
        found = _VALUE.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[1] if found[1] is not None else found[2]

    def _skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _peek_word(self, word: str) -> bool:
        end = self.at + len(word)
        behind = self.text[end : end + 1]
        return self.text[self.at : end].lower() == word and (
            not behind or behind.isspace() or behind in "(（"
        )

    def _skip_word(self, word: str) -> bool:
        self._skip_blanks()
        found = self._peek_word(word)
        self.at += len(word) * found
        return found
