from __future__ import annotations

from app.core.card import Facet, Kind
from app.core.log import Act
from app.core.rules import Rules
from app.tui import review
from app.tui.home import HomeScreen
from app.tui.question import Phase
from app.tui.summary import SummaryScreen
from tests.builders import a_card
from tests.study.fakes import FakeStore
from tests.tui.rig import (
    Rig,
    a_choice,
    a_typed_card,
    an_order,
    asks,
    both,
    notice_of,
    opened,
    plain,
    question_of,
    review_of,
    reviewing,
    shown,
    until,
)
from tests.tui.screen_text import screen_text, styles_of

TWO = (a_card("a/x", question=plain("first?")), a_card("a/y", question=plain("second?")))


async def test_space_reveals_and_a_digit_grades() -> None:
    """The answer is hidden until space; a grade is in the log, with its time, before the next card."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, []) as pilot:
        assert "answer" not in screen_text(pilot.app)
        await pilot.press("3")
        assert rig.store.rows == []
        await pilot.press("space")
        assert "answer" in await shown(pilot)
        await pilot.press("2")
        await asks(pilot, "a/y")
        [row] = rig.store.rows
        assert (row.act, row.grade, row.typed) == (Act.GRADE, 3, None)
        assert row.ms is not None
        assert row.ms > 0
        text = screen_text(pilot.app)
        assert "second?" in text
        assert "answer" not in text
        assert "2 left · new 1 · drill 1" in text


async def test_each_grade_key_says_when_the_card_comes_again() -> None:
    """The intervals are those of SM-2; a grade below Good comes again today."""
    rig = Rig(FakeStore([a_card("a/x")]))
    for days_to_next in (1, 6):
        async with opened(rig, []) as pilot:
            await pilot.press("space", "3")
            await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        rig.sleep(days_to_next)
    async with opened(rig, []) as pilot:
        await pilot.press("space")
        assert " 1 Again 1d ↻    2 Hard 15d ↻    3 Good 15d    4 Easy 16d" in await shown(pilot)


async def test_six_keys_for_those_who_choose_them() -> None:
    """With six buttons the digits are the grades 0 to 5."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, [], rules=Rules(buttons=6)) as pilot:
        await pilot.press("space", "6")
        keys = " 0 Blank 1d ↻  1 Wrong 1d ↻  2 Close 1d ↻  3 Hard 1d ↻  4 Good 1d  5 Easy 1d"
        assert keys in await shown(pilot)
        await pilot.press("0")
        await asks(pilot, "a/y")
        assert rig.store.rows[0].grade == 0


async def test_space_takes_the_grade_that_stands_out() -> None:
    """A card without a prediction suggests Good."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, []) as pilot:
        await pilot.press("space")
        await shown(pilot)
        assert styles_of(pilot.app, "3 Good") != styles_of(pilot.app, "4 ")
        await pilot.press("space")
        await asks(pilot, "a/y")
        assert rig.store.rows[0].grade == 4


async def test_grade_keys_are_dead_just_after_the_screen_changed() -> None:
    """A late reply of the terminal, or a key held down, is no grade."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, []) as pilot:
        review.DEAD_S = 60.0
        await pilot.press("space", "3", "space", "enter")
        assert "answer" in await shown(pilot)
        assert rig.store.rows == []
        review.DEAD_S = 0.0
        await pilot.press("3")
        await asks(pilot, "a/y")


async def test_u_asks_the_last_card_again() -> None:
    """Undo goes across cards, says which one, and takes the grade back in the log."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, []) as pilot:
        await pilot.press("space", "3")
        await asks(pilot, "a/y")
        await pilot.press("u")
        await asks(pilot, "a/x")
        assert notice_of(pilot) == "Undone: a/x."
        assert [row.act for row in rig.store.rows] == [Act.GRADE, Act.UNDO]
        await pilot.press("u")
        await until(lambda: notice_of(pilot) == "Nothing to undo.")


async def test_u_reaches_back_before_the_restart() -> None:
    """The log knows the last grade, whichever run of the program gave it."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, []) as pilot:
        await pilot.press("space", "3")
        await asks(pilot, "a/y")
    async with opened(rig, []) as pilot:
        await asks(pilot, "a/y")
        await pilot.press("u")
        await asks(pilot, "a/x")


