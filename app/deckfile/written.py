"""Values as YAML: each text in the plainest style that says it, which is proved by reading it back."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from app.core.errors import ForecallError
from app.deckfile.body import BROKEN
from app.deckfile.nodes import Listing, Mapping, Scalar, Walk
from app.deckfile.report import Report
from app.deckfile.slips import look_at
from app.deckfile.source import NOT_ALLOWED
from app.deckfile.spans import Data

INDENT = 2
_WIDTH = 100
_ESCAPED = re.compile("[\x00-\x1f\x22\x5c\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_STYLES = {
    None: ("plain", "single", "double"),
    "'": ("single", "double"),
    '"': ("double",),
    "|": ("literal", "double"),
    ">": ("folded", "literal", "double"),
}
_BY_LINES = ("literal", "double")


def scalar(value: str, style: str | None, column: int, *, flow: bool = False, body: int = 0) -> str:
    """Return a text as YAML, without a line end behind it.

    Args:
        value: The text.
        style: The style it had before, as PyYAML names it; None for plain or new.
        column: Column of the key or dash it belongs to.
        flow: True within ``[…]`` or ``{…}``.
        body: Column of the lines of a block scalar; by default a step more than `column`.

    Raises:
        ForecallError: If YAML has no way to say it.
    """
    styles = _STYLES[style or None]
    if "\n" in value and style not in ('"', "|", ">"):
        styles = _BY_LINES
    for name in styles:
        if flow and name in ("literal", "folded"):
            continue
        written = _WRITERS[name](value, column, body or column + INDENT)
        if written is not None and _reads_back(written, value, column, flow):
            return written
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise ForecallError("The text holds half a character, which no file can.", fix="Remove it.")
    return _double(value)


def after_key(value: Data, column: int) -> str:
    """Return a value as it stands behind ``key:`` or a dash, beginning with a blank or a line end."""
    if isinstance(value, str):
        return " " + scalar(value, None, column)
    if not value:
        return " []" if isinstance(value, list) else " {}"
    inner = column + INDENT
    if isinstance(value, dict):
        return "".join(f"\n{' ' * inner}{line}" for line in _pairs(value, inner))
    short = flow(value)
    if short is not None:
        return " " + short
    # Like the bundled decks: the dashes of a list below the key it belongs to.
    return "".join(f"\n{' ' * column}-{item(one, column)}" for one in value)


def item(value: Data, column: int) -> str:
    """Return what stands behind the dash of a list in `column`."""
    if isinstance(value, dict) and value:
        inner = column + INDENT
        return " " + f"\n{' ' * inner}".join(_pairs(value, inner))
    if isinstance(value, list) and value:
        return "".join(f"\n{' ' * (column + INDENT)}-{item(one, column + INDENT)}" for one in value)
    return after_key(value, column)


def flow(value: Data) -> str | None:
    """Return a value within one line; None if that would be too long or hard to read."""
    if isinstance(value, str):
        return None if "\n" in value else scalar(value, None, 0, flow=True)
    if isinstance(value, list):
        parts = [flow(one) for one in value]
    else:
        parts = [None if (own := flow(one)) is None else f"{key}: {own}" for key, one in value.items()]
    if any(part is None for part in parts):
        return None
    inner = ", ".join(map(str, parts))
    if len(inner) > _WIDTH:
        return None
    return f"[{inner}]" if isinstance(value, list) else f"{{{inner}}}"


def card(value: dict[str, Data], column: int = 0) -> str:
    """Return a new card: its lines from the dash on, without a line end behind them."""
    return f"{' ' * column}-{item(value, column)}"


def _pairs(value: dict[str, Data], column: int) -> list[str]:
    return [f"{scalar(key, None, column)}:{after_key(one, column)}" for key, one in value.items()]


def _plain(value: str, *_: int) -> str | None:
    return value if value and "\n" not in value and not _ESCAPED.search(value.translate(_HARMLESS)) else None


_HARMLESS = {ord('"'): None, ord("\\"): None}


def _single(value: str, *_: int) -> str | None:
    if "\n" in value or _ESCAPED.search(value.translate(_HARMLESS)) or NOT_ALLOWED.search(value):
        return None
    return "'" + value.replace("'", "''") + "'"


def _double(value: str, *_: int) -> str:
    return '"' + _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or _escape(found[0]), value) + '"'


def _escape(char: str) -> str:
    return f"\\x{ord(char):02x}" if char < "\x80" else f"\\u{ord(char):04x}"


def _literal(value: str, column: int, body: int) -> str | None:
    # Two line ends at the end would need `|+`, which swallows the blank lines between two cards.
    if not value.strip("\n") or value.endswith("\n\n") or _odd(value):
        return None
    lines = value.removesuffix("\n").split("\n")
    first = next(line for line in lines if line)
    indicator = str(body - column) if first[0] == " " else ""
    chomping = "" if value.endswith("\n") else "-"
    return f"|{indicator}{chomping}\n" + "\n".join(" " * body + line if line else "" for line in lines)


def _folded(value: str, _: int, body: int) -> str | None:
    if not value.strip("\n") or value.endswith("\n\n") or _odd(value):
        return None
    chomping = "" if value.endswith("\n") else "-"
    lines = value.removesuffix("\n").split("\n")
    return f">{chomping}\n" + "\n\n".join(" " * body + line if line else "" for line in lines)


def _odd(value: str) -> bool:
    if not value.removesuffix("\n").rpartition("\n")[2].strip(" \t"):
        return True  # its last line would be taken for a blank one behind it
    return (
        _ESCAPED.search(re.sub('[\n\t"\\\\]', "", value)) is not None or NOT_ALLOWED.search(value) is not None
    )


_WRITERS: dict[str, Callable[[str, int, int], str | None]] = {
    "plain": _plain,
    "single": _single,
    "double": _double,
    "literal": _literal,
    "folded": _folded,
}


def _reads_back(written: str, value: str, column: int, flow: bool) -> bool:
    """Tell whether YAML reads `value` from it, and nobody would read anything else."""
    indent = " " * column
    text = f"[{written}, z]\n" if flow else f"{indent}k: {written}\n{indent}z: z\n"
    report = Report("")
    try:
        walk = Walk(text, report)
        walk.document()
        node = walk.node(walk.event())
    except (*BROKEN, yaml.YAMLError, UnicodeEncodeError):
        return False
    match node:
        case Listing(items=[Scalar() as found, Scalar(value="z")]) if flow:
            pass
        case Mapping(pairs=[(_, Scalar() as found), (Scalar(value="z"), Scalar(value="z"))]):
            pass
        case _:
            return False
    if not found.style:
        look_at(report, found, flow)
    return bool(found.value == value) and not report.problems
