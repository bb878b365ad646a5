"""What holds at the next start: the language that was chosen, and what was interrupted."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from app.core.errors import ForecallError


class Note:
    """A small text in a file. It is a comfort, never a condition: where it can't be kept, there is none.

    Args:
        file: Where it lies.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> str:
        """Return the text; empty if there is none."""
        with suppress(OSError, ValueError):
            return self._file.read_text("utf-8")
        return ""

    def write(self, text: str) -> None:
        """Keep a text in place of the one before."""
        part = self._file.with_suffix(".part")
        with suppress(OSError):
            part.write_text(text, "utf-8")
            part.replace(self._file)


class Remembered:
    """A small file in the data folder. It is a comfort, never a condition: a broken one says nothing.

    Args:
        folder: The data folder.
        configured: The language that the config file says: once it says another, what was chosen is over.
    """

    def __init__(self, folder: Path, configured: str) -> None:
        self._file = folder / "remembered.json"
        self._configured = configured

    @property
    def language(self) -> str:
        """The language chosen last, or that of the config file."""
        with suppress(OSError, ValueError):
            known = json.loads(self._file.read_text("utf-8"))
            if isinstance(known, dict) and known.get("configured") == self._configured:
                return str(known.get("language") or self._configured)
        return self._configured

    def choose(self, language: str) -> None:
        """Keep a language for the next start.

        Raises:
            ForecallError: If it can't be written; it holds until the end of this session.
        """
        part = self._file.with_suffix(".part")
        try:
            part.write_text(json.dumps({"language": language, "configured": self._configured}), "utf-8")
            part.replace(self._file)
        except OSError as error:
            what = f"The language can't be remembered: {error.strerror}."
            raise ForecallError(what, where=str(self._file.parent)) from error
