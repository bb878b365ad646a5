"""What is wrong with the drawing of a card."""

from __future__ import annotations


class VaryError(Exception):
    """A `vary` or `when` that can't be used.

    Args:
        name: The variable, or ``when``.
        what: What is wrong, one sentence.
        fix: What to do about it, one sentence; may be empty.
    """

    def __init__(self, name: str, what: str, fix: str = "") -> None:
        super().__init__(f"{name}: {what}")
        self.name = name
        self.what = what
        self.fix = fix
