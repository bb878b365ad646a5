"""The lines around a card: title and progress above it, grades and keys below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from app.tui.face import plain
from app.tui.keys import Key, pressed_name
from app.tui.words import AGAIN_TODAY, button_names, digit_of_grade, interval

if TYPE_CHECKING:
    from app.study.turns import Outlook


_GAP = 3


class TopLine(Widget):
    """One line: something at the left, which gives way, and something at the right."""

    DEFAULT_CSS = "TopLine { height: 1; padding: 0 1; text-wrap: nowrap; background: $panel; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left = self._right = Content("")

    def show(self, left: Content, right: Content) -> None:
        """Show other contents."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        right = self._right.truncate(width)
        room = max(0, width - right.cell_length - 2)
        left = self._left.truncate(room, ellipsis=True)
        return left + Content(" " * (width - left.cell_length - right.cell_length)) + right


class KeyOnBar(NamedTuple):
    """A key on the key bar: how it is written, what it does, and its name, which a click presses."""

    shown: str
    label: str
    pressed: str


class KeyBar(Widget):
    """The keys of the moment; those in the middle give way on narrow terminals. A click presses one."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; text-wrap: nowrap; background: $panel; }"
    MOST = 6

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[KeyOnBar, ...] = ()

    def show(self, keys: Iterable[KeyOnBar]) -> None:
        """Show keys with their labels."""
        if (keys := tuple(keys)) != self._keys:
            self._keys = keys
            self.refresh()

    def render(self) -> Content:
        return Content(" " * _GAP).join(item for _, item in self._fitting())

    def on_click(self, event: events.Click) -> None:
        place = _place_at(event.x - 1, [item for _, item in self._fitting()], _GAP)
        if place is not None:
            self.app.simulate_key(self._fitting()[place][0].pressed)

    def _fitting(self) -> list[tuple[KeyOnBar, Content]]:
        items = [
            (key, Content.styled(key.shown, "bold $text-accent") + plain(f" {key.label}"))
            for key in self._keys
        ]
        while len(items) > self.MOST or (
            len(items) > 1 and _width([item for _, item in items], _GAP) > self.size.width
        ):
            del items[-3 if len(items) > 2 else -1]
        return items


class Button(NamedTuple):
    """A grade key: its grade, and what it would do."""

    grade: int
    outlook: Outlook


class GradeBar(Widget):
    """The grade keys, each with its next interval; the suggested one stands out. A click presses one."""

    DEFAULT_CSS = "GradeBar { height: 1; padding: 0 1; text-wrap: nowrap; }"

    def __init__(self) -> None:
        super().__init__()
        self._buttons: Sequence[Button] = ()
        self._suggested: int | None = None

    def show(self, buttons: Sequence[Button], suggested: int | None) -> None:
        """Show the grade keys; none hides them, and their line stays empty."""
        self._buttons, self._suggested = buttons, suggested
        self.refresh()

    def render(self) -> Content:
        items, gap = self._fitting()
        return Content(" " * gap).join(items)

    def on_click(self, event: events.Click) -> None:
        place = _place_at(event.x - 1, *self._fitting())
        if place is not None:
            self.app.simulate_key(str(digit_of_grade(self._buttons[place].grade, len(self._buttons))))

    def _fitting(self) -> tuple[list[Content], int]:
        """Return the buttons, as much of each as there is room for, and the gap between them."""
        names = button_names(len(self._buttons))
        for named, marked, gap in ((True, True, 2), (True, True, 0), (False, True, 2), (False, False, 0)):
            items = [self._button(b, names[b.grade] if named else "", marked) for b in self._buttons]
            if _width(items, gap) <= self.size.width:
                break
        return items, gap

    def _button(self, button: Button, name: str, marked: bool) -> Content:
        days, again = button.outlook
        after = f"{interval(days)} {AGAIN_TODAY}" if again and marked else interval(days)
        digit = str(digit_of_grade(button.grade, len(self._buttons)))
        words = " ".join(filter(None, (digit, name, after)))
        if button.grade == self._suggested:
            return Content.styled(f" {words} ", _SUGGESTED)
        return Content.styled(f" {digit}", "bold $text-accent") + plain(f"{words[len(digit) :]} ")


_SUGGESTED = "bold $text-primary on $primary-muted"


def _width(items: Sequence[Content], gap: int) -> int:
    return sum(item.cell_length for item in items) + gap * (len(items) - 1)


def _place_at(x: int, items: Sequence[Content], gap: int) -> int | None:
    """Return which item a column belongs to; None if it is beside them."""
    for place, item in enumerate(items):
        if 0 <= x < item.cell_length:
            return place
        x -= item.cell_length + gap
    return None


def keys_on_bar(keys: Iterable[Key], labels: dict[str, str]) -> list[KeyOnBar]:
    """Return the keys that have a label, with the labels of the moment in place of the usual ones."""
    return [
        KeyOnBar(key.name, labels.get(key.action, key.label), pressed_name(key.keys.split()[0]))
        for key in keys
        if key.label
    ]
