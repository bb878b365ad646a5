"""A question as it was asked once: all that is needed to ask it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.card import Card


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """One graded question of the log.

    Attributes:
        review: Its number here; another machine has others.
        card: The card with what it asked then.
        changed: True if the card asks something else by now.
        at: Instant in UTC.
        grade: 0 to 5.
        seed: Seed of all that was random; None if nothing was.
        drawn: The numbers drawn, by name.
        typed: What was typed, by answer line.
        outcome: How that was judged, by answer line; empty if nothing was.
        digest: Digest of the truth, by facet; empty if nothing ran to its end.
        env: The environment of the run, such as versions by library; empty if nothing ran.
    """

    review: int
    card: Card
    changed: bool
    at: datetime
    grade: int
    seed: int | None
    drawn: Mapping[str, str]
    typed: Mapping[str, str]
    outcome: Mapping[str, str]
    digest: Mapping[str, str]
    env: Mapping[str, str]
