"""The log of acts: what is stored of each, and what is derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from app.core import sm2


class Act(StrEnum):
    """What was done to a card. An act that is not known here counts for nothing in the fold."""

    GRADE = "grade"
    UNDO = "undo"
    REDO = "redo"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    UNBURY = "unbury"
    RESET = "reset"
    FLAG = "flag"
    UNFLAG = "unflag"
    CRAM = "cram"
    SKIP = "skip"
    """Orders the cards of the day, and changes nothing else."""


class RowId(NamedTuple):
    """Names a row of the log on any machine: the device that wrote it, and its number there."""

    device: str
    seq: int


@dataclass(frozen=True, slots=True)
class Params:
    """What a grade was folded with; stored by hash, so that a changed setting never rewrites the past.

    Attributes:
        scheduler: Name and version of the reading of SM-2.
        max_interval: Longest interval in days.
        rollover_hour: Hour at which the study day began.
    """

    scheduler: str = "sm2/1"
    max_interval: int = 36500
    rollover_hour: int = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log: an act on a card. It is never changed.

    Attributes:
        id: Device and sequence number.
        ord: Place in the order of all devices: max(wall milliseconds, this device's last + 1).
        at: Instant in UTC.
        offset: Local time minus UTC then, in seconds.
        day: Study day then; never recomputed.
        card: Uid of the card.
        deck: Id of the card's deck then.
        act: One of `Act`, or a word from a newer forecall.
        grade: 0 to 5 for a grade, else None.
        ms: Time taken in milliseconds; None if not measured.
        typed: What was typed; None if nothing was asked for.
        outcome: Outcome per facet as JSON (``{"shape": "right"}``); empty if nothing was judged.
        seed: Seed of the numbers drawn; None for cards without.
        drawn: The numbers drawn as JSON (``{"n": "8"}``); empty for cards without.
        digest: Digest per facet of what the run gave, as JSON; for drift, never for judging.
        note: Text that belongs to the act, such as a flag's note.
        target: The row that an undo or redo names.
        gesture: Rows of one gesture are undone together; unique on the device.
        content: Hash of the card's content then.
        params: Hash of the parameters then.
        env: Hash of the environment a snippet ran in; empty if none ran.
    """

    id: RowId
    ord: int
    at: datetime
    offset: int
    day: date
    card: str
    deck: str
    act: str
    grade: int | None = None
    ms: int | None = None
    typed: str | None = None
    outcome: str = ""
    seed: int | None = None
    drawn: str = ""
    digest: str = ""
    note: str = ""
    target: RowId | None = None
    gesture: int = 0
    content: str = ""
    params: str = ""
    env: str = ""

    @property
    def key(self) -> tuple[int, str, int]:
        """What rows sort by: the same on every machine, in any order of arrival."""
        return (self.ord, *self.id)


class Role(StrEnum):
    """What a grade counts as; derived by the fold, never stored in the log."""

    SCHEDULED = "scheduled"
    DRILL = "drill"


class Stage(StrEnum):
    """How well a card was known before a review."""

    NEW = "new"
    YOUNG = "young"
    MATURE = "mature"


MATURE_DAYS = 21
"""Cards with an interval from here on count as mature (Anki's and everybody's convention)."""


class Review(NamedTuple):
    """One live grade, as the fold sees it: what figures are drawn from.

    Attributes:
        id: The row of the log.
        card, deck, day, grade, ms: As in the log.
        hour: Local hour of the day, 0 to 23.
        role: Scheduled or drill.
        stage: How well the card was known before; drills have that of the repetition they belong to.
        lapse: True for a scheduled fail after at least one pass.
        elapsed: Days since the last scheduled repetition; 0 if there was none.
        interval_before, interval_after: Days.
        ef_after: Hundredths.
    """

    id: RowId
    card: str
    deck: str
    day: date
    hour: int
    grade: int
    ms: int | None
    role: Role
    stage: Stage
    lapse: bool
    elapsed: int
    interval_before: int
    interval_after: int
    ef_after: int


NEVER_GRADED = sm2.Memory()
"""The memory of a new card."""


class State(NamedTuple):
    """Where a card stands: the fold of its log.

    Attributes:
        memory: What SM-2 remembers.
        due: Study day from which it is due; None while it is new.
        lapses: Scheduled fails after at least one pass, since the last reset.
        passed: True if a scheduled repetition was passed since the last reset.
        last_day: Study day of the last scheduled repetition; None while it is new.
        drill_day: Study day on which it is still to be drilled; None if there is nothing to drill.
        stage: Stage before the last scheduled repetition.
        suspended: True if it is not asked until the learner says so.
        buried_until: First study day on which it is asked again; None if it is not buried.
        flagged: True if the learner flagged it.
    """

    memory: sm2.Memory = NEVER_GRADED
    due: date | None = None
    lapses: int = 0
    passed: bool = False
    last_day: date | None = None
    drill_day: date | None = None
    stage: Stage = Stage.NEW
    suspended: bool = False
    buried_until: date | None = None
    flagged: bool = False

    @property
    def is_new(self) -> bool:
        """True if there is no live grade since the last reset."""
        return self.due is None
