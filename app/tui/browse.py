"""The card browser: all cards, searched as one types, and acts on one or many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from app.core.collection import StoredCard
from app.core.errors import ForecallError
from app.core.log import Act
from app.core.query import EVERY, Query, QueryError, parse
from app.study.cards import act_on
from app.study.services import Intake
from app.tui.bars import TopLine
from app.tui.card_rows import CardRows
from app.tui.copies import NEW_IDS, GivesIds
from app.tui.desk import Desk
from app.tui.face import Face, Part, plain
from app.tui.keys import Key, bindings
from app.tui.long_acts import LongActs
from app.tui.messages import EditWanted, HistoryWanted, HomeWanted, NewCardWanted, OutsideWanted, TakeInWanted
from app.tui.page import HELP, LANGUAGE
from app.tui.prompt import LineInput, PromptLine
from app.tui.words import count
from app.tui.work import Work, begin

if TYPE_CHECKING:
    from app.study.ports import Step
    from app.study.workshop import Workshop  # the first frame does not wait for what edits files

FIRST = 100
"""Cards that a search finds at once, more than a screen shows; the others follow when nobody types."""
NEXT = 10_000
"""Of the others, so many at a time."""
ALL = 10_000_000
_TURNED_WORDS = {
    Act.UNDO: ("Taken back", "Nothing was done that could be taken back."),
    Act.REDO: ("Done again", "Nothing was taken back that could be done again."),
}


class BrowseScreen(LongActs, GivesIds):
    """Lists cards."""

    TITLE_OF_HELP = "Cards"
    KEYS = (
        Key(
            "/",
            "query",
            "search",
            "Search: words, deck: tag: kind: is:changed source: id:, ease<2, rated:7:1, or, -, ().",
        ),
        Key("enter e", "edit", "edit", "Edit the card under the cursor."),
        Key("space", "select", "select", "Select the card under the cursor, or let it go."),
        Key("s", "suspend", "suspend", "Suspend the cards; if all are suspended, take them back."),
        LANGUAGE,
        HELP,
        Key("q escape", "home", "home", "Go home; while something long is done, stop it."),
        Key("down j", "down", "", "Go to the next card.", "↓"),
        Key("up k", "up", "", "Go to the card before.", "↑"),
        Key("pagedown", "page_down", "", "Go a screen down.", "pgdn"),
        Key("pageup", "page_up", "", "Go a screen up.", "pgup"),
        Key("home g", "first", "", "Go to the first card.", "home"),
        Key("end G", "last", "", "Go to the last card.", "end"),
        Key("x", "select_all", "", "Select all cards found, or none."),
        Key("b", "bury", "", "Bury the cards until tomorrow."),
        Key("r", "reset", "", "Forget the schedule of the cards: they are new again; the log stays."),
        Key("t", "tag", "", "Give the cards a tag; -tag takes it from them."),
        Key("m", "move", "", "Move the cards to another deck; their memory goes with them."),
        Key("d", "delete", "", "Take the cards out of their files; their memory is kept."),
        Key("E", "outside", "", "Edit the card in your own editor ($VISUAL or $EDITOR)."),
        Key("n", "new", "", "Write a new card in the deck of the card under the cursor."),
        Key("N", "new_deck", "", "Make a new deck."),
        NEW_IDS,
        Key("h", "history", "", "See what happened to the card, and its texts over time."),
        Key("u", "undo", "", "Take back what was done here last."),
        Key("U", "redo", "", "Do again what was taken back last."),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    BrowseScreen #query { margin: 0 1; }
    BrowseScreen #wrong { padding: 0 1; }
    """

    def __init__(self, desk: Desk, query: str = "", at: int | None = None) -> None:
        super().__init__(desk)
        self.top = TopLine()
        self.query_line = LineInput("words, deck:cnn, tag:, is:due, ease<2, rated:7:1, or, -…", id="query")
        self.wrong = Face(id="wrong")
        self.rows = CardRows(lambda handles: desk.reader.listed(handles, desk.language), desk.today)
        self.prompt = PromptLine()
        self._at, self._first = at, query
        self._query: Query = EVERY
        self._more = False

    def body(self) -> ComposeResult:
        yield self.top
        yield self.query_line
        yield self.wrong
        yield self.rows
        yield self.prompt

    def on_mount(self) -> None:
        with self.prevent(Input.Changed):
            self.query_line.value = self._first
        self._understand(self._first)
        self._seek()
        self.update_bar()

    def refresh_faces(self) -> None:
        self.rows.forget()
        self._draw_top()

    async def taken_in(self, intake: Intake) -> None:
        self._seek()

    def on_screen_resume(self) -> None:
        if self.rows.handles:
            self._seek()

    # Searching

    async def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.query_line and self._understand(event.value):
            self._seek()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.set_focus(None)

    def _understand(self, text: str) -> bool:
        try:
            self._query = parse(text, self.desk.services.rules.leech_lapses)
        except QueryError as error:
            place = plain(" " * error.start + "^" * max(1, error.end - error.start), "$text-error")
            self.wrong.show([Part(place), Part(plain(error.what, "$text-error"))])
            return False
        self.wrong.show([])
        return True

    def _seek(self) -> None:
        """Search anew, in place of a search that is under way; the first frame waits for none."""
        # Not `_search()`: what is replaced before it began would be a coroutine that nobody awaits.
        begin(self, self._search, group="search", exclusive=True)

    async def _search(self) -> None:
        try:
            found = await self.desk.call(self.desk.reader.search, self._query, self.desk.today, FIRST)
            self._more = len(found) == FIRST
            self._show(found)
            if self._more:
                await asyncio.sleep(0.3)
            while self._more:  # by and by, so that the next key never waits for all
                after = found[-1]
                more = await self.desk.call(
                    self.desk.reader.search, self._query, self.desk.today, NEXT, after
                )
                found, self._more = found + more, len(more) == NEXT
                self._show(found)
        except ForecallError as error:
            self.tell_error(error)

    def _show(self, found: list[int]) -> None:
        self.rows.show(found)
        if self._at is not None and self._at in found:
            self.rows.go_to(self._at)
            self._at = None
        self._draw_top()

    def _draw_top(self) -> None:
        rows = self.rows
        number = f"{len(rows.handles):,}{'+' if self._more else ''}"
        said = f"{min(rows.row + 1, len(rows.handles)):,} of {number}"
        if rows.selected:
            said = f"{len(rows.selected):,} selected · {said}"
        self.top.show(plain("Cards", "bold $text-primary"), plain(said))

    def on_card_rows_moved(self) -> None:
        self._draw_top()

    # Moving

    def action_query(self) -> None:
        self.query_line.focus()

    def action_down(self) -> None:
        self.rows.move(1)

    def action_up(self) -> None:
        self.rows.move(-1)

    def action_page_down(self) -> None:
        self.rows.move(max(1, self.rows.size.height - 1))

    def action_page_up(self) -> None:
        self.rows.move(-max(1, self.rows.size.height - 1))

    def action_first(self) -> None:
        self.rows.move(-ALL)

    def action_last(self) -> None:
        self.rows.move(ALL)

    def action_select(self) -> None:
        self.rows.toggle()
        self._draw_top()

    def action_select_all(self) -> None:
        every = set(self.rows.handles)
        self.rows.selected = set() if self.rows.selected == every else every
        self.refresh_faces()

    def action_home(self) -> None:
        if self.stop():
            return
        if self.rows.selected:
            self.rows.selected = set()
            self.refresh_faces()
        else:
            self.post_message(HomeWanted())

    # Acts of the log

    def action_suspend(self) -> None:
        self.do(self._suspend)

    async def _suspend(self) -> None:
        def act(cards: list[StoredCard]) -> Act:
            return Act.UNSUSPEND if all(card.state.suspended for card in cards) else Act.SUSPEND

        await self._log(act)

    def action_bury(self) -> None:
        self.do(partial(self._log, lambda _: Act.BURY))

    def action_reset(self) -> None:
        number = count(len(self.rows.chosen), "card")
        act = self._if_yes(lambda: self._log(lambda _: Act.RESET))
        self._ask(f"Forget the schedule of {number}? Type yes:", act)

    async def _log(self, act_of: Callable[[list[StoredCard]], Act]) -> None:
        handles, services = self.rows.chosen, self.desk.services
        with self.under_way(2 * len(handles)) as step:
            store = await self.desk.store()

            def do() -> tuple[Act, int]:
                cards, then = self._read(handles, step)
                act = act_of(cards)
                return act, act_on(store, cards, act, services.clock, services.rules, then)

            act, number = await asyncio.to_thread(do)
            told = f"{act.value}: {count(number, 'card')}. u takes it back."
            self.tell(told if number else "Nothing to change.")
        self._seek()

    # Acts on the files

    def action_tag(self) -> None:
        async def tag(text: str) -> None:
            name = text.removeprefix("-").strip()
            await self._file(
                lambda shop, cards, step: shop.tag(cards, name, step, remove=text.startswith("-")), "tagged"
            )

        self._ask("Tag (-tag takes it away):", tag)

    def action_move(self) -> None:
        async def move(deck: str) -> None:
            target = self._file_of(deck)
            await self._file(lambda shop, cards, step: shop.move(cards, target, step), "moved")

        self._ask("Move to the deck:", move)

    def action_delete(self) -> None:
        number = count(len(self.rows.chosen), "card")
        act = self._if_yes(lambda: self._file(lambda shop, cards, step: shop.delete(cards, step), "deleted"))
        self._ask(f"Take {number} out of the files? Type yes:", act)

    def action_new_deck(self) -> None:
        async def make(text: str) -> None:
            deck, _, title = text.partition(" ")

            def act(shop: Workshop, *_: object) -> int:
                shop.new_deck(deck, title or deck)
                return 1

            await self._file(act, "made", "deck")

        self._ask("New deck: id and title:", make)

    async def _file(
        self, act: Callable[[Workshop, list[StoredCard], Step], int], done: str, what: str = "card"
    ) -> None:
        handles, workshop = self.rows.chosen, self.desk.workshop
        with self.under_way(2 * len(handles)) as step:
            number = await asyncio.to_thread(lambda: act(workshop, *self._read(handles, step)))
            if number:
                self.rows.selected = set()
                self.post_message(TakeInWanted())
            self.tell(f"{count(number, what)} {done}. u takes it back." if number else "Nothing to change.")

    def action_undo(self) -> None:
        self.do(partial(self._turn, Act.UNDO))

    def action_redo(self) -> None:
        self.do(partial(self._turn, Act.REDO))

    async def _turn(self, act: Act) -> None:
        from app.study.last import Where, next_to_turn

        desk, services = self.desk, self.desk.services
        store = await desk.store()
        where = await asyncio.to_thread(next_to_turn, act, store, desk.workshop, answers=False)
        name: str | None = None
        if where is Where.FILES:
            gesture = await asyncio.to_thread(desk.workshop.turn, act)
            name = gesture.name if gesture else None
            self.post_message(TakeInWanted())
        elif where is Where.LOG:
            turn = store.undo if act is Act.UNDO else store.redo
            turned = await asyncio.to_thread(turn, services.clock(), desk.today, services.rules.params)
            if turned is not None:
                name = f"{turned.entries[0].act}, {count(len(turned.entries), 'card')}"
        done, nothing = _TURNED_WORDS[act]
        self.tell(f"{done}: {name}." if name else nothing)
        self._seek()

    # Other screens

    def action_edit(self) -> None:
        if self.rows.current is not None:
            self.post_message(EditWanted(self.rows.current))

    def action_outside(self) -> None:
        if self.rows.current is not None:
            self.post_message(OutsideWanted(self.rows.current))

    def action_history(self) -> None:
        if self.rows.current is not None:
            self.post_message(HistoryWanted(self.rows.current))

    def action_new(self) -> None:
        async def write(deck: str) -> None:
            self.post_message(NewCardWanted(self._file_of(deck)))

        current = self.rows.current
        near = self.desk.reader.card(current).card.deck if current is not None else ""
        self._ask("New card in the deck:", write, near)

    # Helpers

    def _read(self, handles: list[int], step: Step) -> tuple[list[StoredCard], Step]:
        """Return cards, and what hears the steps that come after the reading."""
        cards = []
        for handle in handles:
            cards.append(self.desk.reader.card(handle))
            step(len(cards))
        return cards, lambda done: step(len(cards) + done)

    def _file_of(self, deck: str) -> Path:
        """Return the file of a deck: where a card of it stands, or of its name in the folder."""
        query = parse(f'deck:"{deck}"')
        for handle in self.desk.reader.search(query, self.desk.today, 1):
            return Path(self.desk.reader.card(handle).path)
        file = self.desk.workshop.root / f"{deck}.yaml"
        if not file.is_file():
            raise ForecallError(f"There is no deck `{deck}`.", fix="N makes a new one.")
        return file

    def _ask(self, label: str, then: Callable[[str], Work], text: str = "") -> None:
        async def go(text: str) -> None:
            self.do(partial(then, text))

        self.prompt.ask(label, go, text)

    def _if_yes(self, act: Callable[[], Work]) -> Callable[[str], Work]:
        async def decide(text: str) -> None:
            if text.casefold() in ("yes", "y", "是"):
                await act()

        return decide
