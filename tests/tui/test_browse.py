"""The browser: search as one types, acts on one card or many, all of them taken back by one key."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.collection import StoredCard
from app.core.rules import Rules
from app.tui.browse import BrowseScreen
from app.tui.browse_app import BrowseApp
from app.tui.edit import EditScreen
from app.tui.home import HomeScreen
from tests.builders import DAY, NOON
from tests.store.shelf import grade
from tests.tui.rig import Page, until
from tests.tui.screen_text import screen_text
from tests.tui.shelf_rig import NETS, SVM, Shelf, browsing, says, typed


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Two decks and their store."""
    made = Shelf(tmp_path)
    yield made
    assert made.store.differences() == []
    made.store.close()


def browser(pilot: Page) -> BrowseScreen:
    """The browser in sight."""
    assert isinstance(pilot.app.screen, BrowseScreen)
    return pilot.app.screen


async def lists(pilot: Page, number: int) -> None:
    """Wait until so many cards are listed."""
    await until(lambda: len(browser(pilot).rows.handles) == number)
    await pilot.pause()


async def test_leeches_are_what_the_settings_call_so(shelf: Shelf) -> None:
    """The number of failures from which on the review tells of one; none where it never does."""
    for days, graded in ((9, 4), (1, 2)):
        grade(shelf.store, "nets/tanh", graded, day=DAY - timedelta(days=days))
    for lapses, number in ((1, 1), (2, 0), (0, 0)):
        app = BrowseApp(shelf.services(rules=Rules(leech_lapses=lapses)), "is:leech")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(lambda: pilot.app.desk.intake is not None)  # type: ignore[attr-defined]
            await lists(pilot, number)


async def test_from_the_command_line_with_a_query(shelf: Shelf) -> None:
    """`forecall browse QUERY` begins with what it finds; behind it is home."""
    app = BrowseApp(shelf.services(), "deck:svm")
    async with app.run_test(size=(80, 24)) as pilot:
        await lists(pilot, 2)
        assert "deck:svm" in screen_text(app)
        await pilot.press("q")
        await until(lambda: isinstance(app.screen, HomeScreen))


async def test_search_as_one_types(shelf: Shelf) -> None:
    """Each key narrows the list; escape gives the keys back; home is one key away."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("slash")
        await typed(pilot, "tanh")
        await lists(pilot, 1)
        assert "Where is tanh flat?" in screen_text(pilot.app)
        await pilot.press("escape", "q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_a_search_replaced_before_it_began_leaves_nothing_behind(shelf: Shelf) -> None:
    """As when keys come faster than the app looks at them; a coroutine never awaited would be told."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        for _ in range(3):
            browser(pilot)._seek()
        gc.collect()
        await lists(pilot, 4)
        gc.collect()


async def test_a_wrong_query_is_pointed_at(shelf: Shelf) -> None:
    """The mark stands below the place, the list stays."""
    async with browsing(shelf) as pilot:
        await pilot.press("slash")
        await typed(pilot, "relu dek:x")
        await until(lambda: "Did you mean" in screen_text(pilot.app))
        lines = screen_text(pilot.app).split("\n")
        place = next(line for line in lines if "dek:x" in line).index("dek:x")
        assert next(line for line in lines if "^^^" in line).index("^") == place
        await lists(pilot, 0)


