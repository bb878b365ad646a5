"""Content as JSON: nothing is lost, and equal contents have equal bytes."""

from __future__ import annotations

from dataclasses import replace

from app.core.card import Comparison, Content, Facet, Kind, Snippet
from app.core.codec import from_json, hash_of, to_json
from app.core.text import Text

FULL = Content(
    kind=Kind.LIVE,
    question=Text((("en", "shape?"), ("zh", "形状？"))),
    answer=Text.plain("a"),
    why=Text.plain("w"),
    accept=(Text.plain("b"),),
    wrong=(Text.plain("c"), Text((("en", "d"), ("zh", "丁")))),
    steps=(Text.plain("1"), Text.plain("2")),
    ask=(Facet.SHAPE, Facet.DTYPE),
    run=Snippet("x\n", "import torch\n", (("n", "1..3"),), "n > 1", ("cuda",), 900),
    compare=Comparison(3, strict=True, base_ok=True),
)


def test_every_field_comes_back() -> None:
    """A card in the store is the card of the file."""
    assert from_json(to_json(FULL)) == FULL


def test_the_shortest_card_comes_back() -> None:
    """What is absent stays absent."""
    short = Content(Kind.BASIC, Text.plain("q"))
    assert from_json(to_json(short)) == short


def test_every_field_counts_in_the_hash() -> None:
    """A change anywhere is a change."""
    plain = Content(Kind.BASIC, Text.plain("q"))
    seen = {hash_of(to_json(plain))}
    for name in Content.__dataclass_fields__:
        seen.add(hash_of(to_json(replace(plain, **{name: getattr(FULL, name)}))))
    assert len(seen) == len(Content.__dataclass_fields__) + 1


def test_texts_do_not_run_into_each_other() -> None:
    """(ab, c) and (a, bc) are different cards."""
    one = Content(Kind.BASIC, Text.plain("ab"), Text.plain("c"))
    other = Content(Kind.BASIC, Text.plain("a"), Text.plain("bc"))
    assert hash_of(to_json(one)) != hash_of(to_json(other))


def test_a_lone_surrogate_has_a_hash() -> None:
    """A deck with a broken escape is still taken in."""
    assert len(hash_of(to_json(Content(Kind.BASIC, Text.plain("\ud800"))))) == 32
