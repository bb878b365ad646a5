"""Checking the data: what is stored against what its recount gives, from the log upwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.core.codec import hash_of
from app.core.collection import Difference
from app.core.fold import fold
from app.store import acts, audit_sql, sql
from app.store.rows import STATE_COLUMNS, Row, Values, entry_of, state_row
from app.store.session import Session

_CARDS_AT_ONCE = 2000
_REVIEW_CARD = 1
_LOCAL = ("deck", "position", "away", "family")
"""What the state of a card has from the card itself."""
_STATE_COLUMNS = STATE_COLUMNS.split(", ")


def differences(session: Session, rebuild: bool) -> list[Difference]:
    """Compare everything derived with its recount; see `Store.differences`."""
    damage = [
        Difference("database file", text, "ok")
        for (text,) in session.rows("PRAGMA integrity_check")
        if text != "ok"
    ]
    if damage:
        return damage
    return [
        *_texts(session),
        *_orphans(session, rebuild),
        *_folds(session, rebuild),
        *_counts(session, rebuild),
    ]


def _texts(session: Session) -> Iterator[Difference]:
    for table in ("content", "params", "env"):
        for key, text in session.rows(f"SELECT hash, json FROM {table}"):
            if hash_of(text) != key:
                yield Difference(f"{table} {key}", f"a text with hash {hash_of(text)}", key)


def _orphans(session: Session, rebuild: bool) -> Iterator[Difference]:
    for table, row, parent, _ in session.rows("PRAGMA foreign_key_check"):
        yield Difference(f"{table} row {row}", f"belongs to a row that {parent} lacks", "no such row")
        if rebuild and table in audit_sql.REMOVE_ORPHAN:
            session.run(audit_sql.REMOVE_ORPHAN[table], {"row": row})
    for card, name in session.rows(audit_sql.CARDS_WITHOUT_STATE):
        yield Difference(f"state of {name}", "missing", "one row")
        if rebuild:
            session.run(audit_sql.ADD_STATE, {"card": card})


def _folds(session: Session, rebuild: bool) -> Iterator[Difference]:
    kept = acts.Kept(session)
    ((last,),) = session.rows(audit_sql.LAST_CARD)
    for after in range(0, last, _CARDS_AT_ONCE):
        part = {"after": after, "upto": after + _CARDS_AT_ONCE}
        logs = _by_card(session.rows(sql.LOG_BY_CARD, part), 24)
        reviews = _by_card(session.rows(audit_sql.REVIEWS, part), _REVIEW_CARD)
        for row in session.rows(audit_sql.STATES, part):
            log = logs.get(row[0], [])
            folded = fold([entry_of(each) for each in log], kept.params_of)
            right = dict(zip(_STATE_COLUMNS, state_row(folded.state), strict=True))
            right |= {"last": acts.last_of(folded, log)} | _local(row[2:6])
            found = [
                *_state_differences(row, right),
                *_review_differences(row[1], reviews.get(row[0], []), acts.reviews_of(folded, log)),
            ]
            yield from found
            if found and rebuild:
                acts.write_fold(session, row[0], folded, log, reviews.get(row[0], []))
                session.run(audit_sql.SET_LOCAL, {"card": row[0]} | _local(row[2:6]))


def _local(row: Sequence[Any]) -> Values:
    return dict(zip(_LOCAL, row, strict=True))


def _by_card(rows: Sequence[Row], column: int) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _state_differences(row: Row, right: Values) -> Iterator[Difference]:
    names = (*_LOCAL, "last", *_STATE_COLUMNS)
    stored = dict(zip(names, row[6:], strict=True))
    wrong = [name for name in names if stored[name] != right[name]]
    if wrong:
        yield Difference(
            f"state of {row[1]}",
            ", ".join(f"{name} {stored[name]}" for name in wrong),
            ", ".join(f"{name} {right[name]}" for name in wrong),
        )


def _review_differences(
    card: str, stored: Sequence[Row], right: Mapping[int, tuple[Any, ...]]
) -> Iterator[Difference]:
    present = {row[0]: tuple(row) for row in stored}
    for log in sorted(present.keys() | right.keys()):
        if present.get(log) != right.get(log):
            yield Difference(
                f"review {log} of {card}",
                str(present.get(log, "missing")),
                str(right.get(log, "no such review")),
            )


def _counts(session: Session, rebuild: bool) -> Iterator[Difference]:
    for table, (stored_sql, recount_sql, renew) in audit_sql.COUNTS.items():
        stored = {row[0]: row[1] for row in session.rows(stored_sql)}
        right = {row[0]: row[1] for row in session.rows(recount_sql)}
        wrong = [key for key in sorted(stored.keys() | right.keys()) if stored.get(key) != right.get(key)]
        for key in wrong:
            yield Difference(
                f"count {table} {key}", stored.get(key, "missing"), right.get(key, "no such count")
            )
        if wrong and rebuild:
            for text in renew:
                session.run(text)
