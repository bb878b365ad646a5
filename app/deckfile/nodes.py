"""A walk over libyaml's events: maps, lists and scalars with their places, and no YAML typing.

Scalars are PyYAML's own events (text, style, marks): making other objects of them would double the time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from app.deckfile import report as rule
from app.deckfile.report import Mark, Report, shown

HAS_LIBYAML = bool(yaml.__with_libyaml__)
"""Without it decks are read ten times slower."""
Loader = yaml.CSafeLoader if HAS_LIBYAML else yaml.SafeLoader
MAX_DEPTH = 16


if TYPE_CHECKING:

    class Scalar(ScalarEvent):
        """A scalar: its text, its style, its place."""

        value: str
        style: str | None
        start_mark: yaml.Mark
        end_mark: yaml.Mark
else:
    Scalar = ScalarEvent


class Listing:
    """A YAML sequence."""

    __slots__ = ("end_mark", "flow", "items", "start_mark")

    def __init__(self, start: Any) -> None:
        self.items: list[Node] = []
        self.flow: bool = start.flow_style
        self.start_mark = start.start_mark
        self.end_mark = start.end_mark


class Mapping:
    """A YAML mapping: its pairs in the order of the file, with doubles; keys that can't be are apart."""

    __slots__ = ("end_mark", "flow", "pairs", "refused", "start_mark")

    def __init__(self, start: Any) -> None:
        self.pairs: list[tuple[Scalar, Node]] = []
        self.refused: list[Refused] = []
        self.flow: bool = start.flow_style
        self.start_mark = start.start_mark
        self.end_mark = start.end_mark


class Refused:
    """A node that decks can't have; whoever meets it tells its problem."""

    __slots__ = ("end_mark", "fix", "rule", "start_mark", "what")

    def __init__(self, rule: str, at: Any, what: str, fix: str) -> None:
        self.rule = rule
        self.what = what
        self.fix = fix
        self.start_mark = at.start_mark
        self.end_mark = at.end_mark

    def tell(self, report: Report) -> None:
        """Report the problem."""
        report.add(self.rule, self.start_mark, self.what, self.fix)


Node: TypeAlias = Scalar | Mapping | Listing | Refused


class TooDeepError(Exception):
    """The text is nested deeper than any deck: the walk stops here."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


class Walk:
    """Reads nodes from a piece of text, one after the other.

    Raises:
        yaml.YAMLError: From any method, if the text is not YAML.
        TooDeepError: From any method, if it is nested too deeply.
    """

    def __init__(self, text: str, report: Report, shift: int = 0) -> None:
        report.source, report.shift = text, shift
        self._loader = Loader(text)
        self._next: Callable[[], Any] = self._loader.get_event
        self._next()  # the start of the stream

    def document(self) -> bool:
        """Go to the content of the next document; False if there is none."""
        return isinstance(self._next(), DocumentStartEvent)

    def rest(self) -> Mark | None:
        """Go over the end of this document; return where another one begins."""
        event = self._next()
        while not isinstance(event, StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                return event.start_mark
            event = self._next()
        return None

    def event(self) -> Any:
        """Return the next event, for readers that do not want a whole node."""
        return self._next()

    def node(self, event: Any, depth: int = 0) -> Node:
        """Return the node that begins with `event`."""
        kind = event.__class__
        if kind is Scalar:
            return event if event.anchor is None and event.tag is None else _refused(event)
        if depth > MAX_DEPTH:
            raise TooDeepError(event.start_mark)
        if kind is MappingStartEvent:
            node: Node = self._mapping(event, depth + 1)
        elif kind is SequenceStartEvent:
            node = self._listing(event, depth + 1)
        else:
            return _refused(event)
        return node if event.anchor is None and event.tag is None else _refused(event)

    def _mapping(self, start: Any, depth: int) -> Mapping:
        mapping = Mapping(start)
        append, following, node = mapping.pairs.append, self._next, self.node
        event = following()
        while event.__class__ is not MappingEndEvent:
            key = node(event, depth)
            event = following()
            is_plain = event.__class__ is Scalar and event.anchor is None and event.tag is None
            value = event if is_plain else node(event, depth)
            if isinstance(key, Scalar):
                append((key, value))
            else:
                mapping.refused.append(key if isinstance(key, Refused) else _refused_key(start, key))
            event = following()
        mapping.end_mark = event.end_mark
        return mapping

    def _listing(self, start: Any, depth: int) -> Listing:
        listing = Listing(start)
        event = self._next()
        while event.__class__ is not SequenceEndEvent:
            listing.items.append(self.node(event, depth))
            event = self._next()
        listing.end_mark = event.end_mark
        return listing


def _refused_key(start: Any, key: Mapping | Listing) -> Refused:
    what = "A key here is a map or a list."
    if not key.flow:
        return Refused(rule.WRONG_TYPE, key, what, "Write each key as one word.")
    opened = "{" if isinstance(key, Mapping) else "["
    if start.flow_style and key.start_mark.index == start.start_mark.index + 1:
        what = f"A value that starts with `{{{opened}` is read as a map, not as text."
    fix = "Put the whole value in quotes, or on its own line below `|`."
    return Refused(rule.STARTS_BADLY, start if start.flow_style else key, what, fix)


def _refused(event: Any) -> Refused:
    if isinstance(event, AliasEvent):
        what = f"`*{shown(str(event.anchor))}` is a YAML alias, and decks have none."
    elif event.anchor is not None:
        what = f"`&{shown(str(event.anchor))}` is a YAML anchor, and decks have none."
    else:
        what = f"`{shown(str(event.tag))}` is a YAML tag, and decks have none: every value is its text."
    return Refused(rule.ALIAS, event, what, "If it is meant as text, put the whole value in quotes.")
