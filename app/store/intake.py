"""Taking in: which stored card each loaded card is, and what of it changed.

A card is looked for by its name, then by a name it once had, then by its uid (a card of which only the
history arrived), and last by its content, where just one vanished card has it and just one new one; of
several with one content each is known by its id in the deck.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from app.core.card import Card, family_of, uid_of
from app.core.codec import hash_of, to_json
from app.core.collection import LoadedFile, TakenIn
from app.store import intake_sql as sql
from app.store.files import Files, settle_files
from app.store.rows import meta_json, ms_of
from app.store.search_sql import KNOW_REWORDED
from app.store.session import Session


class _Stored(NamedTuple):
    id: int
    uid: str
    name: str
    deck: int
    content: int | None
    meta: str
    position: int
    retired: int
    held: str
    family: int | None


@dataclass(slots=True)
class _Incoming:
    """A loaded card as it is to be stored."""

    card: Card
    deck: int
    content: int
    row: tuple[Any, ...]
    """deck, entry, part, content, meta, position, held, family: what an update writes."""


def take_in(
    session: Session,
    root: str,
    loaded: Sequence[LoadedFile],
    gone: Iterable[str],
    held: Mapping[str, str],
    at: datetime,
) -> TakenIn:
    """Bring loaded files into the store; see `Store.take_in`."""
    files = settle_files(session, root, loaded, gone)
    incoming = _incoming(session, files, held)
    stored = [_Stored(*row) for row in session.rows(sql.CARDS_OF_DECKS, {"decks": _json(files.decks)})]
    vanishing = {card.id: card for card in stored if card.deck in files.complete and not card.retired}
    found = _identify(session, incoming, stored, vanishing)
    added = [new for new in incoming if new.card.name not in found]
    _add(session, added, at)
    counts = _update(session, [(found[new.card.name], new) for new in incoming if new.card.name in found])
    kept = {card.id for card in found.values()}
    retired = [(id_,) for id_ in vanishing if id_ not in kept]
    session.run_many(sql.RETIRE, retired)
    return TakenIn(
        added=len(added) + counts["added"],
        changed=counts["changed"],
        moved=counts["moved"],
        retired=len(retired),
        restored=counts["restored"],
        clashes=files.clashes,
    )


def _incoming(session: Session, files: Files, held: Mapping[str, str]) -> list[_Incoming]:
    by_name = {
        card.name: (deck, place, card) for deck, each in files.loaded for place, card in enumerate(each.cards)
    }
    cards = list(by_name.values())
    texts = [to_json(card.content) for _, _, card in cards]
    numbers = _content_numbers(session, texts, [card.content.kind.value for _, _, card in cards])
    entries = Counter((card.deck, card.entry) for _, _, card in cards)
    found = []
    for (deck, place, card), text in zip(cards, texts, strict=True):
        content = numbers[text]
        family = family_of(card.deck, card.entry) if entries[card.deck, card.entry] > 1 else None
        row = (deck, card.entry, card.part, content, meta_json(card), place, held.get(card.name, ""), family)
        found.append(_Incoming(card, deck, content, row))
    return found


def _content_numbers(session: Session, texts: Sequence[str], kinds: Sequence[str]) -> dict[str, int]:
    hashes = {text: hash_of(text) for text in texts}
    rows = session.rows(sql.CONTENTS, {"hashes": _json(hashes.values())})
    known: dict[str, int] = dict(map(tuple, rows))
    ((last,),) = session.rows(sql.LAST_CONTENT)
    added = []
    for text, kind in zip(texts, kinds, strict=True):
        if hashes[text] not in known:
            last += 1
            known[hashes[text]] = last
            added.append((last, hashes[text], kind, text))
    session.run_many(sql.ADD_CONTENT, added)
    return {text: known[hash_] for text, hash_ in hashes.items()}


def _identify(
    session: Session, incoming: Sequence[_Incoming], stored: Sequence[_Stored], vanishing: dict[int, _Stored]
) -> dict[str, _Stored]:
    by_name = {card.name: card for card in stored}
    found = {new.card.name: by_name[new.card.name] for new in incoming if new.card.name in by_name}
    claimed = {card.id for card in found.values()}
    rest = [new for new in incoming if new.card.name not in found]
    if not rest:
        return found
    names = {"names": _json(new.card.name for new in rest)}
    uids = {"uids": _json(uid_of(new.card.name) for new in rest)}
    known = {name: _Stored(*row) for name, *row in session.rows(sql.CARDS_BY_ALIAS, names)}
    stubs = {row[1]: _Stored(*row) for row in session.rows(sql.STUBS, uids)}
    for new in rest:
        card = known.get(new.card.name) or stubs.get(uid_of(new.card.name))
        if card is not None and card.id not in claimed and (card.retired or card.id in vanishing):
            found[new.card.name] = card
            claimed.add(card.id)
    rest = [new for new in rest if new.card.name not in found]
    return found | _adopted(session, rest, list(vanishing.values()), claimed)


def _adopted(
    session: Session, rest: Sequence[_Incoming], vanishing: Sequence[_Stored], claimed: set[int]
) -> dict[str, _Stored]:
    """Return the cards that moved or got another id: known by what they ask, and of equal ones by their id.

    Those that vanish right now come before those that were retired long ago.
    """
    contents = {"contents": _json({new.content for new in rest})}
    retired = [_Stored(*row) for row in session.rows(sql.RETIRED_WITH, contents)]
    found: dict[str, _Stored] = {}
    for there, by_id in product((vanishing, [*vanishing, *retired]), (True, False)):
        known, wanted = defaultdict[Any, list[_Stored]](list), defaultdict[Any, list[str]](list)
        for card in there:
            if card.id not in claimed:
                known[card.content, card.name.partition("/")[2] if by_id else ""].append(card)
        for new in rest if known else ():
            if (name := new.card.name) not in found:
                wanted[new.content, name.partition("/")[2] if by_id else ""].append(name)
        for key, names in wanted.items():
            if len(names) == 1 and len(known[key]) == 1:
                (found[names[0]],) = known[key]
                claimed.add(found[names[0]].id)
    return found


def _add(session: Session, added: Sequence[_Incoming], at: datetime) -> None:
    if not added:
        return
    uids = _free_uids(session, [new.card.name for new in added])
    ((last,),) = session.rows(sql.LAST_CARD)
    rows = [
        (number, uids[new.card.name], new.card.name, *new.row, ms_of(at))
        for number, new in enumerate(added, last + 1)
    ]
    session.run_many(sql.ADD_CARD, rows)


def _free_uids(session: Session, names: Sequence[str]) -> dict[str, str]:
    """Return a uid for each name; a name that another card had first gets one of its own."""
    uids = {name: uid_of(name) for name in names}
    again, taken = 2, set(uids)
    while taken:
        asked = {"uids": _json(uids[name] for name in taken)}
        used = {row[0] for row in session.rows(sql.USED_UIDS, asked)}
        taken = {name for name in taken if uids[name] in used}
        uids |= {name: uid_of(f"{name}#{again}") for name in taken}
        again += 1
    return uids


def _update(session: Session, pairs: Sequence[tuple[_Stored, _Incoming]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    updates, aliases, reworded = [], [], []
    for card, new in pairs:
        deck, _, _, content, meta, position, held, family = new.row
        if card.content is None:
            counts["added"] += 1
        elif card.name != new.card.name:
            counts["moved"] += 1
            aliases.append((card.name, card.id))
        else:
            counts["restored"] += card.retired
        counts["changed"] += card.content not in (None, content)
        after = card._replace(
            name=new.card.name,
            deck=deck,
            content=content,
            meta=meta,
            position=position,
            retired=0,
            held=held,
            family=family,
        )
        if content != card.content:
            reworded.append((card.id,))
        if after != card:
            updates.append((new.card.name, *new.row, card.id))
    session.run_many(sql.FORGET_ALIAS, [(row[0],) for row in updates])
    session.run_many(sql.ADD_ALIAS, aliases)
    session.run_many(sql.UPDATE_CARD, updates)
    session.run_many(KNOW_REWORDED, reworded)
    return counts


def _json(values: Iterable[str] | Iterable[int]) -> str:
    return json.dumps(list(values))
