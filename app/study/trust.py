"""Which snippets run unasked: bundled, unmodified ones, and those the learner agreed to in this session."""

from __future__ import annotations

from collections.abc import Callable

from app.core.card import Snippet
from app.core.codec import snippet_hash


class Trust:
    """Remembers which snippets may run.

    A snippet is known by the hash of all of it (setup, code, numbers): any edit asks again.

    Args:
        bundled: Gives the hashes of the bundled snippets; called once, when first needed.
    """

    def __init__(self, bundled: Callable[[], frozenset[str]]) -> None:
        self._bundled = bundled
        self._unasked: frozenset[str] | None = None
        self._agreed: set[str] = set()

    def allows(self, snippet: Snippet) -> bool:
        """Tell whether a snippet runs without asking."""
        if self._unasked is None:
            self._unasked = self._bundled()
        known = snippet_hash(snippet)
        return known in self._unasked or known in self._agreed

    def agree(self, snippet: Snippet) -> None:
        """Let this very snippet run until the program ends."""
        self._agreed.add(snippet_hash(snippet))
