"""The counts that figures are computed from, and what they are restricted to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from app.core.log import Stage


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at.

    Attributes:
        today: The study day it is now; nothing after it counts as done.
        days: Length of the period that ends today, in study days; None means the whole history.
        deck: Id of a deck; empty means all decks. History counts for the deck a card was in then.
        tag: A tag; empty means any. It is the tags that cards have now that count.
    """

    today: date
    days: int | None = 365
    deck: str = ""
    tag: str = ""

    @property
    def first(self) -> date:
        """First study day of the period."""
        return date.min if self.days is None else self.today - timedelta(days=self.days - 1)


class Day(NamedTuple):
    """What was done on a study day.

    Attributes:
        new: First grades of new cards.
        review: Scheduled repetitions of cards seen before.
        drill: Drills.
        passed: Of `review`, those graded 3 or better.
        ms: Time of all of them in milliseconds.
    """

    new: int = 0
    review: int = 0
    drill: int = 0
    passed: int = 0
    ms: int = 0

    @property
    def answers(self) -> int:
        """All grades, drills included."""
        return self.new + self.review + self.drill


class Tally(NamedTuple):
    """Scheduled repetitions of cards seen before: how many, how many passed, and the time of the timed ones.

    Attributes:
        n: All of them.
        passed: Those graded 3 or better.
        timed: Those whose time was measured.
        ms: Time of those, in milliseconds.
    """

    n: int = 0
    passed: int = 0
    timed: int = 0
    ms: int = 0


class Changed(NamedTuple):
    """What a study day changed, in cards.

    Attributes:
        begun: New cards begun.
        matured: Cards whose interval reached 21 days.
        lapsed: Cards failed that had been known.
    """

    begun: int = 0
    matured: int = 0
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What the store counts in a scope. Undone grades are in none of it.

    Attributes:
        scope: What it is restricted to.
        days: What was done on each study day of the whole history that has any, up to today.
        grades: Scheduled grades in the period by stage before them and grade.
        kinds: Repetitions in the period by kind of card; the kind is empty where no content is known.
        hours: Repetitions in the period by local hour.
        spans: Repetitions in the period by bin of the days since the last one (its lower edge).
        due: Cards by the study day they fall due, from the past on; suspended and held ones are left out.
        new: New cards that wait, without suspended and held ones.
        intervals: Cards seen before by their interval in days, as in `due`.
        eases: Those cards by their easiness in hundredths.
        suspended: Suspended cards.
        held: Held cards that are not suspended.
    """

    scope: Scope
    days: Mapping[date, Day] = field(default_factory=dict)
    grades: Mapping[tuple[Stage, int], int] = field(default_factory=dict)
    kinds: Mapping[str, Tally] = field(default_factory=dict)
    hours: Mapping[int, Tally] = field(default_factory=dict)
    spans: Mapping[int, Tally] = field(default_factory=dict)
    due: Mapping[date, int] = field(default_factory=dict)
    new: int = 0
    intervals: Mapping[int, int] = field(default_factory=dict)
    eases: Mapping[int, int] = field(default_factory=dict)
    suspended: int = 0
    held: int = 0
