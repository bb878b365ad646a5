"""Errors that a person is told about: what happened, where, and what to do."""

from __future__ import annotations

EXIT_PROBLEMS = 1
"""The command ran and found something wrong (deck problems, a difference in the data)."""
EXIT_USAGE = 2
"""The command line could not be understood (click's own code)."""
EXIT_ERROR = 3
"""The command could not do its work."""


class ForecallError(Exception):
    """An error whose text is meant for the user's eyes.

    Args:
        what: What happened, one sentence.
        where: The file, key or database concerned; empty if there is none.
        fix: What to do about it; empty if nothing can be done.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        fix = f" {self.fix}" if self.fix else ""
        return f"{where}{self.what}{fix}"
