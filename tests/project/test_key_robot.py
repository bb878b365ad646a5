"""Days of review by random keys, on the real store: the screens never fall over, and the data stay right."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from app.store.opening import open_store
from app.study.verdict import lines_of
from app.tui.home import HomeScreen
from app.tui.question import Phase
from app.tui.review import ReviewScreen
from tests.project.robot import RULES, the_cards
from tests.store.shelf import a_deck, blank_database, log_rows, take_in
from tests.study.fakes import FakeStore
from tests.tui.rig import Page, Rig, a_choice, a_typed_card, an_order, desk_of, opened, until

pytestmark = pytest.mark.sweep

DAYS = int(os.environ.get("FORECALL_KEY_DAYS", "60"))
SEED = int(os.environ.get("FORECALL_KEY_SEED", "1"))
KEYS = ("space", "space", "3", "3", "1", "2", "4", "u", "U", "n", "b", "s", "R", "i", "v", "l", "down", "tab")
SIZES = ((80, 24), (120, 40), (40, 12), (20, 5), (100, 30))


async def test_days_of_any_keys(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Graded, undone in storms, resized, left, the clock moved; after each day all equals a recount."""
    path = blank_database(tmp_path / "keys.sqlite", tmp_path_factory.getbasetemp())
    rng = random.Random(SEED)
    rig = Rig(FakeStore([]))
    with open_store(path, lambda: rig.now) as store:
        cards = [a_typed_card(), a_choice(), an_order(), *the_cards("a")]
        decks = dict.fromkeys(card.deck for card in cards)
        for deck in decks:
            take_in(store, a_deck(deck, *(card for card in cards if card.deck == deck)))
    told: set[object] = set()
    for _ in range(DAYS):
        with open_store(path, lambda: rig.now) as store:
            async with opened(rig, [], cards=store, open_store=lambda: store, rules=RULES) as pilot:
                for _ in range(40):
                    if rng.random() < 0.03:
                        rig.now += timedelta(hours=rng.choice((-30, -5, 3, 26)))
                    await _press(pilot, rng)
            assert store.differences() == []
            told |= {row[3] for row in log_rows(store)}
        rig.now += timedelta(hours=rng.choice((5, 20, 24, 30, 70)))
    assert told >= {"grade", "undo", "suspend"}


async def _press(pilot: Page, rng: random.Random) -> None:
    """Press a key that somebody may press on this screen."""
    screen = pilot.app.screen
    if rng.random() < 0.05:
        await pilot.resize_terminal(*rng.choice(SIZES))
    if isinstance(screen, HomeScreen):
        await pilot.press(*rng.choice((["a"], ["down"], ["enter"], ["l"], ["c", "enter"], ["s", "enter"])))
    elif isinstance(screen, ReviewScreen):
        question = screen.question
        if pilot.app.focused is not None:
            await pilot.press(*rng.choice((("0", "enter"), ("x", "escape"), ("escape",))))
        elif question is not None and lines_of(question.asked) and rng.random() < 0.3:
            await pilot.press("tab")
        elif rng.random() < 0.05:
            await pilot.press("f", "z", "enter")
        elif rng.random() < 0.05:
            await pilot.press(*rng.choices(("u", "u", "u", "U"), k=rng.randrange(3, 12)))
        else:
            await pilot.press(rng.choice(KEYS))
    else:
        await pilot.press(rng.choice(("escape", "q", "u")))
    await until(lambda: _is_quiet(pilot))


def _is_quiet(pilot: Page) -> bool:
    screen = pilot.app.screen
    saving = isinstance(screen, ReviewScreen) and screen.question and screen.question.phase is Phase.SAVING
    return not saving and desk_of(pilot).is_open
