"""The coverage screens: sections with bars, the cards of one, and what is said where notes are missing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ForecallError
from app.tui.app import ForecallApp
from app.tui.coverage import CoverageScreen
from app.tui.coverage_app import CoverageApp
from app.tui.home import HomeScreen
from app.tui.hurts import CardScreen
from app.tui.progress import ProgressScreen
from app.tui.section_cards import SectionScreen
from tests.tui.looks import every_look
from tests.tui.rig import Page, notice_of, until
from tests.tui.screen_text import is_golden, screen_text
from tests.tui.shelf_rig import Shelf, browsing, says

NOTES = """\
# Optimizers
## Adam
- keeps two means
- corrects their bias
## 动量
- adds up gradients
## SGD
- has noise
# caffe
# A heading that goes on and on, for as long as nobody stops it from going on
- text
"""
DECK = """\
format: 1
deck: mine
title: Mine
notes: n.md
x-no-card:
  f-3: It is a link.
cards:
- id: two-means
  q:
    en: What does Adam keep?
    zh: Adam 保存什么？
  a: two means
  source: optimizers/adam
  facts: [f-1]
- id: step
  q: What is x?
  run:
    code: |
      x = 1
      x
  ask: value
  source: adam
- id: momentum
  q: What does momentum add up?
  a: gradients
  added: true
  source: optimizers/动量
  facts: [f-4]
- id: lost
  q: What else?
  a: nothing more
  source: nowhere
"""
FACTS = {
    "facts": [
        *({"id": f"f-{number}", "section": "optimizers/adam"} for number in (1, 2, 3)),
        {"id": "f-4", "section": "optimizers/动量"},
        {"id": "f-5", "section": "optimizers/sgd"},
    ]
}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two decks without notes."""
    return Shelf(tmp_path)


@pytest.fixture
def noted(tmp_path: Path) -> Shelf:
    """A deck with notes, which lie beside the deck folder with a list of facts, and two without."""
    shelf = Shelf(tmp_path)
    (shelf.root / "mine.yaml").write_text(DECK, encoding="utf-8")
    (tmp_path / "n.md").write_text(NOTES, encoding="utf-8")
    (tmp_path / "n.md.outline.json").write_text(json.dumps(FACTS))
    return shelf


@asynccontextmanager
async def on_coverage(shelf: Shelf, *keys: str, **changes: Any) -> AsyncIterator[Page]:
    """Open the app, go to progress and coverage, and press keys."""
    async with browsing(shelf, "p", **changes) as pilot:
        await until(lambda: isinstance(pilot.app.screen, ProgressScreen))
        await pilot.press("c")
        await until(lambda: isinstance(pilot.app.screen, CoverageScreen))
        await read(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        yield pilot


async def read(pilot: Page) -> None:
    """Wait until the decks are read."""
    await until(lambda: "Reading" not in screen_text(pilot.app))
    await pilot.pause()


@every_look
async def test_screen(noted: Shelf, size: tuple[int, int], language: str) -> None:
    """Sections and facts in all, each section with its bar and numbers, what points nowhere, keys."""
    async with on_coverage(noted, size=size, language=language) as pilot:
        assert is_golden(pilot.app, "coverage", language)


async def test_narrow_terminals_have_names_and_numbers(noted: Shelf) -> None:
    """States and bars give way."""
    async with on_coverage(noted, size=(44, 24)) as pilot:
        lines = screen_text(pilot.app).splitlines()
    row = next(line for line in lines if "optimizers/a" in line)
    assert row.split()[-3:] == ["2", "1", "·"]
    assert not set("█▓▒░") & set(row)


async def test_without_a_list_of_facts_bars_are_of_cards(noted: Shelf, tmp_path: Path) -> None:
    """And no facts are counted."""
    (tmp_path / "n.md.outline.json").unlink()
    async with on_coverage(noted) as pilot:
        text = screen_text(pilot.app)
    rows = {line.split()[0]: line for line in text.splitlines() if "optimizers/" in line}
    assert " facts" not in text
    assert "█" * 10 in rows["optimizers/adam"]
    assert "▓" * 10 in rows["optimizers/动量"]
    assert "·" * 10 in rows["optimizers/sgd"]


@pytest.mark.parametrize(
    ("language", "question"), [("en", "What does Adam keep?"), ("zh", "Adam 保存什么？")]
)
async def test_a_section_lists_its_cards(noted: Shelf, language: str, question: str) -> None:
    """In the language of the cards, with what is open and what was left out; q goes back."""
    async with on_coverage(noted, "down", "enter", language=language) as pilot:
        text = screen_text(pilot.app)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, CoverageScreen)
    assert question in text
    assert "mine/step" in text
    assert "live" in text
    assert "mine/momentum" not in text
    assert "f-2: none" in text
    assert "No card for f-3: It is a link." in text
    assert "f-1" not in text


