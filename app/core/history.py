"""What happened to one card: its acts and its texts over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.card import Content


@dataclass(frozen=True, slots=True)
class Past:
    """One row of a card's log, as it counts now.

    Attributes:
        at: Instant in UTC.
        day: Study day then.
        act: One of `core.log.Act`, or a word from a newer forecall.
        grade: 0 to 5 for a grade, else None.
        counts: False for what was undone, and for undos themselves.
        drill: True for a grade that was a drill.
        interval_before, interval_after: Days; None for anything but a grade that counts.
        ef_after: Hundredths; None likewise.
        ms: Time taken in milliseconds; None if not measured.
        typed: What was typed, as JSON by answer line; None if nothing was asked for.
        note: Text that belongs to the act.
        content: Hash of what the card asked then; empty if unknown.
    """

    at: datetime
    day: date
    act: str
    grade: int | None
    counts: bool
    drill: bool
    interval_before: int | None
    interval_after: int | None
    ef_after: int | None
    ms: int | None
    typed: str | None
    note: str
    content: str


@dataclass(frozen=True, slots=True)
class History:
    """A card's past, oldest first, and the contents it names, by their hashes."""

    acts: tuple[Past, ...]
    contents: dict[str, Content]
