"""Holes of a cloze and both directions of a card never come on the same day, whatever else is done."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core.errors import ForecallError
from app.core.log import Act
from app.core.rules import Rules
from app.study.cards import act_on
from app.study.extra import ahead, cram
from app.study.sitting import Sitting
from tests.builders import a_card
from tests.project.robot import MORNING, Robot
from tests.store.shelf import a_deck, blank_database, take_in

CARDS = [a_card(f"s/{name}") for name in ("cloze/x", "cloze/y", "cloze/z", "both", "both/reverse", "only")]
ACTS = (
    *(f"grade {grade}" for grade in (0, 2, 3, 4, 5)),
    *("reset", "reset all", "bury", "suspend", "skip", "undo", "redo", "restart"),
    *("hours -26", "hours -5", "hours 5", "hours 26", "cram", "cram count", "ahead", "ahead count"),
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for databases, one an example."""
    return tmp_path_factory.mktemp("siblings")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=4, max_size=30))
@example(acts=["bury", "cram count", "reset all", "grade 0"])
@example(acts=["grade 4", "reset all", "hours 26", "grade 4", "hours -26", "grade 4", "grade 4", "grade 4"])
def test_no_two_siblings_are_asked_on_a_day(blank: Path, acts: list[str]) -> None:
    """Resets, undo, cramming that counts, a clock that jumps: one scheduled grade a family and day."""
    learner = Learner(blank_database(blank / "siblings.sqlite", blank))
    try:
        for act in acts:
            learner.do(act)
            learner.check()
    finally:
        learner.store.close()


class Learner(Robot):
    """The robot, led by hand: only the cards of one small deck, no limits."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, 1, Rules(), MORNING)
        take_in(self.store, a_deck("s", *CARDS))
        self.name_cards()
        self.sitting = self.sit()

    def sit(self) -> Sitting:
        """Sit down with the small deck."""
        sitting = Sitting(self.store, lambda: self.now, self.rng, self.rules, ["s"])
        sitting.use(self.store)
        return sitting

    def do(self, act: str) -> None:
        """Do what an act says."""
        match act.split():
            case ["grade", grade] if self.sitting.current is not None:
                self.sitting.grade(int(grade), 1000)
            case ["reset" | "bury" | "suspend" as word] if self.sitting.current is not None:
                self.sitting.act(Act(word))
            case ["reset", "all"]:
                cards = [self.store.card(handle) for handle in self.asked_on(self.sitting.day, self.folds())]
                act_on(self.store, cards, Act.RESET, lambda: self.now, self.rules)
                self.sitting.reload()
            case ["skip"]:
                self.sitting.skip()
            case ["undo"]:
                self.sitting.undo()
            case ["redo"]:
                self.sitting.redo()
            case ["restart"]:
                self.restart()
            case ["hours", hours]:
                self.now += timedelta(hours=int(hours))
                self.sitting.reload()
            case ["cram" | "ahead" as word, *counts]:
                self.more(word, counts=bool(counts))

    def more(self, word: str, *, counts: bool) -> None:
        """Answer three cards beyond what the day brings."""
        day = self.sitting.day
        try:
            if word == "cram":
                extra = cram(self.store, day, "deck:s", counts=counts, rules=self.rules)
            else:
                extra = ahead(self.store, day, 9, counts=counts)
        except ForecallError:
            return
        practice = Sitting(self.store, lambda: self.now, self.rng, self.rules, extra=extra)
        practice.use(self.store)
        for _ in range(3):
            if practice.current is not None:
                practice.grade(4, 1000)
        self.sitting = self.sit()

    def check(self) -> None:
        """No family has two cards with a scheduled grade of the same day."""
        asked: dict[tuple[int, str], set[int]] = defaultdict(set)
        for day, card in self.store._rows("SELECT day, card FROM review WHERE drill = 0", {}):
            asked[day, self.family(card)].add(card)
        assert all(len(cards) == 1 for cards in asked.values())
