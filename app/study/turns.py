"""What a sitting is made of: turns, answers, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from app.core import sm2
from app.core.log import Role


class Why(Enum):
    """Why a card is asked."""

    NEW = "new"
    DUE = "due"
    DRILL = "drill"
    EXTRA = "extra"
    """Beyond what the day brings: studied ahead or crammed."""


class Turn(NamedTuple):
    """A card in the queue: the store's number, and why it is asked."""

    card: int
    why: Why


class Outlook(NamedTuple):
    """What a grade would do: days until the card is due, and whether it comes again today."""

    days: int
    again_today: bool


class Progress(NamedTuple):
    """Cards still to come today, and answers given in this sitting."""

    new: int
    due: int
    drill: int
    answered: int
    extra: int = 0

    @property
    def left(self) -> int:
        """All that is still to come."""
        return self.new + self.due + self.drill + self.extra


class Turned(NamedTuple):
    """What was undone or redone: its first card's name, the act, and how many cards it was about.

    Of an act on the files of many cards only what it was; then `act` is empty.
    """

    name: str
    act: str
    cards: int = 1


class Leech(NamedTuple):
    """A card that has just become a leech: its name, its lapses, and whether it was suspended for it."""

    name: str
    lapses: int
    suspended: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A grade given in this sitting."""

    card: str
    name: str
    role: Role
    grade: int
    ms: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sitting came to.

    Attributes:
        cards: Different cards answered.
        answers: Grades given, drills included.
        ms: Time on cards, milliseconds.
        scheduled: Scheduled repetitions.
        passed: Scheduled repetitions graded 3 or better.
        tomorrow_due: Cards that fall due tomorrow.
        tomorrow_new: New cards that tomorrow will bring, at most.
        left: Cards still to come today, or in this practice.
        practice: True if it was about cards beyond what the day brings.
        hardest: Names of the cards with the lowest grades, worst first, at most five.
    """

    cards: int
    answers: int
    ms: int
    scheduled: int
    passed: int
    tomorrow_due: int
    tomorrow_new: int
    left: int
    practice: bool
    hardest: tuple[str, ...]


def summed_up(
    answers: Sequence[Answer], left: int, tomorrow_due: int, tomorrow_new: int, *, practice: bool
) -> Summary:
    """Sum answers up."""
    scheduled = [answer for answer in answers if answer.role is Role.SCHEDULED]
    hard = sorted((a for a in scheduled if a.grade < sm2.NO_DRILL), key=lambda answer: answer.grade)
    return Summary(
        cards=len({answer.card for answer in answers}),
        answers=len(answers),
        ms=sum(answer.ms for answer in answers),
        scheduled=len(scheduled),
        passed=sum(answer.grade >= sm2.PASS for answer in scheduled),
        tomorrow_due=tomorrow_due,
        tomorrow_new=tomorrow_new,
        left=left,
        practice=practice,
        hardest=tuple(dict.fromkeys(answer.name for answer in hard))[:5],
    )
