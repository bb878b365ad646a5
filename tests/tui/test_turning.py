"""In a review one key undoes what was done to cards and to their files, in one order; another redoes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from app.tui.edit import EditScreen
from app.tui.review import ReviewScreen
from app.tui.summary import SummaryScreen
from tests.tui.rig import Page, asks, notice_of, question_of, until
from tests.tui.shelf_rig import NETS, Shelf, browsing


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Two decks and their store."""
    made = Shelf(tmp_path)
    (made.root / "svm.yaml").unlink()
    yield made
    assert made.store.differences() == []
    made.store.close()


async def begun(pilot: Page, name: str) -> None:
    """Wait until the review asks a card."""
    await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
    await asks(pilot, name)


async def says(pilot: Page, words: str) -> None:
    """Wait until the review says something."""
    await until(lambda: isinstance(pilot.app.screen, ReviewScreen) and words in notice_of(pilot))


async def edited(pilot: Page, old: str, new: str) -> None:
    """Edit the card that is asked."""
    await pilot.press("e")
    await until(lambda: isinstance(pilot.app.screen, EditScreen))
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, EditScreen)
    screen.text.text = screen.text.text.replace(old, new)
    await pilot.press("ctrl+s")
    await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
    await asks_text(pilot, new)


async def asks_text(pilot: Page, text: str) -> None:
    """Wait until a text is asked."""
    await until(lambda: text in question_of(pilot).asked.content.question.to("en"))


async def graded(pilot: Page) -> None:
    """Grade the card that is asked."""
    await pilot.press("space")
    await pilot.pause(0.2)
    await pilot.press("3")


async def test_an_edit_is_undone_in_its_place_among_the_acts(shelf: Shelf) -> None:
    """Several deep, across cards and a restart: each time its card is the question, with the text it had."""
    async with browsing(shelf, "a") as pilot:
        await begun(pilot, "nets/relu")
        await edited(pilot, "Why ReLU?", "What for is ReLU?")
        await graded(pilot)
        await begun(pilot, "nets/tanh")
        await edited(pilot, "Where is tanh flat?", "Where does tanh saturate?")
        both = shelf.text("nets")
        await pilot.press("b")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.press("u")
        await says(pilot, "Undone: nets/tanh (bury).")
        await pilot.press("u")
        await says(pilot, "Undone: nets/tanh (edit).")
        await asks_text(pilot, "Where is tanh flat?")
    async with browsing(shelf, "a") as pilot:
        await begun(pilot, "nets/tanh")
        await pilot.press("u")
        await says(pilot, "Undone: nets/relu.")
        await asks_text(pilot, "What for is ReLU?")
        await pilot.press("u")
        await says(pilot, "Undone: nets/relu (edit).")
        await asks_text(pilot, "Why ReLU?")
        assert shelf.text("nets") == NETS
        await pilot.press("u")
        await says(pilot, "Nothing to undo.")
        await pilot.press("U")
        await says(pilot, "Redone: nets/relu (edit).")
        await asks_text(pilot, "What for is ReLU?")
        await pilot.press("U")
        await says(pilot, "Redone: nets/relu.")
        await pilot.press("U")
        await says(pilot, "Redone: nets/tanh (edit).")
        await asks_text(pilot, "Where does tanh saturate?")
        assert shelf.text("nets") == both
        await pilot.press("U")
        await until(lambda: shelf.state("nets/tanh").buried_until is not None)


async def test_an_edit_that_took_the_last_card_away_is_undone_on_the_summary(shelf: Shelf) -> None:
    """As the user's own editor can; the card is asked again."""

    def without_tanh(file: Path, line: int) -> None:
        file.write_text(NETS[: NETS.index("- id: tanh")])

    async with browsing(shelf, "a", edit_file=without_tanh) as pilot:
        await begun(pilot, "nets/relu")
        await graded(pilot)
        await begun(pilot, "nets/tanh")
        pilot.app.suspend = nullcontext  # type: ignore[assignment, method-assign]
        await pilot.press("E")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.press("u")
        await says(pilot, "Undone: nets/tanh (edit).")
        await begun(pilot, "nets/tanh")
        assert shelf.text("nets") == NETS


async def test_what_was_done_to_many_files_cards_is_undone_in_review_too(shelf: Shelf) -> None:
    """A tag given in the browser; the question stays."""
    async with browsing(shelf) as pilot:
        await until(lambda: len(pilot.app.screen.query_one("CardRows").handles) == 2)  # type: ignore[attr-defined]
        await pilot.press("x", "t", *"hard", "enter")
        await until(lambda: "hard" in shelf.text("nets"))
    async with browsing(shelf, "a") as pilot:
        await begun(pilot, "nets/relu")
        await pilot.press("u")
        await says(pilot, "Undone: tag hard.")
        assert shelf.text("nets") == NETS


async def test_a_file_changed_since_is_told_and_left_alone(shelf: Shelf) -> None:
    """Nothing before it is undone in its stead."""
    async with browsing(shelf, "a") as pilot:
        await begun(pilot, "nets/relu")
        await edited(pilot, "Why ReLU?", "What for is ReLU?")
        text = shelf.text("nets") + "# theirs\n"
        (shelf.root / "nets.yaml").write_text(text)
        await pilot.press("u")
        await says(pilot, "changed since")
        assert shelf.text("nets") == text
