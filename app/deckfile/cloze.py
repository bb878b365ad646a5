"""Cloze texts: ``tanh still {{fault::saturates}}`` into holes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

MAX_HOLES = 50
_KEY = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]{0,63})::(?!\])")
_BRACE = re.compile("[{}]")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


class ClozeError(Exception):
    """A cloze text that can't be read.

    Args:
        what: What is wrong, one sentence.
        fix: What to do about it.
    """

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


class Hole(NamedTuple):
    """A hole: its key (empty if it has none) and the text that fills it."""

    key: str
    text: str


class Cloze(NamedTuple):
    """A cloze text taken apart: ``between[0] hole[0] between[1] … between[n]``."""

    between: tuple[str, ...]
    holes: tuple[Hole, ...]

    def asking(self, asked: int) -> str:
        """Return the text with hole number `asked` as ``[…]`` and the others filled."""
        fillings = ["[…]" if i == asked else hole.text for i, hole in enumerate(self.holes)]
        return "".join(a + b for a, b in zip(self.between, [*fillings, ""], strict=True))


def parse(text: str) -> Cloze:
    r"""Take a cloze text apart; braces are counted, so that ``{{\frac{a}{b}}}`` is one hole.

    Raises:
        ClozeError: If a hole is never closed, is empty or nested, there are too many or none.
    """
    between: list[str] = []
    holes: list[Hole] = []
    start = depth = 0
    brace = _BRACE.search(text)
    while brace:
        at = brace.start()
        if depth == 0 and text.startswith("{{", at):
            between.append(text[start:at])
            end = _end_of_hole(text, at)
            if len(holes) == MAX_HOLES:
                raise ClozeError(f"This cloze has more than {MAX_HOLES} holes.", "Split the card.")
            holes.append(_hole(text[at + 2 : end]))
            start = at = end + 2
        elif depth == 0 and text.startswith("}}", at):
            raise ClozeError("`}}` closes a hole that was never opened.", "Open the hole with `{{`.")
        else:
            depth = max(0, depth + (1 if text[at] == "{" else -1))
            at += 1
        brace = _BRACE.search(text, at)
    if not holes:
        raise ClozeError("This cloze has no hole.", "Put `{{key::…}}` around what is to be recalled.")
    return Cloze((*between, text[start:]), tuple(holes))


def parts_of(holes: tuple[Hole, ...]) -> tuple[str, ...]:
    """Return the key by which each hole is known: its own, or one made of its text, then its place."""
    taken = {hole.key for hole in holes if hole.key}
    parts = []
    for hole in holes:
        part = base = hole.key or slug(hole.text)
        place = 2
        while not hole.key and part in taken:
            part, place = f"{base}-{place}", place + 1
        taken.add(part)
        parts.append(part)
    return tuple(parts)


def slug(text: str) -> str:
    """Return a short key made of `text`: its ASCII words, or a hash where these do not say it all."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    says_it = plain.isascii() and 0 < len(words) <= 40
    return words if says_it else short_hash(plain)


def short_hash(text: str) -> str:
    """Return 8 characters of Crockford's base 32 (40 bits) that depend on `text` alone."""
    number = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=5).digest())
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))


def _end_of_hole(text: str, opened: int) -> int:
    depth = 0
    for brace in _BRACE.finditer(text, opened + 2):
        at = brace.start()
        if text[at] == "{":
            depth += 1
            if text[at - 1] == "{" and depth > 1 and at > opened + 2:
                raise ClozeError(
                    "A hole is opened within another one.",
                    "Close the first with `}}` before it, or write a space between braces: `{ {`.",
                )
        elif depth:
            depth -= 1
        elif text.startswith("}}", at):
            return at
        else:
            raise ClozeError("A hole has a `}` too many.", "Close the hole with `}}`.")
    raise ClozeError(f"The hole `{text[opened : opened + 24]}` is never closed.", "Close it with `}}`.")


def _hole(inner: str) -> Hole:
    labelled = _KEY.match(inner)
    key, text = (labelled[1], inner[labelled.end() :]) if labelled else ("", inner)
    if not text.strip():
        raise ClozeError("A hole is empty.", "Write what is to be recalled: `{{key::text}}`.")
    return Hole(key, text.strip())
