"""The outline of notes in Markdown or plain text: their headings, sections and pieces.

Notes are messier than Markdown: headings without a blank after the ``#``, whole sentences as headings,
front matter. What a Markdown parser takes for text is read here as what its author meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.pieces import UNDERLINE, Fence, Form, Piece, fences, pieces

MAX_TITLE_COLUMNS = 60
"""A longer heading is a remark."""
MAX_TITLE = 300
"""Characters of a heading that are looked at."""

_HEADING = re.compile(r" {0,3}(#{1,6})(?![#!])\s*(\S.*)$")
_SENTENCE = re.compile(r"[。；！]|(?<!\d)[.!;]\s+\S|[^.]\.$|[，,].*[，,]")
_NOT_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#]|\d+[.)]\s|`{3}|~{3})|\s{4}|\s*$")
_DIRECTIVE = re.compile(r"(?:include|define|ifdef|ifndef|endif|pragma|region|endregion)\b")
_MARKS = re.compile(r"[*_`~]+|!?\[([^\]]*)\]\([^)]*\)|\{#[^}]*\}|<[^>]*>")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of notes.

    Attributes:
        slug: How `source:` names it, unique in the notes; sections within others are ``outer/inner``.
        title: Its heading; empty for what stands before the first one.
        level: 1 to 6; 0 for what stands before the first heading.
        first: Line of its heading, from 1.
        last: Its last line, without the sections within it.
        is_remark: True if the heading is a whole sentence, and so is a piece of the section, too.
        is_empty: True if nothing stands in it, and no section is within it.
        pieces: What stands in it.
    """

    slug: str
    title: str
    level: int
    first: int
    last: int
    is_remark: bool = False
    is_empty: bool = False
    pieces: tuple[Piece, ...] = ()


def outline(text: str) -> tuple[Section, ...]:
    """Return the sections of notes, in their order.

    Front matter is no section. A full-width ``＃`` and anything within a code fence is no heading. What
    stands before the first heading is a section of its own, if there is anything.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = _after_front_matter(lines)
    fenced = fences(lines, start)
    heads = _heads(lines, start, fenced)
    ends = [head.at for head in heads[1:]] + [len(lines)]
    found: list[Section] = []
    slugs = _Slugs()
    for place, (head, end) in enumerate(zip(heads, ends, strict=True)):
        held = tuple(pieces(lines, head.body, end, fenced))
        is_remark = bool(_SENTENCE.search(head.title)) or _columns(head.title) > MAX_TITLE_COLUMNS
        is_outer = place + 1 < len(heads) and heads[place + 1].level > head.level > 0
        if head.level == 0 and not held:
            continue
        if is_remark:
            held = (Piece(Form.PARAGRAPH, head.title, head.at + 1), *held)
        is_empty = not held and not is_outer
        slug = slugs.of(head.title, head.level)
        last = max(head.body, _last_filled(lines, head.body, end))
        found.append(Section(slug, head.title, head.level, head.at + 1, last, is_remark, is_empty, held))
    return tuple(found)


def slug_of(title: str) -> str:
    """Return a heading as a short name: its words in lower case, in any script, joined by hyphens."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "-".join(re.findall(r"[^\W_]+", plain))[:80].strip("-") or "section"


def within(sections: Sequence[Section], text: str) -> tuple[Section, ...]:
    """Return sections whose lines are known from elsewhere, told empty if nothing stands in them.

    Args:
        sections: Sections with slug, title, first and last line.
        text: The notes they are of.
    """
    lines = text.split("\n")
    found = []
    for section in sections:
        body = [line for line in lines[section.first - 1 : section.last] if line.strip()]
        is_heading = len(body) == 1 and _HEADING.match(body[0]) is not None
        is_outer = any(other.slug.startswith(f"{section.slug}/") for other in sections)
        found.append(replace(section, is_empty=not is_outer and (is_heading or not body)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading: its line and the first line after it, both from 0."""

    level: int
    title: str
    at: int
    body: int


class _Slugs:
    """Gives each heading a slug that no other one has."""

    def __init__(self) -> None:
        self._outer: list[tuple[int, str]] = []
        self._taken: set[str] = set()

    def of(self, title: str, level: int) -> str:
        while self._outer and self._outer[-1][0] >= level:
            self._outer.pop()
        base = slug_of(title) if title else "top"
        base = f"{self._outer[-1][1]}/{base}" if self._outer else base
        slug, place = base, 2
        while slug in self._taken:
            slug, place = f"{base}-{place}", place + 1
        self._taken.add(slug)
        if level:
            self._outer.append((level, slug))
        return slug


def _after_front_matter(lines: Sequence[str]) -> int:
    """Return the line after YAML (``---``) or TOML (``+++``) front matter; 0 if there is none."""
    mark = lines[0].rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return 0
    for at, line in enumerate(lines[1:], start=1):
        if line.rstrip() in (mark, "..."):
            return at + 1
        if mark == "---" and line.strip() and not re.match(r"\s|[-#]|[^\s:#]+\s*:", line):
            break
    return 0


def _heads(lines: Sequence[str], start: int, fenced: Mapping[int, Fence]) -> list[_Head]:
    heads = [_Head(0, "", start, start)]
    at = start
    while at < len(lines):
        if at in fenced:
            at = fenced[at].after
            continue
        match = _HEADING.match(lines[at])
        if match and not _DIRECTIVE.match(match[2]):
            title = _title(match[2])
            if title:
                heads.append(_Head(len(match[1]), title, at, at + 1))
        elif at + 1 < len(lines) and at + 1 not in fenced and (level := _underlined(lines, at, start)):
            heads.append(_Head(level, _title(lines[at]), at, at + 2))
            at += 1
        at += 1
    return heads


def _underlined(lines: Sequence[str], at: int, start: int) -> int:
    """Return the level of a heading that is one line with a line of ``=`` or ``-`` below it; 0 if none."""
    mark = UNDERLINE.match(lines[at + 1])
    if mark is None or _NOT_PARAGRAPH.match(lines[at]) or not _title(lines[at]):
        return 0
    stands_alone = at == start or not lines[at - 1].strip() or _HEADING.match(lines[at - 1])
    return (1 if mark[1][0] == "=" else 2) if stands_alone else 0


def _title(text: str) -> str:
    text = text[:MAX_TITLE]
    return " ".join(_MARKS.sub(lambda match: match[1] or "", text).split()).strip(" :：#")


def _last_filled(lines: Sequence[str], start: int, end: int) -> int:
    """Return the number, from 1, of the last line before `end` that is not blank."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
