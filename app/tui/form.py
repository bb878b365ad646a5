"""A card as a form: one field for each text, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from app.deckfile.spans import Data
from app.tui.face import Face, Part, plain

Path: TypeAlias = tuple[str, ...]
"""Where a text stands in a card: ``("q", "zh")``; a list of texts is one field, an item a line."""
Field: TypeAlias = tuple[Path, str]

OFFERED = ("q", "a", "why", "tags")
"""Keys that have a field even where the card has not got them yet."""


class FormPane(VerticalScroll):
    """Shows the fields of a card."""

    DEFAULT_CSS = "FormPane { padding: 0 1; }"

    @dataclass
    class Changed(Message):
        """A text was typed; `fields` is what the card is to hold now."""

        fields: dict[str, Data]

    def __init__(self) -> None:
        super().__init__(id="form", can_focus=False)
        self._fields: dict[str, Data] = {}
        self._paths: tuple[Path, ...] = ()

    async def show(self, fields: dict[str, Data]) -> None:
        """Show what a card holds; texts that are the same already are left alone."""
        self._fields = fields
        texts = dict(flat(fields))
        if tuple(texts) != self._paths:
            self._paths = tuple(texts)
            await self.remove_children()
            await self.mount(*(FieldRow(path, text) for path, text in texts.items()))
        for row in self.query(FieldRow):
            row.show(texts[row.path])

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        row = event.text_area.parent
        if isinstance(row, FieldRow) and row.shown != event.text_area.text:
            row.shown = event.text_area.text
            self._fields = put(self._fields, row.path, row.shown)
            self.post_message(self.Changed(self._fields))


class FieldRow(Widget):
    """The name of a field above its text.

    Attributes:
        path: Where the text stands in the card.
        shown: The text.
    """

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow TextArea { height: auto; max-height: 10; background: $surface; padding: 0 1; }
    """

    def __init__(self, path: Path, text: str) -> None:
        super().__init__()
        self.path = path
        self.shown = text

    def compose(self) -> ComposeResult:
        yield Face([Part(plain(" ".join(self.path), "$foreground-muted"))])
        area = TextArea(self.shown, compact=True, highlight_cursor_line=False, tab_behavior="focus")
        area.cursor_blink = False
        yield area

    def show(self, text: str) -> None:
        """Show another text, without telling that anything was typed."""
        if text != self.shown and self.is_mounted:
            self.shown = text
            self.query_one(TextArea).text = text


def flat(fields: dict[str, Data]) -> list[Field]:
    """Return the fields of a card, in its order; those it could have come last, empty."""
    found: list[Field] = []
    for key, value in fields.items():
        found += _flat((key,), value)
    if "cloze" in fields or "run" in fields:
        offered = [key for key in OFFERED if key in ("why", "tags")]
    else:
        offered = list(OFFERED)
    return [*found, *(((key,), "") for key in offered if key not in fields)]


def put(fields: dict[str, Data], path: Path, text: str) -> dict[str, Data]:
    """Return a card with another text in a field; an emptied field takes its key along."""
    key, *rest = path
    old = fields.get(key)
    if rest:
        inner = put(old if isinstance(old, dict) else {}, tuple(rest), text)
        return fields | {key: inner} if inner else _without(fields, key)
    if not text.strip():
        return _without(fields, key)
    if isinstance(old, list) or (old is None and key == "tags"):
        items: list[Data] = [line.strip() for line in text.split("\n") if line.strip()]
        return fields | {key: items}
    # A block of text ends with a line end, which nobody types.
    ends = isinstance(old, str) and old.endswith("\n") and not text.endswith("\n")
    return fields | {key: text + "\n" if ends else text}


def _flat(path: Path, value: Data) -> list[Field]:
    if isinstance(value, str):
        return [(path, value.removesuffix("\n"))]
    if isinstance(value, dict):
        return [field for key, inner in value.items() for field in _flat((*path, key), inner)]
    if all(isinstance(item, str) and "\n" not in item for item in value):
        return [(path, "\n".join(map(str, value)))]
    return []  # a list of maps is edited in the text


def _without(fields: dict[str, Data], key: str) -> dict[str, Data]:
    return {name: value for name, value in fields.items() if name != key}
