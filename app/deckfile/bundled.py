"""The decks that come with forecall."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from app.core.errors import ForecallError
from app.deckfile.find import deck_files

_ROOM = Path(__file__).resolve().parent


def bundled_dir() -> Path:
    """Return the folder of the bundled decks: in the installed package, or in the checkout.

    Raises:
        ForecallError: If it is in neither.
    """
    for folder in (_ROOM.parent / "_bundled_decks", _ROOM.parents[1] / "decks"):
        if folder.is_dir():
            return folder
    fix = "Install forecall again."
    raise ForecallError("The bundled decks are missing.", where=str(_ROOM.parent), fix=fix)


def copy_bundled(target: Path) -> list[Path]:
    """Copy the bundled decks into a folder, which is made if need be; what is there already stays.

    A new folder appears with all decks in it or not at all; where one was there, the next call
    completes a copy that was cut short.

    Returns:
        The files that were written.

    Raises:
        ForecallError: If they can't be written there.
    """
    source = bundled_dir()
    try:
        if not target.exists():
            return _copy_all(source, target)
        return _copy_missing(source, target)
    except OSError as error:
        what = f"The bundled decks can't be copied: {error.strerror or error}."
        fix = "Make room and see that you may write there, or name another folder with `--decks`."
        raise ForecallError(what, where=str(target), fix=fix) from error


def _copy_all(source: Path, target: Path) -> list[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    copied = _copy_missing(source, part)
    part.rename(target)
    return [target / file.relative_to(part) for file in copied]


def _copy_missing(source: Path, target: Path) -> list[Path]:
    copied = []
    for file in deck_files(source):
        copy = target / file.relative_to(source)
        if os.path.lexists(copy):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(f".{copy.name}.part")
        part.write_bytes(file.read_bytes())
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(copy)
        copied.append(copy)
    return copied
