"""The store: every call one transaction, on disk when it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from app.core.collection import Difference, LoadedFile, TakenIn, Turning, Undone
from app.core.errors import ForecallError
from app.core.log import Act, Entry, Params, State
from app.store import acts, search_sql, sql
from app.store.audit import differences
from app.store.connect import BUSY_SECONDS
from app.store.device import device_of
from app.store.intake import take_in
from app.store.merging import merge
from app.store.reader import Reading
from app.store.rows import Row, instant_of, known_of
from app.store.session import open_session


class Store(Reading):
    """Reads and writes the collection; may be called from any thread, one call at a time goes through.

    Attributes:
        path: The database.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime], *, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """Open a database that stands at the newest migration (see `opening.open_store`).

        Args:
            path: The database.
            clock: Gives the instant, aware.
            busy_seconds: How long to wait for another instance that writes.

        Raises:
            ForecallError: If it can't be opened.
        """
        self.path = path
        self._clock = clock
        self._lock = RLock()
        self._session = open_session(path, busy_seconds=busy_seconds)
        self._device: acts.Device | None = None

    def append(
        self,
        entries: Sequence[Entry],
        params: Params,
        env: str = "",
        step: Callable[[int], None] | None = None,
    ) -> list[State]:
        """Append acts as one gesture and return the new state of each one's card.

        Args:
            entries: Without id, `ord`, `deck`, `content`, `params`, `env` and `gesture`, which are
                filled in here.
            params: What grades are folded with.
            env: The environment as JSON; empty if no snippet ran.
            step: Hears how many rows are written; if it raises, none is.

        Raises:
            ForecallError: If a card is unknown or the database can't be written; nothing was stored.
        """
        if not entries:
            return []
        with self._lock:
            me = self._me()
            with self._session.writing:
                return acts.append(self._session, me, entries, params, env, step)

    def undo(self, at: datetime, day: date, params: Params) -> Undone | None:
        """Undo this device's last live gesture; None if there is none.

        Raises:
            ForecallError: If the database can't be written; nothing was undone.
        """
        with self._lock:
            me = self._me()
            with self._session.writing:
                return acts.turn(self._session, me, Act.UNDO, at, day, params)

    def redo(self, at: datetime, day: date, params: Params) -> Undone | None:
        """Redo this device's gesture undone last; None if there is none, or if something was done since.

        Raises:
            ForecallError: If the database can't be written; nothing was redone.
        """
        with self._lock:
            me = self._me()
            with self._session.writing:
                return acts.turn(self._session, me, Act.REDO, at, day, params)

    def last_done(self) -> tuple[datetime, Act] | None:
        """Return when this device's last live gesture was done, and what it was; None if there is none.

        Raises:
            ForecallError: If the database can't be written.
        """
        with self._lock:
            device = self._me().id
            for _, seq in self._session.rows(sql.LAST_LIVE, {"device": device}):
                ((at, act),) = self._session.rows(search_sql.DONE, {"device": device, "seq": seq})
                return instant_of(at), Act(act)
            return None

    def to_redo(self) -> Turning:
        """Tell what `redo` would do.

        Raises:
            ForecallError: If the database can't be written.
        """
        with self._lock:
            device = {"device": self._me().id}
            last = next((instant_of(at) for (at,) in self._session.rows(search_sql.LAST_ACT, device)), None)
            for gesture, _ in self._session.rows(sql.FIRST_UNDONE, device):
                row = device | {"seq": gesture}
                ((at, act),) = self._session.rows(search_sql.DONE, row)
                ((undone,),) = self._session.rows(search_sql.UNDONE, row)
                return Turning(last, instant_of(at), instant_of(undone), act)
            return Turning(last)

    def take_in(
        self,
        root: str,
        loaded: Sequence[LoadedFile],
        gone: Iterable[str],
        held: Mapping[str, str],
        at: datetime,
    ) -> TakenIn:
        """Bring decks into the store.

        Args:
            root: Absolute path of the deck folder.
            loaded: The files that were read because they are new or changed.
            gone: Paths of known files that are no longer in the root, which exists and is readable.
            held: Reason for each loaded card, by name, that this machine can't ask.
            at: Now; when its new cards were added.

        Raises:
            ForecallError: If the database can't be written; nothing was taken in.
        """
        with self._lock, self._session.writing:
            taken = take_in(self._session, root, loaded, gone, held, at)
        if taken.anything:
            # A long log would be carried along by all that follows; grades are cheapest on a short one.
            self.checkpoint()
        return taken

    def merge(self, entries: Iterable[Entry], texts: Mapping[str, str]) -> int:
        """Add the rows of other devices that are not here yet, and return how many there were.

        Args:
            entries: Complete rows, in any order; rows that are here already are left alone.
            texts: The JSON of the contents, parameters and environments they name, by hash.

        Raises:
            ForecallError: If parameters are missing or the database can't be written; nothing was added.
        """
        with self._lock, self._session.writing:
            return merge(self._session, entries, texts, self._clock())

    def differences(self, rebuild: bool = False) -> list[Difference]:
        """Compare state with fold(log), and reviews and counts with a recount; put right if asked to.

        Raises:
            ForecallError: If the database can't be read, or written where `rebuild` is asked.
        """
        if rebuild:
            with self._lock, self._session.writing:
                return differences(self._session, rebuild)
        with self._lock, self._session.reading():
            return differences(self._session, rebuild)

    def checkpoint(self) -> None:
        """Copy what was written from the write-ahead log into the file, as far as nobody reads it.

        It costs several fsyncs: call it when nobody waits. Where it fails, on a full disk say, nothing is
        lost: what was written stays in the log.
        """
        with self._lock, suppress(ForecallError):
            self._session.rows("PRAGMA wal_checkpoint(PASSIVE)")

    def index_texts(self, most: int = 1000) -> None:
        """Bring the texts of new cards into the index for searching, which finds them before, but slower.

        Call it when nobody waits: it takes some 30 ms for each thousand cards.

        Args:
            most: Cards in one transaction; grades come in between.

        Raises:
            ForecallError: If the database can't be written.
        """
        while True:
            with self._lock, self._session.writing:
                ((upto,),) = self._session.rows(search_sql.NEXT_UPTO, {"most": most})
                if upto is None:
                    return
                self._session.run(search_sql.INDEX_UPTO, {"upto": upto})
                self._session.run(search_sql.SET_UPTO, {"upto": upto})

    def close(self) -> None:
        """Close the database; as the last instance, empty the write-ahead log."""
        with self._lock:
            self._session.close()

    def _me(self) -> acts.Device:
        # In a transaction of its own: what is remembered has to be on disk.
        if self._device is None:
            with self._session.writing:
                device = device_of(self._session, self.path, self._clock())
            self._device = device
        return self._device

    def _card_row(self, handle: int) -> Row:
        row = super()._card_row(handle)
        self._session.remember(row[0], known_of(handle, row[9:]))
        return row

    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        with self._lock:
            return self._session.rows(text, values)