@every_look
async def test_the_cards_of_a_section_as_a_screen(noted: Shelf, size: tuple[int, int], language: str) -> None:
    """Names, questions, marks, facts and keys."""
    async with on_coverage(noted, "down", "enter", size=size, language=language) as pilot:
        assert is_golden(pilot.app, "coverage_section", language)


async def test_a_card_opens(noted: Shelf) -> None:
    """With its answer."""
    async with on_coverage(noted, "down", "enter", "enter") as pilot:
        await until(lambda: isinstance(pilot.app.screen, CardScreen))
        await pilot.pause()
        assert "two means" in screen_text(pilot.app)


async def test_a_card_that_is_not_taken_in_is_told(noted: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is a collection that can't be read."""
    async with on_coverage(noted, "down", "enter") as pilot:
        monkeypatch.setattr(noted.store, "handle_of", lambda name: None)
        await pilot.press("enter")
        await says(pilot, "mine/two-means is not taken in yet")

        def fail(name: str) -> int:
            raise ForecallError("The disk is gone.")

        monkeypatch.setattr(noted.store, "handle_of", fail)
        await pilot.press("enter")
        await says(pilot, "The disk is gone.")


async def test_a_section_without_cards_says_so(noted: Shelf) -> None:
    """And has no keys for cards."""
    async with on_coverage(noted, "down", "down", "down", "enter") as pilot:
        text = screen_text(pilot.app)
        assert "No card was made from this section (none)." in text
        assert "f-5: none" in text
        await pilot.press("enter", "down")
        assert isinstance(pilot.app.screen, SectionScreen)


async def test_cards_that_point_nowhere_are_the_last_row(noted: Shelf) -> None:
    """With the source that they name; they stay there when only gaps are shown."""
    async with on_coverage(noted, "end", "enter") as pilot:
        assert "mine/lost" in screen_text(pilot.app)
        assert "nowhere" in screen_text(pilot.app)
        await pilot.press("q", "o", "end", "enter")
        await pilot.pause()
        assert "mine/lost" in screen_text(pilot.app)


async def test_only_gaps(noted: Shelf) -> None:
    """Sections that have no card and no reason; the key takes it back."""
    async with on_coverage(noted, "end", "o") as pilot:
        text = screen_text(pilot.app)
        assert "❯ optimizers  " in text
        assert "optimizers/sgd" in text
        assert "optimizers/adam" not in text
        assert "caffe" not in text
        await pilot.press("o")
        await pilot.pause()
        assert "optimizers/adam" in screen_text(pilot.app)


async def test_no_gaps(noted: Shelf, tmp_path: Path) -> None:
    """It says so, and nothing opens."""
    (tmp_path / "n.md").write_text("# Adam\ntext\n")
    (tmp_path / "n.md.outline.json").unlink()
    (noted.root / "mine.yaml").write_text(DECK.partition("- id: step")[0].replace("optimizers/", ""))
    async with on_coverage(noted, "o", "enter") as pilot:
        assert isinstance(pilot.app.screen, CoverageScreen)
        assert "No section is without a card or a reason." in screen_text(pilot.app)


async def test_the_cursor_stays_in_sight(noted: Shelf, tmp_path: Path) -> None:
    """Down to the last of many sections and up again."""
    (tmp_path / "n.md").write_text("".join(f"# s{number}\ntext\n" for number in range(60)))
    async with on_coverage(noted, *["down"] * 30, size=(80, 24)) as pilot:
        assert "❯ s30" in screen_text(pilot.app)
        await pilot.press("end", "up", "up", "up", "up")
        await pilot.pause()
        assert "❯ s56" in screen_text(pilot.app)
        await pilot.press("pageup", "home")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "❯ s0 " in text
        assert "60 sections" in text


async def test_notes_that_are_not_found(noted: Shelf, tmp_path: Path) -> None:
    """It says which, where it looked and what to do; nothing opens."""
    (tmp_path / "n.md").unlink()
    async with on_coverage(noted, "enter", "o", size=(160, 24)) as pilot:
        text = screen_text(pilot.app)
        assert isinstance(pilot.app.screen, CoverageScreen)
    assert "The notes n.md are not here." in text
    for place in (noted.root / "n.md", noted.root / "notes" / "n.md", tmp_path / "n.md"):
        assert str(place) in text
    assert "forecall coverage FILE --screen" in text


async def test_decks_without_notes(shelf: Shelf) -> None:
    """What a deck has to say."""
    async with on_coverage(shelf) as pilot:
        assert "Write `notes: FILE`" in screen_text(pilot.app)


async def test_notes_that_cannot_be_read_are_told(noted: Shelf, tmp_path: Path) -> None:
    """And the screen stays."""
    (tmp_path / "n.md").write_bytes("动量".encode("gbk"))
    async with on_coverage(noted) as pilot:
        assert "The file is not UTF-8." in notice_of(pilot)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, ProgressScreen)


