from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from app.core.collection import DeckCount, TakenIn
from app.core.errors import ForecallError
from app.core.log import Entry, Params, State
from app.study.ports import Step, Store
from app.study.services import Intake
from app.tui import acts
from app.tui.app import ForecallApp
from app.tui.home import HomeScreen
from app.tui.question import Phase
from app.tui.summary import SummaryScreen
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import Rig, a_typed_card, asks, desk_of, notice_of, opened, plain, question_of, until
from tests.tui.screen_text import screen_text

CARDS = (a_card("a/x", question=plain("first?")), a_card("a/y", question=plain("second?")))


class Gate:
    """Opens a store when it is told to; fails as often as it is told to."""

    def __init__(self, store: FakeStore, *, failures: int = 0) -> None:
        self.store, self.failures = store, failures
        self.go = threading.Event()

    def __call__(self) -> Store:
        assert self.go.wait(5)
        if self.failures:
            self.failures -= 1
            raise ForecallError("The database is locked.", where="/x/forecall.db", fix="Close the other one.")
        return self.store


async def test_a_grade_waits_for_the_writing_side() -> None:
    """A grade pressed while the store still opens is told, kept, and saved; other keys wait with it."""
    store = FakeStore(CARDS)
    gate = Gate(store)
    async with opened(Rig(store, open_store=gate), [], settled=False) as pilot:
        await pilot.press("space", "3", "2", "space", "u")
        assert notice_of(pilot).startswith("Opening the collection; the grade is saved")
        assert store.rows == []
        gate.go.set()
        await asks(pilot, "a/y")
        assert [row.grade for row in store.rows] == [4]
        assert question_of(pilot).phase is Phase.THINK


async def test_q_and_leaving_wait_for_a_grade_on_its_way() -> None:
    """Whoever leaves at once has the grade on disk all the same."""
    store = FakeStore(CARDS)
    gate = Gate(store)
    async with opened(Rig(store, open_store=gate), [], settled=False) as pilot:
        await pilot.press("space", "3")
        threading.Timer(0.2, gate.go.set).start()
        await pilot.app.action_quit()
        assert [row.grade for row in store.rows] == [4]


async def test_a_store_that_does_not_open_leaves_the_cards_readable() -> None:
    """What, where and what to do are shown; the next grade tries again."""
    store = FakeStore(CARDS)
    gate = Gate(store, failures=2)
    gate.go.set()
    async with opened(Rig(store, open_store=gate), []) as pilot:
        assert notice_of(pilot).splitlines() == [
            "✗ The database is locked.",
            "  /x/forecall.db",
            "  Close the other one.",
        ]
        await pilot.press("space", "3")
        await until(lambda: gate.failures == 0)
        await until(lambda: question_of(pilot).phase is Phase.SHOWN)
        assert "✗ The database is locked." in screen_text(pilot.app)
        assert "first?" in screen_text(pilot.app)
        await pilot.press("3")
        await asks(pilot, "a/y")
        assert [row.grade for row in store.rows] == [4]
        assert notice_of(pilot) == ""


async def test_a_grade_that_cannot_be_written_keeps_its_card() -> None:
    """A full disk costs nothing: the card, its answer and the keys stay."""
    rig = Rig(FakeStore(CARDS))
    async with opened(rig, []) as pilot:
        rig.store.failure = ForecallError("The disk is full.", fix="Free some space and grade again.")
        await pilot.press("space", "3")
        await until(lambda: "The disk is full." in notice_of(pilot))
        assert "Free some space and grade again." in screen_text(pilot.app)
        assert "answer" in screen_text(pilot.app)
        rig.store.failure = None
        await pilot.press("3")
        await asks(pilot, "a/y")
        rig.store.failure = ForecallError("The disk is full.")
        await pilot.press("u")
        await until(lambda: "The disk is full." in notice_of(pilot))
        assert "second?" in screen_text(pilot.app)


