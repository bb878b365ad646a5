"""Newer decks on a screen: card by card, the owner decides, and all of it is taken back by one key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.study.updating import Updates
from app.tui.home import HomeScreen
from app.tui.update_app import UpdateApp
from app.tui.updates import UpdateScreen
from tests.builders import NOON
from tests.tui.rig import Page, until
from tests.tui.screen_text import is_golden, screen_text
from tests.tui.shelf_rig import NETS, SVM, Shelf, browsing, says

NEWER_NETS = (
    NETS.replace("It does not saturate.", "It does not saturate for x > 0, and it is cheap.")
    .replace("far from 0", "where |x| is large")
    .replace("title: Networks", "title: Neural networks")
    + "\n- id: gelu\n  q: What is GELU?\n  a: x·Φ(x)\n"
)
NEWER_SVM = SVM.replace("- id: margin\n  q: Which SVM fits almost separable data?\n  a: soft margin\n", "")
MINE = NETS.replace("It does not saturate.", "它不会饱和 (mine).")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Two decks taken over once, one card edited since, and newer versions of both beside a new deck."""
    made = Shelf(tmp_path)
    updates = Updates(made.root, made.data, lambda: NOON)
    updates.remember(made.root.glob("*.yaml"))
    (made.root / "nets.yaml").write_text(MINE)
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "nets.yaml").write_text(NEWER_NETS)
    (newer / "svm.yaml").write_text(NEWER_SVM)
    (newer / "trees.yaml").write_text(
        "format: 1\ndeck: trees\ntitle: Trees\ncards:\n- id: x\n  q: x?\n  a: y\n"
        '- id: bad\n  q: "[MASK] \u202e\x1b[2J?"\n  a: y\n'
    )
    yield made
    assert made.store.differences() == []
    made.store.close()


async def listed(pilot: Page) -> UpdateScreen:
    """Wait until the plan is there."""
    await until(lambda: isinstance(pilot.app.screen, UpdateScreen) and bool(pilot.app.screen._offers))
    await pilot.pause()
    assert isinstance(pilot.app.screen, UpdateScreen)
    return pilot.app.screen


async def told(pilot: Page) -> None:
    """Wait until home tells of newer decks, and offers its key."""
    text = "Newer versions of 3 decks: U shows"
    await until(lambda: text in screen_text(pilot.app) and "U update" in screen_text(pilot.app))


def newer(shelf: Shelf) -> Path:
    """Where the newer decks are."""
    return shelf.data / "newer"


@pytest.mark.parametrize(("name", "size"), [("updates", (80, 24)), ("updates_wide", (120, 40))])
async def test_golden(shelf: Shelf, name: str, size: tuple[int, int]) -> None:
    """What the owner decides comes first; both texts stand side by side, with marks at what differs."""
    async with browsing(shelf, "U", size, newer_decks=lambda: newer(shelf)) as pilot:
        await pilot.press("U")
        await listed(pilot)
        assert is_golden(pilot.app, name)


async def test_home_tells_and_the_edited_card_stays(shelf: Shelf) -> None:
    """Untouched: updated; edited: kept; new: added; dropped: retired; and all of it is taken back."""
    async with browsing(shelf, "", newer_decks=lambda: newer(shelf)) as pilot:
        await told(pilot)
        await pilot.press("U")
        await listed(pilot)
        assert (shelf.text("nets"), shelf.text("svm")) == (MINE, SVM)
        await pilot.press("a")
        await says(pilot, "Taken over: 3 decks")
        assert shelf.text("nets") == NEWER_NETS.replace(
            "It does not saturate for x > 0, and it is cheap.", "它不会饱和 (mine)."
        )
        assert shelf.text("svm") == NEWER_SVM
        await until(lambda: "trees/x" in shelf.names())
        assert "svm/margin" not in shelf.names()
        assert "up to date" in screen_text(pilot.app)
        await pilot.press("u")
        await says(pilot, "Taken back: update of nets, svm, trees")
        assert (shelf.text("nets"), shelf.text("svm")) == (MINE, SVM)
        assert not (shelf.root / "trees.yaml").exists()
        await listed(pilot)
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))


