"""Rules over a whole collection: the same thing asked twice."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from app.core.card import Card, Content, Kind
from app.core.lint.finding import Finding
from app.core.lint.measure import tokens

ALIKE = 0.9
"""Share of words that two questions with the same answer have in common when they are called the same."""
MAX_COMPARED = 200
"""Earlier questions that one is compared with for each of its rarest words."""

Doubled = tuple[int, Finding]
"""Index of the later card of two, and what is said of it."""


def doubles(cards: Sequence[Card]) -> Iterator[Doubled]:
    """Give the cards that ask what an earlier one asks: word for word (E02), or nearly so (W03).

    Questions that differ in one word and have different answers are wanted: they tell apart what gets
    mixed up. So only those with the same answer are called too similar. The time grows about as the
    number of words: only questions that share one of their rarest words are compared.
    """
    first_with: dict[tuple[str, ...], int] = {}
    told: set[int] = set()
    for at, card in enumerate(cards):
        for key in _prompts(card.content):
            first = first_with.setdefault(key, at)
            if first != at and not _same_entry(cards[first], card) and at not in told:
                told.add(at)
                what = f"The card {cards[first].name} asks the very same."
                yield at, Finding("E02", what, "Remove one of them, or say what sets them apart.")
    for at, other in _similar(cards):
        if at not in told and not _same_entry(cards[at], cards[other]):
            told.add(at)
            what = f"The card {cards[other].name} asks nearly the same, with the same answer."
            yield at, Finding("W03", what, "Remove one of them, or let each ask for its own fact.")


def _prompts(asked: Content) -> Iterator[tuple[str, ...]]:
    """Give what makes a question the same in each language: its words, its code and its choices."""
    code = " ".join(asked.run.code.split()) if asked.run else ""
    facets = " ".join(asked.ask) if asked.run else ""
    drawn = str(asked.run.vary) if asked.run else ""
    for language, question in asked.question.variants:
        choices = sorted(text.to(language) for text in (*asked.wrong, *asked.steps))
        yield (" ".join(question.casefold().split()), code, facets, drawn, *choices)


def _similar(cards: Sequence[Card]) -> Iterator[tuple[int, int]]:
    """Give pairs (later, earlier) of cards with the same answer and nearly the same question."""
    asked = [
        (at, answer, frozenset(tokens(question)))
        for at, card in enumerate(cards)
        for question, answer in _asked_and_answered(card.content)
    ]
    common = Counter(token for _, _, words in asked for token in words)
    index: dict[tuple[str, str], list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for at, answer, words in asked:
        rarest = sorted(words, key=lambda token: (common[token], token))
        # Sets so alike share at least one of the first few words, in any order that is the same for both.
        prefix = rarest[: len(words) - math.ceil(ALIKE * len(words)) + 1]
        for token in prefix:
            for other, theirs in islice(index[answer, token], MAX_COMPARED):
                if other != at and len(words & theirs) >= ALIKE * len(words | theirs):
                    yield at, other
        for token in prefix:
            index[answer, token].append((at, words))


def _asked_and_answered(asked: Content) -> Iterator[tuple[str, str]]:
    # Snippets that differ little are wanted, and steps are their own question.
    if asked.kind in (Kind.LIVE, Kind.ORDER) or asked.answer is None:
        return
    for language, question in asked.question.variants:
        yield question, " ".join(asked.answer.to(language).casefold().split())


def _same_entry(one: Card, other: Card) -> bool:
    return (one.deck, one.entry) == (other.deck, other.entry)
