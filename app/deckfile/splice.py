"""Editing cards within their file: a change of one card's lines, and every other byte stays.

Each edit is proved before it is given out: the lines are read again, between the cards before and behind
them, and must hold just what was wanted, with both neighbours as they were. As the neighbours begin and
end at the same places of the same list, all that follows them is read as before, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace as changed
from typing import TypeAlias

from app.core.errors import ForecallError
from app.deckfile.body import BROKEN
from app.deckfile.changes import Edit, apply, edits_of, in_order
from app.deckfile.load import load_bytes
from app.deckfile.nodes import Mapping as MappingNode
from app.deckfile.nodes import Node
from app.deckfile.report import Report
from app.deckfile.spans import Data, DeckText, Span, data_of, nodes_of

_NO_CARDS = re.compile(r"^cards[ \t]*:[ \t]*(\[[ \t]*\])?[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_COMMENT = re.compile(r"\n(?:[ \t]*(?=\n)|([ \t]+)#[^\n]*)")
_Entries: TypeAlias = "Mapping[str, dict[str, Data] | None]"
"""What cards are to hold, by their ids; None for those that go."""


def data(deck: DeckText, span: Span) -> dict[str, Data]:
    """Return what a card holds, untyped.

    Raises:
        ForecallError: If YAML can't read it.
    """
    return _data(_mapping_of(_lines(deck, span)))


def change(deck: DeckText, wanted: Mapping[str, dict[str, Data]]) -> bytes:
    """Return the file with some cards holding something else.

    Args:
        deck: The file.
        wanted: What each card is to hold, by its id.

    Raises:
        ForecallError: If that can't be done without touching more than them.
    """
    edits: list[Edit] = []
    for entry, value in wanted.items():
        span = deck.find(entry)
        lines = _lines(deck, span)
        own = edits_of(lines, _mapping_of(lines), value)
        block = apply(lines, own).removesuffix("\n")
        if not lines.endswith("\n") and _data(_mapping_of(block)) != value:
            own.append(Edit(len(lines), len(lines), "\n"))  # a block scalar needs the line end
            block += "\n"
        _prove(deck, span, block, value)
        edits += [Edit(edit.start + span.start, edit.end + span.start, edit.new) for edit in own]
    return _finish(deck, edits, wanted)


def rewrite(deck: DeckText, span: Span, block: str) -> bytes:
    """Return the file with one card's lines replaced.

    Args:
        deck: The file.
        span: The card; YAML need not be able to read it.
        block: Its new lines, from the dash, at any indentation.

    Raises:
        ForecallError: If they are not just one card, or can't stand there.
    """
    block = indented(block, span.column)
    wanted = _data(_mapping_of(block + "\n"))
    if span.end == len(deck.text) and _data(_mapping_of(block)) != wanted:
        block += "\n"
    _prove(deck, span, block, wanted)
    entries: _Entries = {span.id: None, str(wanted.get("id", "")): wanted}
    return _finish(deck, [Edit(span.start, span.end, block)], entries)


def insert(deck: DeckText, block: str, after: Span | None = None) -> bytes:
    """Return the file with a new card, behind another or at the end.

    Raises:
        ForecallError: If it is not just one card, or the file has no place for it.
    """
    wanted = _data(_mapping_of(indented(block, 0) + "\n"))
    entry = wanted.get("id", "")
    if entry and any(span.id == entry for span in deck.spans):
        fix = "Choose another, or leave it out: then one is minted."
        raise ForecallError(f"The id `{entry}` is taken in this deck.", fix=fix)
    if not deck.spans:
        return _insert_first(deck, indented(block, 0))
    after = after or deck.spans[-1]
    place = deck.spans.index(after)
    block = indented(block, after.column)
    gap = "\n" if _is_close(deck, place) else "\n\n"
    end = _tail(deck, after)
    new = gap + block + "\n" * (end == len(deck.text))
    # A block scalar that ended with the file gets its line end; the loader takes both for the same text.
    own = deck.block(after)
    stays = _loosely(nodes_of(own + "\n")[0]) if after.end == len(deck.text) and deck.is_sound else None
    _prove(deck, after, own + new, stays, wanted)
    return _finish(deck, [Edit(end, end, new)], {str(entry): wanted})


def remove(deck: DeckText, spans: Iterable[Span]) -> bytes:
    """Return the file without some cards and the comments that are indented like their keys.

    Raises:
        ForecallError: If another card would change by it.
    """
    edits, entries = [], dict[str, None]()
    for span in spans:
        end = min(_tail(deck, span, blank=True) + 1, len(deck.text))
        _prove(deck, span, "", None, upto=end)
        edits.append(Edit(span.start, end, ""))
        entries[span.id] = None
    return _finish(deck, edits, entries)


def indented(block: str, column: int) -> str:
    """Return a card's lines with its dash in `column`, without line ends behind them.

    Raises:
        ForecallError: If a line of it stands left of the dash.
    """
    lines = block.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    own = len(lines[0]) - len(lines[0].lstrip(" "))
    if own == column:
        return "\n".join(lines)
    if any(line.strip() and len(line) - len(line.lstrip(" ")) < own for line in lines):
        raise ForecallError("A line of the card stands left of its dash.", fix="Indent it.")
    return "\n".join(" " * column + line[own:] if line.strip() else line[own:] for line in lines)


def _is_close(deck: DeckText, place: int) -> bool:
    """Tell whether a card is to follow without a blank line, as the cards there do."""
    if not deck.block(deck.spans[place]).rpartition("\n")[2].strip():
        return True  # a blank line more would be part of a `|+` text
    first = max(place - 1, 0)
    pair = deck.spans[first : first + 2]
    return len(pair) == 2 and "\n\n" not in deck.text[pair[0].end : pair[1].start]


def _lines(deck: DeckText, span: Span) -> str:
    """Return a card's lines with the last line end, by which block scalars end."""
    return deck.text[span.start : span.end + 1]


