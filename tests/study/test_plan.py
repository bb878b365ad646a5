"""The plan of a day: siblings, limits of decks, turns of decks, and backlogs."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import queue
from app.core.card import uid_of
from app.core.log import Act
from app.core.rules import DeckLimits, Rules
from app.study.plan import plan
from app.study.sitting import Sitting
from app.study.today import Left, look
from tests.builders import DAY, NOON, a_card
from tests.study.fakes import FakeStore


class Learner:
    """Reviews a collection by hand."""

    def __init__(self, *names: str, **rules: object) -> None:
        self.store = FakeStore([a_card(name) for name in names])
        self.rules = Rules(**rules)  # type: ignore[arg-type]
        self.now = NOON
        self.sit()

    def reviews_of(self, name: str) -> int:
        """Count the grades of a card."""
        return sum(row.card == uid_of(name) for row in self.store.rows)

    def sit(self, decks: list[str] | None = None) -> Sitting:
        self.sitting = Sitting(self.store, lambda: self.now, random.Random(1), self.rules, decks)
        self.sitting.use(self.store)
        return self.sitting

    def study(self, *grades: int) -> list[str]:
        """Grade cards and return their names."""
        names = []
        for grade in grades:
            assert self.sitting.current is not None
            names.append(self.sitting.current.stored.card.name)
            self.sitting.grade(grade, 1000)
        return names

    def sleep(self, days: int) -> Sitting:
        self.now += timedelta(days=days)
        return self.sit()

    def planned(self) -> list[str]:
        """Names of the cards of today, due ones first."""
        today = plan(self.store, self.rules, self.sitting.day)
        return [self.store.contents[w[0]].name for w in (*today.due, *today.new)]


def test_of_the_holes_of_a_cloze_one_comes_a_day() -> None:
    """The next one the day after, before the first is due again; drills go on."""
    learner = Learner("d/c/x", "d/c/y", "d/c/z", "d/p")
    assert learner.planned() == ["d/c/x", "d/p"]
    assert learner.study(4, 2, 4) == ["d/c/x", "d/p", "d/p"]
    assert learner.sitting.current is None
    learner.sleep(1)
    assert learner.planned() == ["d/c/x", "d/p"]
    learner.study(4, 4)
    learner.sleep(1)
    assert learner.planned() == ["d/c/y"]


def test_both_directions_are_siblings_and_neighbours_in_name_are_not() -> None:
    """One of two, three of three."""
    assert Learner("d/a", "d/a/reverse").planned() == ["d/a"]
    assert Learner("d/a", "d/a-b", "d/a0").planned() == ["d/a", "d/a-b", "d/a0"]


def test_holes_beyond_the_first_do_not_use_up_the_limit() -> None:
    """Twenty cards in four entries: of each one, though the limit is four."""
    names = [f"d/c{n}/{hole}" for n in range(4) for hole in "abcdefghijkl"]
    assert Learner(*names, new_per_day=4).planned() == ["d/c0/a", "d/c1/a", "d/c2/a", "d/c3/a"]


def test_a_suspended_card_leaves_its_place_to_a_sibling() -> None:
    """Undo takes the place back."""
    learner = Learner("d/c/x", "d/c/y")
    learner.sitting.act(Act.SUSPEND)
    assert learner.planned() == ["d/c/y"]
    learner.sitting.undo()
    assert learner.planned() == ["d/c/x"]


def test_new_cards_come_from_all_decks_in_turn() -> None:
    """Also after a restart in the middle: no deck is favoured."""
    learner = Learner(*(f"{deck}/{n}" for deck in "abc" for n in range(9)), new_per_day=6)
    assert learner.study(4, 4) == ["a/0", "b/0"]
    learner.sit()
    assert learner.study(4, 4, 4, 4) == ["c/0", "a/1", "b/1", "c/1"]
    assert learner.sitting.current is None


def test_every_deck_has_its_turn_where_there_are_more_of_them_than_cards_a_day() -> None:
    """Five decks, two cards a day: after five days each has had two."""
    learner = Learner(*(f"{deck}/{n}" for deck in "abcde" for n in range(9)), new_per_day=2)
    begun: Counter[str] = Counter()
    for _ in range(5):
        while learner.sitting.current is not None:
            begun.update(name[0] for name in learner.study(5) if learner.reviews_of(name) == 1)
        learner.sleep(1)
    assert set(begun.values()) == {2}
    assert len(begun) == 5


def test_a_deck_keeps_its_own_limits_within_those_over_all() -> None:
    """They count what was done today, in a sitting with one deck too."""
    limits = {"a": DeckLimits(new_per_day=2, reviews_per_day=1)}
    learner = Learner(*(f"{deck}/{n}" for deck in "ab" for n in range(9)), new_per_day=5, decks=limits)
    assert Counter(name[0] for name in learner.planned()) == {"a": 2, "b": 3}
    assert look(learner.store, learner.sitting.day, learner.rules).left_of("a") == Left(2, 0)
    learner.sit(["a"])
    learner.study(4, 4)
    assert learner.sitting.current is None
    assert look(learner.store, learner.sitting.day, learner.rules).left_of("a") == Left(0, 0)
    learner.sleep(1)
    assert Counter(name[0] for name in learner.planned()) == {"a": 3, "b": 3}
    assert learner.sitting.progress.due == 1


def test_hardest_first_asks_the_least_easy() -> None:
    """Not the latest."""
    learner = Learner("d/easy", "d/hard", "d/mid", order="hardest")
    learner.study(5, 3, 4, 4)
    learner.sleep(1)
    assert learner.planned() == ["d/hard", "d/mid", "d/easy"]


def test_a_spread_backlog_brings_a_seventh_a_day_and_counts_what_was_done() -> None:
    """Two hundred overdue: twenty-nine a day, also after a restart; what falls due today comes as well."""
    names = [f"d/{n:03}" for n in range(200)]
    learner = Learner(*names, new_per_day=200, backlog="spread")
    learner.study(*[4] * 200)
    learner.sleep(5)
    assert len(learner.planned()) == 29
    learner.study(*[4] * 10)
    learner.sit()
    assert len(learner.planned()) == 19
    learner.study(*[4] * 19)
    assert learner.sitting.current is None
    today = look(learner.store, learner.sitting.day, learner.rules)
    assert today.backlog is not None
    assert (today.backlog.cards, today.backlog.per_day) == (171, 29)


def test_a_backlog_is_estimated_and_none_is_no_news() -> None:
    """Thirty due, ten a day: gone on the third day."""
    learner = Learner(*(f"d/{n}" for n in range(30)), new_per_day=30, reviews_per_day=10)
    learner.study(*[4] * 30)
    assert look(learner.store, DAY, learner.rules).backlog is None
    learner.sleep(3)
    today = look(learner.store, learner.sitting.day, learner.rules)
    assert today.backlog is not None
    assert tuple(today.backlog) == (20, 10, 3)
    assert look(learner.store, learner.sitting.day, Rules()).backlog is None


def test_when_siblings_are_all_that_is_left_the_next_card_comes_tomorrow() -> None:
    """Home says that all is done."""
    learner = Learner("d/c/x", "d/c/y")
    learner.study(4)
    today = look(learner.store, DAY, learner.rules)
    assert not today.waits
    assert today.next_due == DAY + timedelta(days=1)
    assert today.left_of("d") == Left(0, 0)


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    holes=st.integers(1, 4),
    begun=st.integers(0, 3),
    per_day=st.integers(1, 12),
)
def test_new_cards_are_those_that_reading_all_of_them_would_give(
    sizes: list[int], holes: int, begun: int, per_day: int
) -> None:
    """Only the first few of each deck are read; neither long clozes nor decks that end change what comes."""
    names = [
        f"d{deck}/c{n}/h{hole}"
        for deck, size in enumerate(sizes)
        for n in range(size)
        for hole in range(holes)
    ]
    learner = Learner(*names, new_per_day=per_day)
    for _ in range(begun):
        if learner.sitting.current is not None:
            learner.study(5)
    today = learner.sitting.day
    done = learner.store.done_by_deck(today)
    counts = {deck: each.new for deck, each in done.items()}
    everything = queue.interleave(learner.store.new(today, None, len(names) + 1), counts, today, per_day)
    picker = queue.Picker(learner.store.asked(today))
    allowed = max(0, per_day - sum(counts.values()))
    assert plan(learner.store, learner.rules, today).new == tuple(picker.pick(everything, allowed, {}))