async def test_a_grade_that_takes_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another instance holds the database: the learner sees why nothing moves, and then it does."""
    monkeypatch.setattr(acts, "SLOW_S", 0.05)
    go = threading.Event()

    class Slow(FakeStore):
        def append(
            self, entries: Sequence[Entry], params: Params, env: str = "", step: Step | None = None
        ) -> list[State]:
            assert go.wait(5)
            return super().append(entries, params, env, step)

    async with opened(Rig(Slow(CARDS)), []) as pilot:
        await pilot.press("space", "3")
        await until(lambda: notice_of(pilot) == "Saving: something else holds the collection.")
        go.set()
        await asks(pilot, "a/y")
        assert notice_of(pilot) == ""


async def test_new_cards_from_the_intake_join_the_sitting() -> None:
    """A review that began empty, before the first intake, goes on with what came in."""
    store = FakeStore([])

    def take_in(_: Store) -> Intake:
        store.contents.update({1: CARDS[0]})
        return Intake(TakenIn(added=1))

    gate = Gate(store)
    async with opened(Rig(store, open_store=gate, take_in=take_in), [], settled=False) as pilot:
        assert "Reading the decks…" in screen_text(pilot.app)
        gate.go.set()
        await until(lambda: "first?" in screen_text(pilot.app))


async def test_an_intake_does_not_disturb_what_is_typed() -> None:
    """Other cards changed, this one did not: question and typed text stay."""
    store = FakeStore([a_typed_card(), CARDS[0]])
    gate = Gate(store)
    rig = Rig(store, open_store=gate, take_in=lambda _: Intake(TakenIn(changed=1)))
    async with opened(rig, [], settled=False) as pilot:
        await until(lambda: pilot.app.focused)
        await pilot.press("0", "full_stop")
        before = question_of(pilot)
        gate.go.set()
        await until(lambda: desk_of(pilot).intake)
        await pilot.press("9")
        assert question_of(pilot) is before
        assert "0.9" in screen_text(pilot.app)


async def test_a_card_that_the_intake_changed_is_asked_anew() -> None:
    """What is on the screen is what the deck file says now."""
    store = FakeStore(CARDS)

    def take_in(_: Store) -> Intake:
        store.contents[1] = replace(CARDS[0], content=replace(CARDS[0].content, question=plain("edited?")))
        return Intake(TakenIn(changed=1))

    gate = Gate(store)
    async with opened(Rig(store, open_store=gate, take_in=take_in), [], settled=False) as pilot:
        assert "first?" in screen_text(pilot.app)
        gate.go.set()
        await until(lambda: "edited?" in screen_text(pilot.app))


async def test_a_failing_intake_leaves_the_store_in_use() -> None:
    """An unreadable deck folder is told; grades are saved all the same."""

    def take_in(_: Store) -> Intake:
        raise ForecallError("The deck folder can't be read.", where="~/decks")

    rig = Rig(FakeStore(CARDS), take_in=take_in)
    async with opened(rig, [], settled=False) as pilot:
        await until(lambda: "can't be read" in notice_of(pilot))
        await pilot.press("space", "3")
        await asks(pilot, "a/y")
        assert len(rig.store.rows) == 1


async def test_home_shows_a_store_that_does_not_open_and_stays_usable() -> None:
    """The decks are there, and a review starts."""
    store = FakeStore(CARDS)
    gate = Gate(store, failures=1)
    gate.go.set()
    async with opened(Rig(store, open_store=gate)) as pilot:
        assert "The database is locked." in screen_text(pilot.app)
        await pilot.press("enter")
        await until(lambda: "first?" in screen_text(pilot.app))


@pytest.mark.parametrize("start", [None, []])
async def test_an_empty_collection_that_does_not_open_does_not_wait_for_ever(start: list[str] | None) -> None:
    """Home says why there is nothing, whether one began there or with a review."""
    gate = Gate(FakeStore([]), failures=1)
    gate.go.set()
    async with opened(Rig(gate.store, open_store=gate), start, size=(100, 24)) as pilot:
        await until(lambda: isinstance(pilot.app.screen, HomeScreen) and notice_of(pilot))
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "The database is locked." in text
        assert "Reading the decks…" not in text


async def test_a_failing_undo_on_the_summary_is_told() -> None:
    """The summary stays, and the key works when the disk does."""
    rig = Rig(FakeStore(CARDS[:1]))
    async with opened(rig, []) as pilot:
        await pilot.press("space", "3")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        rig.store.failure = ForecallError("The disk is full.")
        await pilot.press("u")
        await until(lambda: "The disk is full." in notice_of(pilot))
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_an_unknown_theme_is_told_with_the_known_ones() -> None:
    """A typo in the settings costs the theme, not the review."""
    async with opened(Rig(FakeStore(CARDS)), theme="solarised") as pilot:
        assert "There is no theme “solarised”." in notice_of(pilot)
        assert "solarized-light" in notice_of(pilot)


def test_a_collection_that_cannot_be_read_is_told_before_the_screen_opens() -> None:
    """The command line shows the error as its own; there is no screen without a first reading."""

    class Unreadable(FakeStore):
        def decks(self, today: date) -> list[DeckCount]:
            raise ForecallError("The database is damaged.", where="/x/forecall.db")

    for start in (None, ["a"]):
        with pytest.raises(ForecallError, match="damaged"):
            ForecallApp(Rig(Unreadable(CARDS)).services(), start)


async def test_a_collection_that_fails_on_the_way_keeps_the_screen() -> None:
    """Going somewhere reads; if that fails, the screen stays and says why."""
    rig = Rig(FakeStore(CARDS))
    async with opened(rig) as pilot:
        fine, rig.store.decks = rig.store.decks, failing  # type: ignore[method-assign]
        await pilot.press("enter")
        await until(lambda: "The database is locked." in notice_of(pilot))
        rig.store.decks = fine  # type: ignore[method-assign]
        await pilot.press("enter")
        await until(lambda: "first?" in screen_text(pilot.app))
        rig.store.decks = failing  # type: ignore[method-assign]
        await pilot.press("q")
        await until(lambda: "The database is locked." in notice_of(pilot))


async def test_a_new_day_begins_on_the_home_screen_too() -> None:
    """An app left open overnight asks what is due this morning."""
    rig = Rig(FakeStore(CARDS[:1]))
    async with opened(rig, []) as pilot:
        await pilot.press("space", "3")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))
        rig.sleep(1)
        await pilot.press("enter")
        await until(lambda: "first?" in screen_text(pilot.app))


def failing(today: date) -> list[DeckCount]:
    """Read decks from a locked database."""
    raise ForecallError("The database is locked.")
