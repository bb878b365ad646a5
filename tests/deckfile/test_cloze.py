"""Cloze texts are taken apart by counting braces; holes are known by key, then text, then place."""

from __future__ import annotations

import pytest

from app.deckfile import cloze
from app.deckfile.cloze import Hole


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("{{a}}", [Hole("", "a")]),
        ("{{key::a b}} c {{d}}", [Hole("key", "a b"), Hole("", "d")]),
        (r"{{\frac{a}{b}}}", [Hole("", r"\frac{a}{b}")]),
        (r"$e^{x}$ {{f::$\frac{1}{1+e^{-x}}$}} $y_{i}$", [Hole("f", r"$\frac{1}{1+e^{-x}}$")]),
        ("{{x[::2]}} {{a::b::c}}", [Hole("", "x[::2]"), Hole("a", "b::c")]),
        ("{a} {{ b }} }", [Hole("", "b")]),
        ("{{{a: 1}}}", [Hole("", "{a: 1}")]),
    ],
)
def test_holes_are_found(text: str, holes: list[Hole]) -> None:
    """Braces within a hole and around it belong to its text or to none."""
    assert list(cloze.parse(text).holes) == holes


@pytest.mark.parametrize(
    ("holes", "parts"),
    [
        ([Hole("", "Soft margin!")], ("soft-margin",)),
        ([Hole("", "a"), Hole("", "A"), Hole("", "a.")], ("a", "a-2", "a-3")),
        ([Hole("a", "x"), Hole("", "a")], ("a", "a-2")),
        ([Hole("", "饱和")], (cloze.short_hash("饱和"),)),
        ([Hole("", "!!")], (cloze.short_hash("!!"),)),
    ],
)
def test_a_hole_without_key_is_known_by_its_text(holes: list[Hole], parts: tuple[str, ...]) -> None:
    """Its ASCII words, else a hash; doubles by their place."""
    assert cloze.parts_of(tuple(holes)) == parts


def test_short_hashes_are_stable() -> None:
    """They are written into files and databases, so they may never change."""
    assert [cloze.short_hash(text) for text in ("", "a")] == ["fnjca9se", "ykgpky7e"]
