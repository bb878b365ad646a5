"""A learner who does anything, in any order: on a real store, through the study room."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from app.core.card import Card
from app.core.collection import Done
from app.core.day import study_day
from app.core.errors import ForecallError
from app.core.fold import Folded, fold
from app.core.log import Act, Role, Stage, State
from app.core.rules import DeckLimits, Rules
from app.store.acts import Kept
from app.store.opening import open_store
from app.store.rows import STATE_COLUMNS, entry_of, state_of
from app.store.sql import LOG_OF_CARD
from app.store.store import Store
from app.study.extra import ahead, as_text, cram, interrupted
from app.study.sitting import Sitting
from app.study.turns import Why
from tests.builders import DAY, a_card
from tests.store.shelf import PARAMS, a_deck, an_act, take_in

RULES = Rules(
    new_per_day=6,
    reviews_per_day=15,
    leech_lapses=2,
    leech_suspends=True,
    decks={"b": DeckLimits(new_per_day=2, reviews_per_day=5)},
)
MORNING = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=timezone(timedelta(hours=8)))


def the_cards(deck: str) -> list[Card]:
    """Plain cards, clozes of three holes, and a card in both directions."""
    plain = [a_card(f"{deck}/plain{number}") for number in range(6)]
    holes = [a_card(f"{deck}/cloze{number}/{hole}") for number in range(2) for hole in ("x", "y", "z")]
    both = [a_card(f"{deck}/both"), a_card(f"{deck}/both/reverse")]
    # Their names are neighbours of those of siblings, but they are none.
    near = [a_card(f"{deck}/cloze"), a_card(f"{deck}/cloze0-x"), a_card(f"{deck}/cloze00")]
    return [*plain, *holes, *both, *near]


@dataclass
class Robot:
    """Reviews for days, and does what people do; `check` tells whether everything is still right."""

    path: Path
    seed: int
    rules: Rules = RULES
    now: datetime = MORNING
    told: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.store = self.open()
        for deck in "abc":
            take_in(self.store, a_deck(deck, *the_cards(deck)))
        self.name_cards()
        self.log = 0
        self._folds: dict[int, tuple[int, Folded]] = {}
        self.sitting = self.sit()

    def name_cards(self) -> None:
        """Learn which cards there are."""
        named = self.store._rows("SELECT id, name FROM card ORDER BY id", {})
        self.names: dict[int, str] = {int(handle): str(name) for handle, name in named}

    def open(self) -> Store:
        """Open the store; nothing is lost here but with the power, so nothing waits for the disk."""
        store = open_store(self.path, lambda: self.now)
        store._session.driver.execute("PRAGMA synchronous = OFF")
        return store

    def sit(self) -> Sitting:
        """Sit down anew, as after a restart."""
        sitting = Sitting(self.store, lambda: self.now, self.rng, self.rules)
        sitting.use(self.store)
        return sitting

    def step(self) -> None:
        """Do one thing, then check everything."""
        acts = {
            self.grade: 12,
            self.skip: 1,
            self.suspend: 1,
            self.bury: 1,
            self.flag: 1,
            self.reset: 1,
            self.storm: 3,
            self.restart: 1,
            self.move_the_clock: 1,
            self.unsuspend: 1,
            self.study_more: 1,
        }
        act = self.rng.choices(list(acts), list(acts.values()))[0]
        self.told[act.__name__] += 1
        self.now += timedelta(seconds=self.rng.randrange(1, 90))
        act()
        self.check()

    # What people do

    def grade(self) -> None:
        if self.sitting.current is not None:
            self.check_siblings(self.sitting)
            self.sitting.grade(self.rng.choice((0, 1, 2, 2, 3, 4, 4, 4, 5, 5)), self.rng.randrange(90_000))

    def skip(self) -> None:
        before = self.sitting.current
        if self.sitting.skip() is not None:
            assert self.sitting.current is not None
            assert self.sitting.current is not before

    def suspend(self) -> None:
        self.act(Act.SUSPEND)

    def bury(self) -> None:
        self.act(Act.BURY)

    def flag(self) -> None:
        self.act(self.rng.choice((Act.FLAG, Act.UNFLAG)), "look it up")

    def reset(self) -> None:
        self.act(Act.RESET)

    def act(self, act: Act, note: str = "") -> None:
        if self.sitting.current is not None:
            self.sitting.act(act, note)

    def storm(self) -> None:
        """Undo several times, do it all again, and be where one was; then undo some for good."""
        before = self.states()
        undone = 0
        for _ in range(self.rng.randrange(1, 12)):
            undone += self.sitting.undo() is not None
        for _ in range(undone):
            assert self.sitting.redo() is not None
        assert self.states() == before
        for _ in range(self.rng.randrange(3)):
            self.sitting.undo()

    def restart(self) -> None:
        self.store.close()
        self.store = self.open()
        self.sitting = self.sit()

    def move_the_clock(self) -> None:
        self.now += timedelta(hours=self.rng.choice((-30, -5, 3, 9, 26)))
        self.sitting.reload()

    def unsuspend(self) -> None:
        suspended = [self.names[handle] for handle, state in self.states().items() if state.suspended]
        if suspended:
            name = self.rng.choice(suspended)
            row = an_act(self.store, name, act=Act.UNSUSPEND, day=self.sitting.day, at=self.now)
            self.store.append([row], PARAMS)
            self.sitting.reload()

    def study_more(self) -> None:
        """Cram, or study ahead, be interrupted, go on, and come back."""
        before = self.states()
        day, counts = study_day(self.now, self.rules.rollover_hour), self.rng.random() < 0.3
        try:
            if self.rng.random() < 0.5:
                extra = cram(self.store, day, "deck:a", counts=counts, rules=self.rules)
            else:
                extra = ahead(self.store, day, 5, counts=counts)
        except ForecallError:
            return
        for _ in range(2):
            more = Sitting(self.store, lambda: self.now, self.rng, self.rules, extra=extra)
            more.use(self.store)
            for _ in range(4):
                if more.current is not None:
                    self.check_siblings(more)
                    more.grade(self.rng.randrange(6), 1000)
            if self.rng.random() < 0.5:
                more.undo()
            left = {turn.card for turn in more._turns}
            begun = interrupted(self.store, as_text(extra), day)
            assert set(begun.cards if begun else ()) == left
        assert counts or self.states() == before
        self.sitting = self.sit()

    # What must hold

    def check(self) -> None:
        """Compare all that was counted with a slow recount, and the queue with its rules."""
        ((rows,),) = self.store._rows("SELECT count(*) FROM log", {})
        assert rows >= self.log
        self.log = rows
        folds = self.folds()
        states = {handle: folded.state for handle, folded in folds.items()}
        assert self.states() == states
        day = self.sitting.day
        assert day == study_day(self.now, self.rules.rollover_hour)
        turns = [turn for turn in self.sitting._turns if turn.why is not Why.DRILL]
        drills = {turn.card for turn in self.sitting._turns if turn.why is Why.DRILL}
        assert drills == {h for h, s in states.items() if s.drill_day == day and self.is_up(s)}
        assert len({turn.card for turn in self.sitting._turns}) == len(turns) + len(drills)
        families = [self.family(turn.card) for turn in turns]
        assert len(set(families)) == len(families)
        asked = self.asked_on(day, folds)
        asked_today = {self.family(handle) for handle in asked}
        for turn in turns:
            state = states[turn.card]
            assert self.is_up(state)
            assert state.is_new == (turn.why is Why.NEW)
            assert state.due is None or state.due <= day
            assert not self.siblings(turn.card) & asked
        done = self.recount(folds)
        assert self.store.done(day) == sum_of(done.values())
        for why, limit in ((Why.NEW, "new_per_day"), (Why.DUE, "reviews_per_day")):
            self.check_limit(why, limit, done, states, {*families, *asked_today})

    def check_limit(
        self, why: Why, limit: str, done: dict[str, Done], states: dict[int, State], taken: set[str]
    ) -> None:
        """No more than allowed are asked, and no fewer while there are some."""
        asked = Counter(self.deck(turn.card) for turn in self.sitting._turns if turn.why is why)
        of = {deck: each.new if why is Why.NEW else each.review for deck, each in done.items()}
        left = max(0, getattr(self.rules, limit) - sum(of.values()))
        assert asked.total() <= left
        room = {}
        for deck in "abc":
            own = getattr(self.rules.limits_of(deck), limit)
            room[deck] = left if own is None else max(0, own - of[deck])
            assert asked[deck] <= room[deck]
        if asked.total() == left:
            return
        for handle, state in states.items():
            fits = state.is_new if why is Why.NEW else state.due is not None and state.due <= self.sitting.day
            if fits and self.is_up(state) and asked[self.deck(handle)] < room[self.deck(handle)]:
                assert self.family(handle) in taken

    def check_siblings(self, sitting: Sitting) -> None:
        """The card that is about to be graded has no sibling that was asked today."""
        asked = sitting.current
        assert asked is not None
        if asked.role is Role.SCHEDULED:
            assert not self.siblings(asked.stored.handle) & self.asked_on(sitting.day, self.folds())

    def asked_on(self, day: date, folds: dict[int, Folded]) -> set[int]:
        """The cards that have a scheduled grade of a day, whatever became of their state since."""
        return {
            handle
            for handle, folded in folds.items()
            if any(review.day == day and review.role is Role.SCHEDULED for review in folded.reviews)
        }

    def siblings(self, handle: int) -> set[int]:
        family = self.family(handle)
        return {other for other in self.names if other != handle and self.family(other) == family}

    def states(self) -> dict[int, State]:
        """The stored states."""
        rows = self.store._rows(f"SELECT card, {STATE_COLUMNS} FROM state ORDER BY card", {})
        return {handle: state_of(row) for handle, *row in rows}

    def folds(self) -> dict[int, Folded]:
        """The folds of all logs; a log that did not grow is not folded again."""
        for handle, rows in self.store._rows("SELECT card, count(*) FROM log GROUP BY card", {}):
            if self._folds.get(handle, (0,))[0] != rows:
                log = self.store._rows(LOG_OF_CARD, {"card": handle})
                folded = fold([entry_of(row) for row in log], Kept(self.store._session).params_of)
                self._folds[handle] = (rows, folded)
        untouched = (0, Folded(State(), (), None))
        return {handle: self._folds.get(handle, untouched)[1] for handle in self.names}

    def recount(self, folds: dict[int, Folded]) -> dict[str, Done]:
        """Count what was done today in each deck, review by review."""
        found = {deck: [Done()] for deck in "abc"}
        for folded in folds.values():
            for review in folded.reviews:
                if review.day == self.sitting.day:
                    drill, new = review.role is Role.DRILL, review.stage is Stage.NEW
                    passed = not drill and review.grade >= 3
                    one = Done(not drill and new, not drill and not new, drill, passed, review.ms or 0)
                    found[review.deck].append(one)
        return {deck: sum_of(each) for deck, each in found.items()}

    def is_up(self, state: State) -> bool:
        buried = state.buried_until is not None and state.buried_until > self.sitting.day
        return not state.suspended and not buried

    def family(self, handle: int) -> str:
        card = self.names[handle].split("/")
        return "/".join(card[:2])

    def deck(self, handle: int) -> str:
        return self.names[handle].split("/")[0]


def sum_of(parts: Iterable[Done]) -> Done:
    """Add up what was done."""
    rows = [(part.new, part.review, part.drill, part.passed, part.ms) for part in parts]
    return Done(*map(sum, zip(*rows, strict=True)))
