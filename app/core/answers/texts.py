"""What is printed."""

from __future__ import annotations

import re
import unicodedata

from app.core.answers.finding import RIGHT, Finding, excerpt, wrong
from app.core.answers.folding import fold_punctuation
from app.core.answers.literals import PRINTED, difference
from app.core.answers.reading import ReadingError, read

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,16}\b")
_BLANKS = re.compile(r"[^\S\n]+")
_NOTHING = frozenset({"nothing", "(nothing)", "无", "没有", "没有输出", "无输出", "no output"})


def judge(typed: str, truth: str, strict: bool) -> Finding:
    """Compare typed text with what was printed, line by line.

    Trailing blanks and newlines are free; runs of blanks are one; the width of punctuation and
    addresses of objects do not count. Equal Python literals are the same, but the types in them and
    the order of lists and dicts count, and so does each digit. Tensors and arrays are compared
    without blanks. Case counts. `strict`: everything counts but a newline at the end.
    """
    shown = truth.replace("\r\n", "\n").split("\n")
    if strict:
        return _by_lines(_strict_lines(typed), _strict_lines(truth), shown, literals=False)
    said, true = _lines(typed), _lines(truth)
    if true == [""] and typed.strip().lower() in _NOTHING:
        return RIGHT
    if _same_arrays(said, true) or (len(true) > 1 and _same_literal("\n".join(said), "\n".join(true))):
        return RIGHT
    return _by_lines(said, true, shown, literals=True)


def _by_lines(said: list[str], true: list[str], shown: list[str], literals: bool) -> Finding:
    for number, (one, other) in enumerate(zip(said, true, strict=False)):
        if one != other and not (literals and _same_literal(one, other)):
            name = f"line {number + 1}" if len(true) > 1 else "it"
            return wrong(f"{name} is {excerpt(shown[number]) or 'empty'}")
    if len(said) != len(true):
        return wrong(f"it is {len(true)} lines, you said {len(said)}" if len(true) > 1 else "it is 1 line")
    return RIGHT


def _lines(text: str) -> list[str]:
    text = fold_punctuation(text.replace("\r\n", "\n"))
    text = _ADDRESS.sub("at 0x…", text)
    lines = [_BLANKS.sub(" ", line).rstrip() for line in text.split("\n")]
    return _without_empty_end(lines)


def _strict_lines(text: str) -> list[str]:
    return _without_empty_end(unicodedata.normalize("NFC", text.replace("\r\n", "\n")).split("\n"))


def _without_empty_end(lines: list[str]) -> list[str]:
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines


def _same_arrays(said: list[str], true: list[str]) -> bool:
    one, other = "".join(said), "".join(true)
    if "tensor(" not in other and "array(" not in other:
        return False
    return one.replace(" ", "") == other.replace(" ", "")


def _same_literal(said: str, true: str) -> bool:
    if said[:1].isspace() != true[:1].isspace():
        return False
    try:
        return not difference(read(said, exact=True), read(true, exact=True), PRINTED)
    except ReadingError:
        return False
