"""How long a text is, for people who read it in any script."""

from __future__ import annotations

import re
import unicodedata

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:['’.\-_][^\W_]+)*")
_TOKEN = re.compile(rf"{_CJK.pattern}|(?:(?!{_CJK.pattern})\w)+")


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes on one line: wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
        if not unicodedata.combining(char)
    )


def words(text: str) -> float:
    """Return how many words `text` has; two Chinese characters count as one word."""
    rest, characters = _CJK.subn(" ", text)
    return len(_WORD.findall(rest)) + characters / 2


def tokens(text: str) -> list[str]:
    """Return the words of `text` in lower case; each Chinese character is one."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def is_chinese(text: str) -> bool:
    """Tell whether there is any Chinese, Japanese or Korean in `text`."""
    return _CJK.search(text) is not None
