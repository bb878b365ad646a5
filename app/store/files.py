"""Which file holds which deck: remembered files, decks that change files, two files with one deck."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

from app.core.card import Deck
from app.core.collection import LoadedFile
from app.store import intake_sql as sql
from app.store.session import Session


@dataclass(frozen=True, slots=True)
class Files:
    """Deck files as they now stand in the store.

    Attributes:
        loaded: The decks to take in, with their numbers.
        decks: Numbers of all decks concerned, loaded or gone.
        complete: Numbers of the decks of this root of which all cards are known now: a card of theirs
            that was not loaded has vanished.
        clashes: One sentence for each file left out.
    """

    loaded: tuple[tuple[int, Deck], ...]
    decks: frozenset[int]
    complete: frozenset[int]
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a deck is held so far; root and path are None for a deck without a file."""

    id: int
    root: str | None
    path: str | None


def settle_files(session: Session, root: str, loaded: Sequence[LoadedFile], gone: Iterable[str]) -> Files:
    """Remember loaded files, forget gone ones, and say which decks they leave or bring."""
    away = set(gone)
    names = json.dumps([file.deck.id for file in loaded if file.deck])
    homes = {
        name: _Home(id_, home_root, path)
        for name, id_, _, home_root, path in session.rows(sql.DECKS, {"root": root, "names": names})
    }
    taken, clashes = _sort_out(root, loaded, away, homes)
    sound = {file.path for file in taken if file.sound}
    complete = {name for name, home in homes.items() if home.root == root and home.path in away | sound}
    _write(session, root, taken, away, homes)
    concerned = json.dumps([*complete, *(file.deck.id for file in taken if file.deck)])
    numbers: dict[str, int] = dict(map(tuple, session.rows(sql.DECK_NUMBERS, {"names": concerned})))
    return Files(
        loaded=tuple((numbers[file.deck.id], file.deck) for file in taken if file.deck),
        decks=frozenset(numbers.values()),
        complete=frozenset(numbers[name] for name in complete),
        clashes=tuple(clashes),
    )


def _sort_out(
    root: str, loaded: Sequence[LoadedFile], gone: set[str], homes: Mapping[str, _Home]
) -> tuple[list[LoadedFile], list[str]]:
    by_path = {file.path: file for file in loaded}
    claims: dict[str, str] = {}
    taken, clashes = [], []
    for file in sorted(loaded, key=lambda each: each.path):
        if file.deck is not None:
            name = file.deck.id
            holder = claims.get(name) or _still_held(name, root, by_path, gone, homes)
            if holder not in (None, file.path):
                # The file is not remembered either, so that it is read and told of again next time.
                clashes.append(f"Deck {name} is in {holder} and in {file.path}; the second is left out.")
                continue
            claims[name] = file.path
        taken.append(file)
    return taken, clashes


def _still_held(
    name: str, root: str, by_path: Mapping[str, LoadedFile], gone: set[str], homes: Mapping[str, _Home]
) -> str | None:
    home = homes.get(name)
    if home is None or home.root != root or home.path is None or home.path in gone:
        return None
    file = by_path.get(home.path)
    left = file is not None and file.sound and (file.deck is None or file.deck.id != name)
    return None if left else home.path


def _write(
    session: Session, root: str, taken: Sequence[LoadedFile], gone: set[str], homes: Mapping[str, _Home]
) -> None:
    session.run_many(sql.KEEP_FILE, [(root, file.path, *astuple(file.known)) for file in taken])
    left = gone | {file.path for file in taken if file.sound}
    leaving = [
        (name, root, home.path) for name, home in homes.items() if home.root == root and home.path in left
    ]
    session.run_many(sql.LEAVE_FILE, leaving)
    decks = [(file.deck, file.path) for file in taken if file.deck]
    session.run_many(
        sql.SET_DECK,
        [(deck.id, json.dumps(deck.title.variants, ensure_ascii=False), root, path) for deck, path in decks],
    )
    # A deck that came from another root: that root's file is read again when the root is loaded again.
    moved = [
        (home.root, home.path)
        for home in (homes.get(deck.id) for deck, _ in decks)
        if home and home.root != root
    ]
    session.run_many(sql.FORGET_FILE, [*((root, path) for path in gone), *moved])
