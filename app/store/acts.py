"""Acts on cards: rows of the log, and the state and reviews that follow from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.codec import hash_of
from app.core.collection import Undone
from app.core.errors import ForecallError
from app.core.fold import Folded, fold, step
from app.core.log import Act, Entry, Params, RowId, State
from app.store import days_sql, sql
from app.store.rows import (
    Known,
    Place,
    Row,
    entry_of,
    entry_row,
    known_of,
    ms_of,
    params_json,
    params_of,
    review_row,
    state_of,
    state_row,
)
from app.store.session import Session


@dataclass(frozen=True, slots=True)
class Device:
    """The device that this database writes as: its number here, and its name everywhere."""

    id: int
    name: str


def append(
    session: Session,
    device: Device,
    entries: Sequence[Entry],
    params: Params,
    env: str,
    told: Callable[[int], None] | None = None,
) -> list[State]:
    """Append acts of this device as one gesture and return the new state of each one's card."""
    close_days(session, entries[0].day)
    texts = keep(session, params, env)
    try:
        return _append(session, device.id, entries, params, texts, told)
    except sqlite3.IntegrityError:
        if session.last is None:
            raise
        # Another instance has written as this device meanwhile, and the number of the first row is taken.
        session.last = None
        return _append(session, device.id, entries, params, texts, told)


def _append(
    session: Session,
    device: int,
    entries: Sequence[Entry],
    params: Params,
    texts: tuple[int, int | None],
    told: Callable[[int], None] | None,
) -> list[State]:
    last, order = session.last or _last(session, device)
    gesture, states = last + 1, []
    for seq, entry in enumerate(entries, gesture):
        at = ms_of(entry.at)
        order = max(at, order + 1)
        known = session.seen.pop(entry.card, None) or _known(session, entry.card)
        place = Place(device, seq, order, at, gesture, known.card, known.deck, known.content, *texts)
        log = session.act(sql.ADD_ENTRY, entry_row(entry, place)).lastrowid
        assert log is not None
        states.append(_step(session, known, entry, params, log, order))
        if told is not None:
            told(len(states))
    session.last = seq, order
    return states


def _step(session: Session, known: Known, entry: Entry, params: Params, log: int, order: int) -> State:
    """Write what a new row of the log, `log`, makes of a card.

    The state before it is that of when the card was read to be asked. Where it is not the last word any more,
    as another instance wrote meanwhile or rows of other devices stand after this one, the card is refolded.
    """
    state, review = step(known.state, entry, params)
    values = (*state_row(state), log, known.card, known.last, order)
    if session.act(sql.SET_NEXT_STATE, values).rowcount != 1:
        refold(session, known.card)
        return state_of(session.driver.execute(sql.STATE_OF_CARD, (known.card,)).fetchone())
    if review is not None:
        session.act(sql.ADD_REVIEW, review_row(review, log, known.card, known.deck, known.kind))
    return state


def turn(
    session: Session, device: Device, act: Act, at: datetime, day: date, params: Params
) -> Undone | None:
    """Undo the last live gesture of a device, or redo the last one undone since its last act.

    Args:
        session: The database.
        device: Whose gestures.
        act: `Act.UNDO` or `Act.REDO`.
        at: Now.
        day: Study day.
        params: Kept with the rows, though nothing is folded with them.

    Returns:
        What was undone or redone; None if there is nothing.
    """
    find = sql.LAST_LIVE if act is Act.UNDO else sql.FIRST_UNDONE
    found = session.rows(find, {"device": device.id})
    if not found:
        return None
    gesture, upto = found[0]
    rows = session.rows(sql.LOG_OF_GESTURE, {"device": device.id, "gesture": gesture, "upto": upto})
    last, order = _last(session, device.id)
    texts = keep(session, params, "")
    offset = at.utcoffset()
    for seq, row in enumerate(reversed(rows) if act is Act.UNDO else rows, last + 1):
        turned = entry_of(row)
        order = max(ms_of(at), order + 1)
        entry = Entry(
            id=RowId(device.name, seq),
            ord=order,
            at=at,
            offset=int(offset.total_seconds()) if offset else 0,
            day=day,
            card=turned.card,
            deck=turned.deck,
            act=act,
            target=turned.id,
        )
        place = Place(device.id, seq, order, ms_of(at), last + 1, row[24], row[25], None, *texts, device.id)
        session.run(sql.ADD_ENTRY, entry_row(entry, place))
    session.last = last + len(rows), order
    for card in {row[24] for row in rows}:
        refold(session, card)
    return Undone(tuple(map(entry_of, rows)), rows[0][24])


