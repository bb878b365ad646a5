"""A store in memory and a runner that knows its answers: what use cases and screens are tested with."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from app.core.cage import Cage, Tier
from app.core.card import Card, Content, family_of, uid_of
from app.core.collection import (
    Acted,
    DeckCount,
    Difference,
    Done,
    KnownFile,
    LoadedFile,
    StoredCard,
    TakenIn,
    Undone,
)
from app.core.fold import Folded, fold, live_rows
from app.core.log import MATURE_DAYS, Act, Entry, Params, Review, Role, RowId, Stage, State
from app.core.queue import Waiting
from app.core.statistics.counts import Changed, Counts, Day, Scope
from app.core.statistics.trouble import CardTrouble, Judged, WrongAnswer
from app.core.text import Text
from app.core.truth import Ended, Run, Truth
from app.study.ports import Step
from tests.study.fake_searches import FakeSearches


class FakeStore(FakeSearches):
    """Both sides of a store, over a dict of cards and a list of log rows.

    Args:
        cards: The collection; the handle of a card is its place, from 1.
        titles: Titles by deck; a deck without one has its id.
        held: Names of cards that are held.
    """

    def __init__(
        self, cards: Sequence[Card], titles: Mapping[str, Text] | None = None, held: Iterable[str] = ()
    ) -> None:
        self.contents = dict(enumerate(cards, start=1))
        self.titles = dict(titles or {})
        self.held = set(held)
        self.rows: list[Entry] = []
        self.failure: Exception | None = None

    def decks(self, today: date) -> list[DeckCount]:
        counts = []
        for deck in dict.fromkeys(card.deck for card in self.contents.values()):
            title = self.titles.get(deck, Text.plain(deck))
            only = [deck]
            counts.append(
                DeckCount(
                    deck=deck,
                    title=json.dumps(title.variants, ensure_ascii=False),
                    new=len(self.new(today, only, len(self.contents))),
                    due=len(self.due(today, only)),
                    drill=len(self.drills(today, only)),
                    cards=sum(card.deck == deck for card in self.contents.values()),
                    held=sum(card.deck == deck and card.name in self.held for card in self.contents.values()),
                )
            )
        return counts

    def due(
        self,
        today: date,
        decks: Sequence[str] | None,
        order: str = "overdue",
        after: date = date.min,
        *,
        named: bool = True,
    ) -> list[Waiting]:
        found = []
        for (card, deck, family, _), state in self._waiting(today, decks):
            if state.due and after < state.due <= today:
                late = ((today - state.due).days + 1) / state.memory.interval
                urgency = {
                    "overdue": late,
                    "hardest": late - state.memory.ef * 1e6,
                    "earliest": -state.due.toordinal(),
                }
                found.append((card, deck if named else "", family, urgency[order]))
        return found

    def new(self, today: date, decks: Sequence[str] | None, limit: int) -> list[Waiting]:
        new = [w for w, state in self._waiting(today, decks) if state.is_new]
        return [
            w for deck in dict.fromkeys(n[1] for n in new) for w in [n for n in new if n[1] == deck][:limit]
        ]

    def drills(self, today: date, decks: Sequence[str] | None) -> list[Waiting]:
        return [w for w, state in self._waiting(today, decks) if state.drill_day == today]

    def card(self, handle: int) -> StoredCard:
        card = self.contents[handle]
        folded = self._fold(card)
        return StoredCard(handle, uid_of(card.name), card, folded.state, content=card.name, path="deck.yaml")

    def done(self, day: date) -> Done:
        return sum(self.done_by_deck(day).values(), Done())

    def _done_in(self, day: date, deck: str) -> Done:
        wanted = [r for r in self._reviews() if r.day == day and r.deck == deck]
        scheduled = [review for review in wanted if review.role is Role.SCHEDULED]
        return Done(
            new=sum(review.stage is Stage.NEW for review in scheduled),
            review=sum(review.stage is not Stage.NEW for review in scheduled),
            drill=len(wanted) - len(scheduled),
            passed=sum(review.grade >= 3 for review in scheduled),
            ms=sum(review.ms or 0 for review in wanted),
        )

    def done_by_deck(self, day: date) -> dict[str, Done]:
        decks = dict.fromkeys(card.deck for card in self.contents.values())
        return {deck: self._done_in(day, deck) for deck in decks}

    def overdue_done(self, day: date) -> int:
        late = [r for r in self._reviews() if r.elapsed > r.interval_before and r.stage is not Stage.NEW]
        return sum(review.day == day and review.role is Role.SCHEDULED for review in late)

    def waiting(self, cards: Iterable[int]) -> list[Waiting]:
        return [self._as_waiting(handle) for handle in cards]

    def asked(self, day: date) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for handle, card in self.contents.items():
            if any(r.day == day and r.role is Role.SCHEDULED for r in self._fold(card).reviews):
                found.setdefault(family_of(card.deck, card.entry), set()).add(handle)
        return found

    def skipped(self, day: date) -> list[int]:
        handles = {uid_of(card.name): handle for handle, card in self.contents.items()}
        found: dict[int, None] = {}
        for row in live_rows(self.rows):
            if row.day == day and row.act in (Act.SKIP, Act.GRADE, Act.CRAM):
                found.pop(handles[row.card], None)
                if row.act == Act.SKIP:
                    found[handles[row.card]] = None
        return list(found)

    def last_row(self) -> int:
        return len(self.rows)

    def acts_since(self, row: int) -> list[Acted]:
        cards = {uid_of(card.name): handle for handle, card in self.contents.items()}
        return [Acted(cards[each.card], each.act, each.grade) for each in live_rows(self.rows[row:])]

    def askable(self, cards: Iterable[int]) -> list[int]:
        known = [handle for handle in cards if self.contents[handle].name not in self.held]
        return [handle for handle in known if not self.card(handle).state.suspended]

    def answer_times(self, latest: int = 1000) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        kinds = {uid_of(card.name): card.content.kind for card in self.contents.values()}
        for review in self._reviews():
            if review.ms is not None and review.grade >= 3 and review.role is Role.SCHEDULED:
                found.setdefault(kinds[review.card], []).append(review.ms)
        return found

    def due_between(self, first: date, last: date) -> dict[date, int]:
        found: dict[date, int] = {}
        for _, state in self._waiting(first, None):
            if state.due is not None and first <= state.due <= last:
                found[state.due] = found.get(state.due, 0) + 1
        return found

    def counts(self, scope: Scope) -> Counts:
        answers = Counter(review.day for review in self._reviews())
        return Counts(scope, {day: Day(review=n) for day, n in answers.items()})

    def tags(self) -> dict[str, int]:
        return {}

    def changed(self, day: date) -> Changed:
        wanted = [r for r in self._reviews() if r.day == day and r.role is Role.SCHEDULED]
        return Changed(
            begun=sum(review.stage is Stage.NEW for review in wanted),
            matured=sum(r.interval_before < MATURE_DAYS <= r.interval_after for r in wanted),
            lapsed=sum(review.lapse for review in wanted),
        )

    def recent_cards(self, scope: Scope) -> list[CardTrouble]:
        return []

    def recent_judgements(self, scope: Scope) -> list[Judged]:
        return []

    def recent_wrong(self, scope: Scope) -> list[WrongAnswer]:
        return []

    def answers_around(self, handles: Iterable[int]) -> dict[int, Content]:
        return {}

    def files(self, root: str) -> dict[str, KnownFile]:
        return {}

    def append(
        self, entries: Sequence[Entry], params: Params, env: str = "", step: Step | None = None
    ) -> list[State]:
        if self.failure is not None:
            raise self.failure
        decks = {uid_of(card.name): card.deck for card in self.contents.values()}
        gesture = len(self.rows) + 1
        for entry in entries:
            number = len(self.rows) + 1
            row = replace(
                entry, id=RowId("A", number), ord=number, deck=decks[entry.card], env=env, gesture=gesture
            )
            self.rows.append(row)
        return [self._fold_uid(entry.card).state for entry in entries]

    def undo(self, at: datetime, day: date, params: Params) -> Undone | None:
        if self.failure is not None:
            raise self.failure
        live = live_rows(self.rows)
        return self._turn(Act.UNDO, live[-1:], at, day)

    def redo(self, at: datetime, day: date, params: Params) -> Undone | None:
        if self.failure is not None:
            raise self.failure
        acts = [row for row in self.rows if row.act not in (Act.UNDO, Act.REDO)]
        since = [row.target for row in self.rows if acts and row.ord > acts[-1].ord and row.act == Act.UNDO]
        live = {row.id for row in live_rows(self.rows)}
        undone = [row for row in acts if row.id in since and row.id not in live]
        return self._turn(Act.REDO, undone[:1], at, day)

    def _turn(self, act: Act, rows: Sequence[Entry], at: datetime, day: date) -> Undone | None:
        if not rows:
            return None
        gesture = tuple(row for row in self.rows if row.gesture == rows[0].gesture)
        for row in gesture:
            number = len(self.rows) + 1
            self.rows.append(
                Entry(RowId("A", number), number, at, 0, day, row.card, row.deck, act, target=row.id)
            )
        handle = next(h for h, card in self.contents.items() if uid_of(card.name) == gesture[0].card)
        return Undone(gesture, handle)

    def take_in(
        self,
        root: str,
        loaded: Sequence[LoadedFile],
        gone: Iterable[str],
        held: Mapping[str, str],
        at: datetime,
    ) -> TakenIn:
        return TakenIn()

    def index_texts(self) -> None:
        """There is no index here."""

    def differences(self, rebuild: bool = False) -> list[Difference]:
        return []

    def _waiting(self, today: date, decks: Sequence[str] | None) -> list[tuple[Waiting, State]]:
        found = []
        for handle, card in self.contents.items():
            if card.name not in self.held and (decks is None or card.deck in decks):
                state = self._fold(card).state
                up = state.buried_until is None or state.buried_until <= today
                if up and not state.suspended:
                    found.append((self._as_waiting(handle), state))
        return found

    def _as_waiting(self, handle: int) -> Waiting:
        card = self.contents[handle]
        return handle, card.deck, family_of(card.deck, card.entry), 0

    def _reviews(self) -> list[Review]:
        return [review for card in self.contents.values() for review in self._fold(card).reviews]

    def _fold(self, card: Card) -> Folded:
        return self._fold_uid(uid_of(card.name))

    def _fold_uid(self, uid: str) -> Folded:
        return fold([row for row in self.rows if row.card == uid], lambda _: Params())


ENVIRONMENT = json.dumps({"python": "3.11", "numpy": "2.1", "torch": "2.13.0", "device": "cpu"})

UNCAGED = Cage(Tier.LIMITED, ("nothing holds snippets here",))


class FakeRunner:
    """Gives the run that belongs to a piece of code; waits for `go` first, if told to.

    Args:
        runs: Runs by a text that the code contains; other code gives the number 7.
        waits: True if no run ends before `go` is set.
        cage: What holds snippets.
    """

    def __init__(
        self, runs: Mapping[str, Run] | None = None, *, waits: bool = False, cage: Cage = UNCAGED
    ) -> None:
        self.runs = dict(runs or {})
        self.held_by = cage
        self.asked: list[tuple[str, int]] = []
        self.caged: list[str] = []
        self.stopped = False
        self.go = asyncio.Event()
        if not waits:
            self.go.set()

    async def run(self, code: str, setup: str, seed: int, timeout_ms: int, device: str = "cpu") -> Run:
        self.asked.append((code, timeout_ms))
        await self.go.wait()
        seven = Run(Ended.DONE, Truth(type="int", repr="7", data=("7",)), ms=1.0, env=ENVIRONMENT)
        return next((run for part, run in self.runs.items() if part in code), seven)

    async def cage(self, code: str, setup: str) -> Cage:
        self.caged.append(code)
        return self.held_by

    async def stop(self) -> None:
        self.stopped = True