async def test_suspend_many_and_take_it_back(shelf: Shelf) -> None:
    """One key for all selected, one gesture in the log, one undo."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("x", "s")
        await says(pilot, "suspend: 4 cards")
        assert all(shelf.state(name).suspended for name in shelf.names())
        await pilot.press("u")
        await says(pilot, "Taken back")
        assert not any(shelf.state(name).suspended for name in shelf.names())
        await pilot.press("u")
        await says(pilot, "Nothing was done")


@pytest.mark.parametrize("keys", [["b"], ["t", *"hard", "enter"], ["d", *"yes", "enter"]])
async def test_a_long_act_is_told_and_can_be_stopped(shelf: Shelf, keys: list[str]) -> None:
    """As long as nothing is written, escape stops it, and nothing was done; a second one has to wait."""
    go = threading.Event()
    card = shelf.store.card

    def slow(handle: int) -> StoredCard:
        assert go.wait(5)
        return card(handle)

    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("x")
        shelf.store.card = slow  # type: ignore[method-assign]
        await pilot.press(*keys)
        await says(pilot, "At work: 0 %. esc stops it")
        await pilot.press("s")
        await says(pilot, "Something else is still being done")
        await pilot.press("escape")
        await says(pilot, "Stopping")
        go.set()
        await says(pilot, "Stopped: nothing was changed")
        assert shelf.text("nets") == NETS
        assert shelf.store.last_done() is None
        assert len(browser(pilot).rows.selected) == 4
        await pilot.press(*keys)
        await says(pilot, "u takes it back")


async def test_tags_are_written_into_the_file(shelf: Shelf) -> None:
    """Only the cards' own lines change; undo puts every byte back."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("space", "space", "t")
        await typed(pilot, "hard")
        await pilot.press("enter")
        await says(pilot, "2 cards tagged")
        expected = NETS.replace("[activation]", "[activation, hard]") + "  tags: [hard]\n"
        assert shelf.text("nets") == expected
        await pilot.press("slash")
        await typed(pilot, "tag:hard")
        await lists(pilot, 2)
        await pilot.press("escape", "u")
        await lists(pilot, 0)
        assert shelf.text("nets") == NETS


async def test_move_keeps_the_memory(shelf: Shelf) -> None:
    """The card is known by what it asks: its state goes with it to the other deck."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("j", "s")
        await says(pilot, "suspend: 1 card")
        await pilot.press("m")
        await typed(pilot, "svm")
        await pilot.press("enter")
        await until(lambda: "svm/tanh" in shelf.names())
        assert shelf.state("svm/tanh").suspended
        assert "tanh" not in shelf.text("nets")
        assert shelf.text("svm").startswith(SVM)


async def test_delete_asks_first_and_keeps_the_memory(shelf: Shelf) -> None:
    """Anything but yes does nothing; undo brings card and state back."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("s", "d")
        await typed(pilot, "no")
        await pilot.press("enter")
        assert shelf.text("nets") == NETS
        await pilot.press("d")
        await typed(pilot, "yes")
        await pilot.press("enter")
        await lists(pilot, 3)
        assert "relu" not in shelf.text("nets")
        await pilot.press("u")
        await lists(pilot, 4)
        assert shelf.text("nets") == NETS
        assert shelf.state("nets/relu").suspended


async def test_a_refusal_is_told_and_changes_nothing(shelf: Shelf) -> None:
    """An unknown deck, and an id that is taken there."""
    (shelf.root / "svm.yaml").write_text(SVM.replace("margin\n", "tanh\n", 1))
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("m")
        await typed(pilot, "nowhere")
        await pilot.press("enter")
        await says(pilot, "There is no deck `nowhere`")
        await pilot.press("x", "m")
        await typed(pilot, "svm")
        await pilot.press("enter")
        await says(pilot, "is taken")
        assert shelf.text("nets") == NETS


async def test_new_deck(shelf: Shelf) -> None:
    """It is there at once, and its first card can be written."""
    async with browsing(shelf) as pilot:
        await pilot.press("N")
        await typed(pilot, "my-deck: Mine")
        await pilot.press("enter")
        await says(pilot, "can't be the id")
        await pilot.press("N")
        await typed(pilot, "my-deck My own")
        await pilot.press("enter")
        await until((shelf.root / "my-deck.yaml").exists)
        assert "title: My own" in shelf.text("my-deck")


