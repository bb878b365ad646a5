"""Spellings that mean the same: full-width forms, Chinese punctuation, wrappings of an answer."""

from __future__ import annotations

import re
import unicodedata

_PUNCTUATION = {
    "。": ".", "．": ".", "、": ",", "，": ",", "【": "[", "】": "]", "〔": "(", "〕": ")", "“": '"',
    "”": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'", "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-",
}  # fmt: skip
_SYMBOLS = {"×": "x", "✕": "x", "∞": "inf", "⁄": "/", "∕": "/", "∗": "*"}
_MEANINGFUL = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>")
"""Compatibility forms that must stay: NFKC would make 102 of 10²."""
_WIDTH = _PUNCTUATION | {
    chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if not chr(code - 0xFEE0).isalnum()
}
_WIDTH_TABLE = str.maketrans(_WIDTH | {"\u3000": " "})
_PREFIX = re.compile(r"[^\W\d](?:[\w.]++|\[[^\[\]=]{0,20}\]|\(\))*+\s*+=(?!=)")
_GIVEN_UP = frozenset(
    {"?", "??", "???", "idk", "i don't know", "don't know", "dunno", "不知道", "不会", "不清楚"}
)


def fold(text: str) -> str:
    """Return `text` in NFKC, with Chinese punctuation, ×, − and ∞ in ASCII; superscripts stay."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.translate({ord(char): _folded(char) for char in set(text)})


def bare(text: str) -> str:
    """Return a structured answer folded, without backticks, a leading ``name =`` and a closing stop."""
    text = fold(text).strip().strip("`").strip()
    if match := _PREFIX.match(text):
        text = text[match.end() :].lstrip()
    text = text.strip("`")
    return text[:-1].rstrip() if text.endswith((".", ";")) and not text.endswith("..") else text


def fold_punctuation(text: str) -> str:
    """Return `text` in NFC with full-width and Chinese punctuation in ASCII; letters and digits stay."""
    return unicodedata.normalize("NFC", text).translate(_WIDTH_TABLE)


def is_given_up(text: str) -> bool:
    """Tell whether the learner says not to know, as by ``?``, ``？``, ``idk`` or ``不知道``."""
    return len(text) < 30 and fold(text).strip().strip(".!").lower() in _GIVEN_UP


def _folded(char: str) -> str:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char in _SYMBOLS:
        return _SYMBOLS[char]
    if unicodedata.decomposition(char).startswith(_MEANINGFUL):
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) <= 3 else char
