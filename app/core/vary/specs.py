"""What a variable can be: a finite set whose members are known by number, never laid out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from app.core.vary.errors import VaryError
from app.core.vary.expressions import fixed

MAX_LENGTH = 2000
MAX_LIST = 100

_NUMBER = r"[+-]?\d{1,30}(?:\.\d{1,15})?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s+step\s+({_NUMBER}))?", re.ASCII)
_LIKE_A_RANGE = re.compile(r"[\w.+-]+\s*(?:\.\.|…)\s*[\w.+-]+(?:\s+step\b.*)?")
_LIST = re.compile(r"list of (\d{1,6})( distinct)? from (.+)", re.ASCII | re.DOTALL)
_RANGE_FIX = "Write it like `8..32`, `8..32 step 4` or `0.5..2.0 step 0.5`."


@dataclass(frozen=True, slots=True)
class Choices:
    """A finite set of texts.

    Attributes:
        count: How many there are, at least 1.
        at: Gives the text with the number i, 0 <= i < count; different numbers give different texts.
    """

    count: int
    at: Callable[[int], str]


def read(name: str, spec: str) -> Choices:
    """Read how a variable is drawn; `spec` is anything but a derived value.

    Raises:
        VaryError: If it can't be read or is empty.
    """
    spec = spec.strip()
    if not spec:
        raise VaryError(name, "There is nothing to draw.", "Write a range or texts separated by ` | `.")
    if len(spec) > MAX_LENGTH:
        raise VaryError(name, f"It is longer than {MAX_LENGTH} characters.")
    word = spec.split(maxsplit=1)[0]
    if word == "shuffle" and spec != word:
        return _shuffle(name, spec.removeprefix(word))
    if re.match(r"list\s+of\s", spec):
        return _list(name, spec)
    return _texts_or_range(name, spec)


def _texts_or_range(name: str, spec: str) -> Choices:
    if match := _RANGE.fullmatch(spec):
        return _range(name, *match.groups())
    texts = [text.strip() for text in spec.split(" | ")]
    for text in texts:
        if not text:
            raise VaryError(name, "One of the alternatives is empty.", "Take out the ` | ` too many.")
        if _LIKE_A_RANGE.fullmatch(text):
            raise VaryError(name, f"`{text[:40]}` is not a range of numbers.", _RANGE_FIX)
    doubled = next((text for text in texts if texts.count(text) > 1), None)
    if doubled is not None:
        raise VaryError(name, f"`{doubled[:40]}` is there twice.", "Write each alternative once.")
    return Choices(len(texts), texts.__getitem__)


def _range(name: str, low: str, high: str, step: str | None) -> Choices:
    places = max(_places(low), _places(step or ""))
    if step is None and (places or _places(high)):
        raise VaryError(name, "A range with decimals needs a step.", _RANGE_FIX)
    first, last, stride = Fraction(low), Fraction(high), Fraction(step or 1)
    if stride <= 0:
        raise VaryError(name, "The step must be greater than 0.", _RANGE_FIX)
    if last < first:
        raise VaryError(name, f"`{low}..{high}` is empty.", "Write the smaller bound first.")
    return Choices((last - first) // stride + 1, lambda i: fixed(first + i * stride, places))


def _places(number: str) -> int:
    return len(number.partition(".")[2])


def _shuffle(name: str, spec: str) -> Choices:
    members = _texts_or_range(name, spec.strip())
    return _distinct(name, members.count, members)


def _list(name: str, spec: str) -> Choices:
    match = _LIST.fullmatch(" ".join(spec.split()))
    if match is None:
        fix = "Write `list of 4 from 1..9` or `list of 4 distinct from 1..9`."
        raise VaryError(name, f"`{spec[:40]}` is not a list to draw.", fix)
    length, distinct, members = int(match[1]), match[2], _texts_or_range(name, match[3])
    if distinct:
        return _distinct(name, length, members)
    _check_length(name, length)

    def at(index: int) -> str:
        picked = []
        for _ in range(length):
            index, which = divmod(index, members.count)
            picked.append(members.at(which))
        return f"[{', '.join(picked)}]"

    return Choices(members.count**length, at)


def _distinct(name: str, length: int, members: Choices) -> Choices:
    _check_length(name, length)
    if length > members.count:
        what = f"There are only {members.count} to take {length} different ones from."
        raise VaryError(name, what, "Make the list shorter or allow repeats.")

    def at(index: int) -> str:
        taken: list[int] = []
        for position in range(length):
            index, which = divmod(index, members.count - position)
            # `which` counts the members not yet taken; step over the taken ones below it.
            for earlier in sorted(taken):
                which += which >= earlier
            taken.append(which)
        return f"[{', '.join(map(members.at, taken))}]"

    return Choices(math.perm(members.count, length), at)


def _check_length(name: str, length: int) -> None:
    if length > MAX_LIST:
        raise VaryError(name, f"A list of {length} is too long.", f"Take at most {MAX_LIST}.")
