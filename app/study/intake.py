"""Taking in: what changed in the deck folder comes into the store."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.codec import digest_of
from app.core.collection import KnownFile, LoadedFile
from app.core.problem import Problem
from app.deckfile import saving
from app.deckfile.find import deck_files
from app.deckfile.load import load_file
from app.deckfile.mint import mint
from app.study.needs import Devices, held_because, no_devices, surroundings
from app.study.ports import Clock, Store
from app.study.services import Intake
from app.study.stale import is_unchanged


def take_in(root: Path, store: Store, clock: Clock, devices: Devices = no_devices) -> Intake:
    """Read new and changed deck files of a folder into the store.

    Unchanged files are not opened, unless their cards need what may have come or gone. Cards without id
    get one, written into their file. Cards that vanished are retired, but never because their file has
    errors or the folder is missing.
    """
    if not root.is_dir():
        missing = "There is no deck folder here."
        return Intake(problems=(Problem(str(root), 1, 1, "", missing, "Create it, or name another."),))
    with _no_garbage():
        return _taken_in(root, store, clock, devices)


def _taken_in(root: Path, store: Store, clock: Clock, devices: Devices) -> Intake:
    saving.finish(root)
    known = store.files(str(root))
    files = {file.relative_to(root).as_posix(): file for file in deck_files(root)}
    problems: list[Problem] = []
    loaded: list[LoadedFile] = []
    for path, file in files.items():
        if not is_unchanged(file, known.get(path)):
            one, found = _load(path, file)
            loaded.append(one)
            problems.extend(found)
    gone = sorted(known.keys() - files.keys())
    if not loaded and not gone:
        return Intake(known_problems=sum(file.problems for file in known.values()))
    decks = [one.deck for one in loaded if one.deck is not None]
    held = {card.name: why for deck in decks for card in deck.cards if (why := held_because(card, devices))}
    taken = store.take_in(str(root), loaded, gone, held, clock())
    problems.extend(Problem(str(root), 1, 1, "", clash, rule="E01") for clash in taken.clashes)
    total = sum(file.problems for file in store.files(str(root)).values())
    return Intake(taken, tuple(problems), len(loaded), total)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Hold off the search for garbage: what taking in makes stays until its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(path: str, file: Path) -> tuple[LoadedFile, tuple[Problem, ...]]:
    # Looked at before it is read: a change in between is seen the next time.
    stat, one, unminted = file.stat(), load_file(file), tuple[Problem, ...]()
    if one.unnamed:
        unminted = mint(file).problems
        stat, one = file.stat(), load_file(file)
    digest = digest_of(file.read_bytes())
    if one.deck and any(card.content.run and card.content.run.needs for card in one.deck.cards):
        digest += f"+{surroundings()}"
    known = KnownFile(stat.st_size, stat.st_mtime_ns, digest, len(one.problems))
    return LoadedFile(path, known, one.deck, one.sound), (*unminted, *one.problems)
