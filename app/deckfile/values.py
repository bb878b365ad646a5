"""From YAML nodes to typed values: each reader reports what is wrong and then gives None or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from difflib import get_close_matches
from functools import lru_cache

from app.core.card import Facet
from app.core.text import Text
from app.deckfile import report as rule
from app.deckfile.keys import CARD_KEYS, DECK_KEYS, LANGUAGE, OWN_KEY, RUN_KEYS, Key
from app.deckfile.nodes import Listing, Mapping, Node, Refused, Scalar
from app.deckfile.report import Report, quoted, shown
from app.deckfile.slips import look_at, look_at_list

MAX_TEXT = 20_000
"""Longest text in characters; more is no card."""
MAX_ITEMS = 500
FILL_IN = "(to fill in)"
"""What a drafted deck has where its author is to write: an error, so that no such card is ever asked."""
_GLUED = re.compile(r"([\w-]+)(：|:(?=\S))")

Fields = dict[str, tuple[Scalar, Node]]


def fields(report: Report, mapping: Mapping, known: MappingType[str, Key], place: str) -> Fields:
    """Return the values of a map by key; unknown and double keys are reported and left out."""
    found: Fields = {}
    if len(mapping.pairs) > MAX_ITEMS:
        what = f"{place} has {len(mapping.pairs):,} keys here, which is no deck."
        report.add(rule.LIMIT, mapping.start_mark, what, "Check that this is the right file.")
        return found
    for refused in mapping.refused:
        refused.tell(report)
    for key, node in mapping.pairs:
        name = key.value
        if name in found:
            first = found[name][0].start_mark.line + report.shift + 1
            what = f"The key `{shown(name)}` is there twice, first in line {first}."
            report.add(rule.DUPLICATE_KEY, key.start_mark, what, "Keep one of them.")
        elif name in known:
            found[name] = (key, node)
        elif not name.startswith(OWN_KEY):
            _add_unknown(report, key, node, known, place)
    return found


def text(report: Report, node: Node, key: str) -> Text | None:
    """Read a text: a string, or a map of language to string."""
    if node.__class__ is Scalar:
        plain = string(report, node, key)
        return None if plain is None else Text((("", plain),))
    if isinstance(node, Mapping) and node.pairs:
        return _variants(report, node, key)
    wrong_type(report, node, f"`{key}` wants a text, or a map of language to text")
    return None


def texts(report: Report, node: Node, key: str) -> tuple[Text, ...]:
    """Read a list of texts; one text may stand for a list of one."""
    if not isinstance(node, Listing):
        one = text(report, node, key)
        return (one,) if one else ()
    if look_at_list(report, node) or _is_too_long(report, node, key):
        return ()
    if not node.items:
        report.add(
            rule.EMPTY_TEXT, node.start_mark, f"The list `{key}` is empty.", "Fill it or remove the key."
        )
    read = []
    for item in node.items:
        if node.flow and item.__class__ is Scalar:
            plain = string(report, item, key, flow=True)
            read.append(None if plain is None else Text.plain(plain))
        else:
            read.append(text(report, item, key))
    return tuple(one for one in read if one is not None)


def string(report: Report, node: Node, key: str, flow: bool = False) -> str | None:
    """Read one text that is the same in all languages."""
    if node.__class__ is not Scalar:
        wrong_type(report, node, f"`{key}` wants a text")
        return None
    look_at(report, node, flow)
    value = node.value.rstrip().lstrip("\n") if node.style else node.value
    if not value:
        report.add(rule.EMPTY_TEXT, node.start_mark, f"`{key}` is empty.", _fix_empty(report, node))
        return None
    if value == FILL_IN:
        report.add(
            rule.TO_FILL_IN, node.start_mark, f"`{key}` is to be filled in.", "Write it; see `x-note`."
        )
        return None
    if len(value) > MAX_TEXT:
        what = f"`{key}` has {len(value):,} characters; a card's text has at most {MAX_TEXT:,}."
        report.add(rule.LIMIT, node.start_mark, what, "Split the card.")
        return None
    return value


def names(report: Report, node: Node, key: str, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Read a list of short names, without doubles; one may stand alone."""
    if isinstance(node, Listing) and _is_too_long(report, node, key):
        return ()
    items = node.items if isinstance(node, Listing) else [node]
    read: dict[str, None] = {}
    for item in items:
        name = string(report, item, key)
        if name is None:
            continue
        if re.search(r"[,，\n]", name) or (pattern and not pattern.fullmatch(name)):
            what = f"`{shown(name)}` is not a name that `{key}` can hold."
            report.add(
                rule.BAD_VALUE, item.start_mark, what, f"Write a list of names: {key}: [one, another]."
            )
        read[name] = None
    return tuple(read)


