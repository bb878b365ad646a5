"""Near copies: cards whose questions are so alike that one would answer from the other's memory."""

from __future__ import annotations

import re

from app.core.card import Content

ALIKE = 0.75
"""Share of words that two questions have in common from which on they are near copies."""
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|[^\w\s]")


def are_alike(one: Content, other: Content) -> bool:
    """Tell whether two cards ask nearly the same; their snippets, choices and steps count as words."""
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def _words(asked: Content) -> frozenset[str]:
    texts = [asked.question, *asked.wrong, *asked.steps]
    shown = [variant for text in texts for variant in text.each()]
    if asked.run is not None:
        shown.append(asked.run.code)
    return frozenset(_WORD.findall(" ".join(shown).casefold()))
