"""What screens ask of the app: to go somewhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.study.sitting import Sitting


@dataclass
class ReviewWanted(Message):
    """Review some decks, or all of them if `decks` is None."""

    decks: list[str] | None


@dataclass
class ReviewResumed(Message):
    """Go on with a sitting that had come to its end, after its last act, on the card `undone`, was undone."""

    sitting: Sitting
    undone: str


@dataclass
class SittingEnded(Message):
    """Show what a sitting came to, or home if nothing was answered."""

    sitting: Sitting


@dataclass
class HomeWanted(Message):
    """Go home."""


@dataclass
class HelpWanted(Message):
    """Show all keys of the screen that asks."""


@dataclass
class ProgressWanted(Message):
    """Show the figures of progress."""