async def test_a_right_prediction_suggests_good() -> None:
    """Letters and digits belong to the answer line; what was typed and its verdict are logged."""
    rig = Rig(FakeStore([a_typed_card("0.9", why=plain("beta1")), *TWO]))
    async with opened(rig, []) as pilot:
        await pilot.press("0", "full_stop", "9", "enter")
        text = await shown(pilot)
        assert "✓ 0.9" in text
        assert "beta1" in text
        await pilot.press("enter")
        await asks(pilot, "a/x")
        [row] = rig.store.rows
        assert (row.grade, row.typed, row.outcome) == (4, '{"value": "0.9"}', '{"value": "right"}')


async def test_a_wrong_prediction_shows_both_and_suggests_again() -> None:
    """What was said stands above what is right; the learner may overrule the suggestion."""
    rig = Rig(FakeStore([a_typed_card("0.9"), *TWO]))
    async with opened(rig, []) as pilot:
        await pilot.press("7", "enter")
        text = await shown(pilot)
        assert text.index("✗ you  7") < text.index("is   0.9")
        assert question_of(pilot).suggested == 2
        await pilot.press("4")
        await asks(pilot, "a/x")
        assert rig.store.rows[0].grade == 5


async def test_what_cannot_be_read_is_asked_again() -> None:
    """An unreadable or empty answer is never a lapse: the line stays, with the reason."""
    async with reviewing(a_typed_card("(2, 3)", Facet.SHAPE)) as pilot:
        await pilot.press("enter")
        assert notice_of(pilot).startswith("Nothing is typed yet.")
        await pilot.press("w", "h", "y", "enter")
        question = question_of(pilot)
        assert question.phase is Phase.THINK
        text = screen_text(pilot.app)
        assert "shape  why" in text
        assert "? shape: " in text
        assert pilot.app.focused is not None


async def test_escape_gives_the_keys_back() -> None:
    """Then space reveals; without a prediction nothing is suggested and nothing is logged as typed."""
    rig = Rig(FakeStore([a_typed_card("0.9"), *TWO]))
    async with opened(rig, []) as pilot:
        await pilot.press("7", "escape", "space")
        assert "0.9" in await shown(pilot)
        await pilot.press("space")
        assert rig.store.rows == []
        await pilot.press("3")
        await asks(pilot, "a/x")
        assert rig.store.rows[0].typed is None


async def test_keys_between_the_card_and_its_caret_are_no_commands() -> None:
    """Whoever types at once never grades, leaves or reveals by it."""
    async with reviewing(*TWO, a_typed_card()) as pilot:
        screen = review_of(pilot)
        assert screen.check_action("home", ())
        screen.card.getting_ready = True
        assert not any(screen.check_action(key.action, ()) for key in screen.KEYS)


async def test_tab_returns_to_typing() -> None:
    """After escape, tab puts the caret back, and the text is still there."""
    async with reviewing(a_typed_card("0.9")) as pilot:
        await pilot.press("0", "escape", "tab", "full_stop", "9", "enter")
        assert "✓ 0.9" in await shown(pilot)


async def test_each_facet_has_its_line() -> None:
    """Enter goes from line to line and submits at the last; the text facet may have several lines."""
    card = a_card("a/z", kind=Kind.TYPED, ask=(Facet.TEXT, Facet.VALUE), answer=plain("1\n2"))
    async with reviewing(card) as pilot:
        await pilot.press("1", "ctrl+j", "2", "enter", "3", "enter")
        await shown(pilot)
        question = question_of(pilot)
        assert question.typed == {"text": "1\n2", "value": "3"}


async def test_a_digit_chooses() -> None:
    """Options are numbered; one digit answers, and right and wrong are marked."""
    rig = Rig(FakeStore([a_choice(), *TWO]))
    async with opened(rig, []) as pilot:
        right = question_of(pilot).asked.key[0] + 1
        wrong = right % 3 + 1
        await pilot.press("9", str(wrong))
        text = await shown(pilot)
        assert f"✓  {right}  soft margin" in text
        assert f"✗  {wrong}  " in text
        assert f"wrong: it is {right}" in text
        await pilot.press("space")
        await asks(pilot, "a/x")
        assert (rig.store.rows[0].grade, rig.store.rows[0].typed) == (2, f'{{"choice": "{wrong}"}}')


