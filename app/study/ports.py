"""What the use cases need from the rooms below: small Protocols, no libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.core.card import Card, Deck
from app.core.log import Entry, Params, State
from app.core.queue import Waiting
from app.core.truth import Run

Clock = Callable[[], datetime]
"""Gives the instant, aware, with the local offset."""


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
    """What was done on a study day: scheduled grades of new cards and of others, drills, time, fails."""

    new: int = 0
    review: int = 0
    drill: int = 0
    passed: int = 0
    ms: int = 0


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card as the store holds it.

    Attributes:
        handle: The store's own number, the same as in `Waiting.card`.
        uid: The same on every machine.
        card: What it asks.
        state: Where it stands.
        content: Hash of its content.
        path: The deck file it is in.
    """

    handle: int
    uid: str
    card: Card
    state: State
    content: str
    path: str


class Cards(Protocol):
    """The reading side; there before SQLAlchemy is. `decks=None` means all decks."""

    def decks(self, today: date) -> list[DeckCount]: ...

    def due(self, today: date, decks: Sequence[str] | None) -> list[Waiting]: ...

    def new(self, today: date, decks: Sequence[str] | None, limit: int) -> list[Waiting]: ...

    def drills(self, today: date, decks: Sequence[str] | None) -> list[Waiting]: ...

    def card(self, handle: int) -> StoredCard: ...

    def done(self, day: date, decks: Sequence[str] | None = None) -> Done: ...

    def due_between(self, first: date, last: date) -> dict[date, int]:
        """Count the cards that fall due on each day; suspended ones do not count."""
        ...

    def files(self, root: str) -> dict[str, KnownFile]: ...


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A deck file as it was when it was last taken in: size in bytes, mtime in ns, hash, and problems."""

    size: int
    mtime_ns: int
    digest: str
    problems: int


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
    """What taking in changed, in cards."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    retired: int = 0
    restored: int = 0

    @property
    def anything(self) -> bool:
        """True if any card changed."""
        return any((self.added, self.changed, self.moved, self.retired, self.restored))


@dataclass(frozen=True, slots=True)
class Undone:
    """An undone gesture: the row it ended with, and the handle of its card."""

    entry: Entry
    handle: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Something stored that is not what its recount gives."""

    where: str
    stored: str
    recounted: str


class Store(Cards, Protocol):
    """The writing side. Each call is one transaction, on disk when it returns."""

    def append(self, entries: Sequence[Entry], params: Params, env: str = "") -> list[State]:
        """Append acts and return the new state of each one's card.

        The entries come without id, `ord`, `deck`, `content`, `params` and `env`: the store fills
        them in, inside its transaction. `env` is the environment as JSON, empty if no snippet ran.
        """
        ...

    def undo(self, at: datetime, day: date, params: Params) -> Undone | None:
        """Undo this device's last live gesture; None if there is none."""
        ...

    def take_in(
        self,
        root: str,
        loaded: Sequence[LoadedFile],
        gone: Iterable[str],
        held: Mapping[str, str],
        at: datetime,
    ) -> TakenIn:
        """Bring decks into the store, in one transaction.

        Args:
            root: Absolute path of the deck folder.
            loaded: The files that were read because they are new or changed.
            gone: Paths of known files that are no longer in the root, which exists and is readable.
            held: Reason for each card name that this machine can't ask.
            at: Now.
        """
        ...

    def differences(self, rebuild: bool = False) -> list[Difference]:
        """Compare state with fold(log), reviews and rollups with a recount; put right if asked to."""
        ...


class Runner(Protocol):
    """Runs snippets outside this process."""

    async def run(self, code: str, setup: str, seed: int, timeout_ms: int) -> Run: ...

    async def stop(self) -> None: ...
