"""Whether two versions of a card ask the same: layout, case and comments do not count, words and code do."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Sequence

from app.core.card import Content, Snippet
from app.core.text import Text

LONGEST_CODE = 20_000
"""Code of more characters is compared as text: its syntax tree could take long."""
_PLACE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
_STOPS = re.compile(r"(?<=[^\W\d])[,.;:!?]+(?=\s|$)|[，。；：！？、]+")
_MARKS = str.maketrans("", "", "`“”‘’\"'")


def same(one: Content, other: Content) -> bool:
    """Tell whether a card that changed from one content to another still asks the same.

    A text that gained or lost a language is compared in the languages that both have.
    """
    return (
        one.kind is other.kind
        and {*one.ask} == {*other.ask}
        and one.compare == other.compare
        and _same_text(one.question, other.question)
        and _same_text(one.answer, other.answer)
        and _same_texts(one.steps, other.steps)
        and _same_sets(one.accept, other.accept)
        and _same_sets(one.wrong, other.wrong)
        and _same_run(one.run, other.run)
    )


def normal(text: str) -> str:
    """Return a text without what is cosmetic: case, width, blanks, quotation marks, stops between words."""
    marked = _STOPS.sub(" ", text.translate(_MARKS))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", marked)).strip().casefold()


def _same_text(one: Text | None, other: Text | None) -> bool:
    if one is None or other is None:
        return one is other
    mine, yours = dict(one.variants), dict(other.variants)
    both = mine.keys() & yours.keys()
    if both:
        return all(normal(mine[name]) == normal(yours[name]) for name in both)
    return bool({*map(normal, mine.values())} & {*map(normal, yours.values())})


def _same_texts(one: Sequence[Text], other: Sequence[Text]) -> bool:
    return len(one) == len(other) and all(map(_same_text, one, other))


def _same_sets(one: Sequence[Text], other: Sequence[Text]) -> bool:
    rest = list(other)
    for text in one:
        found = next((each for each in rest if _same_text(text, each)), None)
        if found is None:
            return False
        rest.remove(found)
    return not rest


def _same_run(one: Snippet | None, other: Snippet | None) -> bool:
    if one is None or other is None:
        return one is other
    return (
        one.vary == other.vary
        and normal(one.when) == normal(other.when)
        and _tree(one.code) == _tree(other.code)
        and _tree(one.setup) == _tree(other.setup)
    )


def _tree(code: str) -> str:
    """Return what a piece of code means to Python; its text, if it is no Python or too long."""
    if len(code) > LONGEST_CODE:
        return code.strip()
    try:
        return ast.dump(ast.parse(_PLACE.sub(r"__place_\1", code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code.strip()
