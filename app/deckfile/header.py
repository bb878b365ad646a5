"""The keys of a deck itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from app.core.text import Text
from app.deckfile import report as rule
from app.deckfile import values
from app.deckfile.cloze import slug
from app.deckfile.keys import DECK_ID, FORMAT
from app.deckfile.nodes import Scalar
from app.deckfile.report import Place, Report, shown
from app.deckfile.values import Fields

_TOP = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Header:
    """What a deck says of itself.

    Attributes:
        id: Its id; empty if it has none that can be used, and then it has no cards either.
        is_known: False if the file is of a format that this version can't read.
        setup_is_good: False if there is a `setup` that could not be read.
    """

    id: str
    title: Text
    notes: str
    tags: tuple[str, ...]
    setup: str
    is_known: bool
    setup_is_good: bool


def read(report: Report, found: Fields, spoilt: frozenset[str]) -> Header:
    """Read the keys of the deck.

    Args:
        report: Gets the problems.
        found: The values by key.
        spoilt: Keys that are in the file but could not be read, and were reported.
    """
    deck = _read_id(report, found, spoilt)
    report.card = deck
    is_known = _check_format(report, found, spoilt)
    title = values.text(report, found["title"][1], "title") if "title" in found else None
    if "title" not in found and "title" not in spoilt:
        report.add(rule.ASSUMED, _TOP, "The deck has no `title`; its id is shown.", "Add `title: …`.")
    setup = values.string(report, found["setup"][1], "setup") if "setup" in found else ""
    return Header(
        deck,
        title or Text.plain(deck),
        (values.string(report, found["notes"][1], "notes") or "") if "notes" in found else "",
        values.names(report, found["tags"][1], "tags") if "tags" in found else (),
        setup or "",
        is_known,
        setup is not None and "setup" not in spoilt,
    )


def _read_id(report: Report, found: Fields, spoilt: frozenset[str]) -> str:
    if "deck" not in found:
        if "deck" not in spoilt:
            fix = f"Add `deck: {slug(PurePath(report.path).stem)}`."
            report.add(rule.MISSING_KEY, _TOP, "The deck has no id.", fix)
        return ""
    node = found["deck"][1]
    deck = values.string(report, node, "deck")
    if deck is None or DECK_ID.fullmatch(deck):
        return deck or ""
    fix = f"Use lower-case letters, digits and hyphens, at most 64: `deck: {slug(deck)}`."
    report.add(rule.BAD_VALUE, node.start_mark, f"`{shown(deck)}` can't be the id of a deck.", fix)
    return ""


def _check_format(report: Report, found: Fields, spoilt: frozenset[str]) -> bool:
    if "format" not in found:
        if "format" not in spoilt:
            what = f"The deck does not say its format; {FORMAT} is assumed."
            report.add(rule.ASSUMED, _TOP, what, f"Add `format: {FORMAT}` at the top.")
        return True
    node = found["format"][1]
    if isinstance(node, Scalar) and node.value == FORMAT:
        return True
    written = shown(node.value) if isinstance(node, Scalar) else "this"
    what = f"This version reads decks of format {FORMAT}, not `{written}`."
    report.add(rule.BAD_VALUE, node.start_mark, what, f"Update forecall, or write `format: {FORMAT}`.")
    return False