def _tail(deck: DeckText, span: Span, *, blank: bool = False) -> int:
    """Return the end of the comments behind a card indented like its keys, or of blank lines, too."""
    end = at = span.end
    while found := _COMMENT.match(deck.text, at):
        if found[1] is not None and len(found[1]) <= span.column:
            break
        at = found.end()
        end = at if blank or found[1] is not None else end
    return end


def _insert_first(deck: DeckText, block: str) -> bytes:
    found = _NO_CARDS.search(deck.text)
    if found is None:
        fix = "Add a line `cards:` at its end."
        raise ForecallError("The file has no `cards:` to put a card below.", fix=fix)
    edits = [Edit(found.end(), found.end(), "\n" + block)]
    if found[1]:
        edits.append(Edit(*found.span(1), ""))
    entry = _data(_mapping_of(block + "\n")).get("id", "")
    return _finish(deck, edits, {str(entry): None}, proved=False)


def _prove(
    deck: DeckText,
    span: Span,
    block: str,
    wanted: object,
    added: dict[str, Data] | None = None,
    upto: int | None = None,
) -> None:
    """Read a card's new lines between its neighbours.

    Args:
        deck: The file before.
        span: The card.
        block: Its new lines, with those of an added card behind them; empty if it is removed.
        wanted: What it is to hold; None if it stays, or is removed.
        added: What the added card is to hold.
        upto: Where what `block` replaces ends; by default with the card.
    """
    if not deck.is_sound:
        return  # `_finish` reads all of the file
    place = deck.spans.index(span)
    around = deck.spans[max(0, place - 1) : place + 2]
    start, end = around[0].start, around[-1].end
    old = nodes_of(deck.text[start : end + 1])
    expected = [_loosely(node) for node in old]
    own = around.index(span)
    if not block:
        expected[own : own + 1] = []
    elif wanted is not None:
        expected[own] = wanted
    if added is not None:
        expected.insert(own + 1, added)
    cut = (span.end if upto is None else upto) - start
    text = apply(deck.text[start : end + 1], [Edit(span.start - start, min(cut, end + 1 - start), block)])
    try:
        found = [_loosely(node) for node in nodes_of(text)] if expected else []
    except BROKEN:
        found = []
    if found != expected:
        raise _not_alone()


def _finish(deck: DeckText, edits: list[Edit], entries: _Entries, *, proved: bool = True) -> bytes:
    """Return the file's bytes after edits that are proved one by one; a broken file is proved as a whole."""
    parts, at = [], 0
    for edit in in_order(edits):
        start, end = deck.in_raw(edit.start), deck.in_raw(edit.end)
        parts += [deck.raw[at:start], edit.new.replace("\n", deck.line_end)]
        at = end
    raw = "".join([*parts, deck.raw[at:]]).encode("utf-8")
    if not deck.is_sound or not proved:
        _prove_whole(deck, raw, entries)
    return raw


def _prove_whole(deck: DeckText, raw: bytes, entries: _Entries) -> None:
    read = DeckText(raw)
    for entry, wanted in entries.items():
        if entry and wanted is not None and data(read, read.find(entry)) != wanted:
            raise _not_alone()
    before, after = (load_bytes(each, Report("")) for each in (deck.raw.encode("utf-8"), raw))
    if before.deck is None or after.deck is None:
        if before.deck is not after.deck:
            raise _not_alone()
        return
    rest = [[card for card in each.cards if card.entry not in entries] for each in (before.deck, after.deck)]
    if rest[0] != rest[1] or changed(before.deck, cards=()) != changed(after.deck, cards=()):
        raise _not_alone()


def _mapping_of(block: str) -> MappingNode:
    """Return the one card of a block.

    Raises:
        ForecallError: If it is none, or several.
    """
    try:
        nodes = nodes_of(block)
    except BROKEN as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (its line {mark.line + 1})" if mark else ""
        raise ForecallError(f"YAML can't read this card{place}.", fix="Mend it first.") from None
    if len(nodes) != 1 or not isinstance(nodes[0], MappingNode) or not nodes[0].pairs:
        raise ForecallError("This is not one card: it begins with `- ` and goes on indented.")
    return nodes[0]


def _data(node: MappingNode) -> dict[str, Data]:
    found = data_of(node)
    assert isinstance(found, dict)
    return found


def _loosely(node: Node) -> object:
    """Return what a card holds, or what stands for one that decks can't have."""
    try:
        return data_of(node)
    except ForecallError as error:
        return str(error)


def _not_alone() -> ForecallError:
    what = "This can't be written without changing more than this card, so nothing was."
    return ForecallError(what, fix="Edit the file by hand.")
