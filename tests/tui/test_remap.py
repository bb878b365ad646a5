"""Keys bound anew by the config file."""

from __future__ import annotations

from app.core.rules import Rules
from app.tui.help import HelpScreen
from app.tui.remap import mistakes
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import Rig, asks, notice_of, opened, until
from tests.tui.screen_text import screen_text


async def test_a_key_of_the_config_does_what_its_name_says_and_the_old_one_nothing() -> None:
    """Bar and help show what is bound; keys with the same name on other screens change too."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two")]))
    async with opened(rig, [], keys={"suspend": "z", "home": "f5 w"}, size=(100, 40)) as pilot:
        await asks(pilot, "d/one")
        assert "f5 home" in screen_text(pilot.app)
        await pilot.press("s")
        await pilot.pause()
        assert rig.store.rows == []
        await pilot.press("z")
        await asks(pilot, "d/two")
        await pilot.press("question_mark")
        await until(lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.pause()
        lines = screen_text(pilot.app).splitlines()
        [line] = [line for line in lines if "Suspend this card" in line]
        assert line.split()[0] == "z"


async def test_a_new_meaning_comes_before_the_old_one_and_the_clash_is_told() -> None:
    """Whoever binds a key means it."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two")]))
    async with opened(rig, [], keys={"suspend": "b"}) as pilot:
        await asks(pilot, "d/one")
        await until(
            lambda: "`bury` and `suspend` are both on b (Review)" in notice_of(pilot).replace("\n", " ")
        )
        await pilot.press("b")
        await asks(pilot, "d/two")
        assert rig.store.rows[-1].act == "suspend"


def test_names_that_are_none_are_told_with_the_nearest() -> None:
    """And so are keys that no terminal sends, and those that can't be changed."""
    told = " ".join(mistakes({"undoo": "z", "flag": "foo", "digit": "x", "bury": "", "zzz": "z"}))
    assert "[keys] knows no `undoo`: did you mean `undo`?" in told
    assert "`flag`: “foo” is no key" in told
    assert "knows no `digit`" in told
    assert "`bury`: “” is no key" in told
    assert "knows no `zzz`. There are: accept, " in told


def test_nothing_clashes_as_it_comes() -> None:
    """Nor where a name gets the key that it has, or two names change places."""
    assert mistakes({}) == []
    assert mistakes({"undo": "u"}) == []
    assert mistakes({"undo": "s", "suspend": "u"}) == []


async def test_six_buttons_grade_from_nought_to_five() -> None:
    """Keys 0 to 5 are the grades of SM-2, and each shows what it would do."""
    for digit in range(6):
        rig = Rig(FakeStore([a_card("d/one")]))
        async with opened(rig, [], rules=Rules(buttons=6)) as pilot:
            await asks(pilot, "d/one")
            await pilot.press("space")
            await pilot.pause(0.2)
            text = screen_text(pilot.app)
            assert "0 Blank 1d" in text
            assert "5 Easy 1d" in text
            await pilot.press(str(digit))
            await until(lambda: rig.store.rows)  # noqa: B023
        assert rig.store.rows[-1].grade == digit


async def test_the_palette_tells_the_keys_as_they_are_bound_and_does_what_they_do() -> None:
    """Only what is possible now: before the answer there are no new numbers."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two")]))
    async with opened(rig, [], keys={"suspend": "z"}, size=(100, 40)) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("ctrl+p", *"suspend this")
        await until(lambda: "until you say so. (z)" in screen_text(pilot.app))
        assert "new numbers" not in screen_text(pilot.app)
        await pilot.press("enter")
        await asks(pilot, "d/two")
        assert rig.store.rows[-1].act == "suspend"
