"""The card editor: text and form side by side, problems as one types, one card's lines in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import TextArea

from app.core.log import Act
from app.study.cards import act_on
from app.tui.browse import BrowseScreen
from app.tui.edit import EditScreen
from app.tui.form import FieldRow, flat, put
from tests.builders import NOON
from tests.store.shelf import PARAMS, an_act
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


async def editor(pilot: Page) -> EditScreen:
    """Wait for the editor."""
    await until(lambda: isinstance(pilot.app.screen, EditScreen))
    await pilot.pause()
    assert isinstance(pilot.app.screen, EditScreen)
    return pilot.app.screen


async def back(pilot: Page) -> None:
    """Wait for the browser."""
    await until(lambda: isinstance(pilot.app.screen, BrowseScreen))


async def shows(pilot: Page, words: str) -> None:
    """Wait until the screen shows something."""
    await until(lambda: words in screen_text(pilot.app))


def field(screen: EditScreen, *path: str) -> TextArea:
    """The text of a field of the form."""
    row = next(row for row in screen.form.query(FieldRow) if row.path == path)
    return row.query_one(TextArea)


async def test_text_form_and_faces_stand_side_by_side(shelf: Shelf) -> None:
    """Both languages, both faces; what is typed in one pane is in the others at once."""
    async with browsing(shelf, size=(150, 40)) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        await until(lambda: len(screen.form.query(FieldRow)) >= 5)
        for words in ("Why ReLU?", "为什么用 ReLU？", "It does not saturate.", "# the first"):
            assert words in screen_text(pilot.app)
        field(screen, "q", "en").text = "Why does: it help?"
        await until(lambda: "en: 'Why does: it help?'" in screen.text.text)
        assert "- id: relu  # the first" in screen.text.text
        screen.text.text = screen.text.text.replace("It does not saturate.", "No vanishing")
        await until(lambda: field(screen, "a").text == "No vanishing")
        await until(lambda: screen_text(pilot.app).count("No vanishing") == 4)


async def test_saving_changes_only_the_card(shelf: Shelf) -> None:
    """Every other byte of the file stays; the store has the new text, and the list shows it."""
    async with browsing(shelf) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        screen.text.text = screen.text.text.replace("Why ReLU?", "What for is ReLU?")
        await until(lambda: screen._trial and "What for" in screen._trial.cards[0].content.question.to("en"))
        await pilot.press("ctrl+s")
        await back(pilot)
        await shows(pilot, "What for is ReLU?")
        assert shelf.text("nets") == NETS.replace("Why ReLU?", "What for is ReLU?")
        await pilot.press("escape")


async def test_an_edit_is_taken_back_in_the_browser(shelf: Shelf) -> None:
    """By the key that takes everything back."""
    async with browsing(shelf) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        screen.text.text = screen.text.text.replace("Why ReLU?", "What for is ReLU?")
        await pilot.press("ctrl+s")
        await back(pilot)
        await shows(pilot, "What for is ReLU?")
        await pilot.press("u")
        await says(pilot, "Taken back: edit of nets/relu")
        await shows(pilot, "Why ReLU?")
        assert shelf.text("nets") == NETS


def styles_of(screen: EditScreen, place: int) -> list[object]:
    """How the pieces of a line are written."""
    return [span.style for span in screen.text.get_line(place).spans]


async def test_problems_are_shown_on_their_line(shelf: Shelf) -> None:
    """As one types; a card with errors is not saved."""
    async with browsing(shelf) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        screen.text.text = "- id: relu\n  q: one\n  aa: two\n"
        await shows(pilot, "3:3")
        await shows(pilot, "no key `aa`")
        marked = [place for place in range(3) if "underline red" in map(str, styles_of(screen, place))]
        assert marked == [2]
        await pilot.press("ctrl+s")
        await says(pilot, "line 3")
        await pilot.press("ctrl+g")
        assert screen.text.cursor_location == (2, 2)
        assert shelf.text("nets") == NETS
        screen.text.text = "- id: relu\n  q: 'one\n"
        await until(lambda: screen.form.disabled)
        await pilot.press("escape")
        await says(pilot, "not saved")
        await pilot.press("escape")
        await back(pilot)


async def test_a_new_meaning_asks_whether_to_learn_anew(shelf: Shelf) -> None:
    """Keep is the default; relearn resets the schedule, as an act in the log."""
    shelf.store.append([an_act(shelf.store, "nets/relu")], PARAMS)
    for answer, is_new in (("keep", False), ("relearn", True)):
        async with browsing(shelf) as pilot:
            await pilot.press("e")
            screen = await editor(pilot)
            screen.text.text = screen.text.text.replace("saturate", f"saturate or {answer}")
            await pilot.press("ctrl+s")
            await says(pilot, "asks something else")
            for _ in "keep":
                await pilot.press("backspace")
            await typed(pilot, answer)
            await pilot.press("enter")
            await back(pilot)
            assert shelf.state("nets/relu").is_new == is_new


async def test_a_cosmetic_change_asks_nothing(shelf: Shelf) -> None:
    """A stop less is no other question."""
    shelf.store.append([an_act(shelf.store, "nets/relu")], PARAMS)
    async with browsing(shelf) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        screen.text.text = screen.text.text.replace("Why ReLU?", "why relu")
        await pilot.press("ctrl+s")
        await back(pilot)
        assert not shelf.state("nets/relu").is_new


async def test_changes_elsewhere_in_the_file_are_refused_then_merged(shelf: Shelf) -> None:
    """Another card changed on disk: nothing is written at first; asked again, both changes are kept."""
    async with browsing(shelf) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        (shelf.root / "nets.yaml").write_text(NETS.replace("far from 0", "at both ends"))
        screen.text.text = screen.text.text.replace("Why ReLU?", "Mine?")
        await pilot.press("ctrl+s")
        await says(pilot, "ctrl+s merges")
        assert shelf.text("nets") == NETS.replace("far from 0", "at both ends")
        await pilot.press("ctrl+s")
        await back(pilot)
        assert shelf.text("nets") == NETS.replace("far from 0", "at both ends").replace("Why ReLU?", "Mine?")


async def test_the_same_card_changed_elsewhere_is_shown_beside(shelf: Shelf) -> None:
    """Nothing is overwritten unseen; the next save decides for ours."""
    async with browsing(shelf) as pilot:
        await pilot.press("e")
        screen = await editor(pilot)
        (shelf.root / "nets.yaml").write_text(NETS.replace("Why ReLU?", "Theirs?"))
        screen.text.text = screen.text.text.replace("Why ReLU?", "Mine?")
        await pilot.press("ctrl+s")
        await says(pilot, "Changed on disk, too")
        await shows(pilot, "Theirs?")
        assert shelf.text("nets") == NETS.replace("Why ReLU?", "Theirs?")
        await pilot.press("ctrl+s")
        await back(pilot)
        assert shelf.text("nets") == NETS.replace("Why ReLU?", "Mine?")


async def test_a_new_card_gets_its_id_and_doubles_are_pointed_out(shelf: Shelf) -> None:
    """While it is typed; it goes to the end of the deck."""
    async with browsing(shelf) as pilot:
        await pilot.press("n")
        await pilot.press("enter")
        screen = await editor(pilot)
        await typed(pilot, "Why ReLU?")
        await shows(pilot, "≈ nets/relu")
        await pilot.press("down", "end")
        await typed(pilot, "because")
        await pilot.press("up", "home", "home", "x")
        await until(lambda: screen.form.disabled)
        await pilot.press("backspace")
        await until(lambda: not screen.form.disabled)
        assert screen.text.text == "- q: Why ReLU?\n  a: because\n"
        await pilot.press("ctrl+s")
        await back(pilot)
        await until(lambda: len(shelf.names()) == 5)
        entry = shelf.names()[-1].partition("/")[2]
        assert shelf.text("nets") == NETS + f"\n- id: {entry}\n  q: Why ReLU?\n  a: because\n"
        await pilot.press("u")
        await says(pilot, "Taken back: edit of")
        await until(lambda: len(shelf.names()) == 4)
        assert shelf.text("nets") == NETS
        await pilot.pause()


async def test_a_live_card_runs_on_the_spot(shelf: Shelf) -> None:
    """Once agreed to where nothing holds it; what it gives is shown by facet."""
    async with browsing(shelf) as pilot:
        await pilot.press("G", "e")
        await editor(pilot)
        await pilot.press("ctrl+r")
        await shows(pilot, "Type yes")
        assert shelf.runner.asked == []
        await typed(pilot, "yes")
        await pilot.press("enter")
        await shows(pilot, "value  7")
        assert shelf.text("svm") == SVM


def test_form_fields() -> None:
    """A text each; lists a line each; what is emptied goes, what is filled comes."""
    card = {"id": "x", "q": {"en": "a", "zh": "b"}, "wrong": ["c", "d"], "why": "e\n", "steps": [{"en": "f"}]}
    assert flat(card) == [  # type: ignore[arg-type]
        (("id",), "x"),
        (("q", "en"), "a"),
        (("q", "zh"), "b"),
        (("wrong",), "c\nd"),
        (("why",), "e"),
        (("a",), ""),
        (("tags",), ""),
    ]
    assert put({"q": {"en": "a"}}, ("q", "zh"), "b") == {"q": {"en": "a", "zh": "b"}}
    assert put({"q": {"en": "a"}, "a": "b"}, ("q", "en"), "") == {"a": "b"}
    assert put({"wrong": ["c"]}, ("wrong",), "c\n\nd ") == {"wrong": ["c", "d"]}
    assert put({}, ("tags",), "x\ny") == {"tags": ["x", "y"]}
    assert put({"why": "e\n"}, ("why",), "f") == {"why": "f\n"}
    assert put({"a": "x"}, ("a",), " ") == {}


def test_acts_that_change_nothing_are_no_rows(shelf: Shelf) -> None:
    """So an undo never takes back what was never done."""
    handle = shelf.store.handle_of("nets/relu")
    assert handle is not None
    cards = [shelf.store.card(handle)]
    rules = shelf.services().rules
    for act, number in [
        (Act.UNSUSPEND, 0),
        (Act.RESET, 0),
        (Act.UNFLAG, 0),
        (Act.UNBURY, 0),
        (Act.SUSPEND, 1),
    ]:
        assert act_on(shelf.store, cards, act, lambda: NOON, rules) == number
    assert [act.act for act in shelf.store.history(handle).acts] == ["suspend"]
