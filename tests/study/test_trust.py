"""Which snippets run unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.cage import Cage, Tier
from app.core.card import Snippet
from app.core.codec import snippet_hash
from app.study.trust import Trust
from tests.study.fakes import FakeRunner

MINE = Snippet("x + 1", setup="x = $n", vary=(("n", "1 | 2"),), when="n > 0", timeout_ms=100)
CAGED = Cage(Tier.CAGED)
READS = Cage(Tier.READS, ("no Landlock in this kernel",))


class Kept:
    """Agreements in memory."""

    def __init__(self) -> None:
        self.kept: dict[bytes, tuple[str, str]] = {}

    def holds(self, snippet: bytes) -> bool:
        return snippet in self.kept

    def add(self, snippet: bytes, card: str, line: str) -> None:
        self.kept[snippet] = card, line


async def test_what_is_caged_runs_unasked() -> None:
    """In tier A no snippet asks, and the bundled decks are not even read."""

    def read() -> frozenset[str]:
        raise AssertionError("the bundled decks were read")

    assert await Trust(read).asks_because(MINE, FakeRunner(cage=CAGED)) == ""


@pytest.mark.parametrize("cage", [READS, Cage(Tier.LIMITED, ("no Landlock in this kernel",))])
async def test_below_tier_a_a_foreign_snippet_asks_and_a_bundled_one_does_not(cage: Cage) -> None:
    """What came with forecall runs; anything else asks, and is told why."""
    runner = FakeRunner(cage=cage)
    assert await Trust(frozenset).asks_because(MINE, runner) == "no Landlock in this kernel"
    assert await Trust(lambda: frozenset({snippet_hash(MINE)})).asks_because(MINE, runner) == ""


@pytest.mark.parametrize(
    "edit",
    [
        {"code": "x + 2"},
        {"setup": "x = 3"},
        {"vary": (("n", "1 | 3"),)},
        {"when": ""},
        {"timeout_ms": 200},
        {"needs": ("torch",)},
        {"needs": ("cuda",)},
    ],
)
async def test_any_edit_asks_again(edit: dict[str, object]) -> None:
    """An agreement is to this very snippet, on this device, across sessions."""
    kept, runner = Kept(), FakeRunner(cage=READS)
    Trust(frozenset, kept).agree(MINE, "d/c")
    later = Trust(frozenset, kept)
    assert await later.asks_because(MINE, runner) == ""
    assert await later.asks_because(replace(MINE, **edit), runner)  # type: ignore[arg-type]
    assert list(kept.kept.values()) == [("d/c", "x + 1")]


async def test_a_device_outside_the_cage_asks_even_where_the_rest_is_caged() -> None:
    """A CUDA snippet reaches the driver: no tier covers that."""
    snippet = replace(MINE, needs=("cuda",))
    trust, runner = Trust(frozenset), FakeRunner(cage=CAGED)
    assert await trust.asks_because(snippet, runner) == "the driver of cuda lies outside the cage"
    trust.agree(snippet)
    assert await trust.asks_because(snippet, runner) == ""
