"""What one family of comparisons finds: an outcome, and the words for it."""

from __future__ import annotations

from typing import NamedTuple

from app.core.truth import Outcome


class Finding(NamedTuple):
    """An outcome with its detail; the detail is empty if right."""

    outcome: Outcome
    detail: str = ""


RIGHT = Finding(Outcome.RIGHT)


def wrong(detail: str) -> Finding:
    """Make a finding that tells which part differs first."""
    return Finding(Outcome.WRONG, detail)


def unreadable(detail: str) -> Finding:
    """Make a finding that tells why a prediction can't be read."""
    return Finding(Outcome.UNREADABLE, detail)


def excerpt(text: str, limit: int = 60) -> str:
    """Return `text` short enough for one line of detail."""
    text = " ".join(text.split()) or text.strip()
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
