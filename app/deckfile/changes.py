"""From what a card holds to what it is to hold: the least edits of its text that do it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from app.core.errors import ForecallError
from app.deckfile import written
from app.deckfile.nodes import Listing, Mapping, Node, Scalar
from app.deckfile.spans import Data, data_of, end_of

_TOKEN = re.compile(r"[|>][-+1-9]*")
_DASH = re.compile(r"^[ \t]*-(?=[ \t\n]|$)", re.MULTILINE)
_BEHIND = re.compile(r"[ \t]*(?:[ \t]#[^\n]*)?$")


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by `new`."""

    start: int
    end: int
    new: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with all edits done; several at one place are done in their order."""
    parts, at = [], 0
    for edit in in_order(edits):
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits in the order of the text.

    Raises:
        ForecallError: If two of them overlap.
    """
    found = sorted(edits, key=lambda edit: (edit.start, edit.end))
    if any(after.start < before.end for before, after in pairwise(found)):
        raise _too_tangled()
    return found


def edits_of(text: str, node: Mapping, wanted: dict[str, Data]) -> list[Edit]:
    """Return what turns a card into another.

    Args:
        text: The card's lines, from its dash.
        node: The card, as read from `text`.
        wanted: What it is to hold; the order of keys that it has already does not matter.

    Raises:
        ForecallError: If the way it is written allows no such edit.
    """
    if node.flow:
        return _flow(text, node, wanted)
    return _mapping(text, node, wanted)


def _mapping(text: str, node: Mapping, wanted: dict[str, Data]) -> list[Edit]:
    column = node.pairs[0][0].start_mark.column
    edits: list[Edit] = []
    kept = [key.value for key, _ in node.pairs if key.value in wanted]
    if not kept:
        raise _too_tangled()
    for place, (key, value) in enumerate(node.pairs):
        if key.value in wanted:
            at = text.find(":", key.end_mark.index) + 1
            if not at:  # `? key`, and no value
                raise _too_tangled()
            edits += _value(text, at, value, wanted[key.value], column)
        else:
            edits += _without_pair(text, node, place, wanted)
    after = kept[0]
    ends = {key.value: _line_end(text, end_of(text, value)) for key, value in node.pairs}
    for name, new_value in wanted.items():
        if name in ends:
            after = name
        else:
            new = (
                f"\n{' ' * column}{written.scalar(name, None, column)}:{written.after_key(new_value, column)}"
            )
            edits.append(Edit(ends[after], ends[after], new))
    return edits


def _without_pair(text: str, node: Mapping, place: int, wanted: dict[str, Data]) -> list[Edit]:
    key, value = node.pairs[place]
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    if not text[start : key.start_mark.index].isspace() and key.start_mark.index > start:
        following = [k for k, _ in node.pairs[place:] if k.value in wanted]
        return [Edit(key.start_mark.index, following[0].start_mark.index, "")]
    if place and not any(k.value in wanted for k, _ in node.pairs[:place]):
        return []  # gone with the first
    end = _line_end(text, end_of(text, value))
    return [Edit(start, end + 1, "") if end < len(text) else Edit(start - 1, end, "")]


def _value(text: str, at: int, node: Node, wanted: Data, column: int) -> list[Edit]:
    """Return what turns the value that begins behind `at` (a colon or a dash) into another."""
    if data_of(node) == wanted:
        return []
    if isinstance(node, Scalar) and isinstance(wanted, str):
        body = _body_column(text, node)
        new = " " + written.scalar(wanted, node.style, column, body=body if body > column else 0)
        return _replaced(text, at, node, new)
    if isinstance(node, Mapping) and isinstance(wanted, dict) and wanted:
        if node.flow:
            return _flow(text, node, wanted)
        if node.pairs and _keys(node) & wanted.keys():
            return _mapping(text, node, wanted)
    if isinstance(node, Listing) and isinstance(wanted, list) and wanted:
        if not node.flow:
            return _listing(text, node, wanted)
        own = text[node.start_mark.index : node.end_mark.index]
        # A list that grows too long for its line gets lines of its own, unless comments stand in it.
        if len(wanted) == len(node.items) or written.flow(wanted) is not None or "#" in own or "\n" in own:
            return _flow(text, node, wanted)
    return _replaced(text, at, node, written.after_key(wanted, column))


