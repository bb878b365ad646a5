from __future__ import annotations

import pytest
from textual.binding import Binding

from app.tui.coverage import CoverageScreen
from app.tui.help import HelpScreen
from app.tui.home import HomeScreen
from app.tui.keys import Key, bindings
from app.tui.page import Page
from app.tui.review import ReviewScreen
from app.tui.section_cards import SectionScreen
from app.tui.summary import SummaryScreen
from tests.builders import a_card
from tests.tui.rig import notice_of, reviewing, shown, until
from tests.tui.screen_text import screen_text

PAGES = (HomeScreen, ReviewScreen, SummaryScreen, HelpScreen, CoverageScreen, SectionScreen)


@pytest.mark.parametrize("page", PAGES)
def test_every_binding_has_its_line_in_the_help(page: type[Page]) -> None:
    """Bindings are made from the keys that the help lists, and each has an action."""
    told = {key.action.partition("(")[0] for key in page.KEYS}
    for binding in page.BINDINGS:
        assert isinstance(binding, Binding)
        action = binding.action.partition("(")[0]
        assert action in told
        assert hasattr(page, f"action_{action}")


@pytest.mark.parametrize("page", PAGES)
def test_every_key_explains_itself(page: type[Page]) -> None:
    """One sentence each, with a full stop."""
    assert all(key.help.endswith(".") for key in page.KEYS)


def test_a_key_works_full_width_too() -> None:
    """Digits, letters, the question mark and the blank have a full-width form; named keys have none."""
    keys = Key("1 u ? space enter", "act", "", "Act.")
    forms = [binding.key for binding in bindings([keys]) if isinstance(binding, Binding)]
    assert forms == [
        "1,１",
        "u,ｕ",
        "question_mark,fullwidth_question_mark",
        "space,ideographic_space",
        "enter",
    ]


async def test_the_help_lists_the_keys_of_the_screen_below() -> None:
    """Also how intervals are written; it closes by several keys, and the card is as it was."""
    async with reviewing(a_card("a/x"), size=(100, 40)) as pilot:
        await pilot.press("space")
        await shown(pilot)
        await pilot.press("question_mark")
        await until(lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.pause()
        text = screen_text(pilot.app)
        for key in ReviewScreen.KEYS:
            assert key.name.split()[0] in text
        assert "↻ on a grade key: the card is asked again today" in text
        await pilot.press("escape")
        assert "answer" in screen_text(pilot.app)
        assert notice_of(pilot) == ""


async def test_at_most_six_keys_stand_on_the_bar() -> None:
    """And on a narrow terminal fewer; help and the way out are always among them."""
    async with reviewing(a_card("a/x"), size=(40, 12)) as pilot:
        last = screen_text(pilot.app).splitlines()[-1]
        assert last.strip() == "space reveal   ? help   q home"
