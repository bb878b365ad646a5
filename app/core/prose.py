"""The small Markdown of card faces: bold, code, lists, tables, fenced code, and formulas between dollars.

Anything else means nothing and is shown as typed. Two printers use it: the screens, and plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Style(Enum):
    """How a span of text is meant."""

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; of a formula, its LaTeX."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text; line breaks in it are the author's.

    Attributes:
        spans: Its text.
        mark: What stands before its first line, such as ``• ``, with its indent; empty for plain text.
    """

    spans: tuple[Span, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Fenced code."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has its lines to itself."""

    tex: str


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row, the head first; `right` tells for each column whether it is flush right."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    right: tuple[bool, ...]


Block = Paragraph | Code | Formula | Table

_FENCE = re.compile(r" *```\s*([^\s`]*)[^`]*$")
_ITEM = re.compile(r"( *)(?:[-*]|(\d{1,3}[.)]))[ \t]+(?=\S)")
_ALONE = re.compile(r"\s*(\$\$?)(?=\S)([^$]+)(?<=\S)\1\s*")
_DISPLAY = re.compile(r"\s*\$\$\s*")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|(?<![A-Za-z0-9_*])\*\*(?P<bold>(?=\S)[^*\n]+(?<=\S))\*\*(?![A-Za-z0-9_*])"
    # A sum of money is no formula: no blank inside either dollar, no digit behind the last, no `${name}`.
    r"|(?<![\\A-Za-z0-9_$])\$\$?(?!\{\w+\})(?P<formula>(?=[^\s$])[^$\n]*(?<=[^\s\\]))\$\$?(?![\d{$])"
)
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text; an empty line is an empty paragraph."""
    return list(_blocks(text.strip("\n").split("\n")))


def spans(text: str) -> tuple[Span, ...]:
    """Return the spans of a line or more."""
    found: list[Span] = []
    last = 0
    for match in _INLINE.finditer(text):
        if match.start() > last:
            found.append(Span(text[last : match.start()]))
        found.append(Span(match[match.lastgroup or 0], Style(match.lastgroup)))
        last = match.end()
    if last < len(text) or not found:
        found.append(Span(text[last:]))
    return tuple(found)


def formulas(text: str) -> Iterator[str]:
    """Yield the LaTeX of every formula in a text."""
    for block in blocks(text):
        if isinstance(block, Formula):
            yield block.tex
        elif isinstance(block, Paragraph):
            yield from _formulas(block.spans)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _formulas(cell)


def _formulas(found: tuple[Span, ...]) -> Iterator[str]:
    return (span.text for span in found if span.style is Style.FORMULA)


def _blocks(lines: list[str]) -> Iterator[Block]:
    plain: list[str] = []
    at = 0
    while at < len(lines):
        block, after = _block_at(lines, at)
        if block is None:
            plain.append(lines[at])
        else:
            if plain:
                yield Paragraph(spans("\n".join(plain)))
                plain = []
            yield block
        at = after
    if plain:
        yield Paragraph(spans("\n".join(plain)))


def _block_at(lines: list[str], at: int) -> tuple[Block | None, int]:
    """Return the block that begins on a line, and the line after it; None for a line of plain text."""
    line = lines[at]
    if fence := _FENCE.match(line):
        end = next((n for n in range(at + 1, len(lines)) if _FENCE.match(lines[n])), len(lines))
        return Code("\n".join(lines[at + 1 : end]), fence[1]), end + 1
    if alone := _ALONE.fullmatch(line):
        return Formula(alone[2]), at + 1
    if _DISPLAY.fullmatch(line):
        end = next((n for n in range(at + 1, len(lines)) if _DISPLAY.fullmatch(lines[n])), 0)
        if end > at + 1:
            return Formula(" ".join(lines[at + 1 : end])), end + 1
    if "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _RULE.fullmatch(lines[at + 1]):
        return _table(lines, at)
    if item := _ITEM.match(line):
        mark = f"{item[1]}{item[2] or '•'} "
        end = at + 1
        while end < len(lines) and lines[end].startswith(" " * (len(item[1]) + 2)) and lines[end].strip():
            if _ITEM.match(lines[end]):
                break
            end += 1
        body = [line[item.end() :], *(one.strip() for one in lines[at + 1 : end])]
        return Paragraph(spans("\n".join(body)), mark), end
    return None, at + 1


def _table(lines: list[str], at: int) -> tuple[Block, int]:
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    rule = _cells(lines[at + 1])
    columns = len(rule)
    rows = []
    for line in [lines[at], *lines[at + 2 : end]]:
        cells = _cells(line)[:columns]
        rows.append(tuple(spans(cell) for cell in [*cells, *[""] * (columns - len(cells))]))
    right = tuple(cell.endswith(":") and not cell.startswith(":") for cell in rule)
    return Table(tuple(rows), right), end


def _cells(line: str) -> list[str]:
    # `\|` is the sign itself, and so is one within code.
    inside = line.strip().removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    parts = re.split(r"((?:`[^`]*`|\\\||[^|])*)\|?", inside)
    found = [part.replace("\\|", "|").strip() for part in parts[1::2]]
    return found[:-1] if found and not found[-1] and not inside.endswith("|") else found
