from __future__ import annotations

import threading
from collections.abc import Callable

from app.core.errors import ForecallError
from app.core.problem import Problem
from app.core.rules import Rules
from app.study.services import Intake
from app.tui.home import HomeScreen
from app.tui.review import ReviewScreen
from app.tui.summary import SummaryScreen
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import Rig, both, notice_of, opened, plain, review_of, until
from tests.tui.screen_text import is_text, screen_text


async def test_decks_show_what_the_daily_limits_leave() -> None:
    """The total is capped over all decks; a deck with more than that shows a plus."""
    cards = [*(a_card(f"a/{n}") for n in range(15)), *(a_card(f"b/{n}") for n in range(30))]
    async with opened(Rig(FakeStore(cards))) as pilot:
        lines = screen_text(pilot.app).splitlines()
        assert "today: 20 new" in lines[2]
        rows = {line[3:10].strip(): line[10:].split() for line in lines if line[3:4] in ("A", "a", "b")}
        assert rows == {
            "All dec": ["ks", "20", "·", "·", "45"],
            "a": ["15", "·", "·", "15"],
            "b": ["20+", "·", "·", "30"],
        }


async def test_enter_reviews_the_deck_under_the_cursor() -> None:
    """The cursor moves over the decks, and stops at the last."""
    async with opened(Rig(FakeStore([a_card("a/x"), a_card("b/y")]))) as pilot:
        await pilot.press("down", "j", "j", "k", "j", "enter")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        assert review_of(pilot).sitting.decks == ["b"]


async def test_one_key_reviews_all_decks() -> None:
    """The first row and the key `a` are the same: everything, mixed."""
    async with opened(Rig(FakeStore([a_card("a/x"), a_card("b/y")]))) as pilot:
        await pilot.press("down", "a")
        await until(lambda: isinstance(pilot.app.screen, ReviewScreen))
        assert review_of(pilot).sitting.decks is None


async def test_without_decks_it_says_where_it_looked() -> None:
    """An empty collection tells the folder and what to do; no key starts a review."""
    async with opened(Rig(FakeStore([])), size=(100, 24)) as pilot:
        await pilot.press("enter", "a")
        text = screen_text(pilot.app)
        assert "There are no cards yet." in text
        assert "Looked for deck files (*.yaml) in ~/decks." in text
        assert "enter review" not in text


async def test_when_all_is_done_it_says_when_the_next_card_comes() -> None:
    """After the last card the day is over, and a deck where nothing waits is not started."""
    rig = Rig(FakeStore([a_card("a/x")]))
    async with opened(rig, []) as pilot:
        await pilot.press("space", "3")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.pause()
        assert "All done for today. The next card comes tomorrow." in screen_text(pilot.app)
        await pilot.press("enter")
        assert notice_of(pilot) == "Nothing waits there today."


