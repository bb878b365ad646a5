"""All rules over all cards, in the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from app.core.card import Card
from app.core.lint import doubles, formulas, habits, leaks, phrasing, sizes
from app.core.lint.finding import Finding, is_exempt, to_problem
from app.core.problem import Problem

_RULES: tuple[Callable[[Card], Iterator[Finding]], ...] = (
    sizes.long_answer,
    sizes.list_answer,
    sizes.long_hole,
    sizes.large_code,
    phrasing.list_all,
    phrasing.two_questions,
    phrasing.yes_or_no,
    phrasing.vague,
    phrasing.pronoun,
    phrasing.quiet_negation,
    phrasing.timeless,
    leaks.told_answer,
    leaks.constant_code,
    formulas.unread_formula,
)


def lint(cards: Sequence[tuple[str, Card]]) -> list[Problem]:
    """Return what is doubtful about cards, as far as it can be told without running them.

    Each rule is told once an entry, though an entry can give several cards.

    Args:
        cards: Pairs (path of the file, card), in the order of the files.
    """
    only = [card for _, card in cards]
    found = [(at, finding) for at, card in enumerate(only) for rule in _RULES for finding in rule(card)]
    found += doubles.doubles(only)
    found += habits.habits(only)
    found += _of_entries(only)
    told: dict[tuple[str, str, str], Problem] = {}
    for at, finding in sorted(found, key=lambda pair: pair[0]):
        path, card = cards[at]
        if not is_exempt(card, finding.rule):
            told.setdefault((path, card.entry, finding.rule), to_problem(path, card, finding))
    return list(told.values())


def _of_entries(cards: Sequence[Card]) -> Iterator[tuple[int, Finding]]:
    for _, group in groupby(enumerate(cards), key=lambda pair: (pair[1].deck, pair[1].entry)):
        members = list(group)
        for finding in sizes.hole_count([card for _, card in members]):
            yield members[0][0], finding
