"""Noticing that deck files were changed by somebody else while the program runs."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from app.core.errors import ForecallError
from app.deckfile.find import deck_files
from app.study.ports import Cards
from app.study.stale import is_stale

EVERY_S = 0.4
"""How often to look. A change counts once it has stood still from one look to the next: a file that is
being written is left alone."""
_Prints: TypeAlias = frozenset[tuple[str, int, int]]


class Watch:
    """Looks at the deck files now and then.

    Args:
        root: The deck folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settled: _Prints | None = None
        self._moving: _Prints | None = None

    def look(self, cards: Cards) -> bool:
        """Tell whether files were changed and are to be taken in; each change is told once."""
        try:
            now = self._prints()
        except (OSError, ForecallError):
            return False  # the folder is gone for the moment, or a file went while it was looked at
        if now == self._settled:
            return False
        if now != self._moving:
            self._moving = now
            return False
        self._settled = now
        return is_stale(self._root, cards)

    def _prints(self) -> _Prints:
        stats = [(str(file), file.stat()) for file in deck_files(self._root)]
        return frozenset((file, stat.st_size, stat.st_mtime_ns) for file, stat in stats)
