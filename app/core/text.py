"""Text in one or several languages, and the one cleaner that all foreign text passes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories that can steer a terminal or hide text: controls, bidi, zero-width, surrogates."""
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width (non-)joiners: harmless between letters, needed by scripts and emoji."""


def clean(text: str) -> str:
    """Return `text` without any character that could steer a terminal or hide something.

    Newlines stay, a tab becomes four spaces, CR LF becomes LF; every other control, format, private,
    surrogate or separator character becomes U+FFFD, so that the reader sees something was there.
    Every string of a deck and of a run goes through here before it is shown.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    return "".join(c if c == "\n" or not _steers(c) else "\ufffd" for c in text)


def _steers(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in _UNSEEN


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or several languages.

    Attributes:
        variants: Pairs (language, text), in the order of the file. A text that is the same in every
            language has one pair, with the language ``""``.
    """

    variants: tuple[tuple[str, str], ...]

    @classmethod
    def plain(cls, text: str) -> Text:
        """Make a text that is the same in every language."""
        return cls((("", text),))

    def to(self, language: str) -> str:
        """Return the text in `language`, or in the first language there is."""
        for name, text in self.variants:
            if name == language:
                return text
        return self.variants[0][1] if self.variants else ""

    def each(self) -> tuple[str, ...]:
        """Return the text in all its languages: a typed answer is right in any of them."""
        return tuple(text for _, text in self.variants)