def flag(report: Report, node: Node, key: str) -> bool:
    """Read ``true`` or ``false``."""
    if node.__class__ is Scalar and node.value in ("true", "false"):
        return bool(node.value == "true")
    if node.__class__ is Scalar:
        what = f"`{key}` is true or false, not `{shown(node.value)}`."
        report.add(rule.BAD_VALUE, node.start_mark, what, f"Write `{key}: true`, or remove the line.")
    else:
        wrong_type(report, node, f"`{key}` is true or false")
    return False


def number(report: Report, node: Node, key: str, least: float, most: float) -> float | None:
    """Read a number within bounds; written with ASCII digits and at most one point."""
    plain = string(report, node, key)
    if plain is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", plain) and least <= float(plain) <= most:
        return float(plain)
    what = f"`{key}` is a number from {least:g} to {most:g}, not `{shown(plain)}`."
    report.add(rule.BAD_VALUE, node.start_mark, what, "Mend the number or remove the line.")
    return None


def facets(report: Report, node: Node) -> tuple[Facet, ...]:
    """Read what is asked: one facet or a list of them, without doubles."""
    read: dict[Facet, None] = {}
    for item in node.items if isinstance(node, Listing) else [node]:
        name = string(report, item, "ask")
        if name is None:
            continue
        try:
            read[Facet(name)] = None
        except ValueError:
            near = get_close_matches(name, list(Facet), 1)
            fix = f"Did you mean `{near[0]}`?" if near else f"Write one of: {', '.join(Facet)}."
            report.add(rule.BAD_VALUE, item.start_mark, f"`{shown(name)}` is nothing to ask for.", fix)
    return tuple(read)


def wrong_type(report: Report, node: Node, wanted: str) -> None:
    """Report a node that is not what stands here."""
    if isinstance(node, Refused):
        node.tell(report)
        return
    if isinstance(node, Mapping) and node.refused:
        for refused in node.refused:
            refused.tell(report)
        return
    if isinstance(node, Scalar):
        glued = _GLUED.match(node.value)
        if glued and not node.style:
            why = "its colon is full-width" if glued[2] == "：" else "there is no space after its colon"
            what = f"{wanted}, but `{shown(node.value)}` is a text: {why}."
            report.add(rule.NO_SPACE, node.start_mark, what, f"Write `{glued[1]}: ` and then the value.")
            return
        found = f"the text `{shown(node.value)}`" if node.value else "empty"
        report.add(
            rule.WRONG_TYPE, node.start_mark, f"{wanted}, but this is {found}.", "Indent what belongs to it."
        )
        return
    kind = "a map" if isinstance(node, Mapping) else "a list"
    fix = "Move or remove it."
    if node.flow and "text" in wanted:
        raw = report.source[node.start_mark.index : node.end_mark.index]
        fix = f"If it is meant as text, put it in quotes: {quoted(raw)}."
    report.add(rule.WRONG_TYPE, node.start_mark, f"{wanted}, but this is {kind}.", fix)


