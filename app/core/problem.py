"""What is wrong with a deck, told so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is. Only errors keep a card (or a deck) from being taken in."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem at one place.

    Attributes:
        path: The deck file.
        line: Line in the file, from 1.
        column: Column in characters, from 1.
        card: Id of the card (``deck/card``) or of the deck; empty if unknown.
        what: What is wrong, one sentence.
        fix: What to do, one sentence; may be empty.
        severity: Error, warning or hint.
        rule: Short id of the rule, such as ``E01``; `lint: [-E01]` exempts from it.
    """

    path: str
    line: int
    column: int
    card: str
    what: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    rule: str = ""

    def __str__(self) -> str:
        card = f" [{self.card}]" if self.card else ""
        rule = f" ({self.rule})" if self.rule else ""
        fix = f" {self.fix}" if self.fix else ""
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity}:{card} {self.what}{fix}{rule}"
