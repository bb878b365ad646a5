"""A sitting: today's cards, one after another, each grade on disk before the next card."""

from __future__ import annotations

import json
import random
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from enum import Enum
from typing import NamedTuple

from app.core import queue, sm2
from app.core.day import study_day
from app.core.fold import role_on
from app.core.log import Act, Entry, Role, RowId
from app.core.rules import Rules
from app.study.asking import Asked, ask
from app.study.ports import Cards, Clock, Store
from app.study.verdict import Verdict

LONGEST_ANSWER_MS = 120_000
"""Time on a card counts up to here: whoever takes longer has walked away."""


class Why(Enum):
    """Why a card is asked."""

    NEW = "new"
    DUE = "due"
    DRILL = "drill"


class Turn(NamedTuple):
    """A card in the queue: the store's number, and why it is asked."""

    card: int
    why: Why


class Outlook(NamedTuple):
    """What a grade would do: days until the card is due, and whether it comes again today."""

    days: int
    again_today: bool


class Progress(NamedTuple):
    """Cards still to come today, and answers given in this sitting."""

    new: int
    due: int
    drill: int
    answered: int

    @property
    def left(self) -> int:
        """All that is still to come."""
        return self.new + self.due + self.drill


@dataclass(frozen=True, slots=True)
class Answer:
    """A grade given in this sitting."""

    card: str
    name: str
    role: Role
    grade: int
    ms: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sitting came to.

    Attributes:
        cards: Different cards answered.
        answers: Grades given, drills included.
        ms: Time on cards, milliseconds.
        scheduled: Scheduled repetitions.
        passed: Scheduled repetitions graded 3 or better.
        tomorrow_due: Cards that fall due tomorrow.
        tomorrow_new: New cards that tomorrow will bring, at most.
        left: Cards still to come today.
        hardest: Names of the cards with the lowest grades, worst first, at most five.
    """

    cards: int
    answers: int
    ms: int
    scheduled: int
    passed: int
    tomorrow_due: int
    tomorrow_new: int
    left: int
    hardest: tuple[str, ...]


class Sitting:
    """Asks today's cards until none is left.

    It starts from the reading side alone; `use` hands it the writing side, which grades need.

    Args:
        cards: The reading side of the store.
        clock: Gives the instant.
        seeds: Draws what is random in questions.
        rules: Limits and habits.
        decks: Ids of the decks to ask from; None means all.
    """

    def __init__(
        self,
        cards: Cards,
        clock: Clock,
        seeds: random.Random,
        rules: Rules,
        decks: Sequence[str] | None = None,
    ) -> None:
        self._cards = cards
        self._store: Store | None = None
        self._clock = clock
        self._seeds = seeds
        self.rules = rules
        self.decks = decks
        self._answers: list[Answer] = []
        self._turns: deque[Turn] = deque()
        self.current: Asked | None = None
        self.day: date = self._today()
        self.reload()

    def use(self, store: Store) -> None:
        """Take the writing side; from now on everything goes through it."""
        self._store = self._cards = store

    def reload(self, first: int | None = None) -> None:
        """Build the queue anew, because the day, the decks or the past changed.

        A question that is asked already, of a card that did not change, stays as it is.

        Args:
            first: Handle of the card to ask first; None keeps the current one, if it is still to come.
        """
        before = self.current
        today = self.day = self._today()
        done = self._cards.done(today)
        due = queue.by_overdueness(self._cards.due(today, self.decks), today)
        due = due[: queue.left(self.rules.reviews_per_day, done.review)]
        allowed = queue.left(self.rules.new_per_day, done.new)
        new = self._cards.new(today, self.decks, allowed) if allowed else []
        self._turns = deque(
            Turn(waiting.card, Why.NEW if waiting.due is None else Why.DUE) for waiting in queue.mix(due, new)
        )
        self._turns.extend(Turn(w.card, Why.DRILL) for w in self._cards.drills(today, self.decks))
        if first is None and before is not None:
            first = before.stored.handle
        for turn in self._turns:
            if turn.card == first:
                self._turns.remove(turn)
                self._turns.appendleft(turn)
                break
        self._ask_first()
        now = self.current
        if before is not None and now is not None and (now.stored, now.role) == (before.stored, before.role):
            self.current = before

    def ask_again(self) -> Asked | None:
        """Ask the current card once more, with new numbers; it stays ungraded."""
        self._ask_first()
        return self.current

    @property
    def progress(self) -> Progress:
        """What is still to come, the current card included."""
        count = Counter(turn.why for turn in self._turns)
        return Progress(count[Why.NEW], count[Why.DUE], count[Why.DRILL], len(self._answers))

    def outlook(self, grade: int) -> Outlook:
        """Tell what a grade would do to the current card."""
        if self.current is None:
            return Outlook(0, again_today=False)
        state = self.current.stored.state
        again = sm2.needs_drill(grade)
        if self.current.role is Role.DRILL:
            return Outlook((state.due - self.day).days if state.due else 0, again)
        return Outlook(sm2.graded(state.memory, grade, self.rules.max_interval).interval, again)

    def grade(
        self,
        grade: int,
        ms: int,
        typed: Mapping[str, str] | None = None,
        verdict: Verdict | None = None,
        env: str = "",
    ) -> None:
        """Grade the current card and go to the next; the grade is on disk when this returns.

        Args:
            grade: 0 to 5.
            ms: Time from question to grade in milliseconds.
            typed: What was typed, by answer line.
            verdict: How that was judged.
            env: Environment of the run as JSON.

        Raises:
            ForecallError: If it could not be written; then nothing changed, here or on disk.
        """
        asked, store = self.current, self._store
        if asked is None or store is None:
            raise RuntimeError("a grade needs a card and a store")
        stored, ms = asked.stored, min(ms, LONGEST_ANSWER_MS)
        entry = self._entry(asked, grade, ms, typed, verdict)
        [state] = store.append([entry], self.rules.params, env)
        self._answers.append(Answer(stored.uid, stored.card.name, asked.role, grade, ms))
        self._turns.popleft()
        if state.drill_day == entry.day:
            self._turns.append(Turn(stored.handle, Why.DRILL))
        if self._today() != self.day:
            self.current = None
            self.reload()
        else:
            self._ask_first()

    def undo(self) -> str | None:
        """Take the last act back and ask its card again; return the card's name, None if there is none."""
        if self._store is None:
            return None
        undone = self._store.undo(self._clock(), self._today(), self.rules.params)
        if undone is None:
            return None
        if self._answers and self._answers[-1].card == undone.entry.card:
            self._answers.pop()
        self.reload(first=undone.handle)
        return self._cards.card(undone.handle).card.name

    def summary(self) -> Summary:
        """Sum the sitting up."""
        tomorrow = self.day + timedelta(days=1)
        scheduled = [answer for answer in self._answers if answer.role is Role.SCHEDULED]
        hard = sorted((a for a in scheduled if a.grade < sm2.NO_DRILL), key=lambda answer: answer.grade)
        new = self._cards.new(self.day, None, self.rules.new_per_day + self.progress.new)
        return Summary(
            cards=len({answer.card for answer in self._answers}),
            answers=len(self._answers),
            ms=sum(answer.ms for answer in self._answers),
            scheduled=len(scheduled),
            passed=sum(answer.grade >= sm2.PASS for answer in scheduled),
            tomorrow_due=self._cards.due_between(tomorrow, tomorrow).get(tomorrow, 0),
            tomorrow_new=min(self.rules.new_per_day, len(new) - self.progress.new),
            left=self.progress.left,
            hardest=tuple(dict.fromkeys(answer.name for answer in hard))[:5],
        )

    def _today(self) -> date:
        return study_day(self._clock(), self.rules.rollover_hour)

    def _ask_first(self) -> None:
        self.current = None
        if self._turns:
            stored = self._cards.card(self._turns[0].card)
            self.current = ask(stored, role_on(stored.state, self.day), self._seeds.getrandbits(32))

    def _entry(
        self, asked: Asked, grade: int, ms: int, typed: Mapping[str, str] | None, verdict: Verdict | None
    ) -> Entry:
        now = self._clock()
        offset = now.utcoffset() or timedelta()
        random_parts = bool(asked.code or asked.options)
        return Entry(
            id=RowId("", 0),
            ord=0,
            at=now.astimezone(UTC),
            offset=int(offset.total_seconds()),
            day=self._today(),
            card=asked.stored.uid,
            deck=asked.stored.card.deck,
            act=Act.GRADE,
            grade=grade,
            ms=ms,
            typed=json.dumps(dict(typed), ensure_ascii=False) if typed else None,
            outcome=verdict.outcome_json if verdict else "",
            seed=asked.seed if random_parts else None,
            drawn=json.dumps(dict(asked.drawn)) if asked.drawn else "",
            digest=verdict.digest_json if verdict else "",
        )
