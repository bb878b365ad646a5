"""What a rule found on a card, and how it becomes a problem at its place."""

from __future__ import annotations

from typing import NamedTuple

from app.core.card import Card
from app.core.problem import Problem, Severity

_SEVERITY = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.HINT}


class Finding(NamedTuple):
    """A rule that a card breaks.

    Attributes:
        rule: Its id: E for an error, W for a warning, I for a hint, and a number.
        what: What is wrong, one sentence.
        fix: What to do, one sentence.
    """

    rule: str
    what: str
    fix: str


def is_exempt(card: Card, rule: str) -> bool:
    """Tell whether a card says ``lint: [-RULE]``."""
    return f"-{rule}" in card.lint


def to_problem(path: str, card: Card, found: Finding) -> Problem:
    """Return what was found as a problem at the line of the card."""
    name = f"{card.deck}/{card.entry}"
    return Problem(path, card.line, 1, name, found.what, found.fix, _SEVERITY[found.rule[0]], found.rule)