async def test_all_is_taken_back_after_a_restart_in_one_order(shelf: Shelf) -> None:
    """Acts on cards and on files, the last first; and a note when nothing is left."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("s")
        await says(pilot, "suspend: 1 card")
        await pilot.press("t")
        await typed(pilot, "hard")
        await pilot.press("enter")
        await says(pilot, "1 card tagged")
        await pilot.press("j", "b")
        await says(pilot, "bury: 1 card")
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("u")
        await says(pilot, "Taken back: bury, 1 card")
        assert "hard" in shelf.text("nets")
        await pilot.press("u")
        await says(pilot, "Taken back: tag hard")
        assert shelf.text("nets") == NETS
        assert shelf.state("nets/relu").suspended
        await pilot.press("u")
        await says(pilot, "Taken back: suspend, 1 card")
        assert not shelf.state("nets/relu").suspended
        await pilot.press("u")
        await says(pilot, "Nothing was done")


async def test_all_is_done_again_after_a_restart_in_one_order(shelf: Shelf) -> None:
    """The last taken back first; and nothing any more once something else was done, to cards or files."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("t", *"hard", "enter")
        await says(pilot, "1 card tagged")
        tagged = shelf.text("nets")
        await pilot.press("s")
        await says(pilot, "suspend: 1 card")
        for words in ("Taken back: suspend", "Taken back: tag hard"):
            await pilot.press("u")
            await says(pilot, words)
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("U")
        await says(pilot, "Done again: tag hard")
        assert shelf.text("nets") == tagged
        await pilot.press("U")
        await says(pilot, "Done again: suspend, 1 card")
        assert shelf.state("nets/relu").suspended
        await pilot.press("U")
        await says(pilot, "Nothing was taken back")
        for words in ("Taken back: suspend", "Taken back: tag hard"):
            await pilot.press("u")
            await says(pilot, words)
        await pilot.press("b")
        await says(pilot, "bury: 1 card")
        await pilot.press("U")
        await says(pilot, "Nothing was taken back")
        await pilot.press("u")
        await says(pilot, "Taken back: bury")
        await pilot.press("t", *"else", "enter")
        await says(pilot, "1 card tagged")
        await pilot.press("U")
        await says(pilot, "Nothing was taken back")
        assert "hard" not in shelf.text("nets")


async def test_a_grade_is_not_taken_back_here(shelf: Shelf) -> None:
    """Only the review does that; but an edit before it can be."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("t")
        await typed(pilot, "hard")
        await pilot.press("enter")
        await says(pilot, "1 card tagged")
        grade(shelf.store, "nets/tanh", 4, at=NOON + timedelta(hours=1))
        await pilot.press("u")
        await says(pilot, "Taken back: tag hard")
        await pilot.press("u")
        await says(pilot, "Nothing was done")
        assert not shelf.state("nets/tanh").is_new


async def test_a_copy_is_told_with_both_places_and_gets_an_id_by_one_key(shelf: Shelf) -> None:
    """Written by another program while the browser is open; the first card keeps its id."""
    copy = "- id: relu\n  q: A copy?\n  a: b\n"
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        (shelf.root / "nets.yaml").write_text(NETS + copy)
        await says(pilot, "The id `relu` of line 16 is taken by the card in line 6.")
        await until(lambda: "nets.yaml:16:" in screen_text(pilot.app))
        await pilot.press("i")
        await says(pilot, "1 copied card got an id")
        await lists(pilot, 5)
        assert shelf.text("nets").startswith(NETS + "- id: ")
        await pilot.press("u")
        await says(pilot, "Taken back: new ids of 1")
        assert shelf.text("nets") == NETS + copy


async def test_what_is_proposed_can_be_replaced(shelf: Shelf) -> None:
    """The cursor stands behind it, wherever it stood in what was typed before."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("t", "a", "enter")
        await says(pilot, "1 card tagged")
        await pilot.press("n", "ctrl+u", *"svm", "enter")
        await until(lambda: isinstance(pilot.app.screen, EditScreen))


async def test_history(shelf: Shelf) -> None:
    """Acts in order, with the text they were about."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        await pilot.press("s")
        await says(pilot, "suspend")
        await pilot.press("h")
        await until(lambda: "2026-03-10  suspend" in screen_text(pilot.app))
        assert "Why ReLU?" in screen_text(pilot.app)


async def test_changes_outside_are_noticed(shelf: Shelf) -> None:
    """A card added by another program is there within a second; a torn file takes none away."""
    async with browsing(shelf) as pilot:
        await lists(pilot, 4)
        (shelf.root / "nets.yaml").write_text(NETS + "- id: new\n  q: x\n  a: y\n")
        await lists(pilot, 5)
        (shelf.root / "nets.yaml").write_text(NETS[:160] + "\n  q: [")
        await until(lambda: shelf.store.files(str(shelf.root))["nets.yaml"].problems)
        await lists(pilot, 5)
