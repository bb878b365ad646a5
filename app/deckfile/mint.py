"""Gives cards without an id one, by inserting a line into their file: every other byte stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.errors import ForecallError
from app.core.problem import Problem
from app.deckfile import report as rule
from app.deckfile.entries import Unnamed
from app.deckfile.load import Loaded, load_bytes
from app.deckfile.report import Place, Report
from app.deckfile.saving import Snapshot, read
from app.deckfile.saving import replace as replace_file

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Minted:
    """What minting did.

    Attributes:
        ids: The ids now written in the file, in its order.
        problems: Why an id was not written.
    """

    ids: tuple[str, ...]
    problems: tuple[Problem, ...]


class _RefusedError(Exception):
    """The file is left as it is; the text says why, in one sentence, and what to do, in another."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


def mint(file: Path) -> Minted:
    """Write an id to each good card that has none.

    The new text is read again before it is written: it must give the same deck. It takes the place of
    the old one in one step, with its mode and owner; a link stays a link. What can't be done so is left
    alone and told as a problem. Errors of the deck are not repeated here: `load_file` tells them.
    """
    report = Report(str(file))
    try:
        snapshot = read(file)
    except ForecallError as error:
        report.add(rule.NOT_WRITTEN, Place(0, 0), error.what, error.fix)
        return Minted((), report.in_order())
    raw = snapshot.raw
    loaded = load_bytes(raw, Report(str(file)))
    if not loaded.unnamed or loaded.deck is None:
        return Minted((), ())
    report.card = loaded.deck.id
    servable = [entry for entry in loaded.unnamed if not entry.flow]
    for entry in loaded.unnamed:
        if entry.flow:
            what = "This card has no id, and none is written between braces."
            report.add(rule.NOT_WRITTEN, Place(entry.line, 0), what, f"Add `id: {entry.id}` by hand.")
    try:
        if servable:
            _write(snapshot, _proven(file, raw, servable, loaded))
    except _RefusedError as error:
        report.add(rule.NOT_WRITTEN, Place(servable[0].line, 0), error.what, error.fix)
        servable = []
    return Minted(tuple(entry.id for entry in servable), report.in_order())


def with_ids(file: Path, raw: bytes) -> bytes:
    """Return a file's bytes with an id in each good card that had none, as far as one can be written."""
    loaded = load_bytes(raw, Report(str(file)))
    servable = [entry for entry in loaded.unnamed if not entry.flow]
    try:
        return _proven(file, raw, servable, loaded) if servable and loaded.deck else raw
    except _RefusedError:
        return raw


def _proven(file: Path, raw: bytes, entries: list[Unnamed], loaded: Loaded) -> bytes:
    """Return the file with the ids inserted, after reading it again."""
    text = _with_ids(raw, entries)
    again = load_bytes(text, Report(str(file)))
    left = {*loaded.unnamed} - {*entries}
    told = [_without_place(p) for p in loaded.problems if p.rule != rule.NO_ID]
    if (
        again.deck != loaded.deck
        or {entry.id for entry in again.unnamed} != {entry.id for entry in left}
        or [_without_place(p) for p in again.problems if p.rule != rule.NO_ID] != told
    ):
        raise _RefusedError("Its ids can't be written without changing more than that.", "Add them by hand.")
    return text


def _without_place(problem: Problem) -> Problem:
    # A message may name another line, which moved, too; and the card has a name now.
    return replace(problem, line=0, card="", what=re.sub(r"\bline \d+", "line", problem.what))


def _with_ids(raw: bytes, entries: list[Unnamed]) -> bytes:
    """Insert ``id: …`` and a line end before the first key of each entry, and indent that key again."""
    first = _LINE_END.search(raw)
    line_end = first[0] if first else b"\n"
    lines = _lines(raw.removeprefix(_BOM))
    for entry in entries:
        line = lines[entry.key_line]
        at = len(
            line.decode("utf-8", "surrogateescape")[: entry.key_column].encode("utf-8", "surrogateescape")
        )
        indentation = b" " * entry.key_column
        lines[entry.key_line] = line[:at] + f"id: {entry.id}".encode() + line_end + indentation + line[at:]
    return (_BOM if raw.startswith(_BOM) else b"") + b"".join(lines)


def _lines(raw: bytes) -> list[bytes]:
    ends = [match.end() for match in _LINE_END.finditer(raw)]
    return [raw[start:end] for start, end in zip([0, *ends], [*ends, len(raw)], strict=True)]


def _write(snapshot: Snapshot, text: bytes) -> None:
    try:
        replace_file(snapshot, text)
    except ForecallError as error:
        raise _RefusedError(f"Its cards get no ids: {_lower(error.what)}", error.fix) from None


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
