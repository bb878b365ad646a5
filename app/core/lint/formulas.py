"""Formulas that would be shown as they are written."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.card import Card
from app.core.lint.finding import Finding
from app.core.prose import formulas


def unread_formula(card: Card) -> Iterator[Finding]:
    """W70: a formula with a command that is not known, or with braces that do not fit."""
    asked = card.content
    for part in (asked.question, asked.answer, asked.why, *asked.accept, *asked.wrong, *asked.steps):
        for text in part.each() if part else ():
            if "$" in text:
                yield from _findings(text)


def _findings(text: str) -> Iterator[Finding]:
    from app.core.formula import faults  # most decks have no formula

    for tex in formulas(text):
        for fault in faults(tex)[:1]:
            fix = "Correct it, or write what is no formula in backticks."
            yield Finding("W70", f"The formula `${tex}$` can't be read: {fault}", fix)
