"""How well a machine holds the snippets that run on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """What holds a snippet, as tried on this machine at the worker's start."""

    CAGED = "A"
    """It can't read the user's files, reach the network, or touch another process."""
    READS = "B"
    """It can read what the user can, but change nothing, and tell nobody."""
    LIMITED = "none"
    """It has limits of time and memory, and otherwise the user's rights."""


@dataclass(frozen=True, slots=True)
class Cage:
    """What holds snippets here.

    Attributes:
        tier: What was tried and held.
        reasons: Why there is not more of it, one sentence each; empty if everything is there.
    """

    tier: Tier
    reasons: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """In a sentence what holds snippets here, and why no more of it."""
        known = {
            Tier.CAGED: "Snippets run caged (tier A)",
            Tier.READS: "Snippets can read your files, but change and send nothing (tier B)",
            Tier.LIMITED: "Snippets run with your rights: nothing cages them here",
        }
        return f"{known[self.tier]}{': ' if self.reasons else ''}{'; '.join(self.reasons)}."
