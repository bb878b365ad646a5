"""Noticing that deck files were changed by somebody else while the program runs."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from app.core.errors import ForecallError
from app.deckfile.find import deck_files
from app.deckfile.notice import Notices
from app.study.ports import Cards
from app.study.stale import is_stale

EVERY_S = 0.4
"""Between two looks. A change counts once it has stood still from one look to the next: a file that is
being written is left alone."""
SOON_S = 0.1
"""From a notice of the system to the look: whoever writes on and on is not looked at each time."""
_Prints: TypeAlias = frozenset[tuple[str, int, int]]


class Watch:
    """Looks at the deck files when the system says that something changed, or now and then.

    Args:
        root: The deck folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settled: _Prints | None = None
        self._moving: _Prints | None = None
        self._covered = False
        try:
            self._notices: Notices | None = Notices(root)
        except OSError:
            self._notices = None

    @property
    def fd(self) -> int | None:
        """A file descriptor that becomes readable when it is time to look; None if that is soon anyway."""
        calm = self._covered and self._settled is not None and self._settled == self._moving
        return self._notices.fd if self._notices and calm else None

    def look(self, cards: Cards) -> bool:
        """Tell whether files were changed and are to be taken in; each change is told once."""
        self._covered = self._notices is not None and self._notices.cover()
        try:
            now = self._prints()
            if now == self._settled or now != self._moving:
                self._moving = now
                return False
            stale = is_stale(self._root, cards)
        except (OSError, ForecallError):
            self._moving = None
            return False  # the folder is gone for the moment, or a file went while it was looked at
        self._settled = now
        return stale

    def _prints(self) -> _Prints:
        stats = [(str(file), file.stat()) for file in deck_files(self._root)]
        return frozenset((file, stat.st_size, stat.st_mtime_ns) for file, stat in stats)
