"""The fold: a card's state and its reviews from its log, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from app.core import sm2
from app.core.log import MATURE_DAYS, Act, Entry, Params, Review, Role, RowId, Stage, State

CHANGES_LIFE = (Act.UNDO, Act.REDO)
"""Acts that name another row and decide whether it counts."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The fold of one card's log.

    Attributes:
        state: Where the card stands.
        reviews: One for each live grade, in order.
        last: The last row in order, live or not; None if there is none.
    """

    state: State
    reviews: tuple[Review, ...]
    last: RowId | None


def live_rows(rows: Iterable[Entry]) -> list[Entry]:
    """Return the rows that count, in order: undone ones and the undos themselves do not.

    The last undo or redo of a row, in order, wins.
    """
    ordered = sorted(rows, key=lambda row: row.key)
    undone: dict[RowId, bool] = {
        row.target: row.act == Act.UNDO
        for row in ordered
        if row.act in CHANGES_LIFE and row.target is not None
    }
    return [r for r in ordered if r.act not in CHANGES_LIFE and not undone.get(r.id, False)]


def fold(rows: Sequence[Entry], params_of: Callable[[str], Params]) -> Folded:
    """Return the state and the reviews of one card.

    Args:
        rows: All rows of one card, in any order.
        params_of: Gives the parameters for a hash.
    """
    state = State()
    reviews = []
    for row in live_rows(rows):
        state, review = step(state, row, params_of(row.params))
        if review is not None:
            reviews.append(review)
    last = max(rows, key=lambda row: row.key).id if rows else None
    return Folded(state, tuple(reviews), last)


def step(state: State, row: Entry, params: Params) -> tuple[State, Review | None]:
    """Return the state after a live row, and its review if it is a grade."""
    match row.act:
        case Act.GRADE if row.grade is not None:
            return _graded(state, row, row.grade, params)
        case Act.RESET:
            # A reset is about the schedule: what the learner hid or marked stays so.
            fresh = State(suspended=state.suspended, buried_until=state.buried_until, flagged=state.flagged)
            return fresh, None
        case Act.SUSPEND | Act.UNSUSPEND:
            return state._replace(suspended=row.act == Act.SUSPEND), None
        case Act.BURY:
            return state._replace(buried_until=row.day + timedelta(days=1)), None
        case Act.UNBURY:
            return state._replace(buried_until=None), None
        case Act.FLAG | Act.UNFLAG:
            return state._replace(flagged=row.act == Act.FLAG), None
    return state, None


def role_on(state: State, day: date) -> Role:
    """Tell what a grade given on a study day would count as."""
    drill = state.last_day is not None and day <= state.last_day
    return Role.DRILL if drill else Role.SCHEDULED


def stage_of(state: State) -> Stage:
    """Tell how well a card is known."""
    if state.is_new:
        return Stage.NEW
    return Stage.MATURE if state.memory.interval >= MATURE_DAYS else Stage.YOUNG


def _graded(state: State, row: Entry, grade: int, params: Params) -> tuple[State, Review]:
    # Fields are given by place here and below: a grade waits for this, and names cost twice as much.
    day = row.day
    drilled = not sm2.needs_drill(grade)
    if role_on(state, day) is Role.DRILL:
        after = state._replace(drill_day=None) if drilled else state
        return after, _review(state, after, row, grade, Role.DRILL)
    failed = grade < sm2.PASS
    memory = sm2.graded(state.memory, grade, params.max_interval)
    after = State(
        memory,
        date.fromordinal(day.toordinal() + memory.interval),
        state.lapses + (failed and state.passed),
        state.passed or not failed,
        day,
        None if drilled else day,
        stage_of(state),
        state.suspended,
        state.buried_until,
        state.flagged,
    )
    return after, _review(state, after, row, grade, Role.SCHEDULED)


def _review(before: State, after: State, row: Entry, grade: int, role: Role) -> Review:
    at, last_day, memory = row.at.astimezone(UTC), before.last_day, after.memory
    return Review(
        row.id,
        row.card,
        row.deck,
        row.day,
        (at.hour * 3600 + at.minute * 60 + at.second + row.offset) // 3600 % 24,
        grade,
        row.ms,
        role,
        after.stage,
        after.lapses > before.lapses,
        max(0, row.day.toordinal() - last_day.toordinal()) if last_day else 0,
        before.memory.interval,
        memory.interval,
        memory.ef,
    )