@pytest.mark.parametrize("keys", ["", "b", "a"])
async def test_the_palette_goes_there_from_any_screen(shelf: Shelf, keys: str) -> None:
    """Once, and only where there is something newer; not from there itself."""
    async with browsing(shelf, "", newer_decks=lambda: newer(shelf)) as pilot:
        await told(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.press("ctrl+p", *"newer versions")
        await until(lambda: screen_text(pilot.app).count("See what newer versions") == 1)
        await pilot.press("enter")
        await listed(pilot)
        await pilot.press("ctrl+p", *"newer versions")
        await until(lambda: "No matches found" in screen_text(pilot.app))
    async with browsing(shelf, keys) as pilot:
        await pilot.press("ctrl+p", *"newer versions")
        await until(lambda: "No matches found" in screen_text(pilot.app))


async def test_the_newer_text_is_taken_where_the_owner_says_so(shelf: Shelf) -> None:
    """One key turns it; another turns it back."""
    async with browsing(shelf, "", newer_decks=lambda: newer(shelf)) as pilot:
        await told(pilot)
        await pilot.press("U")
        await listed(pilot)
        await pilot.press("space")
        assert "newer taken" in screen_text(pilot.app)
        await pilot.press("space")
        assert "yours stays" in screen_text(pilot.app)
        await pilot.press("space", "a")
        await says(pilot, "Taken over")
        assert shelf.text("nets") == NEWER_NETS
        await pilot.press("q")
        await pilot.press("b", "u")
        await says(pilot, "Taken back: update of")
        assert shelf.text("nets") == MINE
        await pilot.press("q")
        await told(pilot)


async def test_a_card_edited_meanwhile_is_shown_again(shelf: Shelf) -> None:
    """What was not seen is not overwritten."""
    async with browsing(shelf, "", newer_decks=lambda: newer(shelf)) as pilot:
        await told(pilot)
        await pilot.press("U")
        await listed(pilot)
        (shelf.root / "svm.yaml").write_text(SVM.replace("soft margin", "mine"))
        await pilot.press("a")
        await says(pilot, "changed meanwhile")
        assert shelf.text("nets") == MINE
        assert "svm/margin" in screen_text(pilot.app)
        await pilot.press("a")
        await says(pilot, "Taken over")
        assert "a: mine" in shelf.text("svm")


async def test_texts_of_newer_decks_draw_nothing(shelf: Shelf) -> None:
    """They are shown as they are, and neither markup nor orders to the terminal."""
    async with browsing(shelf, "", newer_decks=lambda: newer(shelf)) as pilot:
        await told(pilot)
        await pilot.press("U")
        await listed(pilot)
        await pilot.press("end")
        await until(lambda: "[MASK] ��[2J?" in screen_text(pilot.app))


async def test_nothing_is_told_to_who_took_nothing(shelf: Shelf, tmp_path: Path) -> None:
    """Decks of one's own are no older versions of those that came along."""
    async with browsing(
        shelf, "", newer_decks=lambda: newer(shelf), data_at=str(tmp_path / "other")
    ) as pilot:
        await pilot.app.look_for_updates()  # type: ignore[attr-defined]
        await pilot.press("U")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_shared_decks_are_shown_from_the_command_line(shelf: Shelf) -> None:
    """`forecall update SOURCE --screen` begins with the screen; behind it is home; errors are told there."""
    app = UpdateApp(shelf.services(), newer(shelf))
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        assert "trees" in screen_text(app)
        (shelf.root / "nets.yaml").write_text("format: 1\ndeck: nets\ncards:\n- id: [\n")
        await pilot.press("q")
        await until(lambda: isinstance(app.screen, HomeScreen))
        app.push_screen(UpdateScreen(app.desk, newer(shelf)))
        await pilot.pause()
        await says(pilot, "has errors")
