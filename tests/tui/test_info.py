"""What `i` tells of a card."""

from __future__ import annotations

from datetime import timedelta

from app.core.cage import Cage, Tier
from app.core.collection import StoredCard
from app.core.log import State
from app.core.sm2 import Memory
from app.tui.past import standing
from tests.builders import DAY, a_card, a_live_card
from tests.study.fakes import FakeRunner, FakeStore
from tests.tui.rig import Rig, asks, opened, until
from tests.tui.screen_text import screen_text


def told(state: State, **card: object) -> dict[str, str]:
    """What is told of a card in a state."""
    stored = StoredCard(1, "u", a_card("d/x", **card), state, "h", "/decks/d.yaml")
    parts = [part.body.plain for part in standing(stored, DAY, 8)]
    return dict(zip(["due", "rest"], [parts[0], " | ".join(parts[1:])], strict=True))


def test_a_card_tells_when_it_is_due_and_what_sm2_knows() -> None:
    """In days from today."""
    due = DAY + timedelta(days=6)
    state = State(Memory(236, 2, 6), due=due, lapses=8, last_day=DAY, flagged=True, suspended=True)
    found = told(state, tags=("adam",))
    assert found["due"] == f"{due} (in 6 days)"
    assert found["rest"] == "6d | 2.36 | 2 | 8, a leech | suspended, flagged | adam | /decks/d.yaml"
    late = told(State(Memory(250, 1, 1), due=DAY - timedelta(days=1), last_day=DAY - timedelta(days=2)))
    assert late["due"].endswith("(1 day ago)")
    assert told(State(Memory(), due=DAY, last_day=DAY))["due"].endswith("(today)")


def test_a_new_card_has_no_figures() -> None:
    """But may be buried."""
    found = told(State(buried_until=DAY + timedelta(days=1)))
    assert found == {"due": "new", "rest": f"until {DAY + timedelta(days=1)} | /decks/d.yaml"}


async def test_i_shows_it_and_the_same_key_goes_back() -> None:
    """The question stays as it is."""
    async with opened(Rig(FakeStore([a_card("d/x")])), []) as pilot:
        await asks(pilot, "d/x")
        await pilot.press("i")
        await until(lambda: "Nothing happened to this card yet." in screen_text(pilot.app))
        await pilot.press("i")
        await asks(pilot, "d/x")


async def test_a_live_card_tells_what_holds_its_snippet_and_why_no_more() -> None:
    """Also where it runs unasked, because it came with forecall."""
    runner = FakeRunner(cage=Cage(Tier.READS, ("no Landlock in this kernel",)))
    async with opened(Rig(FakeStore([a_live_card("d/x")]), runner, trusted=True), []) as pilot:
        await asks(pilot, "d/x")
        await pilot.press("escape", "i")
        await until(lambda: "change and send nothing (tier" in screen_text(pilot.app))
        assert "B): no Landlock in this kernel." in screen_text(pilot.app)
