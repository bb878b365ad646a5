"""Which snippets run unasked: where they are caged any; elsewhere those that the learner agreed to."""

from __future__ import annotations

import asyncio

from app.core.cage import Tier
from app.core.card import Snippet
from app.core.codec import snippet_bytes
from app.study.needs import device_of
from app.study.ports import Agreements, Runner

_POLICY = "1"
"""Version of what the learner agrees to; another one asks again."""


class Trust:
    """Knows the snippets that may run where nothing holds them.

    A snippet is known by all of it (setup, code, numbers) and by its device: any edit asks again. Where it
    came from counts for nothing: those of the bundled decks ask as well.

    Args:
        agreements: Remembers across sessions; without them, what is agreed to holds for this one.
    """

    def __init__(self, agreements: Agreements | None = None) -> None:
        self._agreements = agreements
        self._agreed: set[bytes] = set()

    def allows(self, snippet: Snippet) -> bool:
        """Tell whether a snippet may run uncaged."""
        words = _words(snippet)
        return words in self._agreed or (self._agreements is not None and self._agreements.holds(words))

    def agree(self, snippet: Snippet, card: str = "") -> None:
        """Let this very snippet run from now on.

        Raises:
            ForecallError: If it can't be remembered; it runs for this session then.
        """
        words = _words(snippet)
        self._agreed.add(words)
        if self._agreements is not None:
            self._agreements.add(words, card, snippet.code.strip().partition("\n")[0][:80])

    async def asks_because(self, snippet: Snippet, runner: Runner) -> str:
        """Return why a snippet must be agreed to before it runs; empty if it runs unasked."""
        if device_of(snippet) == "cpu":
            cage = await runner.cage(snippet.code, snippet.setup)
            if cage.tier is Tier.CAGED:
                return ""
            why = "; ".join(cage.reasons)
        else:
            why = f"the driver of {device_of(snippet)} lies outside the cage"
        return "" if await asyncio.to_thread(self.allows, snippet) else why


def _words(snippet: Snippet) -> bytes:
    return f"{_POLICY}\0{device_of(snippet)}\0".encode() + snippet_bytes(snippet)
