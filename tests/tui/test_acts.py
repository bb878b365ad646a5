"""Acts on the card in review: one key each, each undone and redone."""

from __future__ import annotations

import pytest
from textual import events

from app.core.log import Act
from app.core.rules import Rules
from app.tui.stopwatch import IDLE_S, Stopwatch
from app.tui.summary import SummaryScreen
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import (
    Rig,
    a_typed_card,
    asks,
    desk_of,
    notice_of,
    opened,
    plain,
    question_of,
    review_of,
    shown,
    until,
)


@pytest.mark.parametrize(
    ("key", "told", "act"),
    [("s", "Suspended", Act.SUSPEND), ("b", "Buried until tomorrow", Act.BURY)],
)
async def test_one_key_sets_a_card_aside(key: str, told: str, act: Act) -> None:
    """The next card is asked; undo brings the first back, redo takes it away again."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two")]))
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        await pilot.press(key)
        await asks(pilot, "d/two")
        assert notice_of(pilot) == f"{told}: d/one."
        assert rig.store.rows[-1].act == act
        await pilot.press("u")
        await asks(pilot, "d/one")
        await until(lambda: notice_of(pilot) == f"Undone: d/one ({act}).")
        await pilot.press("U")
        await asks(pilot, "d/two")
        await until(lambda: notice_of(pilot) == f"Redone: d/one ({act}).")


async def test_n_asks_a_card_after_the_others() -> None:
    """Undone like every act, also after a restart; the last card can't be skipped."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two", question=a_card("d/x").content.answer)]))
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("n")
        await asks(pilot, "d/two")
        assert [row.act for row in rig.store.rows] == [Act.SKIP]
        await until(lambda: notice_of(pilot) == "Skipped until later: d/one.")
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/two")
        await pilot.press("u")
        await asks(pilot, "d/one")
        assert notice_of(pilot) == "Undone: d/one (skip)."
        await pilot.press("space")
        await pilot.pause(0.2)
        await pilot.press("4")
        await asks(pilot, "d/two")
        await pilot.press("n")
        await until(lambda: notice_of(pilot) == "Nothing else is left to ask.")


async def test_f_flags_with_a_note_and_takes_the_flag_away() -> None:
    """Keys are typed into the note; the question stays as far as it had come."""
    rig = Rig(FakeStore([a_card("d/one")]))
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("f", "u", "4", "enter")
        await until(lambda: notice_of(pilot) == "Flagged: d/one.")
        assert (rig.store.rows[-1].act, rig.store.rows[-1].note) == (Act.FLAG, "u4")
        assert question_of(pilot).suggested == 4
        await pilot.press("f")
        await until(lambda: notice_of(pilot) == "No longer flagged: d/one.")
        await pilot.press("f", "escape")
        await pilot.pause()
        assert len(rig.store.rows) == 2


async def test_reset_makes_a_card_new_again() -> None:
    """Its history stays; undo gives its schedule back."""
    rig = Rig(FakeStore([a_card("d/one")]))
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("space")
        await pilot.pause(0.2)
        await pilot.press("1")
        await asks(pilot, "d/one")
        await pilot.press("R")
        await until(lambda: notice_of(pilot) == "Reset to a new card: d/one.")
        assert question_of(pilot).asked.stored.state.is_new
        await pilot.press("u")
        await until(lambda: not question_of(pilot).asked.stored.state.is_new)


async def test_a_leech_is_told_and_what_may_be_wrong_with_it() -> None:
    """It is suspended where the settings say so, and one undo takes grade and suspension back."""
    rig = Rig(FakeStore([a_card("d/one", question=a_card("d/x").content.answer), a_card("d/two")]))
    rules = Rules(leech_lapses=1, leech_suspends=True)
    async with opened(rig, [], rules=rules) as pilot:
        for name in ("d/one", "d/two"):
            await asks(pilot, name)
            await pilot.press("space")
            await pilot.pause(0.2)
            await pilot.press("3")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
    rig.sleep(1)
    async with opened(rig, [], rules=rules) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("space")
        await pilot.pause(0.2)
        await pilot.press("1")
        await asks(pilot, "d/two")
        await until(lambda: notice_of(pilot).startswith("Leech: d/one, failed 1 times. It is suspended."))
        assert "d/one" not in [rig.store.card(w[0]).card.name for w in rig.store.due(rig.now.date(), None)]
        await pilot.press("u")
        await asks(pilot, "d/one")
        assert not question_of(pilot).asked.stored.state.suspended


