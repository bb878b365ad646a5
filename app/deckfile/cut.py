"""Cuts a deck file by its lines into head and cards, so that one broken card can't hide the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.deckfile.keys import CARD_KEYS, DECK_KEYS

_CARDS = re.compile(r"^cards[ \t]*:[ \t]*(?:#.*)?$", re.MULTILINE)
_DECK_KEY = rf"^(?:{'|'.join(DECK_KEYS)}|x-[\w-]*)[ \t]*:(?=\s|$)"
_SECTION = re.compile(r"^[^\s#-]", re.MULTILINE)
_AFTER_CARDS = re.compile(rf"{_DECK_KEY}|^(?:---|\.\.\.)(?=\s|$)", re.MULTILINE)
_ITEM = re.compile(r"^([ \t]*)-(?=[ \t\n]|$)", re.MULTILINE)
_KEY = rf"""["']?(?:{"|".join(CARD_KEYS)}|x-[\w-]*)["']?[ \t]*:"""
_CARD_START = re.compile(rf"^[ \t]*-[ \t]+(?:\{{|{_KEY})", re.MULTILINE)
_ID_START = re.compile(r"^[ \t]*-[ \t]+id[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole lines of a file, and the number of the first, from 0."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A deck file in two: what is not cards, with blank lines in their place, and the cards.

    Attributes:
        head: Everything else, with the lines it has in the file.
        body: From the line ``cards:`` on; None if there is no such line.
    """

    head: str
    body: Piece | None


def in_two(text: str) -> Sheet:
    """Cut a file into head and cards."""
    found = _CARDS.search(text)
    if found is None:
        return Sheet(text, None)
    start, end = found.start(), _end_of_cards(text, found.end())
    blank = "\n" * text.count("\n", start, end)
    body = Piece(text[start:end], text.count("\n", 0, start))
    return Sheet(text[:start] + blank + text[end:], body)


def cards_of(body: Piece) -> Iterator[Piece]:
    """Cut the cards of a broken body apart, at the lines that are indented like the first."""
    first = _ITEM.search(body.text)
    if first is None:
        return
    item = re.compile(rf"^{first[1]}-(?=[ \t\n]|$)", re.MULTILINE)
    yield from _pieces(body, [match.start() for match in item.finditer(body.text)])


def sections_of(head: str) -> Iterator[Piece]:
    """Cut a broken head apart at its keys."""
    yield from _pieces(Piece(head, 0), [match.start() for match in _SECTION.finditer(head)])


def at_ids(piece: Piece) -> list[Piece]:
    """Cut a broken card at further lines ``- id:`` in it, however they are indented."""
    starts = [match.start() for match in _ID_START.finditer(piece.text)]
    return list(_pieces(piece, sorted({0, *starts})))


def _end_of_cards(text: str, start: int) -> int:
    """Return where the cards end: at a key of the deck or a new document with no card after it."""
    candidates = [match.start() for match in _AFTER_CARDS.finditer(text, start)]
    last_card = start
    for match in _CARD_START.finditer(text, candidates[0] if candidates else len(text)):
        last_card = match.start()
    return next((at for at in candidates if at > last_card), len(text))


def _pieces(whole: Piece, starts: list[int]) -> Iterator[Piece]:
    line = whole.line
    before = 0
    for start, end in pairwise([*starts, len(whole.text)]):
        line += whole.text.count("\n", before, start)
        before = start
        yield Piece(whole.text[start:end], line)
