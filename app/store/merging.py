"""Rows of other devices: the logs of two machines are merged by union, then their cards refolded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.core.errors import ForecallError
from app.core.log import Entry
from app.store import acts, sql
from app.store import merging_sql as own_sql
from app.store.rows import Place, Values, entry_row, ms_of
from app.store.search_sql import KNOW_REWORDED
from app.store.session import Session


def merge(session: Session, entries: Iterable[Entry], texts: Mapping[str, str], at: datetime) -> int:
    """Add the rows that are not here yet; see `Store.merge`."""
    rows = list({entry.id: entry for entry in entries}.values())
    for device in sorted({entry.id.device for entry in rows} | {e.target.device for e in rows if e.target}):
        session.run(own_sql.KNOW_DEVICE, {"name": device, "since": ms_of(at)})
    new = [entry for entry in rows if not session.rows(own_sql.ENTRY, entry.id._asdict())]
    _know(session, new, texts)
    cards = set()
    for entry in new:
        card = _card(session, entry, at)
        cards.add(card)
        (numbers,) = session.rows(own_sql.NUMBERS, _names(entry))
        device, deck, content, params, env, target = numbers
        place = (device, entry.id.seq, entry.ord, ms_of(entry.at), entry.gesture, card, deck)
        session.run(sql.ADD_ENTRY, entry_row(entry, Place(*place, content, params, env, target)))
    for card in cards:
        acts.refold(session, card)
    session.run_many(KNOW_REWORDED, [(card,) for card in cards])
    if new:
        acts.close_days(session, max(entry.day for entry in new))
    return len(new)


def _names(entry: Entry) -> Values:
    return {
        "device": entry.id.device,
        "deck": entry.deck,
        "content": entry.content,
        "params": entry.params,
        "env": entry.env,
        "target_device": entry.target and entry.target.device,
    }


def _know(session: Session, new: Sequence[Entry], texts: Mapping[str, str]) -> None:
    wanted = (
        {("content", e.content) for e in new}
        | {("params", e.params) for e in new}
        | {("env", e.env) for e in new}
    )
    for table, key in sorted(wanted):
        if not key or session.rows(sql.KNOWN[table], {"hash": key}):
            continue
        if key not in texts:
            raise ForecallError(
                f"The other device's log names {table} {key}, which did not come with it.",
                fix="Export it again on the other device; nothing was merged.",
            )
        values = {"hash": key, "json": texts[key]}
        if table == "content":
            values["kind"] = str(json.loads(texts[key])["kind"])
        session.run(own_sql.KNOW_CONTENT if table == "content" else sql.KNOW[table], values)


def _card(session: Session, entry: Entry, at: datetime) -> int:
    """Return the number of a row's card; a card not seen here yet gets a stub, which its deck file fills."""
    session.run(own_sql.KNOW_DECK, {"name": entry.deck})
    session.run(own_sql.KNOW_CARD, {"uid": entry.card, "deck": entry.deck, "since": ms_of(at)})
    ((card,),) = session.rows(own_sql.CARD, {"uid": entry.card})
    return int(card)
