"""From the bytes of a file to text that libyaml can read, with everything odd reported at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.deckfile import report as rule
from app.deckfile.report import Place, Report

MAX_BYTES = 64 * 1024 * 1024
"""Longest deck file: 100,000 cards in two languages take about a third of it."""
_MOST_REPORTED = 20
_UTF16 = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that YAML forbids."""
_NAMES = {"\x00": "NUL", "\x85": "next line", "\u2028": "line separator", "\u2029": "paragraph separator"}


class Source(NamedTuple):
    """A text without carriage returns, byte order mark or forbidden characters.

    Attributes:
        text: The text.
        bad_lines: Lines (from 0) where something had to be replaced: what stands there is not to be trusted.
    """

    text: str
    bad_lines: tuple[int, ...]


def decode(report: Report, raw: bytes) -> str | None:
    """Return the bytes as text; a byte that is not UTF-8 is reported and becomes U+FFFF. None if hopeless."""
    if raw[:2] in _UTF16:
        what = f"The file is {_UTF16[raw[:2]]}, not UTF-8."
        report.add(rule.ENCODING, Place(0, 0), what, "Save it as UTF-8.")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if raw.count(b"\x00", 0, 4096) > 0:
            what = "The file is not text."
            report.add(rule.ENCODING, Place(0, 0), what, "Give the path of a deck in YAML.")
            return None
        before = raw[: error.start].decode("utf-8")
        line = before.count("\n")
        place = Place(line, len(before) - (before.rfind("\n") + 1))
        what = f"The byte 0x{raw[error.start]:02X} is not UTF-8."
        report.add(rule.ENCODING, place, what, "Save the file as UTF-8.")
        return raw.decode("utf-8", "surrogateescape")


def tidy(report: Report, text: str) -> Source:
    """Return `text` as libyaml wants it: line ends LF, no byte order mark, only characters YAML allows."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if NOT_ALLOWED.search(text) is None:
        return Source(text, ())
    bad_lines = []
    for count, (char, place) in enumerate(_found(text)):
        bad_lines.append(place.line)
        # Surrogates stand for the bytes that `decode` has reported.
        if count < _MOST_REPORTED and not "\udc80" <= char <= "\udcff":
            name = _NAMES.get(char, "a control character" if char < "\xa0" else "half a character")
            what = f"The character U+{ord(char):04X} ({name}) is not allowed in YAML."
            report.add(rule.CHARACTER, place, what, "Remove it.")
    return Source(NOT_ALLOWED.sub("\ufffd", text), tuple(sorted({*bad_lines})))


def _found(text: str) -> Iterator[tuple[str, Place]]:
    line = start = 0
    for match in NOT_ALLOWED.finditer(text):
        line += text.count("\n", start, match.start())
        start = match.start()
        yield match[0], Place(line, start - (text.rfind("\n", 0, start) + 1))
