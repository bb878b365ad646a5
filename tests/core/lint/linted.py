"""Lint cards of one file, by rule."""

from __future__ import annotations

from typing import Any

from app.core.card import Card
from app.core.lint import lint
from app.core.text import Text
from tests.builders import a_card


def rules_of(*cards: Card) -> list[str]:
    """Return the ids of the rules that some cards break, in order."""
    return [problem.rule for problem in lint([("d.yaml", card) for card in cards])]


def asking(question: str, answer: str = "a plain answer", **changes: Any) -> Card:
    """A card with a question and an answer, the same in all languages."""
    return a_card(question=Text.plain(question), answer=Text.plain(answer), **changes)
