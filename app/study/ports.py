"""What the use cases need from the rooms below: small Protocols, no libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Only annotations name these values: whoever needs a Protocol need not wait for them.
    from app.core.cage import Cage
    from app.core.card import Content
    from app.core.collection import (
        Acted,
        DeckCount,
        Difference,
        Done,
        KnownFile,
        LoadedFile,
        StoredCard,
        TakenIn,
        Turning,
        Undone,
    )
    from app.core.history import History
    from app.core.listed import Listed
    from app.core.log import Act, Entry, Params, State
    from app.core.query import Query
    from app.core.queue import Waiting
    from app.core.statistics.counts import Changed, Counts, Scope
    from app.core.statistics.trouble import CardTrouble, Judged, WrongAnswer
    from app.core.truth import Run

Clock = Callable[[], datetime]
"""Gives the instant, aware, with the local offset."""
Step = Callable[[int], None]
"""Hears how many cards of a long act are done. What it raises stops the act: then nothing was done at all."""


class Cards(Protocol):
    """The reading side; there before SQLAlchemy is. `decks=None` means all decks."""

    def decks(self, today: date) -> list[DeckCount]: ...

    def due(
        self,
        today: date,
        decks: Sequence[str] | None,
        order: str = "overdue",
        after: date = date.min,
        *,
        named: bool = True,
    ) -> list[Waiting]: ...

    def new(self, today: date, decks: Sequence[str] | None, limit: int) -> list[Waiting]:
        """Return the first new cards of each deck, at most `limit` of one."""
        ...

    def drills(self, today: date, decks: Sequence[str] | None) -> list[Waiting]: ...

    def card(self, handle: int) -> StoredCard: ...

    def done(self, day: date) -> Done: ...

    def done_by_deck(self, day: date) -> dict[str, Done]: ...

    def overdue_done(self, day: date) -> int:
        """Count the cards repeated on a study day that had been due before it."""
        ...

    def waiting(self, cards: Iterable[int]) -> list[Waiting]: ...

    def asked(self, day: date) -> dict[int, set[int]]: ...

    def skipped(self, day: date) -> list[int]:
        """Return the cards skipped on a study day and not answered on it since, as they were skipped last."""
        ...

    def last_row(self) -> int:
        """Return the number of the last row of the log; it only grows."""
        ...

    def acts_since(self, row: int) -> list[Acted]:
        """Return the live acts after a row of the log, in order."""
        ...

    def askable(self, cards: Iterable[int]) -> list[int]:
        """Return those of some cards that are there and neither suspended, held nor retired."""
        ...

    def answer_times(self, latest: int = 1000) -> dict[str, list[int]]:
        """Return the times of the latest right answers in milliseconds, by kind of card."""
        ...

    def due_between(self, first: date, last: date) -> dict[date, int]:
        """Count the cards that fall due on each day; suspended ones do not count."""
        ...

    def counts(self, scope: Scope) -> Counts:
        """Count what figures of progress are computed from."""
        ...

    def tags(self) -> dict[str, int]:
        """Count the cards of each tag, most first."""
        ...

    def changed(self, day: date) -> Changed:
        """Count what a study day changed, as far as the latest rows of the log tell."""
        ...

    def recent_cards(self, scope: Scope) -> list[CardTrouble]: ...

    def recent_judgements(self, scope: Scope) -> list[Judged]: ...

    def recent_wrong(self, scope: Scope) -> list[WrongAnswer]: ...

    def answers_around(self, handles: Iterable[int]) -> dict[int, Content]: ...

    def files(self, root: str) -> dict[str, KnownFile]: ...

    def search(self, query: Query, today: date, limit: int, after: int = 0) -> list[int]:
        """Return the handles of the first cards that a query finds, behind one of them."""
        ...

    def listed(self, handles: Sequence[int], language: str) -> list[Listed]:
        """Return what a list shows of some cards, in their order."""
        ...

    def handle_of(self, name: str) -> int | None:
        """Return the handle of a card by its name, or one that it had."""
        ...

    def history(self, handle: int) -> History: ...

    def last_passed(self, handle: int) -> Content | None:
        """Return what a card asked when it was last graded 3 or better."""
        ...


class Store(Cards, Protocol):
    """The writing side. Each call is one transaction, on disk when it returns."""

    def append(
        self, entries: Sequence[Entry], params: Params, env: str = "", step: Step | None = None
    ) -> list[State]:
        """Append acts and return the new state of each one's card.

        The entries come without id, `ord`, `deck`, `content`, `params` and `env`: the store fills
        them in, inside its transaction. `env` is the environment as JSON, empty if no snippet ran.
        """
        ...

    def undo(self, at: datetime, day: date, params: Params) -> Undone | None:
        """Undo this device's last live gesture; None if there is none."""
        ...

    def redo(self, at: datetime, day: date, params: Params) -> Undone | None:
        """Redo this device's gesture undone last; None if there is none, or if something was done since."""
        ...

    def last_done(self) -> tuple[datetime, Act] | None:
        """Return when this device's last live gesture was done, and what it was; None if there is none."""
        ...

    def to_redo(self) -> Turning:
        """Tell what `redo` would do."""
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

    def index_texts(self) -> None:
        """Bring new texts into the index for searching; to be called when nobody waits."""
        ...

    def differences(self, rebuild: bool = False) -> list[Difference]:
        """Compare state with fold(log), reviews and rollups with a recount; put right if asked to."""
        ...


class Agreements(Protocol):
    """Remembers which snippets the learner agreed to, so that nobody else can add to them."""

    def holds(self, snippet: bytes) -> bool: ...

    def add(self, snippet: bytes, card: str, line: str) -> None: ...


class Runner(Protocol):
    """Runs snippets outside this process."""

    async def run(self, code: str, setup: str, seed: int, timeout_ms: int, device: str = "cpu") -> Run: ...

    async def cage(self, code: str, setup: str) -> Cage:
        """Return what would hold a snippet."""
        ...

    async def stop(self) -> None: ...