async def test_changed_files_are_read_again(noted: Shelf) -> None:
    """The cursor stays within what is left."""
    async with on_coverage(noted, "end") as pilot:
        (noted.root / "mine.yaml").write_text(DECK.partition("- id: lost")[0], encoding="utf-8")
        assert isinstance(pilot.app, ForecallApp)
        await pilot.app.take_in()
        await until(lambda: "point nowhere" not in screen_text(pilot.app))
        assert "❯ a-heading" in screen_text(pilot.app)


async def test_the_next_notes(noted: Shelf, tmp_path: Path) -> None:
    """Round all that decks name; the key is there only if there are several."""
    async with on_coverage(noted) as pilot:
        assert "next notes" not in screen_text(pilot.app)
    (noted.root / "other.yaml").write_text(DECK.replace("mine", "other").replace("n.md", "o.md"))
    (noted.root / "o.md").write_text("# Adam\ntext\n")
    async with on_coverage(noted, "n") as pilot:
        await until(lambda: "Coverage  o.md" in screen_text(pilot.app))
        await pilot.press("n")
        await until(lambda: "Coverage  n.md" in screen_text(pilot.app))


async def test_what_notes_and_decks_say_is_no_markup_and_steers_no_terminal(
    noted: Shelf, tmp_path: Path
) -> None:
    """A heading is text."""
    (tmp_path / "n.md").write_text("# [bold]\x1b[31mred\ntext\n")
    async with on_coverage(noted, "enter") as pilot:
        text = screen_text(pilot.app)
        assert "[bold]" in text
        assert "\x1b" not in text


async def test_begun_by_the_command(noted: Shelf, tmp_path: Path) -> None:
    """With notes from anywhere; it says if no deck names them, and home is behind it."""
    other = tmp_path / "elsewhere.md"
    other.write_text("# Adam\ntext\n")
    app = CoverageApp(noted.services(), other)
    async with app.run_test(size=(100, 24)) as pilot:
        await until(lambda: isinstance(app.screen, CoverageScreen))
        await says(pilot, "No deck says `notes: elsewhere.md`.")
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
