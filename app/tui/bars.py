"""The lines around a card: title and progress above it, grades and keys below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

from app.tui.face import plain
from app.tui.keys import Key
from app.tui.words import AGAIN_TODAY, button_names, digit_of_grade, interval

if TYPE_CHECKING:
    from app.study.turns import Outlook


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


class KeyBar(Widget):
    """The keys of the moment; those in the middle give way on narrow terminals."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; text-wrap: nowrap; background: $panel; }"
    MOST = 6

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[tuple[str, str], ...] = ()

    def show(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show keys with their labels."""
        if (keys := tuple(keys)) != self._keys:
            self._keys = keys
            self.refresh()

    def render(self) -> Content:
        items = [Content.styled(key, "bold $text-accent") + plain(f" {label}") for key, label in self._keys]
        while len(items) > self.MOST or (len(items) > 1 and _width(items) > self.size.width):
            del items[-3 if len(items) > 2 else -1]
        return Content("   ").join(items)


class Button(NamedTuple):
    """A grade key: its grade, and what it would do."""

    grade: int
    outlook: Outlook


class GradeBar(Widget):
    """The grade keys, each with the next interval on it; the suggested one stands out."""

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
        names = button_names(len(self._buttons))
        for named, marked, gap in ((True, True, 2), (True, True, 0), (False, True, 2), (False, False, 0)):
            items = [self._button(b, names[b.grade] if named else "", marked) for b in self._buttons]
            if _width(items, gap) <= self.size.width:
                break
        return Content(" " * gap).join(items)

    def _button(self, button: Button, name: str, marked: bool) -> Content:
        days, again = button.outlook
        after = f"{interval(days)} {AGAIN_TODAY}" if again and marked else interval(days)
        digit = str(digit_of_grade(button.grade, len(self._buttons)))
        words = " ".join(filter(None, (digit, name, after)))
        if button.grade == self._suggested:
            return Content.styled(f" {words} ", _SUGGESTED)
        return Content.styled(f" {digit}", "bold $text-accent") + plain(f"{words[len(digit) :]} ")


_SUGGESTED = "bold $text-primary on $primary-muted"


def _width(items: Sequence[Content], gap: int = 3) -> int:
    return sum(item.cell_length for item in items) + gap * (len(items) - 1)


def keys_on_bar(keys: Iterable[Key], labels: dict[str, str]) -> list[tuple[str, str]]:
    """Return the keys that have a label, with the labels of the moment in place of the usual ones."""
    return [(key.name, labels.get(key.action, key.label)) for key in keys if key.label]