def _listing(text: str, node: Listing, wanted: list[Data]) -> list[Edit]:
    column = node.start_mark.column
    old = [data_of(item) for item in node.items]
    ends = [end_of(text, item) for item in node.items]
    dashes: list[re.Match[str]] = []
    for item, before in zip(node.items, [node.start_mark.index - column, *ends], strict=False):
        found = _DASH.search(text, before, item.start_mark.index + 1)
        if found is None:
            raise _too_tangled()
        dashes.append(found)
    same = _common(old, wanted)
    tail = _common(old[same:][::-1], wanted[same:][::-1])
    mine, new = range(same, len(old) - tail), wanted[same : len(wanted) - tail]
    edits: list[Edit] = []
    for place, value in zip(mine, new, strict=False):
        edits += _value(text, dashes[place].end(), node.items[place], value, column)
    for place in mine[len(new) :]:
        start, end = dashes[place].start(), _line_end(text, ends[place])
        edits.append(Edit(start, end + 1, "") if end < len(text) else Edit(start - 1, end, ""))
    at = _line_end(text, ends[same + len(mine) - 1]) if same + len(mine) else dashes[0].start() - 1
    lines = "".join(f"\n{' ' * column}-{written.item(value, column)}" for value in new[len(mine) :])
    return [*edits, Edit(at, at, lines)] if lines else edits


def _flow(text: str, node: Mapping | Listing, wanted: Data) -> list[Edit]:
    """Return what turns a value in brackets into another: text by text where its shape stays."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, Listing) and isinstance(wanted, list) and len(wanted) == len(node.items):
        pairs: list[tuple[Node, Data]] = list(zip(node.items, wanted, strict=True))
    elif isinstance(node, Mapping) and isinstance(wanted, dict) and _keys(node) == wanted.keys():
        pairs = [(value, wanted[key.value]) for key, value in node.pairs]
    else:
        new = written.flow(wanted)
        if new is None or "#" in text[start:end] or "\n" in text[start:end]:
            raise _too_tangled()
        return [Edit(start, end, new)]
    edits: list[Edit] = []
    for own, value in pairs:
        if data_of(own) == value:
            continue
        if isinstance(own, Scalar) and isinstance(value, str):
            new = written.scalar(value, own.style, 0, flow=True)
            space = " " if own.start_mark.index == own.end_mark.index else ""
            edits.append(Edit(own.start_mark.index, own.end_mark.index, space + new))
        elif isinstance(own, Mapping | Listing):
            edits += _flow(text, own, value)
        else:
            raise _too_tangled()
    return edits


def _replaced(text: str, at: int, node: Node, new: str) -> list[Edit]:
    """Replace a value: the first line of `new` behind the key, the others behind the key's comment."""
    head, line_end, body = new.partition("\n")
    body = line_end + body
    start, end = node.start_mark.index, end_of(text, node)
    line = _line_end(text, at)
    if start > line:  # it stands on lines of its own
        return [Edit(at, at, head), Edit(line, end, body)]
    if start == end:
        return [Edit(at, at, head), Edit(line, line, body)]
    gap = start if head else at
    token = _TOKEN.match(text, start) if isinstance(node, Scalar) and node.style in ("|", ">") else None
    if token:
        return [Edit(gap, token.end(), head[1:]), Edit(min(line, end), end, body)]
    last = _line_end(text, end)
    if body and not _BEHIND.fullmatch(text[end:last]):
        raise _too_tangled()
    return [Edit(gap, end, head[1:]), Edit(last, last, body)]


def _keys(node: Mapping) -> set[str]:
    return {key.value for key, _ in node.pairs}


def _body_column(text: str, node: Scalar) -> int:
    if node.style not in ("|", ">"):
        return 0
    lines = text[node.start_mark.index : end_of(text, node)].split("\n")[1:]
    return min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _common(one: list[Data], other: list[Data]) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _too_tangled() -> ForecallError:
    what = "The way this card is written does not allow this change without touching more than it."
    return ForecallError(what, fix="Edit the text of the card.")
