from __future__ import annotations

import json
from dataclasses import replace

from app.core.card import Card, Facet
from app.core.truth import Ended, Run
from tests.builders import a_card, a_live_card
from tests.study.fakes import ENVIRONMENT, FakeRunner, FakeStore
from tests.tui.rig import Rig, notice_of, opened, plain, question_of, shown, until
from tests.tui.screen_text import screen_text, styles_of

NEXT = a_card("z/next")


def live(**changes: object) -> Card:
    """A live card with a setup, whose run gives 7."""
    card = a_live_card("a/sum", code="import_me = $n\n1 + import_me", **changes)
    run = card.content.run
    assert run is not None
    return replace(card, content=replace(card.content, run=replace(run, setup="import numpy as np")))


def rig_with(runner: FakeRunner, *, trusted: bool = True, **changes: object) -> Rig:
    """The live card and one more, with a runner."""
    return Rig(FakeStore([live(**changes), NEXT]), runner, trusted=trusted)


async def graded(rig: Rig) -> None:
    """Wait until a grade is in the log."""
    await until(lambda: rig.store.rows)


async def test_the_snippet_runs_while_the_learner_thinks() -> None:
    """The code is shown with its numbers in place; the verdict and the environment are logged."""
    rig = rig_with(FakeRunner())
    async with opened(rig, []) as pilot:
        await until(lambda: rig.runner.asked)
        [(code, timeout_ms)] = rig.runner.asked
        assert timeout_ms == 5000
        assert "$" not in code
        await until(lambda: "cpu · torch 2.13.0" in screen_text(pilot.app))
        assert code.splitlines()[1] in screen_text(pilot.app)
        await pilot.press("7", "enter")
        assert "✓ value  7" in await shown(pilot)
        await pilot.press("enter")
        await graded(rig)
        [row] = rig.store.rows
        assert (row.grade, row.env, row.seed is None) == (4, ENVIRONMENT, False)
        assert json.loads(row.drawn).keys() == {"n"}


async def test_the_worker_is_started_when_a_live_card_is_queued() -> None:
    """While a plain card is still being read; nothing runs yet."""
    rig = Rig(FakeStore([a_card("a/plain"), live()]), FakeRunner())
    async with opened(rig, []):
        await until(lambda: rig.runner.caged)
        assert (len(rig.runner.caged), rig.runner.asked) == (1, [])


async def test_the_verdict_waits_for_the_run() -> None:
    """Whoever answers before the snippet is done is told so, and judged when it is."""
    rig = rig_with(FakeRunner(waits=True))
    async with opened(rig, []) as pilot:
        await until(lambda: rig.runner.asked)
        assert "starting…" in screen_text(pilot.app)
        await pilot.press("8", "enter")
        assert "Running…" in screen_text(pilot.app)
        await pilot.press("3", "space")
        assert rig.store.rows == []
        rig.runner.go.set()
        assert "✗ value  you  8" in await shown(pilot)


async def test_revealed_without_a_prediction_the_truth_is_shown() -> None:
    """Space after escape shows what the snippet gave, unjudged."""
    rig = rig_with(FakeRunner())
    async with opened(rig, []) as pilot:
        await pilot.press("escape", "space")
        text = await shown(pilot)
        assert "value  7" in text
        assert "✓" not in text
        assert question_of(pilot).suggested is None


async def test_a_run_without_an_end_is_neither_right_nor_wrong() -> None:
    """Timeouts and crashes suggest nothing; the learner grades."""
    for ended in (Ended.TIMEOUT, Ended.EARLY, Ended.LIMIT, Ended.UNAVAILABLE):
        rig = rig_with(FakeRunner({"import_me": Run(ended, detail="It took longer than 5 s.")}))
        async with opened(rig, []) as pilot:
            await pilot.press("7", "enter")
            text = await shown(pilot)
            assert "Neither right nor wrong: It took longer than 5 s. Grade yourself." in text
            assert question_of(pilot).suggested is None
            await pilot.press("3")
            await graded(rig)
            assert (rig.store.rows[0].outcome, rig.store.rows[0].typed) == ("", '{"value": "7"}')


