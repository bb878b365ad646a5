"""What screens ask of the app: to go somewhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.study.extra import Extra
    from app.study.sitting import Sitting
    from app.study.turns import Turned


@dataclass
class ReviewWanted(Message):
    """Review some decks, or all of them if `decks` is None; or cards beyond what the day brings."""

    decks: list[str] | None
    extra: Extra | None = None


@dataclass
class ReviewResumed(Message):
    """Go on with a sitting that had come to its end, after its last act was undone."""

    sitting: Sitting
    undone: Turned


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


@dataclass
class BrowseWanted(Message):
    """Show the cards that a query finds."""

    query: str = ""


@dataclass
class EditWanted(Message):
    """Edit a card, named by its handle."""

    handle: int


@dataclass
class NewCardWanted(Message):
    """Write a new card in a deck file."""

    file: Path


@dataclass
class OutsideWanted(Message):
    """Edit a card in the user's own editor."""

    handle: int


@dataclass
class HistoryWanted(Message):
    """Show what happened to a card."""

    handle: int


@dataclass
class UpdateWanted(Message):
    """Show what newer versions of the decks would change."""


@dataclass
class TakeInWanted(Message):
    """Take in the deck folder: files were changed here."""
