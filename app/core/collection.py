"""What is known of a collection of decks: counts, stored cards, and what taking in and checking found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.core.card import Card, Deck
from app.core.log import Entry, State


@dataclass(frozen=True, slots=True)
class DeckCount:
    """A deck on the home screen.

    Attributes:
        deck: Its id.
        title: Its title, in one language or several, as stored (JSON of `Text.variants`).
        new: New cards, before any limit.
        due: Cards due today or earlier, before any limit.
        drill: Cards still to be drilled today.
        cards: Cards in all, without retired ones.
        held: Cards held because this machine lacks something.
    """

    deck: str
    title: str
    new: int
    due: int
    drill: int
    cards: int
    held: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was done on a study day.

    Attributes:
        new: First scheduled grades of new cards.
        review: Scheduled grades of other cards.
        drill: Drills.
        passed: Scheduled grades of 3 or more.
        ms: Time of all of them, drills too, in milliseconds.
    """

    new: int = 0
    review: int = 0
    drill: int = 0
    passed: int = 0
    ms: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(
            self.new + other.new,
            self.review + other.review,
            self.drill + other.drill,
            self.passed + other.passed,
            self.ms + other.ms,
        )


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card as the store holds it.

    Attributes:
        handle: The store's own number, the same as in `queue.Waiting`.
        uid: The same on every machine.
        card: What it asks.
        state: Where it stands.
        content: Hash of its content.
        path: Absolute path of the deck file it is in; empty if it is in none.
    """

    handle: int
    uid: str
    card: Card
    state: State
    content: str
    path: str


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A deck file as it was when it was last taken in.

    Attributes:
        size: In bytes.
        mtime_ns: Its time.
        digest: Hash of its bytes; if its cards need something of this machine, behind a ``+`` what they
            were held against.
        problems: How many there were in it.
    """

    size: int
    mtime_ns: int
    digest: str
    problems: int

    @property
    def held_against(self) -> str:
        """What the needs of its cards were held against; empty if they have none."""
        return self.digest.partition("+")[2]


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A deck file that was read.

    Attributes:
        path: Relative to the root, with forward slashes.
        known: What is remembered of the file.
        deck: Its good cards; None if nothing could be made of it.
        sound: True if it had no errors: only then are cards it no longer holds retired.
    """

    path: str
    known: KnownFile
    deck: Deck | None
    sound: bool


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in changed, in cards.

    Attributes:
        added, changed, moved, retired, restored: Numbers of cards. A changed, moved or restored card
            keeps its state.
        clashes: One sentence for each file left out because another one holds a deck of the same id.
    """

    added: int = 0
    changed: int = 0
    moved: int = 0
    retired: int = 0
    restored: int = 0
    clashes: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """True if any card changed."""
        return any((self.added, self.changed, self.moved, self.retired, self.restored))


@dataclass(frozen=True, slots=True)
class Undone:
    """A gesture that was undone or redone: its rows in order, and the handle of the first one's card."""

    entries: tuple[Entry, ...]
    handle: int


class Turning(NamedTuple):
    """What redo would do in one of the two journals: the log, or that of the deck files.

    Attributes:
        last: When something was done last, whatever became of it; None if nothing was.
        done: When that was done which redo would do again; None if there is nothing.
        undone: When it was undone.
        act: What it was, if it is in the log.
    """

    last: datetime | None = None
    done: datetime | None = None
    undone: datetime | None = None
    act: str = ""


class Acted(NamedTuple):
    """A live row of the log: its card's handle, the act, and the grade if it is an answer."""

    card: int
    act: str
    grade: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Something stored that is not what its recount gives."""

    where: str
    stored: str
    recounted: str