def _variants(report: Report, mapping: Mapping, key: str) -> Text | None:
    variants: dict[str, str] = {}
    sound = not mapping.refused
    for refused in mapping.refused:
        refused.tell(report)
    for language, node in mapping.pairs:
        name = language.value
        if not LANGUAGE.fullmatch(name) or name in _NO_LANGUAGE:
            _add_no_language(report, mapping, language, node, key)
            sound = False
        elif name in variants:
            what = f"The language `{name}` is there twice in `{key}`."
            report.add(rule.DUPLICATE_KEY, language.start_mark, what, "Keep one of them.")
        elif (plain := string(report, node, f"{key}.{name}", mapping.flow)) is not None:
            variants[name] = plain
    return Text(tuple(variants.items())) if sound and variants else None


_NO_LANGUAGE = {*DECK_KEYS, *CARD_KEYS, *RUN_KEYS} - {"id"}


def _add_no_language(report: Report, mapping: Mapping, language: Scalar, node: Node, key: str) -> None:
    name = language.value
    mark = language.start_mark
    is_empty = isinstance(node, Scalar) and not node.value and not node.style
    glued = _GLUED.match(name)
    if mapping.flow and is_empty and glued:
        wrong_type(report, language, f"`{key}` wants a text, or a map of language to text")
    elif mapping.flow and is_empty:
        what = f"YAML cut `{key}` at a comma: `{shown(name)}` is read as a key of its own."
        report.add(rule.COMMA, mark, what, "Put each text in quotes: {en: 'It saturates, so…'}.")
    elif name in _NO_LANGUAGE:
        what = f"`{name}` stands within `{key}`, where languages stand."
        report.add(rule.WRONG_TYPE, mark, what, f"Indent it as deep as `{key}`.")
    else:
        what = f"`{shown(name)}` is not a language; `{key}` holds a text or a map of language to text."
        report.add(
            rule.WRONG_TYPE, mark, what, "Write a language code such as en or zh, or quote the whole text."
        )


def _add_unknown(report: Report, key: Scalar, node: Node, known: MappingType[str, Key], place: str) -> None:
    name = key.value
    is_empty = isinstance(node, Scalar) and not node.value and not node.style
    if name == "<<":
        what = "`<<` is a YAML merge key, and decks have none: each card stands alone."
        report.add(rule.ALIAS, key.start_mark, what, "Write the keys out.")
    elif is_empty and _GLUED.match(name):
        wrong_type(report, key, f"{place} has keys and values")
    else:
        near = _nearest(name, tuple(known))
        fix = f"Did you mean `{near}`?" if near else f"It has: {', '.join(known)}; your own begin with `x-`."
        elsewhere = [n for n, t in _PLACES.items() if name in t and t is not known]
        if elsewhere:
            fix = f"It belongs to {elsewhere[0]}: mend its indentation."
        report.add(rule.UNKNOWN_KEY, key.start_mark, f"{place} has no key `{shown(name)}`.", fix)


@lru_cache(maxsize=256)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Return the known key most like `name`, or nothing. Remembered: one slip is made in many cards."""
    return next(iter(get_close_matches(name, known, 1)), "")


_PLACES = {"a card": CARD_KEYS, "`run`": RUN_KEYS, "the deck": DECK_KEYS}


def _fix_empty(report: Report, node: Scalar) -> str:
    line = report.source[node.end_mark.index :].partition("\n")[0]
    if line.strip().startswith("#"):
        return f"YAML takes `#` as the start of a comment; put the text in quotes: {quoted(line.strip())}."
    return "Write a text or remove the key."


def _is_too_long(report: Report, node: Listing, key: str) -> bool:
    too_long = len(node.items) > MAX_ITEMS
    if too_long:
        what = f"`{key}` has {len(node.items):,} items; at most {MAX_ITEMS} are taken."
        report.add(rule.LIMIT, node.start_mark, what, "Split the card.")
    return too_long
