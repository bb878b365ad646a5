"""While nothing happens nothing is done; what happens is seen all the same."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.deckfile import notice
from tests.tui.rig import until
from tests.tui.shelf_rig import NETS, Shelf, browsing
from tests.tui.terminal import Terminal

TYPED = "format: 1\ndeck: typed\ncards:\n- {id: one, q: What is half of 2?, a: '1', ask: value}\n"
WINDOW_S = 3
LEAST_MS = 1.0
"""Reading the clock ten times a second costs ten times as much."""

requires_clock = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process costs")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of someone with a small deck that asks for a typed answer."""
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "typed.yaml").write_text(TYPED)
    names = {"DATA": "data", "CONFIG": "config.toml", "DECKS": "decks"}
    return {f"FORECALL_{name}": str(tmp_path / place) for name, place in names.items()}


@requires_clock
@pytest.mark.parametrize(("words", "shown"), [((), "today:"), (("review",), "stop typing")])
def test_idle_costs_nothing(home: dict[str, str], words: tuple[str, ...], shown: str) -> None:
    """No CPU and no bytes once all is done; a file in a folder that came later is noticed within a second."""
    decks = Path(home["FORECALL_DECKS"])
    with Terminal((sys.executable, "-m", "app", *words), env=home) as terminal:
        terminal.wait_for(shown)
        spent: list[float] = []
        while not spent or (min(spent) > LEAST_MS and len(spent) < 10):  # the backup of the day may still run
            terminal.settle(1)
            before, sent = terminal.cpu_ms, len(terminal.raw)
            terminal.settle(WINDOW_S)
            spent.append(terminal.cpu_ms - before)
            assert len(terminal.raw) == sent
        assert min(spent) <= LEAST_MS
        if not words:
            (decks / "later").mkdir()
            terminal.settle(1)
            (decks / "later" / "new.yaml").write_text(TYPED.replace("typed", "another"))
            written = time.perf_counter()
            assert terminal.wait_for("another") - written < 2  # a busy machine has a second more
        assert terminal.leave(b"\x11") == 0


def test_escape_is_a_key_of_its_own_when_nothing_follows(home: dict[str, str]) -> None:
    """Though nobody looks at the clock any more while no key comes."""
    with Terminal((sys.executable, "-m", "app", "review"), env=home) as terminal:
        terminal.wait_for("stop typing")
        terminal.settle()
        terminal.write(b"\x1b")
        terminal.wait_for("space reveal", 2)
        terminal.settle(1)
        terminal.write("\t½".encode()[:-1])  # a character may come in two pieces
        terminal.settle(1)
        terminal.write("½".encode()[-1:])
        terminal.wait_for("½", 2)
        assert terminal.leave(b"\x11") == 0


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Two decks and their store."""
    made = Shelf(tmp_path)
    yield made
    made.store.close()


async def test_where_the_system_tells_nothing_the_files_are_looked_at(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network drive: what other machines write there Linux does not tell."""
    monkeypatch.setattr(notice, "_LOCAL", frozenset())
    async with browsing(shelf) as pilot:
        for number in (1, 2):
            cards = "".join(f"- {{id: new-{n}, q: x, a: y}}\n" for n in range(number))
            (shelf.root / "nets.yaml").write_text(NETS + cards)
            await until(lambda number=number: len(pilot.app.screen.rows.handles) == 4 + number)  # type: ignore[misc,attr-defined]