async def test_a_foreign_snippet_asks_first() -> None:
    """Nothing runs before `y`; all the code is there to read; then this very snippet runs unasked."""
    rig = rig_with(FakeRunner(), trusted=False)
    async with opened(rig, []) as pilot:
        await until(lambda: "y run it   n do not run" in screen_text(pilot.app))
        assert notice_of(pilot) == "Nothing would cage this snippet: nothing holds snippets here. Run it?"
        text = screen_text(pilot.app)
        assert "1 + import_me" in text
        assert "import numpy as np" in text
        await pilot.press("space", "7")
        assert rig.runner.asked == []
        await pilot.press("y")
        await until(lambda: rig.runner.asked)
        await until(lambda: pilot.app.focused is not None)
        assert "import numpy as np" not in screen_text(pilot.app)
        await pilot.press("7", "enter")
        assert "✓ value  7" in await shown(pilot)
        await pilot.press("r")
        await until(lambda: len(rig.runner.asked) == 2)


async def test_a_refused_snippet_is_reviewed_without_a_run() -> None:
    """The learner grades alone, and nothing was run."""
    rig = rig_with(FakeRunner(), trusted=False)
    async with opened(rig, []) as pilot:
        await until(lambda: "y run it   n do not run" in screen_text(pilot.app))
        await pilot.press("n", "space")
        text = await shown(pilot)
        assert "Not run: grade yourself." in text
        assert "not run · " in text
        await pilot.press("3")
        await graded(rig)
        assert rig.runner.asked == []


async def test_r_asks_again_with_new_numbers() -> None:
    """After the verdict the same card comes with other numbers, ungraded."""
    rig = rig_with(FakeRunner())
    async with opened(rig, []) as pilot:
        await pilot.press("7", "enter")
        await shown(pilot)
        before = question_of(pilot).asked
        await pilot.press("r")
        await until(lambda: question_of(pilot).asked is not before)
        after = question_of(pilot).asked
        assert after.seed != before.seed
        assert rig.store.rows == []


async def test_v_shows_what_runs_before() -> None:
    """The deck's setup is shown on demand, and hidden again."""
    async with opened(rig_with(FakeRunner()), []) as pilot:
        assert "import numpy" not in screen_text(pilot.app)
        await pilot.press("escape", "v")
        assert "import numpy as np" in screen_text(pilot.app)
        await pilot.press("v")
        assert "import numpy" not in screen_text(pilot.app)


async def test_code_is_coloured_once_the_first_frame_is_out() -> None:
    """Numbers and names differ in colour; no character is changed."""
    async with opened(rig_with(FakeRunner()), []) as pilot:
        await until(lambda: len(set(styles_of(pilot.app, "import_me") + styles_of(pilot.app, "1"))) > 1)


async def test_wide_code_is_cut_visibly_and_moves_sideways() -> None:
    """Code is never wrapped: a mark says that there is more, and the arrow keys show it."""
    wide = a_live_card("a/wide", code="x = '" + "a" * 100 + "END'")
    async with opened(Rig(FakeStore([wide])), []) as pilot:
        assert "›" in screen_text(pilot.app)
        assert "END" not in screen_text(pilot.app)
        await pilot.press("escape", *["right"] * 6)
        assert "END'" in screen_text(pilot.app)
        assert "x =" not in screen_text(pilot.app)
        await pilot.press(*["left"] * 6)
        assert "x =" in screen_text(pilot.app)


async def test_leaving_a_card_drops_its_run() -> None:
    """A run that ends after its card was left says nothing on the next one."""
    rig = rig_with(FakeRunner(waits=True))
    rig.store.contents[3] = a_live_card("a/other", code="2 + $n")
    async with opened(rig, []) as pilot:
        await until(lambda: rig.runner.asked)
        question_of(pilot).refuse()
        await pilot.press("escape", "space", "3")
        await graded(rig)
        rig.runner.go.set()
        await pilot.pause()
        question = question_of(pilot)
        assert question.asked.stored.card.name == "z/next"
        assert question.run is None


async def test_facets_are_judged_line_by_line() -> None:
    """One line can be right and the other wrong; together they suggest Again."""
    rig = rig_with(FakeRunner(), ask=(Facet.VALUE, Facet.ERROR), why=plain("because"))
    async with opened(rig, []) as pilot:
        await pilot.press("7", "enter", "n", "o", "n", "e", "enter")
        text = await shown(pilot)
        assert "✓ value" in text
        assert "because" in text
