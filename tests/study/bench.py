"""A sitting on a table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from app.core.card import Card
from app.core.rules import Rules
from app.study.sitting import Sitting
from tests.builders import DAY, a_card
from tests.study.fakes import FakeStore


@dataclass
class Bench:
    """A sitting on a table: a store in memory and a clock that is moved by hand."""

    cards: Sequence[Card]
    rules: Rules = field(default_factory=Rules)
    now: datetime = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=timezone(timedelta(hours=8)))

    def __post_init__(self) -> None:
        self.store = FakeStore(self.cards)
        self.sitting = self.sit()

    def sit(self, decks: Sequence[str] | None = None) -> Sitting:
        """Start a sitting, as after a restart."""
        self.sitting = Sitting(self.store, lambda: self.now, random.Random(1), self.rules, decks)
        self.sitting.use(self.store)
        return self.sitting

    def next_day(self, days: int = 1) -> Sitting:
        """Let days pass and sit down again."""
        self.now += timedelta(days=days)
        return self.sit()

    def asked(self) -> str | None:
        """Name of the card that is asked."""
        return self.sitting.current.stored.card.name if self.sitting.current else None

    def answer(self, *grades: int) -> None:
        """Grade one card after another."""
        for grade in grades:
            self.sitting.grade(grade, ms=1000)


def three() -> list[Card]:
    """Three plain cards of one deck."""
    return [a_card(f"deck/{name}") for name in ("a", "b", "c")]
