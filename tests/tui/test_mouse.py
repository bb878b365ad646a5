"""What is done by mouse: everything that a review needs."""

from __future__ import annotations

from textual import events

from app.core.card import Kind
from app.core.log import Act
from app.tui.question import Phase
from app.tui.review import ReviewScreen
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import (
    Page,
    Rig,
    a_choice,
    an_order,
    asks,
    opened,
    plain,
    question_of,
    reviewing,
    shown,
    until,
)
from tests.tui.screen_text import screen_text


async def test_a_whole_review_by_mouse() -> None:
    """A double click on the deck, clicks on the keys of the bar and on a grade."""
    rig = Rig(FakeStore([a_card("a/x"), a_card("b/y", question=plain("Another?"))]))
    async with opened(rig) as pilot:
        first_words = [line.split()[:1] for line in screen_text(pilot.app).splitlines()]
        row = first_words.index(["b"])
        await pilot.click(offset=(5, row), times=2)
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        await asks(pilot, "b/y")
        await pilot.click(offset=(3, 23))
        await shown(pilot)
        await pilot.pause(0.2)
        place = screen_text(pilot.app).splitlines()[22].index("2 Hard")
        await pilot.click(offset=(place, 22))
        await until(lambda: rig.store.rows)
        assert rig.store.rows[0].grade == 3
        await asks(pilot, "b/y")
        place = screen_text(pilot.app).splitlines()[23].index("u undo")
        await pilot.click(offset=(place, 23))
        await until(lambda: rig.store.rows[-1].act == Act.UNDO)


async def click_on(pilot: Page, words: str) -> None:
    """Click on words on the screen."""
    lines = screen_text(pilot.app).splitlines()
    row = next(row for row, line in enumerate(lines) if words in line)
    await pilot.click(offset=(lines[row].index(words), row))
    await pilot.pause()


async def test_a_click_chooses() -> None:
    """Also on the last line of a long option; beside the options, and once the answer shows, on nothing."""
    long = plain("hard margin, " + "which is a rather long way to say it, " * 3 + "at its end")
    wrong = (long, plain("kernel"))
    rig = Rig(FakeStore([a_card("svm/noisy", kind=Kind.CHOICE, answer=plain("soft margin"), wrong=wrong)]))
    async with opened(rig, []) as pilot:
        await pilot.pause(0.2)
        question = question_of(pilot)
        await click_on(pilot, "question")
        assert question.phase is Phase.THINK
        await click_on(pilot, "at its end")
        await shown(pilot)
        [picked] = question.picked
        assert question.asked.options[picked - 1] == long
        await pilot.pause(0.2)
        await click_on(pilot, "kernel")
        assert (rig.store.rows, question.picked) == ([], [picked])


async def test_drawing_the_mouse_over_an_option_is_no_click() -> None:
    """Whoever marks text to copy it chooses nothing."""
    async with reviewing(a_choice()) as pilot:
        await pilot.pause(0.2)
        lines = screen_text(pilot.app).splitlines()
        row = next(row for row, line in enumerate(lines) if "hard margin" in line)
        for event, column in ((events.MouseDown, 10), (events.MouseMove, 16), (events.MouseUp, 16)):
            pilot.app.post_message(event(None, column, row, 0, 0, 1, False, False, False))
            await pilot.pause()
        assert pilot.app.screen.get_selected_text()
        assert question_of(pilot).phase is Phase.THINK


async def test_clicks_put_steps_in_order() -> None:
    """A second click on the last one takes it back; the key on the bar submits."""
    async with reviewing(an_order()) as pilot:
        await pilot.pause(0.2)
        question = question_of(pilot)
        first, second, third = (place + 1 for place in question.asked.key)
        await click_on(pilot, "standardise")
        await click_on(pilot, "decompose")
        assert question.picked == [first, third]
        await click_on(pilot, "standardise")
        assert question.picked == [first, third]
        await click_on(pilot, "decompose")
        await click_on(pilot, "correlate")
        await click_on(pilot, "decompose")
        assert question.picked == [first, second, third]
        await click_on(pilot, "space submit")
        assert "✓ right" in await shown(pilot)
