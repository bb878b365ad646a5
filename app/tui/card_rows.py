"""A list of cards of any length: only the lines in sight are read and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from app.core.listed import Listed
from app.tui.face import plain
from app.tui.words import interval

CURSOR_STYLE = "bold $text-primary on $primary-muted"
PAGE = 40
"""Cards read at once."""
_DECK, _STATE = 18, 11


class CardRows(Widget):
    """Shows cards, one a line, with a cursor and marks on those selected.

    Args:
        read: Gives what a list shows of some cards.
    """

    DEFAULT_CSS = "CardRows { height: 1fr; text-wrap: nowrap; }"

    @dataclass
    class Moved(Message):
        """The cursor is on another card."""

        handle: int | None

    def __init__(self, read: Callable[[Sequence[int]], list[Listed]], today: date) -> None:
        super().__init__(id="rows")
        self._read = read
        self._today = today
        self._pages: dict[int, list[Listed]] = {}
        self._top = self._row = 0
        self.handles: Sequence[int] = ()
        self.selected: set[int] = set()

    @property
    def row(self) -> int:
        """Place of the cursor, from 0."""
        return self._row

    @property
    def current(self) -> int | None:
        """Handle of the card under the cursor; None if there is none."""
        return self.handles[self._row] if self.handles else None

    @property
    def chosen(self) -> list[int]:
        """Handles of the selected cards in their order; without any, the one under the cursor."""
        if self.selected:
            return sorted(self.selected)
        return [] if self.current is None else [self.current]

    def show(self, handles: Sequence[int]) -> None:
        """Show other cards; the cursor stays on its card if that is among them."""
        before = self.current
        self.handles = handles
        self.forget()
        if before is not None and before in handles:
            self._row = handles.index(before)
        self.move(0)

    def forget(self) -> None:
        """Read the cards in sight anew."""
        self._pages.clear()
        self.refresh()

    def go_to(self, handle: int) -> None:
        """Put the cursor on a card, if it is in the list."""
        if handle in self.handles:
            self._row = self.handles.index(handle)
        self.move(0)

    def move(self, by: int) -> None:
        """Move the cursor by some lines."""
        self._row = min(max(0, self._row + by), max(0, len(self.handles) - 1))
        height = max(1, self.size.height)
        self._top = min(max(self._top, self._row - height + 1), self._row)
        self.refresh()
        self.post_message(self.Moved(self.current))

    def toggle(self) -> None:
        """Select the card under the cursor, or let it go, and move on."""
        if self.current is not None:
            self.selected ^= {self.current}
            self.move(1)

    def on_click(self, event: events.Click) -> None:
        self.move(self._top + event.y - self._row)

    def on_mouse_scroll_down(self) -> None:
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        self.move(-3)

    def on_resize(self) -> None:
        self.move(0)

    def render(self) -> Content:
        last = min(self._top + self.size.height, len(self.handles))
        return Content("\n").join([self._line(row) for row in range(self._top, last)])

    def _listed(self, row: int) -> Listed | None:
        page, place = divmod(row, PAGE)
        if page not in self._pages:
            start = page * PAGE
            self._pages[page] = self._read(self.handles[start : start + PAGE])
        found = self._pages[page]
        return found[place] if place < len(found) else None

    def _line(self, row: int) -> Content:
        card = self._listed(row)
        if card is None:
            return Content("")
        width = self.size.width
        right = plain(f"{card.name.partition('/')[0][:_DECK]:<{_DECK}} ", "$foreground-muted")
        state, style = _state(card, self._today)
        right += plain(f"{state:>{_STATE}}", style)
        if width < 60:
            right = plain(f"{state:>{_STATE}}", style)
        mark = "●" if card.handle in self.selected else " "
        room = max(4, width - right.cell_length - 5)
        text = plain(" ".join(card.text.split()))
        text = text.truncate(room, ellipsis=True)
        left = Content.styled(f" {mark} ", "$text-accent") + text
        gap = Content(" " * max(1, width - left.cell_length - right.cell_length - 1))
        line = left + gap + right + Content(" ")
        return line.stylize_before(CURSOR_STYLE) if row == self._row else line


def _state(card: Listed, today: date) -> tuple[str, str]:
    """Return in a word where a card stands, and in which style."""
    if card.retired:
        return "retired", "$foreground-muted"
    if card.suspended:
        return "suspended", "$text-warning"
    if card.held:
        return "held", "$text-warning"
    if card.buried_until is not None and card.buried_until > today:
        return "buried", "$foreground-muted"
    if card.due is None:
        return "new", "$text-accent"
    days = (card.due - today).days
    return ("due", "$text-success") if days <= 0 else (f"in {interval(days)}", "$foreground-muted")
