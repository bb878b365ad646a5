"""A deck file drafted from notes: a card to fill in for each piece, nothing that the notes do not say."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence

from app.core.errors import ForecallError
from app.core.outline import Section, outline
from app.core.pieces import Form, Piece
from app.core.text import clean
from app.deckfile.cloze import slug
from app.deckfile.keys import DECK_ID
from app.deckfile.values import FILL_IN

_PYTHON = frozenset({"python", "py", "python3", "ipython", "pycon"})
_PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?)", re.MULTILINE)
_NOT_YAML = re.compile("[\ufffe\uffff]")
_MAX_CODE = 20_000


def deck_id_of(stem: str) -> str:
    """Return a deck's id made of the name of its notes."""
    found = slug(stem)[:64].strip("-")
    return found if DECK_ID.fullmatch(found) else slug(f"notes {stem}")[:64].strip("-")


def draft(text: str, notes: str, deck: str) -> str:
    """Return a deck file with a card to fill in for each bullet, paragraph and block of code.

    What is to be written reads ``(to fill in)``, which `check` reports, and no such card is asked. The
    text of the notes stands in `x-note`; Python code becomes the code of a live card.

    Args:
        text: The notes, in Markdown or plain text.
        notes: Name of their file.
        deck: Id of the deck.

    Raises:
        ForecallError: If the id is none, or there is nothing in the notes.
    """
    if not DECK_ID.fullmatch(deck):
        fix = "Use lower-case letters, digits and hyphens, at most 64."
        raise ForecallError(f"`{clean(deck)}` can't be the id of a deck.", fix=fix)
    sections = outline(_NOT_YAML.sub("\ufffd", clean(text.removeprefix("\ufeff"))))
    if not any(section.pieces for section in sections):
        fix = "Write headings with something below them."
        raise ForecallError("There is nothing in these notes to make cards from.", where=notes, fix=fix)
    return "\n".join(_lines(sections, notes, deck)) + "\n"


def _lines(sections: Sequence[Section], notes: str, deck: str) -> Iterator[str]:
    titles = [section.title for section in sections if section.level == 1]
    yield "# A draft: write each question and answer in place of (to fill in), remove cards that are worth"
    yield "# nothing, then run `forecall check` on this file. x-note is what the notes say; it is not shown."
    yield "format: 1"
    yield f"deck: {_quoted(deck)}"
    yield f"title: {_quoted(titles[0] if len(titles) == 1 else notes)}"
    yield f"notes: {_quoted(notes)}"
    yield "cards:"
    for section in sections:
        yield ""
        yield f"# {section.title or '(before the first heading)'}: line {section.first}"
        if section.is_empty:
            yield "# empty in the source"
        for piece in section.pieces:
            yield ""
            yield from _card(section, piece)


def _card(section: Section, piece: Piece) -> Iterator[str]:
    yield f"- q: {FILL_IN}"
    code = _code(piece)
    if code:
        yield "  run:"
        yield "    code: |2"
        yield from _block(code.replace("$", "$$"), 6)
        yield f"  ask: {FILL_IN}"
    else:
        yield f"  a: {FILL_IN}"
    yield f"  source: {_quoted(section.slug)}"
    yield f"  x-line: {piece.line}"
    if not code:
        yield "  x-note: |2"
        yield from _block(piece.text, 4)


def _code(piece: Piece) -> str:
    """Return the code of a piece if it is Python that a live card could run; else nothing."""
    if piece.form is not Form.CODE or piece.language not in _PYTHON:
        return ""
    code = piece.text
    if code.startswith(">>> "):
        lines = [line for line in code.splitlines() if line.startswith((">>>", "..."))]
        code = _PROMPT.sub("", "\n".join(lines))
    code = code.strip("\n").rstrip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "<notes>", "exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return ""
    return code if len(code) <= _MAX_CODE // 2 else ""


def _block(text: str, indentation: int) -> Iterator[str]:
    margin = " " * indentation
    for line in text.split("\n"):
        yield f"{margin}{line}" if line.strip() else ""


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
