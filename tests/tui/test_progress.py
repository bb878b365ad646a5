"""The progress screen: its plots as text, its filters by keys, what hurts, and what it costs in width."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from app.core.errors import ForecallError
from app.core.statistics.counts import Scope
from app.store.opening import open_store
from app.store.store import Store
from app.study.progress import measure, sections
from app.tui.home import HomeScreen
from app.tui.hurts import CardScreen, HurtScreen
from app.tui.panels import Look, grouped, sheet_lines
from app.tui.past import PastScreen
from app.tui.plots.sheet import Sheet
from app.tui.progress import ProgressScreen
from tests.builders import DAY, NOON
from tests.history import study
from tests.store.shelf import a_deck, blank_database, take_in
from tests.study.fakes import FakeStore
from tests.tui.looks import every_look
from tests.tui.rig import Page, Rig, notice_of, opened, until
from tests.tui.screen_text import is_golden, is_text, screen_text, styles_of


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with some months of history; nothing here writes to it."""
    path = blank_database(tmp_path_factory.mktemp("studied") / "x.sqlite", tmp_path_factory.getbasetemp())
    with open_store(path, lambda: NOON) as store:
        study(store)
        yield store


@asynccontextmanager
async def on_progress(store: Store, *keys: str, **changes: Any) -> AsyncIterator[Page]:
    """Open the app, go to progress, and press keys."""
    rig = Rig(FakeStore([]), open_store=lambda: store)
    async with opened(rig, cards=store, **changes) as pilot:
        await pilot.press("p")
        await until(lambda: isinstance(pilot.app.screen, ProgressScreen))
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        yield pilot


@pytest.mark.parametrize("width", [56, 76, 116])
@pytest.mark.parametrize("glyphs", [True, False])
def test_every_plot(studied: Store, width: int, glyphs: bool) -> None:
    """All sections, at 60, 80 and 120 columns, with shades and with glyphs."""
    found = measure(studied, Scope(DAY))
    lines = sheet_lines(found, sections(found), width, Look(glyphs, year=width == 116))
    texts = ["".join(piece.text for piece in line).rstrip() for line in lines]
    assert max(map(cell_len, texts)) <= width
    assert max(map(cell_len, texts)) <= width
    is_text("\n".join(texts) + "\n", f"plots_{width}{'_glyphs' if glyphs else ''}")


@every_look
async def test_screen(studied: Store, size: tuple[int, int], language: str) -> None:
    """What is looked at, plots with their numbers, keys."""
    async with on_progress(studied, size=size, language=language) as pilot:
        assert is_golden(pilot.app, "progress", language)


async def test_screen_in_chinese(studied: Store) -> None:
    """The title of the chosen deck, in its language and aligned."""
    async with on_progress(studied, "d", size=(80, 24), language="zh") as pilot:
        assert is_golden(pilot.app, "progress_zh")


