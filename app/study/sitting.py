"""A sitting: today's cards, one after another, each grade on disk before the next card."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from app.core import queue, sm2
from app.core.alike import are_alike
from app.core.card import Content, Kind, Snippet
from app.core.collection import StoredCard, Undone
from app.core.day import study_day
from app.core.fold import role_on, step
from app.core.log import Act, Entry, Role, State
from app.core.pace import Pace, pace_of
from app.core.rules import Rules
from app.study.asking import Asked, ask
from app.study.entries import answered, entry
from app.study.extra import Extra, still_to_ask
from app.study.plan import plan
from app.study.ports import Cards, Clock, Store
from app.study.turns import Answer, Leech, Outlook, Progress, Summary, Turn, Turned, Why, summed_up
from app.study.verdict import Verdict

LONGEST_ANSWER_MS = 120_000
"""Time on a card counts up to here: whoever takes longer has walked away."""
_LOOK_AHEAD = 5
"""So many cards are looked at: for one that is no near copy of the last, and for what is to be run."""


class _Step(NamedTuple):
    """Something done in this sitting to a card, named by its handle, and the answer if it was one."""

    card: int
    answer: Answer | None = None


class Sitting:
    """Asks today's cards until none is left.

    It starts from the reading side alone; `use` hands it the writing side, which grades need.

    Args:
        cards: The reading side of the store.
        clock: Gives the instant.
        seeds: Draws what is random in questions.
        rules: Limits and habits.
        decks: Ids of the decks to ask from; None means all.
        extra: Cards to ask instead of what the day brings.
    """

    def __init__(
        self,
        cards: Cards,
        clock: Clock,
        seeds: random.Random,
        rules: Rules,
        decks: Sequence[str] | None = None,
        extra: Extra | None = None,
    ) -> None:
        self._cards = cards
        self._store: Store | None = None
        self._clock = clock
        self._seeds = seeds
        self.rules = rules
        self.decks = decks
        self.extra = extra
        self._answers: list[Answer] = []
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._before: Content | None = None
        self._times: Mapping[str, Sequence[int]] | None = None
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
        self.day = self._today()
        turns = list(self._extra_turns() if self.extra else self._turns_of_today())
        # Skipped cards come last, in the order in which they were skipped, also after a restart.
        later = {card: place for place, card in enumerate(self._cards.skipped(self.day))}
        self._turns = deque(sorted(turns, key=lambda turn: later.get(turn.card, -1)))
        if first is None and before is not None and before.stored.handle not in later:
            first = before.stored.handle
        for turn in self._turns:
            if turn.card == first:
                self._turns.remove(turn)
                self._turns.appendleft(turn)
                break
        self._ask_first(as_it_is=first is not None)
        now = self.current
        if before is not None and now is not None and (now.stored, now.role) == (before.stored, before.role):
            self.current = before

    def ask_again(self) -> Asked | None:
        """Ask the current card once more, with new numbers; it stays ungraded."""
        self._ask_first(as_it_is=True)
        return self.current

    def next_snippets(self) -> list[Snippet]:
        """Return what the next few live cards run, so that their worker can be there by then."""
        soon = [self._cards.card(turn.card).card.content.run for turn in islice(self._turns, _LOOK_AHEAD)]
        return [run for run in soon if run is not None]

    @property
    def progress(self) -> Progress:
        """What is still to come, the current card included."""
        count = Counter(turn.why for turn in self._turns)
        return Progress(
            count[Why.NEW], count[Why.DUE], count[Why.DRILL], len(self._answers), count[Why.EXTRA]
        )

    def pace(self, kind: Kind) -> Pace | None:
        """Return how fast the learner answers cards of a kind; None if that is not known yet."""
        if self._times is None:
            self._times = self._cards.answer_times()
        return pace_of(self._times.get(kind, ()))

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
    ) -> Leech | None:
        """Grade the current card and go to the next; the grade is on disk when this returns.

        Args:
            grade: 0 to 5.
            ms: Time from question to grade in milliseconds.
            typed: What was typed, by answer line.
            verdict: How that was judged.
            env: Environment of the run as JSON.

        Returns:
            The card, if this made it a leech.

        Raises:
            ForecallError: If it could not be written; then nothing changed, here or on disk.
        """
        asked, store = self._at_hand()
        stored, ms = asked.stored, min(ms, LONGEST_ANSWER_MS)
        counts = self.extra is None or self.extra.counts
        given = self._entry(stored, Act.GRADE if counts else Act.CRAM)
        row = answered(given, asked, grade, ms, typed, verdict)
        leech = self._leech(stored, row)
        entries = [row]
        if leech is not None and leech.suspended:
            entries.append(self._entry(stored, Act.SUSPEND, "leech"))
        state = store.append(entries, self.rules.params, env)[-1]
        answer = Answer(stored.uid, stored.card.name, asked.role, grade, ms)
        self._answers.append(answer)
        self._did(_Step(stored.handle, answer))
        self._before = asked.content
        turn = self._turns.popleft()
        again = sm2.needs_drill(grade) if turn.why is Why.EXTRA else state.drill_day == row.day
        if again and not state.suspended:
            self._turns.append(turn if turn.why is Why.EXTRA else Turn(stored.handle, Why.DRILL))
        if self._today() != self.day:
            self.current = None
            self.reload()
        else:
            self._ask_first()
        return leech

    def act(self, act: Act, note: str = "") -> str:
        """Do something to the current card and go on; return its name.

        Args:
            act: Suspend, bury, reset, skip, flag or unflag; a flagged card stays where it is.
            note: Text that belongs to it.

        Raises:
            ForecallError: If it could not be written; then nothing changed, here or on disk.
        """
        asked, store = self._at_hand()
        stored = asked.stored
        [state] = store.append([self._entry(stored, act, note)], self.rules.params)
        self._did(_Step(stored.handle))
        if act in (Act.FLAG, Act.UNFLAG):
            self.current = replace(asked, stored=replace(stored, state=state))
        else:
            self.current = None
            self.reload()
        return stored.card.name

    def skip(self) -> str | None:
        """Put the current card off until the others were asked; return its name, None if it is the last.

        Raises:
            ForecallError: If it could not be written; then nothing changed, here or on disk.
        """
        return self.act(Act.SKIP) if self.current is not None and len(self._turns) > 1 else None

    def undo(self) -> Turned | None:
        """Take the last act back and ask its card again; None if there is none.

        Raises:
            ForecallError: If it could not be written; then nothing changed, here or on disk.
        """
        if self._store is None:
            return None
        last = self._done[-1] if self._done else None
        undone = self._store.undo(self._clock(), self._today(), self.rules.params)
        if undone is None:
            return None
        # What was done in another window is undone too, but is no answer of this sitting.
        if last is not None and last.card == undone.handle:
            self._undone.append(self._done.pop())
            if last.answer is not None:
                self._answers.remove(last.answer)
        self.current = None
        self.reload(first=undone.handle)
        return self._turned(undone)

    def redo(self) -> Turned | None:
        """Do again what was undone last; None if there is nothing, or if something was done since.

        Raises:
            ForecallError: If it could not be written; then nothing changed, here or on disk.
        """
        if self._store is None:
            return None
        last = self._undone[-1] if self._undone else None
        redone = self._store.redo(self._clock(), self._today(), self.rules.params)
        if redone is None:
            return None
        if last is not None and last.card == redone.handle:
            self._done.append(self._undone.pop())
            if last.answer is not None:
                self._answers.append(last.answer)
        self.current = None
        self.reload()
        return self._turned(redone)

    def summary(self) -> Summary:
        """Sum the sitting up."""
        tomorrow = self.day + timedelta(days=1)
        new = self._cards.new(self.day, None, self.rules.new_per_day + self.progress.new)
        return summed_up(
            self._answers,
            left=self.progress.left,
            practice=self.extra is not None,
            tomorrow_due=self._cards.due_between(tomorrow, tomorrow).get(tomorrow, 0),
            tomorrow_new=min(self.rules.new_per_day, len(new) - self.progress.new),
        )

    def _today(self) -> date:
        return study_day(self._clock(), self.rules.rollover_hour)

    def _turns_of_today(self) -> list[Turn]:
        today = plan(self._cards, self.rules, self.day, self.decks)
        due, new, drills = (
            [Turn(each[0], why) for each in waiting]
            for waiting, why in ((today.due, Why.DUE), (today.new, Why.NEW), (today.drills, Why.DRILL))
        )
        return [*queue.mix(due, new), *drills]

    def _extra_turns(self) -> Iterator[Turn]:
        assert self.extra is not None
        for handle in still_to_ask(self._cards, self.extra, self.day):
            yield Turn(handle, Why.EXTRA)

    def _ask_first(self, *, as_it_is: bool = False) -> None:
        """Ask the first card; a later one if it would follow a near copy of itself."""
        self.current = None
        if not self._turns:
            return
        stored = self._cards.card(self._turns[0].card)
        if self._before is not None and not as_it_is:
            for place in range(min(_LOOK_AHEAD, len(self._turns))):
                other = stored if place == 0 else self._cards.card(self._turns[place].card)
                if not are_alike(other.card.content, self._before):
                    stored, turn = other, self._turns[place]
                    del self._turns[place]
                    self._turns.appendleft(turn)
                    break
        self.current = ask(stored, self._role(stored.state), self._seeds.getrandbits(32))

    def _role(self, state: State) -> Role:
        # Crammed cards are like drills: nothing of their schedule changes.
        if self.extra is not None and not self.extra.counts:
            return Role.DRILL
        return role_on(state, self.day)

    def _did(self, done: _Step) -> None:
        self._done.append(done)
        self._undone.clear()

    def _turned(self, undone: Undone) -> Turned:
        first = undone.entries[0]
        cards = len({each.card for each in undone.entries})
        return Turned(self._cards.card(undone.handle).card.name, first.act, cards)

    def _leech(self, stored: StoredCard, row: Entry) -> Leech | None:
        after, review = step(stored.state, row, self.rules.params)
        if review is None or not review.lapse or not self.rules.becomes_leech(after.lapses):
            return None
        return Leech(stored.card.name, after.lapses, self.rules.leech_suspends)

    def _at_hand(self) -> tuple[Asked, Store]:
        if self.current is None or self._store is None:
            raise RuntimeError("an act needs a card and a store")
        return self.current, self._store

    def _entry(self, stored: StoredCard, act: Act, note: str = "") -> Entry:
        return entry(stored, act, self._clock(), self._today(), note)
