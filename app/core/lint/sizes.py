"""Rules of minimum information: short answers, few items, code that can be taken in at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.card import Card, Kind
from app.core.lint.finding import Finding
from app.core.lint.measure import columns, words

MAX_ANSWER_WORDS = 25
MAX_ANSWER_COLUMNS = 200
MAX_PROMPT_COLUMNS = 300
MAX_ITEMS = 3
MAX_HIDDEN_WORDS = 8
MAX_CODE_LINES = 12
MAX_CODE_COLUMNS = 76

_SEPARATOR = re.compile(r"\s*(?:[,;，、；\n•]|(?:,\s*)?\band\b|以及|和)\s*")
_BRACKETS = re.compile(r"[()\[\]{}（）=`]")


def long_answer(card: Card) -> Iterator[Finding]:
    """W10: an answer or a question that is too long to be one thing."""
    asked = card.content
    for text in asked.answer.each() if asked.answer else ():
        if words(text) > MAX_ANSWER_WORDS or columns(text) > MAX_ANSWER_COLUMNS:
            what = f"The answer has {words(text):.0f} words; more than {MAX_ANSWER_WORDS} are several facts."
            yield Finding("W10", what, "Split the card, or move what explains the answer to `why`.")
    for text in asked.question.each():
        if columns(text) > MAX_PROMPT_COLUMNS:
            what = f"The question takes {columns(text)} columns; more than {MAX_PROMPT_COLUMNS} are not read."
            yield Finding("W10", what, "Ask for one thing, and leave out what does not decide it.")


def list_answer(card: Card) -> Iterator[Finding]:
    """W11: a set of more than three items is to be recalled."""
    if card.content.kind is not Kind.BASIC or card.content.answer is None:
        return
    for text in card.content.answer.each():
        count = len(items(text))
        if count > MAX_ITEMS:
            what = f"The answer is a list of {count}; sets of more than {MAX_ITEMS} are not retained."
            yield Finding("W11", what, "Make a card of each item, a cloze, or `steps` if they have an order.")


def items(text: str) -> list[str]:
    """Return the items of an answer that is a mere list; one item if it is not."""
    parts = [part for part in _SEPARATOR.split(text.rstrip(".。")) if part]
    is_list = not _BRACKETS.search(text) and all(words(part) <= 3 and not part.isdigit() for part in parts)
    return parts if is_list else [text]


def long_hole(card: Card) -> Iterator[Finding]:
    """W14: a hole that hides half a sentence."""
    if card.content.kind is Kind.CLOZE and card.content.answer is not None:
        most = max(map(words, card.content.answer.each()), default=0)
        if most > MAX_HIDDEN_WORDS:
            what = f"The hole hides {most:.0f} words; nobody recalls more than {MAX_HIDDEN_WORDS} as written."
            yield Finding("W14", what, "Hide the word that matters.")


def large_code(card: Card) -> Iterator[Finding]:
    """W55: a snippet that does not fit on the screen beside its question."""
    if card.content.run is None:
        return
    lines = card.content.run.code.rstrip().splitlines()
    if len(lines) > MAX_CODE_LINES:
        what = f"The code has {len(lines)} lines; more than {MAX_CODE_LINES} are not read."
        yield Finding("W55", what, "Move what does not decide the answer to `setup`, or leave it out.")
    for number, line in enumerate(lines, start=1):
        if columns(line) > MAX_CODE_COLUMNS:
            what = f"Line {number} of the code takes {columns(line)} columns."
            yield Finding("W55", what, f"Break it: {MAX_CODE_COLUMNS} fit on a small terminal.")


def hole_count(cards: list[Card]) -> Iterator[Finding]:
    """W14: a single sentence with more than three holes.

    Args:
        cards: The cards of one entry.
    """
    first = cards[0]
    if first.content.kind is not Kind.CLOZE or len(cards) <= MAX_ITEMS:
        return
    if all(_is_one_sentence(text) for text in first.content.question.each()):
        what = f"The sentence has {len(cards)} holes; more than {MAX_ITEMS} leave nothing to hold on to."
        yield Finding("W14", what, "Make two clozes of it.")


def _is_one_sentence(text: str) -> bool:
    return len(re.findall(r"[.!?;](?=\s|$)|[。！？；]|\n", text.rstrip(".。 "))) == 0