def close_days(session: Session, day: date) -> None:
    """Count the reviews of the days before one in `daily`, if that is not done yet."""
    number = day.toordinal()
    if number > session.open_day:
        session.run(days_sql.CLOSE_DAYS, {"day": number})
        session.run(days_sql.REMEMBER_CLOSED, {"day": number})
        session.open_day = number


def keep(session: Session, params: Params, env: str) -> tuple[int, int | None]:
    """Keep parameters and an environment (if it is not empty), and return the numbers of their rows."""
    kept = session.kept.get((params, env))
    if kept is None:
        numbers, new = zip(
            _keep(session, "params", params_json(params)),
            _keep(session, "env", env) if env else (None, False),
            strict=True,
        )
        kept = numbers
        # What is inserted now may yet be rolled back: only what was found is remembered.
        if not any(new):
            session.kept[params, env] = kept
    return kept


def _keep(session: Session, table: str, text: str) -> tuple[int, bool]:
    key = hash_of(text)
    found = session.rows(sql.KNOWN[table], {"hash": key})
    if found:
        return found[0][0], False
    return session.run(sql.KNOW[table], {"hash": key, "json": text}), True


def refold(session: Session, card: int) -> None:
    """Write the state and the reviews of a card anew from its log, changing only the rows that differ."""
    rows = session.rows(sql.LOG_OF_CARD, {"card": card})
    folded = folded_of(session, rows)
    write_fold(session, card, folded, rows, session.rows(sql.REVIEWS_OF_CARD, {"card": card}))


def folded_of(session: Session, rows: Sequence[Row]) -> Folded:
    """Return the fold of a card's rows of the log."""
    return fold([entry_of(row) for row in rows], Kept(session).params_of)


def write_fold(
    session: Session, card: int, folded: Folded, rows: Sequence[Row], stored: Iterable[Row]
) -> None:
    """Write a fold; `stored` are the card's reviews as they are now."""
    wanted = reviews_of(folded, rows)
    present = {row[0]: tuple(row) for row in stored}
    session.run_many(sql.REMOVE_REVIEW, [(log,) for log, row in present.items() if wanted.get(log) != row])
    session.run_many(sql.ADD_REVIEW, [row for log, row in wanted.items() if present.get(log) != row])
    session.run(sql.SET_STATE, (*state_row(folded.state), last_of(folded, rows), card))


def reviews_of(folded: Folded, rows: Sequence[Row]) -> dict[int, tuple[Any, ...]]:
    """Return the rows of `review` that a fold gives, by the number of their row of the log."""
    by_id = {RowId(row[0], row[1]): row for row in rows}
    found = {}
    for review in folded.reviews:
        log, card, deck, kind = by_id[review.id][23:27]
        found[log] = review_row(review, log, card, deck, kind)
    return found


def last_of(folded: Folded, rows: Sequence[Row]) -> int | None:
    """Return the number of the last row that a fold saw."""
    return next((row[23] for row in rows if (row[0], row[1]) == folded.last), None)


class Kept:
    """The parameters that rows of the log were folded with, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Params] = {"": Params()}

    def params_of(self, hash_: str) -> Params:
        """Return parameters by their hash; the default ones for rows that have none."""
        if hash_ not in self._known:
            ((text,),) = self._session.rows(sql.PARAMS, {"hash": hash_})
            self._known[hash_] = params_of(text)
        return self._known[hash_]


def _known(session: Session, uid: str) -> Known:
    row = session.driver.execute(sql.CARD_TO_GRADE, (uid,)).fetchone()
    if row is None:
        raise ForecallError("This card is not in the collection.", fix="Load its deck again.")
    return known_of(row[0], row[1:])


def _last(session: Session, device: int) -> tuple[int, int]:
    return session.driver.execute(sql.LAST_OF_DEVICE, (device,)).fetchone() or (0, 0)