async def test_the_first_start_says_how_it_goes() -> None:
    """In three lines, until the first card is graded; with the keys as they are bound."""
    rig = Rig(FakeStore([a_card("a/x"), a_card("a/y")]))
    async with opened(rig, keys={"review_all": "z"}) as pilot:
        text = screen_text(pilot.app)
        assert "Welcome. enter asks the deck under the cursor, z asks all of them." in text
        assert "Every grade is saved at once. ? shows all keys" in text
        await pilot.press("enter", "space", "3")
        await until(lambda: review_of(pilot).sitting.progress.answered)
        await pilot.press("q", "q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.pause()
        assert "Welcome" not in screen_text(pilot.app)


async def test_when_all_is_done_it_says_what_one_can_do() -> None:
    """With the keys for it, and how many new cards wait for other days."""
    rig = Rig(FakeStore([a_card("a/x"), a_card("a/y")]))
    async with opened(rig, rules=Rules(new_per_day=0)) as pilot:
        text = screen_text(pilot.app)
        assert "2 new cards wait: the config file says how many come a day." in text
        assert "Now: b look through the cards, p see how the learning goes, q leave." in text
        assert "Welcome" not in text


async def test_the_backup_of_the_day_comes_after_the_decks() -> None:
    """Once all is shown; if it fails, that is told, and nothing else stops."""
    done: list[str] = []

    def take_in(_: object) -> Intake:
        done.append("decks")
        return Intake()

    def back_up(tell: Callable[[ForecallError], None]) -> None:
        done.append("backup")
        error = ForecallError("The backup can't be written: no room.", fix="Free some space.")
        threading.Thread(target=tell, args=(error,)).start()

    async with opened(Rig(FakeStore([a_card()]), take_in=take_in), back_up=back_up) as pilot:
        await until(lambda: "The backup can't be written" in notice_of(pilot))
        assert done == ["decks", "backup"]


async def test_a_chosen_language_is_kept() -> None:
    """For the next start, at once."""
    chosen: list[str] = []
    async with opened(Rig(FakeStore([a_card()])), choose_language=chosen.append) as pilot:
        await pilot.press("l", "l")
        assert chosen == ["zh", "en"]


async def test_a_theme_that_is_not_there_is_told() -> None:
    """With the nearest and all that there are; the default is shown meanwhile."""
    async with opened(Rig(FakeStore([a_card()])), theme="nrod") as pilot:
        await until(lambda: "There is no theme “nrod”." in notice_of(pilot))
        assert "Did you mean “nord”?" in notice_of(pilot)
        assert pilot.app.theme == "textual-dark"


async def test_new_cards_beyond_the_limit_come_tomorrow() -> None:
    """The next card is a new one as soon as the limit allows it again."""
    rig = Rig(FakeStore([a_card("a/x"), a_card("a/y")]))
    async with opened(rig, rules=Rules(new_per_day=0)) as pilot:
        assert "The next card comes tomorrow." in screen_text(pilot.app)


async def test_problems_and_held_cards_are_told() -> None:
    """Problems of all files are counted, read now or before; held cards too."""
    intake = Intake(problems=(Problem("a.yaml", 3, 1, "a/x", "No answer."),), known_problems=3)
    rig = Rig(FakeStore([a_card("a/x"), a_card("a/y")], held=["a/y"]), take_in=lambda _: intake)
    async with opened(rig) as pilot:
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "3 problems in the deck files: run `forecall check`." in text
        assert "1 card held: this machine lacks what they need." in text


async def test_a_missing_folder_is_told_in_full() -> None:
    """What is no problem of a file has nowhere else to be read."""
    missing = Problem("/x", 1, 1, "", "There is no deck folder.", "Create it, or name another.")
    rig = Rig(FakeStore([a_card("a/x")]), take_in=lambda _: Intake(problems=(missing,)))
    async with opened(rig) as pilot:
        assert "There is no deck folder. Create it, or name another." in screen_text(pilot.app)


async def test_titles_follow_the_language() -> None:
    """One key switches the titles, and the bar names the language it would switch to."""
    store = FakeStore([a_card("a/x")], {"a": both("Activations", "激活函数")})
    async with opened(Rig(store)) as pilot:
        assert "l 中文" in screen_text(pilot.app)
        await pilot.press("l")
        assert "激活函数" in screen_text(pilot.app)
        assert "l English" in screen_text(pilot.app)


async def test_many_decks_scroll_with_the_cursor() -> None:
    """A deck far down comes into view when the cursor reaches it."""
    store = FakeStore([a_card(f"deck-{n:02}/x") for n in range(40)])
    async with opened(Rig(store)) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "deck-39" not in screen_text(pilot.app)
        pilot.app.screen.rows.move(40)
        await pilot.pause()
        assert " ❯ deck-39" in screen_text(pilot.app)


async def test_q_leaves_and_stops_the_runner() -> None:
    """Nothing that runs snippets outlives the app."""
    rig = Rig(FakeStore([a_card()]))
    async with opened(rig) as pilot:
        await pilot.press("q")
    assert rig.runner.stopped


async def test_home_goes_on_with_a_sitting_and_tells_of_a_backlog() -> None:
    """After one of three new cards; and days later, with more due than a day brings."""
    rules = Rules(new_per_day=3, reviews_per_day=1)
    rig = Rig(FakeStore([a_card(f"a/{n}", question=plain(f"Question {n} {n}?")) for n in range(3)]))
    async with opened(rig, [], rules=rules) as pilot:
        for left in (2, 1, 0):
            await pilot.press("space")
            await pilot.pause(0.2)
            await pilot.press("3")
            await until(lambda: len(rig.store.rows) == 3 - left)  # noqa: B023
            if left == 2:
                assert "continue: 2 left of today's sitting: 2 new" in await home_of(rig, rules)
    rig.sleep(1)
    told = await home_of(rig, rules)
    assert is_text(told, "home_backlog")
    assert "today: 1 due" in told
    assert "2 cards more due: at this pace, 1 a day, clear in 3 days." in told


async def home_of(rig: Rig, rules: Rules) -> str:
    """What home says."""
    async with opened(rig, rules=rules) as pilot:
        return screen_text(pilot.app)
