"""What newer versions of decks would change: card by card, both texts side by side, taken over by one key."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from app.core.errors import ForecallError
from app.core.text import clean
from app.deckfile.saving import ChangedOnDiskError
from app.deckfile.update import HEAD, Change, What
from app.study.updating import Planned
from app.tui.desk import Desk
from app.tui.face import Face, Part, plain
from app.tui.keys import Key, bindings
from app.tui.listing import MOVES, ListPage, Row, wrapped
from app.tui.messages import TakeInWanted
from app.tui.page import HELP
from app.tui.plots.lines import DIM, GOOD, POOR, Line, Piece
from app.tui.words import count


class _Offer(NamedTuple):
    """A row of the list: a card of a deck, or a new deck if there is no card."""

    planned: Planned
    change: Change | None

    @property
    def name(self) -> str:
        """What the row is called."""
        deck = self.planned.deck
        if self.change is None:
            return deck
        return f"{deck}/{self.change.entry}" if self.change.entry != HEAD else f"{deck}: title, tags, setup"

    @property
    def is_open(self) -> bool:
        """True if the owner decides."""
        return self.change is not None and self.change.what is What.EDITED


class UpdateScreen(ListPage):
    """Lists what an update would change.

    Args:
        desk: What all screens share.
        source: Newer decks; None means those that came with this forecall.
    """

    TITLE_OF_HELP = "Newer decks"
    GOES_TO_UPDATES = False
    KEYS = (
        Key(
            "space enter",
            "choose",
            "mine/newer",
            "Of a card you edited: keep yours, or take the newer one.",
        ),
        Key("a", "apply", "take over", "Take over what is listed; u takes it back."),
        Key("u", "undo", "undo", "Take the last update back."),
        *MOVES,
        Key("J", "texts(3)", "", "Scroll the texts down."),
        Key("K", "texts(-3)", "", "Scroll the texts up."),
        HELP,
        Key("q escape", "close", "back", "Go back without taking anything over."),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    UpdateScreen #versions { height: 3fr; }
    UpdateScreen #list { height: 2fr; }
    UpdateScreen #versions VerticalScroll { width: 1fr; padding: 0 1; border-top: solid $primary-muted; }
    """

    def __init__(self, desk: Desk, source: Path | None = None) -> None:
        super().__init__(desk)
        self._source = source
        self._planned: list[Planned] | None = None
        self._offers: list[_Offer] = []
        self._taken: set[tuple[str, str]] = set()
        self._mine, self._theirs = Face(), Face()

    def body(self) -> ComposeResult:
        yield from super().body()
        with Horizontal(id="versions"):
            for face in (self._mine, self._theirs):
                with VerticalScroll(can_focus=False):
                    yield face

    def on_mount(self) -> None:
        self.do(self._look, "look")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "apply":
            return bool(self._offers)
        if action == "choose":
            return any(offer.is_open for offer in self._offers)
        return True

    def refresh_faces(self) -> None:
        kinds = Counter(offer.change.what if offer.change else None for offer in self._offers)
        told = [f"{kinds[what]} {what}" for what in What if kinds[what]]
        told += [f"{count(kinds[None], 'new deck')}"] if kinds[None] else []
        self.top.show(plain("Newer decks", "bold $text-primary"), plain(" · ".join(told)))
        self._show_versions()
        super().refresh_faces()
        self.update_bar()

    def rows(self, width: int) -> list[Row]:
        return [Row(offer.name, self._told(offer)) for offer in self._offers]

    def above(self, width: int) -> list[Line]:
        if self._planned is None:
            return wrapped("Reading the decks…", width)
        return [] if self._offers else wrapped("Your decks are up to date: nothing to take over.", width)

    def action_choose(self) -> None:
        """Keep the owner's version of an edited card, or take the newer one."""
        offer = self._current
        if offer is None:
            return
        if offer.is_open and offer.change:
            self._taken ^= {(offer.planned.deck, offer.change.entry)}
            self.refresh_faces()
        else:
            self.tell("You did not edit this one: it is taken over as it is shown.")

    def action_apply(self) -> None:
        self.do(self._apply)

    def action_undo(self) -> None:
        self.do(self._undo)

    def action_move(self, step: int) -> None:
        super().action_move(step)
        for scroll in self.query("#versions VerticalScroll"):
            scroll.scroll_home(animate=False)

    def action_texts(self, step: int) -> None:
        for scroll in self.query("#versions VerticalScroll"):
            scroll.scroll_relative(y=step, animate=False)

    @property
    def _current(self) -> _Offer | None:
        return self._offers[self.cursor] if self.cursor < len(self._offers) else None

    def _is_taken(self, offer: _Offer) -> bool:
        return offer.change is not None and (offer.planned.deck, offer.change.entry) in self._taken

    def _told(self, offer: _Offer) -> Line:
        if offer.change is None:
            return [Piece("  a new deck", DIM)]
        if not offer.is_open:
            return [Piece(f"  {offer.change.what}", DIM)]
        if self._is_taken(offer):
            return [Piece("  edited by you: newer taken", POOR)]
        return [Piece("  edited by you: yours stays", GOOD)]

    def _show_versions(self) -> None:
        offer = self._current
        if offer is None:
            self._mine.show([])
            self._theirs.show([])
            return
        if offer.change is None:
            mine, theirs = "", offer.planned.theirs.decode("utf-8", "replace")
        else:
            mine, theirs = offer.change.mine, offer.change.theirs
        taken = not offer.is_open or self._is_taken(offer)
        self._mine.show(_version("yours", mine, theirs, "-", stays=not taken))
        self._theirs.show(_version("newer", theirs, mine, "+", stays=taken))

    async def _look(self) -> None:
        """Read the decks and the newer ones; decisions stay."""
        try:
            self._planned = await asyncio.to_thread(self._plan)
        except ForecallError:
            self._planned = []
            raise
        finally:
            self._offers = [offer for each in self._planned or () for offer in _offers(each)]
            self._offers.sort(key=lambda offer: not offer.is_open)
            self.desk.newer = len({offer.planned.deck for offer in self._offers})
            self.action_move(0)
            self.refresh_faces()

    def _plan(self) -> list[Planned]:
        newer: Callable[[], Path] | None = self.desk.services.newer_decks
        source = self._source or (newer() if newer else None)
        found = self.desk.updates.plan(source) if source else []
        return [each for each in found if each.brings_something]

    async def _apply(self) -> None:
        updates = self.desk.updates
        decided = [
            updates.decided(each, {entry for deck, entry in self._taken if deck == each.deck})
            for each in self._planned or ()
        ]
        try:
            await asyncio.to_thread(updates.apply, decided)
        except ChangedOnDiskError:
            await self._look()
            self.tell("A deck was changed meanwhile: look again at what would change.")
            return
        self.post_message(TakeInWanted())
        self._taken.clear()
        await self._look()
        self.tell(f"Taken over: {count(len(decided), 'deck')}. u takes it back.")

    async def _undo(self) -> None:
        name = await asyncio.to_thread(self.desk.updates.undo)
        self.post_message(TakeInWanted())
        await self._look()
        self.tell(f"Taken back: {name}.")


def _offers(planned: Planned) -> list[_Offer]:
    if planned.snapshot is None:
        return [_Offer(planned, None)]
    return [_Offer(planned, change) for change in planned.card_by_card()]


def _version(name: str, text: str, other: str, mark: str, *, stays: bool) -> list[Part]:
    """Return one of two texts, with marks at the lines that the other one does not have."""
    head = f"{name} (this one counts)" if stays else name
    parts = [Part(plain(head, "bold $text-success" if stays else "$foreground-muted"))]
    if not text.strip():
        return [*parts, Part(plain("not there", "$foreground-muted"))]
    known = {line.rstrip() for line in other.split("\n")}
    for line in clean(text.rstrip()).split("\n"):
        same = line.rstrip() in known
        style = "" if same else "$text-warning"
        parts.append(Part(plain(line or " ", style), plain(" " if same else mark, style) + plain(" ")))
    return parts
