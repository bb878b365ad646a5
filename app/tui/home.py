"""The home screen: decks with what waits in them today."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

from app.core.collection import DeckCount
from app.core.errors import ForecallError
from app.study.services import Intake
from app.study.today import Today
from app.tui.bars import TopLine
from app.tui.copies import NEW_IDS, GivesIds
from app.tui.desk import Desk
from app.tui.face import Face, plain
from app.tui.greeting import said_below, said_of_today
from app.tui.keys import Key, bindings
from app.tui.messages import BrowseWanted, ProgressWanted, ReviewWanted, UpdateWanted
from app.tui.more import MORE_KEYS, StudyMore
from app.tui.page import HELP, LANGUAGE
from app.tui.words import title_of
from app.tui.work import begin

COLUMNS = ("new", "due", "drill", "cards")
COLUMN_WIDTH = 8
CURSOR_STYLE = "bold $text-primary on $primary-muted"


class HomeScreen(GivesIds, StudyMore):
    """Decks to choose from; the first row is all of them."""

    TITLE_OF_HELP = "Home"
    GOES_TO_UPDATES = False  # by its own key
    KEYS = (
        Key("enter space", "review", "review", "Review the deck under the cursor."),
        Key("a", "review_all", "all decks", "Review all decks, mixed."),
        Key("down j", "down", "", "Go to the next deck.", "↓"),
        Key("up k", "up", "", "Go to the deck before.", "↑"),
        Key("b", "browse", "", "See all cards, search them, edit them."),
        NEW_IDS,
        *MORE_KEYS,
        Key("U", "update", "update", "See what newer versions of your decks would change, and take it over."),
        Key("p", "progress", "progress", "See how the learning goes."),
        LANGUAGE,
        HELP,
        Key("q", "quit", "quit", "Leave forecall. Every grade is saved already."),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    HomeScreen #decks { height: 1fr; margin: 1 0 0 0; }
    HomeScreen #today { padding: 1 3 0 3; }
    HomeScreen #below { padding: 0 3 1 3; }
    """

    def __init__(self, desk: Desk, today: Today) -> None:
        super().__init__(desk)
        self.top = TopLine()
        self.today = today
        self.summary = Face(id="today")
        self.rows = DeckRows(self.today, desk.language)
        self.below = Face(id="below")

    def body(self) -> ComposeResult:
        yield self.top
        yield self.summary
        with VerticalScroll(id="decks", can_focus=False):
            yield self.rows
        yield self.below
        yield self.prompt

    def on_mount(self) -> None:
        self.refresh_faces()
        self.update_bar()
        if self.desk.trouble is not None:
            self.tell_error(self.desk.trouble)

    def refresh_faces(self) -> None:
        today = self.today
        day = f"{today.day:%A} {today.day.day} {today.day:%B}"
        self.top.show(Content.styled("forecall", "bold $text-primary"), plain(day, "$foreground-muted"))
        keys = {key.action: key.name for key in self.keys}
        self.summary.show(said_of_today(today, self.desk, keys))
        self.rows.show(today, self.desk.language)
        self.below.show(said_below(today, self.desk, keys))

    async def taken_in(self, intake: Intake) -> None:
        await self._look_again()

    async def _look_again(self) -> None:
        try:
            self.today = await self.desk.call(self.desk.look)
        except ForecallError as error:
            self.tell_error(error)
        self.refresh_faces()
        self.update_bar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("review", "review_all", "up", "down", "cram", "ahead"):
            return bool(self.today.decks)
        offered = {"go_on": self.desk.interrupted is not None, "update": self.desk.newer > 0}
        return offered.get(action, True)

    @property
    def chosen_deck(self) -> str | None:
        return self.rows.chosen

    def action_up(self) -> None:
        self.rows.move(-1)

    def action_down(self) -> None:
        self.rows.move(1)

    def action_review(self) -> None:
        begin(self, partial(self._review, self.rows.chosen), exclusive=True)

    def action_review_all(self) -> None:
        begin(self, partial(self._review, None), exclusive=True)

    async def _review(self, deck: str | None) -> None:
        """Begin a review, if anything waits: a new day may have begun since the counts were read."""
        await self._look_again()
        today = self.today
        drills = sum(each.drill for each in today.decks if each.deck == deck)
        if today.waits if deck is None else any(today.left_of(deck)) or drills:
            self.post_message(ReviewWanted(None if deck is None else [deck]))
        else:
            self.tell("Nothing waits there today.")

    def action_browse(self) -> None:
        deck = self.rows.chosen
        self.post_message(BrowseWanted(f"deck:{deck} " if deck else ""))

    def action_update(self) -> None:
        self.post_message(UpdateWanted())

    def action_progress(self) -> None:
        self.post_message(ProgressWanted())

    async def action_quit(self) -> None:
        await self.app.action_quit()


