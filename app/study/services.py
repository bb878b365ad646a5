"""All that the screens work with, put together in one place by the command line."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.core.collection import TakenIn
from app.core.errors import ForecallError
from app.core.problem import Problem
from app.core.rules import Rules
from app.study.ports import Cards, Clock, Runner, Store
from app.study.trust import Trust


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking in the deck folder came to.

    Attributes:
        taken: What changed, in cards.
        problems: Of the files that were read.
        files: Files that were read because they are new or changed.
        known_problems: Number of problems in all files, read now or before.
    """

    taken: TakenIn = TakenIn()
    problems: tuple[Problem, ...] = ()
    files: int = 0
    known_problems: int = 0


def _do_nothing(*_: object) -> None:
    """Take the place of an act that is left out."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the screens work with.

    Attributes:
        cards: The reading side, open already: what the first frame shows.
        open_store: Opens the writing side; slow at its first call (it imports SQLAlchemy), so it is
            called in a thread after the first frame.
        take_in: Reads new and changed deck files into the store; called in the same thread.
        runner: Runs snippets.
        trust: Tells which snippets run unasked.
        clock: Gives the instant.
        seeds: Draws what is random.
        rules: Limits and habits.
        language: The language that cards are shown in first.
        theme: Name of a Textual theme.
        decks_at: The deck folder, as it is told to the learner.
        data_at: The data folder, where it is kept how edits are taken back.
        keys: Keys of screens by the name of what they do, as the config file says.
        back_up: Begins the backup of the day, if there is none, and returns at once; what it is given is
            called, in another thread, if it fails.
        practice: Reads what `keep_practice` kept; empty if that was nothing.
        keep_practice: Keeps what cramming or studying ahead has begun, so that it can be gone on with.
        choose_language: Keeps a language for the next start.
        newer_decks: Gives the folder of the decks that came with this forecall; None if none are looked for.
        edit_file: Opens a file at a line in the user's own editor, on this terminal, until it is closed.
    """

    cards: Cards
    open_store: Callable[[], Store]
    take_in: Callable[[Store], Intake]
    runner: Runner
    trust: Trust
    clock: Clock
    seeds: random.Random
    rules: Rules = Rules()
    language: str = "en"
    theme: str = "textual-dark"
    decks_at: str = ""
    data_at: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    back_up: Callable[[Callable[[ForecallError], None]], None] = _do_nothing
    practice: Callable[[], str] = str
    keep_practice: Callable[[str], None] = _do_nothing
    choose_language: Callable[[str], None] = _do_nothing
    newer_decks: Callable[[], Path] | None = None
    edit_file: Callable[[Path, int], None] | None = None
