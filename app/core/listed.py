"""A card as a line of a list."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Listed(NamedTuple):
    """A card in a list of cards: what it shows, and where it stands.

    Attributes:
        handle: The store's number.
        name: ``deck/entry`` or ``deck/entry/part``.
        text: Its question in the language of the list; its name if no file holds it.
        kind: How it is asked; empty if unknown.
        ef: Hundredths.
        held: Why this machine can't ask it; empty if it can.
    """

    handle: int
    name: str
    text: str
    kind: str
    tags: tuple[str, ...]
    due: date | None
    interval: int
    ef: int
    lapses: int
    suspended: bool
    buried_until: date | None
    flagged: bool
    retired: bool
    held: str