async def test_screen_without_colours(studied: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels and parts are told by glyphs, and no segment lacks a style."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with on_progress(studied, "pagedown", size=(80, 24)) as pilot:
        assert is_golden(pilot.app, "progress_no_color")


async def test_shades_are_colours_of_the_theme(studied: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Squares of different levels have different colours, and bars another than text."""
    monkeypatch.setattr(Sheet, "glyphs", property(lambda self: False))
    async with on_progress(studied, size=(80, 60)) as pilot:
        assert len(set(styles_of(pilot.app, "■"))) >= 4
        assert set(styles_of(pilot.app, "█")).isdisjoint(styles_of(pilot.app, "answers in"))


async def test_resizing_lays_out_anew(studied: Store) -> None:
    """At 60 columns nothing is wider than the screen, at 120 sections stand side by side."""
    async with on_progress(studied, size=(120, 40)) as pilot:
        assert "Retention" in screen_text(pilot.app).splitlines()[2]
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        lines = screen_text(pilot.app).splitlines()
        assert "Retention" not in lines[2]
        assert max(map(cell_len, lines)) <= 60


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (("d",), Scope(DAY, deck="activations")),
        (("d", "d"), Scope(DAY, deck="svm")),
        (("d", "d", "d"), Scope(DAY)),
        (("D",), Scope(DAY, deck="svm")),
        (("t",), Scope(DAY, tag="relu")),
        (("t", "T"), Scope(DAY)),
        (("p",), Scope(DAY, days=None)),
        (("p", "p"), Scope(DAY, days=30)),
        (("d", "t", "p"), Scope(DAY, None, "activations", "relu")),
        (("d", "t", "p", "a"), Scope(DAY)),
    ],
)
async def test_keys_choose_what_is_looked_at(studied: Store, keys: tuple[str, ...], wanted: Scope) -> None:
    """Deck, tag and period, round the end; the figures are those of the choice."""
    async with on_progress(studied, *keys) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)
        assert screen.found == measure(studied, wanted)


async def test_one_key_tells_what_is_counted(studied: Store) -> None:
    """Each definition stands below its figure, and goes again."""
    async with on_progress(studied, "x", size=(100, 60)) as pilot:
        assert "Every grade that was not undone" in screen_text(pilot.app)
        await pilot.press("x")
        assert "Every grade that was not undone" not in screen_text(pilot.app)


async def test_one_key_switches_the_forecast(studied: Store) -> None:
    """A month in days, a year in weeks."""
    async with on_progress(studied, size=(80, 90)) as pilot:
        month = screen_text(pilot.app)
        await pilot.press("f")
        await pilot.pause()
        assert screen_text(pilot.app) != month


async def test_a_collection_without_reviews() -> None:
    """Nothing is drawn from nothing, and it is said."""
    rig = Rig(FakeStore([]))
    async with opened(rig, size=(80, 60)) as pilot:
        await pilot.press("p")
        await until(lambda: isinstance(pilot.app.screen, ProgressScreen))
        await pilot.pause()
        assert "no reviews yet" in screen_text(pilot.app)
        await pilot.press("w")
        await until(lambda: isinstance(pilot.app.screen, HurtScreen))
        await pilot.pause()
        assert "Nothing hurts yet" in screen_text(pilot.app)
        await pilot.press("enter", "down", "q", "q")
        assert isinstance(pilot.app.screen, HomeScreen)


@every_look
async def test_where_it_hurts_as_a_screen(studied: Store, size: tuple[int, int], language: str) -> None:
    """Lists, and a card of them."""
    async with on_progress(studied, "w", size=size, language=language) as pilot:
        await until(lambda: isinstance(pilot.app.screen, HurtScreen))
        await pilot.pause()
        assert is_golden(pilot.app, "hurts", language)
        await pilot.press("down", "enter")
        await until(lambda: isinstance(pilot.app.screen, CardScreen))
        await pilot.pause()
        assert is_golden(pilot.app, "hurt_card", language)


async def test_where_it_hurts(studied: Store) -> None:
    """Lists of cards, sections, predictions and confusions; the cursor opens a card."""
    async with on_progress(studied, "w", size=(100, 60)) as pilot:
        await until(lambda: isinstance(pilot.app.screen, HurtScreen))
        await pilot.pause()
        assert is_golden(pilot.app, "hurts_at_length")
        await pilot.press("down", "enter")
        await until(lambda: isinstance(pilot.app.screen, CardScreen))
        await pilot.pause()
        assert "easiness" in screen_text(pilot.app)
        await pilot.press("q", "h")
        await until(lambda: isinstance(pilot.app.screen, PastScreen))
        await pilot.press("q", "x")
        await pilot.pause()
        assert "ordered by the share that is surely failed" in screen_text(pilot.app)


@pytest.mark.parametrize("key", ["d", "t", "p", "w"])
async def test_what_can_not_be_read_is_told(
    studied: Store, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The figures that are there stay, and so does the app."""
    async with on_progress(studied) as pilot:

        def refuse(*_: object) -> None:
            raise ForecallError("The disk failed.")

        monkeypatch.setattr(studied, "_rows", refuse)
        await pilot.press(key)
        await until(lambda: notice_of(pilot) == "✗ The disk failed.")
        assert "460 answers" in screen_text(pilot.app)


def test_long_periods_are_grouped() -> None:
    """Sums of days until they fit; the last group, which ends today, is whole."""
    assert grouped([1] * 10, 10) == ([1] * 10, 1)
    assert grouped([1] * 16, 10) == ([2, 7, 7], 7)
    values, size = grouped([1] * 4000, 60)
    assert (sum(values), size) == (4000, 364)


async def test_a_sitting_ends_with_what_it_changed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The summary tells what the day changed and the streak, as soon as it is read."""
    path = blank_database(tmp_path / "x.sqlite", tmp_path_factory.getbasetemp())
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", "a"))
        async with opened(Rig(FakeStore([]), open_store=lambda: store), [], cards=store) as pilot:
            await pilot.press("space", "3")
            await until(lambda: "1 card begun" in screen_text(pilot.app))
            text = screen_text(pilot.app)
            assert "changed       1 card begun" in text
            assert "streak        1 day" in text
