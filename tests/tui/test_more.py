"""Cramming and studying ahead from the home screen."""

from __future__ import annotations

from typing import Any

from app.core.log import Act
from app.tui.home import HomeScreen
from app.tui.review import ReviewScreen
from app.tui.summary import SummaryScreen
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import Page, Rig, asks, notice_of, opened, plain, shown, until
from tests.tui.screen_text import screen_text


def two_cards() -> Rig:
    """One card each in two decks."""
    return Rig(FakeStore([a_card("a/x"), a_card("b/y", question=plain("Another?"))]))


async def learned(rig: Rig) -> Rig:
    """Both cards graded Good today."""
    async with opened(rig, []) as pilot:
        for name in ("a/x", "b/y"):
            await asks(pilot, name)
            await good(pilot)
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
    return rig


async def good(pilot: Page) -> None:
    """Reveal and grade Good."""
    await pilot.press("space")
    await shown(pilot)
    await pilot.pause(0.2)
    await pilot.press("3")


async def test_what_falls_due_is_studied_ahead_and_nothing_is_rescheduled() -> None:
    """The log keeps it as practice; undo takes it back."""
    rig = await learned(two_cards())
    before = [rig.store.card(1).state, rig.store.card(2).state]
    async with opened(rig) as pilot:
        await pilot.press("s", "enter")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        await asks(pilot, "a/x")
        assert "practice 2" in screen_text(pilot.app)
        await good(pilot)
        await asks(pilot, "b/y")
        assert rig.store.rows[-1].act == Act.CRAM
        await pilot.press("u")
        await asks(pilot, "a/x")
        assert "practice 2" in screen_text(pilot.app)
    assert [rig.store.card(1).state, rig.store.card(2).state] == before


async def test_it_counts_where_that_is_said() -> None:
    """The grade is one like any other: the card is new, and gets its first interval."""
    rig = two_cards()
    async with opened(rig) as pilot:
        await pilot.press("down", "c", "!", *"count", "enter")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        await asks(pilot, "a/x")
        await good(pilot)
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
    assert rig.store.card(1).state.memory.interval == 1
    assert rig.store.card(2).state.is_new


async def test_failed_cards_come_again_until_they_are_known() -> None:
    """As in a drill."""
    rig = two_cards()
    async with opened(rig) as pilot:
        await pilot.press("down", "c", "enter")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        await asks(pilot, "a/x")
        await pilot.press("space")
        await shown(pilot)
        await pilot.pause(0.2)
        await pilot.press("1")
        await until(lambda: rig.store.rows)
        await asks(pilot, "a/x")
        await good(pilot)
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))


async def test_what_can_not_be_studied_is_told() -> None:
    """No days, no cards, nothing due."""
    async with opened(two_cards()) as pilot:
        await pilot.press("s", "x", "enter")
        await until(lambda: notice_of(pilot) == "Say how many days, from 1 to 365.")
        await pilot.press("s", "enter")
        await until(lambda: notice_of(pilot) == "Nothing falls due in these days.")
        await pilot.press("c", *"zzz", "enter")
        await until(lambda: notice_of(pilot) == "No cards were found that can be asked.")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_an_interrupted_practice_is_offered_at_the_next_start() -> None:
    """Left after one card of two, by a crash say: home offers the other, one key goes on; then it is over."""
    rig, kept = two_cards(), [""]
    memory: dict[str, Any] = {"keep_practice": kept.append, "practice": lambda: kept[-1]}
    async with opened(rig, **memory) as pilot:
        await pilot.press("g")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("c", "enter")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        await asks(pilot, "a/x")
        await good(pilot)
        await asks(pilot, "b/y")
    async with opened(rig, **memory) as pilot:
        assert "interrupted: cram, 1 card left: g goes on." in screen_text(pilot.app)
        await pilot.press("g")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        await asks(pilot, "b/y")
        await good(pilot)
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await until(lambda: "left to study nothing" in screen_text(pilot.app))
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))
        assert "interrupted" not in screen_text(pilot.app)


async def test_a_search_that_can_not_be_read_is_told() -> None:
    """Where it goes wrong, and nothing falls over."""
    async with opened(two_cards()) as pilot:
        await pilot.press("c", "(", "x", "enter")
        await until(lambda: "This `(` is never closed." in notice_of(pilot))