async def test_digits_put_steps_in_order() -> None:
    """Picks show their place, backspace takes one back, and enter submits all of them."""
    rig = Rig(FakeStore([an_order(), *TWO]))
    async with opened(rig, []) as pilot:
        question = question_of(pilot)
        first, second, third = (str(place + 1) for place in question.asked.key)
        await pilot.press(first, third, third)
        assert question.picked == [int(first), int(third)]
        await pilot.press("backspace", second, third)
        assert f"2  {second}  correlate" in screen_text(pilot.app)
        await pilot.press("enter")
        text = await shown(pilot)
        assert "✓ right" in text
        assert text.index("standardise", text.index("right")) < text.index("decompose", text.index("right"))


async def test_full_width_keys_work() -> None:
    """With an input method on, digits, the blank and the question mark arrive full-width."""
    rig = Rig(FakeStore(TWO))
    async with opened(rig, []) as pilot:
        await pilot.press("ideographic_space", "１")
        await asks(pilot, "a/y")
        assert rig.store.rows[0].grade == 2
        await pilot.press("ｕ")
        await asks(pilot, "a/x")
        await pilot.press("fullwidth_question_mark")
        await until(lambda: "Keys: Review" in screen_text(pilot.app))


async def test_a_cjk_letter_hints_at_the_input_method() -> None:
    """Letters that an input method composed can't be rescued, but explained."""
    async with reviewing(*TWO) as pilot:
        await pilot.press("你")
        assert notice_of(pilot) == "An input method is on: switch it off, so that the keys work."


async def test_the_language_switches_on_the_spot() -> None:
    """The same question, in the other language; a card without it keeps what it has."""
    card = a_card("a/x", question=both("Why?", "为什么？"), answer=both("Because.", "因为。"))
    async with reviewing(card) as pilot:
        await pilot.press("l")
        assert "为什么？" in screen_text(pilot.app)
        await pilot.press("space")
        assert "因为。" in await shown(pilot)
        await pilot.press("l")
        assert "Because." in screen_text(pilot.app)


async def test_after_the_last_card_comes_the_summary() -> None:
    """Cards, answers, right ones and tomorrow's load; undo works there, and any key goes home."""
    rig = Rig(FakeStore([a_card("a/x")]))
    async with opened(rig, []) as pilot:
        await pilot.press("space", "1")
        await asks(pilot, "a/x")
        await pilot.press("space", "3")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "1 card, 2 answers in" in text
        assert "0 of 1 (0 %), drills not counted" in text
        assert "1 due, 0 new" in text
        assert "hardest       a/x" in text
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, review.ReviewScreen))
        await asks(pilot, "a/x")
        await until(lambda: notice_of(pilot) == "Undone: a/x.")
        await pilot.press("space", "4")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.press("x")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_q_without_an_answer_goes_straight_home() -> None:
    """A summary of nothing is not worth a screen; with answers there is one."""
    async with reviewing(*TWO) as pilot:
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, review.ReviewScreen))
        await pilot.press("space", "3")
        await asks(pilot, "a/y")
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))


async def test_a_review_with_nothing_to_ask_ends_at_home() -> None:
    """`forecall review` on a finished day says so on the home screen."""
    async with reviewing() as pilot:
        await until(lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_a_terminal_that_is_too_small_says_so() -> None:
    """20×10 does not crash; once it is large enough the card is there."""
    async with reviewing(*TWO, size=(20, 10)) as pilot:
        assert screen_text(pilot.app).split() == ["terminal", "too", "small", "(needs", "40×12)"]
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "first?" in screen_text(pilot.app)


async def test_a_long_card_scrolls() -> None:
    """What does not fit is a key away."""
    card = a_card("a/x", question=plain("\n".join(f"line {n}" for n in range(60))))
    async with reviewing(card) as pilot:
        assert "line 40" not in screen_text(pilot.app)
        await pilot.press("pagedown", "pagedown")
        assert "line 40" in screen_text(pilot.app)
        await pilot.press("pageup", "pageup")
        assert "line 0" in screen_text(pilot.app)


async def test_a_wrong_word_is_told_once() -> None:
    """What it is stands below what was typed, and not twice; the hint speaks of words, nothing is printed."""
    async with reviewing(a_typed_card("torch.optim", Facet.TEXT)) as pilot:
        assert "the word, or the words" in screen_text(pilot.app)
        await pilot.press("x", "enter")
        assert (await shown(pilot)).count("torch.optim") == 1
