"""Decks and databases for the store's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.core.card import Card, Deck
from app.core.collection import KnownFile, LoadedFile, TakenIn
from app.core.log import Act, Entry, Params, State
from app.core.text import Text
from app.store.opening import open_store
from app.store.store import Store
from tests.builders import DAY, NOON, a_card, an_entry

ROOT = "/decks"
PARAMS = Params()
KNOWN = KnownFile(size=10, mtime_ns=1_700_000_000_000_000_000, digest="d1", problems=0)


def blank_database(path: Path, cache: Path) -> Path:
    """Return a migrated, empty database at `path`; migrations run once for a process."""
    made = cache / "blank.sqlite"
    if not made.exists():
        open_store(made, lambda: NOON).close()
    shutil.copy(made, path)
    return path


def a_deck(name: str = "optimizers", *cards: str | Card, **changes: object) -> Deck:
    """A deck; a card given by its id asks a question that names it."""
    made = tuple(
        a_card(f"{name}/{card}", question=Text.plain(f"What is {card}?")) if isinstance(card, str) else card
        for card in cards
    )
    return replace(Deck(name, Text.plain(name.title()), cards=made), **changes)  # type: ignore[arg-type]


def a_file(deck: Deck | None, path: str = "", *, sound: bool = True, known: KnownFile = KNOWN) -> LoadedFile:
    """A deck file named after its deck."""
    return LoadedFile(path or f"{deck.id if deck else 'broken'}.yaml", known, deck, sound)


def take_in(
    store: Store,
    *decks: Deck | LoadedFile,
    gone: Iterable[str] = (),
    held: Mapping[str, str] | None = None,
    root: str = ROOT,
    at: datetime = NOON,
) -> TakenIn:
    """Take in decks, each in a file named after it."""
    files = [a_file(each) if isinstance(each, Deck) else each for each in decks]
    return store.take_in(root, files, gone, held or {}, at)


def uids(store: Store) -> dict[str, str]:
    """Return the uid of each card of the database by its name, retired or not."""
    rows = store._rows("SELECT name, uid FROM card", {})
    return {name: uid for name, uid in rows}  # noqa: C416


def handle(store: Store, name: str) -> int:
    """Return the store's number of a card."""
    ((number,),) = store._rows("SELECT id FROM card WHERE name = :name", {"name": name})
    return int(number)


def state(store: Store, name: str) -> State:
    """Return the stored state of a card."""
    return store.card(handle(store, name)).state


def grade(store: Store, name: str, grade: int = 4, **changes: object) -> State:
    """Grade a card now, as this device."""
    return store.append([an_act(store, name, grade=grade, **changes)], PARAMS)[0]


def an_act(store: Store, name: str, **changes: object) -> Entry:
    """An act on a card as the app hands it in: without its place in the log."""
    day = changes.pop("day", DAY)
    entry = an_entry(day=day, card=uids(store)[name])  # type: ignore[arg-type]
    if changes.get("act", Act.GRADE) is not Act.GRADE:
        entry = replace(entry, grade=None)
    return replace(entry, **changes)  # type: ignore[arg-type]


def log_rows(store: Store) -> Sequence[Sequence[object]]:
    """Return what names each row of the log, oldest first."""
    return [
        tuple(row)
        for row in store._rows(
            "SELECT l.seq, l.gesture, c.name, l.act, l.grade, l.target_seq"
            " FROM log l JOIN card c ON c.id = l.card ORDER BY l.id",
            {},
        )
    ]
