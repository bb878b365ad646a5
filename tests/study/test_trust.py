"""Which snippets run unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.cage import Cage, Tier
from app.core.card import Snippet
from app.deckfile.bundled import bundled_dir
from app.deckfile.find import deck_files
from app.deckfile.load import load_file
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
    """In tier A no snippet asks."""
    assert await Trust().asks_because(MINE, FakeRunner(cage=CAGED)) == ""


@pytest.mark.parametrize("cage", [READS, Cage(Tier.LIMITED, ("no Landlock in this kernel",))])
async def test_below_tier_a_every_snippet_asks(cage: Cage) -> None:
    """And the learner is told why; those of the decks that come with forecall ask as well."""
    runner = FakeRunner(cage=cage)
    assert await Trust().asks_because(MINE, runner) == "no Landlock in this kernel"
    loaded = [load_file(file).deck for file in deck_files(bundled_dir())]
    runs = [card.content.run for deck in loaded if deck for card in deck.cards if card.content.run]
    assert len(runs) > 200
    trust = Trust()
    trust.agree(runs[0])
    asked = [run for run in runs if run != runs[0] and await trust.asks_because(run, runner)]
    assert asked == [run for run in runs if run != runs[0]]
    assert await trust.asks_because(runs[0], runner) == ""


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
    Trust(kept).agree(MINE, "d/c")
    later = Trust(kept)
    assert await later.asks_because(MINE, runner) == ""
    assert await later.asks_because(replace(MINE, **edit), runner)  # type: ignore[arg-type]
    assert list(kept.kept.values()) == [("d/c", "x + 1")]


async def test_a_device_outside_the_cage_asks_even_where_the_rest_is_caged() -> None:
    """A CUDA snippet reaches the driver: no tier covers that."""
    snippet = replace(MINE, needs=("cuda",))
    trust, runner = Trust(), FakeRunner(cage=CAGED)
    assert await trust.asks_because(snippet, runner) == "the driver of cuda lies outside the cage"
    trust.agree(snippet)
    assert await trust.asks_because(snippet, runner) == ""