async def test_redo_on_the_summary_and_after_a_restart() -> None:
    """What was undone before the program was left is redone in the next one."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two", question=a_card("d/x").content.answer)]))
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("s")
        await asks(pilot, "d/two")
        await pilot.press("u")
        await asks(pilot, "d/one")
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("U")
        await asks(pilot, "d/two")
        await pilot.press("U")
        await until(lambda: notice_of(pilot) == "Nothing to redo.")


def test_time_stops_when_nobody_is_there() -> None:
    """Of a long silence a minute counts, and nothing of the time another window had."""
    now = [0.0]
    watch = Stopwatch(lambda: now[0])
    watch.start()
    now[0] += 20
    watch.touch()
    assert watch.ms == 20_000
    now[0] += 3600
    watch.touch()
    assert watch.ms == 20_000 + IDLE_S * 1000
    watch.start()
    now[0] += 5
    watch.pause()
    now[0] += 50
    assert watch.ms == 5000
    watch.touch()
    now[0] += 1
    assert watch.ms == 6000


async def test_keys_are_signs_of_life_and_a_left_window_stops_the_clock() -> None:
    """What is logged is the time somebody was there."""
    now = [0.0]
    rig = Rig(FakeStore([a_card("d/one")]))
    async with opened(rig, []) as pilot:
        await asks(pilot, "d/one")
        watch = Stopwatch(lambda: now[0])
        desk_of(pilot).stopwatch = watch
        now[0] += 10
        pilot.app.post_message(events.AppBlur())
        await pilot.pause()
        now[0] += 1000
        pilot.app.post_message(events.AppFocus())
        await pilot.pause()
        now[0] += 2
        await pilot.press("space")
        now[0] += 500
        await pilot.pause(0.2)
        await pilot.press("3")
        await until(lambda: rig.store.rows)
        assert rig.store.rows[-1].ms == 72_000


async def test_a_fast_right_answer_suggests_easy_and_any_grade_can_be_given() -> None:
    """Fast is what is fast for this learner and this kind of card."""
    rig = Rig(FakeStore([a_typed_card()]))
    rig.store.answer_times = lambda latest=1000: {"typed": [9000] * 30, "basic": [1] * 30}  # type: ignore[method-assign]
    async with opened(rig, []) as pilot:
        await asks(pilot, "optimizers/beta")
        await until(lambda: pilot.app.focused is not None)
        await pilot.press(*"0.9", "enter")
        await shown(pilot)
        assert question_of(pilot).suggested == 5
        await pilot.pause(0.2)
        await pilot.press("2")
        await until(lambda: rig.store.rows)
        assert rig.store.rows[-1].grade == 3


async def test_a_wrong_answer_suggests_again_however_fast() -> None:
    """Time moves only what is right."""
    rig = Rig(FakeStore([a_typed_card()]))
    rig.store.answer_times = lambda latest=1000: {"typed": [9000] * 30}  # type: ignore[method-assign]
    async with opened(rig, []) as pilot:
        await asks(pilot, "optimizers/beta")
        await until(lambda: pilot.app.focused is not None)
        await pilot.press(*"0.8", "enter")
        await shown(pilot)
        assert question_of(pilot).suggested == 2


async def test_a_screen_left_open_over_night_asks_what_the_new_day_brings() -> None:
    """Not while an answer is shown: its grade counts for the day on which it is given."""
    rig = Rig(FakeStore([a_card("d/one"), a_card("d/two", question=plain("Another?"))]))
    async with opened(rig, [], rules=Rules(new_per_day=1)) as pilot:
        await asks(pilot, "d/one")
        await pilot.press("space")
        await shown(pilot)
        rig.sleep(1)
        await review_of(pilot).look_at_the_day()
        assert question_of(pilot).suggested == 4
        await pilot.pause(0.2)
        await pilot.press("1")
        await asks(pilot, "d/one")
        assert rig.store.rows[-1].day == rig.now.date()
        rig.sleep(1)
        await review_of(pilot).look_at_the_day()
        assert notice_of(pilot) == "A new day has begun."
        assert review_of(pilot).sitting.progress[:3] == (1, 1, 0)
