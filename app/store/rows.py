"""Values as rows and back: days are ordinals, instants are milliseconds in UTC, stages are numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from app.core import sm2
from app.core.card import Card
from app.core.codec import from_json
from app.core.log import Entry, Params, Review, Role, RowId, Stage, State

Row = Sequence[Any]
Values = dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_STAGES = tuple(Stage)
_NUMBER_OF = {stage: number for number, stage in enumerate(_STAGES)}
_PARAMS = {field.name for field in fields(Params)}

STATE_COLUMNS = (
    "due, interval, ef, reps, lapses, passed, last_day, drill_day, stage, suspended, buried_until, flagged"
)
"""The columns of `state` that are the fold, in the order that `state_of` reads them."""
REVIEW_COLUMNS = (
    "log, card, deck, kind, day, hour, grade, ms, drill, stage, lapse, elapsed, "
    "interval_before, interval_after, ef_after"
)
"""All columns of `review`, in the order of `review_row`."""


def ms_of(at: datetime) -> int:
    """Return an instant as milliseconds since 1970 in UTC.

    Raises:
        ValueError: If it is naive.
    """
    if at.tzinfo is None:
        raise ValueError("an instant without its offset can't be stored")
    return (at - _EPOCH) // _MS


def instant_of(ms: int) -> datetime:
    """Return what `ms_of` stored, in UTC."""
    return _EPOCH + ms * _MS


def day_of(number: int | None) -> date | None:
    """Return what is stored of a study day."""
    return None if number is None else date.fromordinal(number)


def state_of(row: Row) -> State:
    """Return the state in a row of `STATE_COLUMNS`."""
    due, interval, ef, reps, lapses, passed, last_day, drill_day, stage, suspended, buried, flagged = row
    return State(
        sm2.Memory(ef, reps, interval),
        day_of(due),
        lapses,
        bool(passed),
        day_of(last_day),
        day_of(drill_day),
        _STAGES[stage],
        bool(suspended),
        day_of(buried),
        bool(flagged),
    )


class Known(NamedTuple):
    """What a grade needs to know of a card: its numbers, its kind, and its state after the row `last`."""

    card: int
    deck: int
    content: int | None
    kind: str
    last: int | None
    state: State


def known_of(card: int, row: Row) -> Known:
    """Return what `sql` reads as `_KNOWN`."""
    deck, content, kind, last = row[:4]
    return Known(card, deck, content, kind, last, state_of(row[4:]))


def state_row(state: State) -> tuple[Any, ...]:
    """Return a state as a row of `STATE_COLUMNS`."""
    memory, due, lapses, passed, last_day, drill_day, stage, suspended, buried, flagged = state
    return (
        due and due.toordinal(),
        memory.interval,
        memory.ef,
        memory.reps,
        lapses,
        passed,
        last_day and last_day.toordinal(),
        drill_day and drill_day.toordinal(),
        _NUMBER_OF[stage],
        suspended,
        buried and buried.toordinal(),
        flagged,
    )


def review_row(review: Review, log: int, card: int, deck: int, kind: str) -> tuple[Any, ...]:
    """Return a review as a row of `REVIEW_COLUMNS`; the numbers of log row, card and deck are the store's."""
    _, _, _, day, hour, grade, ms, role, stage, lapse, elapsed, before, after, ef = review
    drill = role is Role.DRILL
    number = _NUMBER_OF[stage]
    return (
        log,
        card,
        deck,
        kind,
        day.toordinal(),
        hour,
        grade,
        ms,
        drill,
        number,
        lapse,
        elapsed,
        before,
        after,
        ef,
    )


def entry_of(row: Row) -> Entry:
    """Return the entry in a row of `sql.LOG_COLUMNS`."""
    (device, seq, order, at, offset, day, card, deck, act, grade, ms, typed, outcome, seed, drawn) = row[:15]
    (digest, note, target_device, target_seq, gesture, content, params, env) = row[15:23]
    return Entry(
        id=RowId(device, seq),
        ord=order,
        at=instant_of(at),
        offset=offset,
        day=date.fromordinal(day),
        card=card,
        deck=deck,
        act=act,
        grade=grade,
        ms=ms,
        typed=typed,
        outcome=outcome,
        seed=seed,
        drawn=drawn,
        digest=digest,
        note=note,
        target=None if target_device is None else RowId(target_device, target_seq),
        gesture=gesture,
        content=content,
        params=params,
        env=env,
    )


class Place(NamedTuple):
    """Where a row stands in the log and what it points to, in the numbers of one database."""

    device: int
    seq: int
    ord: int
    at: int
    gesture: int
    card: int
    deck: int
    content: int | None
    params: int | None
    env: int | None
    target_device: int | None = None


def entry_row(entry: Entry, place: Place) -> tuple[Any, ...]:
    """Return an act as a row of `sql.ADD_ENTRY`; its place need not be the entry's own yet."""
    device, seq, order, at, gesture, card, deck, content, params, env, target_device = place
    return (
        device,
        seq,
        order,
        at,
        entry.offset,
        entry.day.toordinal(),
        card,
        deck,
        entry.act,
        entry.grade,
        entry.ms,
        entry.typed and entry.typed.encode("utf-8", "replace").decode(),
        entry.outcome,
        entry.seed,
        entry.drawn,
        entry.digest,
        entry.note,
        target_device,
        entry.target and entry.target.seq,
        gesture,
        content,
        params,
        env,
    )


def meta_json(card: Card) -> str:
    """Return what is stored of a card beside its name and its content."""
    known = {
        "tags": card.tags,
        "source": card.source,
        "facts": card.facts,
        "added": card.added,
        "lint": card.lint,
        "line": card.line,
    }
    return json.dumps({key: value for key, value in known.items() if value}, ensure_ascii=False)


def card_of(deck: str, entry: str, part: str, content_json: str, meta: str) -> Card:
    """Return the card that was stored."""
    known = json.loads(meta)
    return Card(
        deck,
        entry,
        part,
        from_json(content_json),
        tags=tuple(known.get("tags", ())),
        source=known.get("source", ""),
        facts=tuple(known.get("facts", ())),
        added=known.get("added", False),
        lint=tuple(known.get("lint", ())),
        line=known.get("line", 0),
    )


@lru_cache(maxsize=64)
def params_json(params: Params) -> str:
    """Return parameters as canonical JSON."""
    return json.dumps(asdict(params), sort_keys=True, separators=(",", ":"))


def params_of(text: str) -> Params:
    """Return the parameters that `params_json` wrote, here or in a newer version that knows more of them."""
    return Params(**{key: value for key, value in json.loads(text).items() if key in _PARAMS})
