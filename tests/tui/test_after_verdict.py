"""Before the run, whether it may; after the verdict, copying, earlier predictions, and changing the code."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

from textual.widgets import TextArea

from app.core.cage import Cage, Tier
from app.core.card import Card
from app.core.history import History, Past
from app.core.truth import Ended, Run, Truth
from app.tui.change import ChangeScreen
from app.tui.question import Phase
from tests.builders import a_live_card
from tests.study.fakes import UNCAGED, FakeRunner, FakeStore
from tests.tui.rig import Rig, notice_of, opened, question_of, shown, until
from tests.tui.screen_text import screen_text

CAGED = Cage(Tier.CAGED)


class Undecided(FakeRunner):
    """A runner that says what holds it when it is told to."""

    def __init__(self, cage: Cage) -> None:
        super().__init__(cage=cage)
        self.wanted, self.told = asyncio.Event(), asyncio.Event()

    async def cage(self, code: str, setup: str) -> Cage:
        self.wanted.set()
        await self.told.wait()
        return self.held_by


class Remembering(FakeStore):
    """A store whose cards have a past."""

    def history(self, handle: int) -> History:
        return History(
            (
                a_past(date(2026, 2, 1), '{"value": "5"}', 2),
                a_past(date(2026, 2, 2), '{"value": "6"}', 2, counts=False),
                a_past(date(2026, 2, 3), None, 4),
                a_past(date(2026, 2, 4), '{"value": "8\\u001b"}', 4),
            ),
            {},
        )


def a_past(day: date, typed: str | None, grade: int, *, counts: bool = True) -> Past:
    """A grade of a card's past."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Past(at, day, "grade", grade, counts, False, 1, 6, 250, 1000, typed, "", "")


def live(code: str = "import_me = $n\n1 + import_me") -> Card:
    """A live card with a setup, whose run gives 7."""
    card = a_live_card("a/sum", code=code)
    run = card.content.run
    assert run is not None
    return replace(card, content=replace(card.content, run=replace(run, setup="import numpy as np")))


def rig_with(runner: FakeRunner, *, trusted: bool = True, code: str = "1 + $n") -> Rig:
    """The live card with a runner."""
    return Rig(Remembering([live(code)]), runner, trusted=trusted)


async def test_no_line_is_shown_before_it_is_known_whether_the_snippet_may_run() -> None:
    """Until the runner says what holds it, keys do nothing; then the line is there, or the question."""
    for cage, line in ((CAGED, True), (UNCAGED, False)):
        runner = Undecided(cage)
        rig = rig_with(runner, trusted=False)
        async with opened(rig, [], settled=False) as pilot:
            await asyncio.wait_for(runner.wanted.wait(), 5)
            await pilot.press("space", "3", "u", "q")
            assert question_of(pilot).phase is Phase.ASKING
            assert (question_of(pilot).lines, notice_of(pilot)) == ((), "")
            runner.told.set()
            while question_of(pilot).phase is Phase.ASKING:
                await pilot.pause()
            await pilot.pause()
            assert (question_of(pilot).phase, bool(runner.asked)) == (
                (Phase.THINK, True) if line else (Phase.PERMIT, False)
            )


async def test_after_the_verdict_the_snippet_is_copied_whole() -> None:
    """Setup and code with this time's numbers, and nothing that a shell would obey."""
    rig = rig_with(FakeRunner(), code="1 + $n  # \x1b]0;x")
    async with opened(rig, []) as pilot:
        await pilot.press("7", "enter")
        await shown(pilot)
        number = question_of(pilot).asked.drawn["n"]
        await pilot.press("c")
        assert pilot.app.clipboard == f"import numpy as np\n1 + {number}  # \ufffd]0;x\n"


async def test_after_the_verdict_earlier_predictions_are_shown() -> None:
    """What was typed on this card before, newest first, until the key is pressed again."""
    rig = rig_with(FakeRunner())
    async with opened(rig, []) as pilot:
        await pilot.press("7", "enter")
        await shown(pilot)
        await pilot.press("p")
        await until(lambda: question_of(pilot).past is not None)
        await pilot.pause()
        text = screen_text(pilot.app)
        assert text.index("2026-02-04  4  8\ufffd") < text.index("2026-02-01  2  5")
        assert "2026-02-02" not in text
        await pilot.press("p")
        await until(lambda: question_of(pilot).past is None)


async def test_after_the_verdict_the_code_can_be_changed_and_run() -> None:
    """The changed code runs with the card's setup, seed and limit; nothing of it is graded."""
    gives = {"six": Run(Ended.DONE, Truth(type="int", repr="6\x1b", text="printed\n", data=("6",)))}
    rig = rig_with(FakeRunner({**gives, "bad": Run(Ended.TIMEOUT, detail="It was stopped.")}))
    async with opened(rig, []) as pilot:
        await pilot.press("7", "enter")
        await shown(pilot)
        await pilot.press("x")
        await until(lambda: pilot.app.screen.__class__ is ChangeScreen)
        for typed, result in (("six", "printed"), ("bad", "It was stopped.")):
            pilot.app.screen.query_one(TextArea).text = typed
            await pilot.press("ctrl+r")
            while result not in screen_text(pilot.app):
                await pilot.pause()
            assert rig.runner.asked[-1] == (typed, 5000)
        await pilot.press("escape")
        await until(lambda: pilot.app.screen.__class__ is not ChangeScreen)
        assert question_of(pilot).phase is Phase.SHOWN
        assert rig.store.rows == []
