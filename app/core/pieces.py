"""The pieces that notes are made of: bullets, code blocks and paragraphs, each with its line."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

UNDERLINE = re.compile(r" {0,3}(=+|-{3,})\s*$")
"""The line below a heading, or one between paragraphs."""
_FENCE = re.compile(r"\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(`{3,}|~{3,})(.*)$")
_BULLET = re.compile(
    r"(\s*)(?:[-*+]\s+|[•·]\s*|\d{1,3}[.)]\s+|\d{1,3}、\s*|[（(]\d{1,2}[）)]\s*)(?=\S)(?![-*_=]+\s*$)"
)


class Form(StrEnum):
    """What a piece of notes is."""

    BULLET = "bullet"
    CODE = "code"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that stands in a section.

    Attributes:
        form: What it is.
        text: As it is written, without bullet or fence.
        line: Its first line, from 1.
        language: Of code, as its fence says it; may be empty.
    """

    form: Form
    text: str
    line: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: the line after its last one, from 0, and its language."""

    after: int
    language: str


def fences(lines: Sequence[str], start: int) -> dict[int, Fence]:
    """Return the code blocks from line `start` on, by their first line; both count from 0.

    A fence that is never closed is none: it would swallow the rest of the notes.
    """
    found: dict[int, Fence] = {}
    open_for_ever = {"`": _NEVER, "~": _NEVER}
    at = start
    while at < len(lines):
        opened = _FENCE.match(lines[at])
        if opened is None or "`" in opened[2] or len(opened[1]) >= open_for_ever[opened[1][0]]:
            at += 1
        elif (close := _closing(lines, at + 1, opened[1])) is None:
            open_for_ever[opened[1][0]] = len(opened[1])
            at += 1
        else:
            language = opened[2].replace("{", " ").replace("}", " ").split() or [""]
            found[at] = Fence(close + 1, language[0].strip(".,").casefold())
            at = close + 1
    return found


def pieces(lines: Sequence[str], start: int, end: int, fenced: Mapping[int, Fence]) -> Iterator[Piece]:
    """Give the pieces from line `start` to before line `end`, which count from 0."""
    at = start
    while at < end:
        if at in fenced:
            after = fenced[at].after
            if code := _text(lines[at + 1 : after - 1]):
                yield Piece(Form.CODE, code, at + 1, fenced[at].language)
            at = after
            continue
        if not lines[at].strip() or UNDERLINE.match(lines[at]):
            at += 1
            continue
        bullet = _BULLET.match(lines[at])
        stop = at + 1
        while stop < end and stop not in fenced and _goes_on(lines[stop], bullet):
            stop += 1
        first = lines[at][bullet.end() :] if bullet else lines[at]
        text = f"{first.strip()}\n{_text(lines[at + 1 : stop])}".strip()
        yield Piece(Form.BULLET if bullet else Form.PARAGRAPH, text, at + 1)
        at = stop


_NEVER = 1 << 20


def _closing(lines: Sequence[str], start: int, mark: str) -> int | None:
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if line.startswith(mark) and not line.strip(mark[0]):
            return at
    return None


def _goes_on(line: str, bullet: re.Match[str] | None) -> bool:
    """Tell whether a line belongs to the piece before it: an inner bullet does, the next one does not."""
    if not line.strip() or UNDERLINE.match(line):
        return False
    next_one = _BULLET.match(line)
    if bullet is None:
        return next_one is None
    return next_one is None or len(next_one[1]) > len(bullet[1])


def _text(lines: Sequence[str]) -> str:
    return textwrap.dedent("\n".join(line.rstrip() for line in lines)).strip("\n")
