"""The deck files of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import ForecallError

_SUFFIXES = (".yaml", ".yml")


def deck_files(root: Path) -> list[Path]:
    """Return the deck files below `root`, sorted; hidden files and folders are left out.

    Links to folders are followed, each real folder is visited once; folders that can't be read are skipped.

    Args:
        root: A folder, or one deck file.

    Raises:
        ForecallError: If `root` is not there or can't be read.
    """
    if root.is_file():
        return [root]
    try:
        os.scandir(root).close()
        return sorted(Path(folder, name) for folder, names in walk(root) for name in names)
    except OSError as error:
        fix = "Name a folder with deck files, or create it."
        raise ForecallError(
            f"The deck folder can't be read: {error.strerror}.", where=str(root), fix=fix
        ) from None


def walk(root: str | Path) -> Iterator[tuple[str, list[str]]]:
    """Go through the folders in which deck files are looked for; give each one's deck files by their names.

    Raises:
        OSError: If `root` is not there.
    """
    seen = {_identity(root)}
    for folder, folders, files in os.walk(root, followlinks=True):
        folders[:] = sorted(name for name in folders if _is_new(os.path.join(folder, name), seen))
        yield folder, [name for name in files if name.lower().endswith(_SUFFIXES) and name[0] != "."]


def _is_new(folder: str, seen: set[tuple[int, int]]) -> bool:
    if os.path.basename(folder).startswith("."):
        return False
    try:
        identity = _identity(folder)
    except OSError:
        return False
    is_new = identity not in seen
    seen.add(identity)
    return is_new


def _identity(folder: str | Path) -> tuple[int, int]:
    status = os.stat(folder)
    return status.st_dev, status.st_ino