class DeckRows(Widget):
    """One row for all decks and one for each; the cursor is on one of them."""

    DEFAULT_CSS = "DeckRows { height: auto; max-width: 100; text-wrap: nowrap; }"

    def __init__(self, today: Today, language: str) -> None:
        super().__init__()
        self._today, self._language = today, language
        self._row = 0

    @property
    def chosen(self) -> str | None:
        """Id of the deck under the cursor; None for all."""
        return self._today.decks[self._row - 1].deck if self._row else None

    def show(self, today: Today, language: str) -> None:
        """Show other counts; the cursor stays on its deck."""
        chosen = self.chosen
        self._today, self._language = today, language
        self._row = next((i for i, d in enumerate(today.decks, start=1) if d.deck == chosen), 0)
        self.refresh(layout=True)

    def move(self, by: int) -> None:
        """Move the cursor."""
        self._to(self._row + by)

    async def on_click(self, event: events.Click) -> None:
        self._to(event.y - 1)
        if event.chain == 2:
            await self.screen.run_action("review")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._today.decks) + 2 if self._today.decks else 0

    def render(self) -> Content:
        today = self._today
        if not today.decks:
            return Content("")
        head = plain("".join(f"{name:>{COLUMN_WIDTH}}" for name in COLUMNS), "$foreground-muted")
        every = (today.new, today.due, today.drill, sum(deck.cards for deck in today.decks))
        rows = [
            Content(" " * max(0, self.size.width - head.cell_length - 2)) + head,
            self._line(0, "All decks", every, (0, 0)),
            *(self._deck(row, deck) for row, deck in enumerate(today.decks, start=1)),
        ]
        return Content("\n").join(rows)

    def _to(self, row: int) -> None:
        self._row = min(max(0, row), len(self._today.decks))
        self.scroll_visible_row(self._row + 1)
        self.refresh()

    def scroll_visible_row(self, row: int) -> None:
        """Bring a line of this widget into view."""
        if isinstance(self.parent, Widget):
            self.parent.scroll_to_region(Region(0, row, 1, 1), animate=False)

    def _deck(self, row: int, deck: DeckCount) -> Content:
        today = self._today
        new, due = today.left_of(deck.deck)
        later = (deck.new - new, deck.due - due)
        return self._line(
            row, title_of(deck.title, self._language), (new, due, deck.drill, deck.cards), later
        )

    def _line(self, row: int, title: str, counts: tuple[int, ...], later: tuple[int, int]) -> Content:
        """Return a row; a `+` says that the daily limit leaves more for later."""
        cells = []
        for column, number in enumerate(counts):
            more = "+" if column < len(later) and later[column] else ""
            style = "" if number and column < 3 else "$foreground-muted"
            shown = f"{number}{more}" if number or more or column == 3 else "·"
            cells.append(plain(f"{shown:>{COLUMN_WIDTH}}", style))
        right = Content("").join(cells)
        room = self.size.width - right.cell_length - 5
        name = plain(title).truncate(max(4, room), ellipsis=True)
        gap = Content(" " * max(0, room - name.cell_length))
        mark = " ❯ " if row == self._row else "   "
        line = Content(mark) + name + gap + right + Content("  ")
        return line.stylize_before(CURSOR_STYLE) if row == self._row else line
