"""Whether the deck folder changed since it was last taken in; asked often, so it reads no deck."""

from __future__ import annotations

from pathlib import Path

from app.core.collection import KnownFile
from app.deckfile.find import deck_files
from app.study.ports import Cards


def is_stale(root: Path, cards: Cards) -> bool:
    """Tell whether any deck file is new, changed or gone since it was last taken in."""
    known = cards.files(str(root))
    files = {file.relative_to(root).as_posix(): file for file in deck_files(root)}
    return known.keys() != files.keys() or any(not is_unchanged(f, known[path]) for path, f in files.items())


def is_unchanged(file: Path, known: KnownFile | None) -> bool:
    """Tell whether a file is as it was when it was taken in, by its size and time."""
    stat = file.stat()
    return known is not None and (known.size, known.mtime_ns) == (stat.st_size, stat.st_mtime_ns)
