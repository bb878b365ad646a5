"""Whether the deck folder, or what its cards need, changed since it was last taken in; it reads no deck."""

from __future__ import annotations

from pathlib import Path

from app.core.collection import KnownFile
from app.deckfile.find import deck_files
from app.study.needs import surroundings
from app.study.ports import Cards


def is_stale(root: Path, cards: Cards) -> bool:
    """Tell whether any deck file is new, changed or gone since it was last taken in."""
    known = cards.files(str(root))
    files = {file.relative_to(root).as_posix(): file for file in deck_files(root)}
    return known.keys() != files.keys() or any(not is_unchanged(f, known[path]) for path, f in files.items())


def is_unchanged(file: Path, known: KnownFile | None) -> bool:
    """Tell whether taking a file in again would change nothing, by its size and time.

    If its cards need something, the packages and drivers must be those that they were held against, too.
    """
    stat = file.stat()
    if known is None or (known.size, known.mtime_ns) != (stat.st_size, stat.st_mtime_ns):
        return False
    return known.held_against in ("", surroundings())
