"""What a live card needs of this machine, and what of it is missing."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable

from app.core.card import Card, Snippet

_DEVICES = ("cuda", "mps")
_PACKAGE = re.compile(r"([A-Za-z][\w.-]*)\s*(?:>=\s*(\d+(?:\.\d+)*))?$")


def held_because(card: Card) -> str:
    """Return why this machine can't ask a card; empty if it can.

    Packages (``torch``, ``numpy>=2.1``) are looked up without importing them; a device can't be
    promised without asking it, so cards that need one are held.
    """
    needs: Iterable[str] = card.content.run.needs if card.content.run else ()
    return "; ".join(lack for need in needs if (lack := _lack(need)))


def device_of(snippet: Snippet) -> str:
    """Return the device that a snippet runs on: ``cpu``, or what it needs of ``cuda`` and ``mps``."""
    return next((need for need in snippet.needs if need in _DEVICES), "cpu")


def _lack(need: str) -> str:
    found = _PACKAGE.match(need.strip())
    if found is None:
        return f"needs {need}, which is not understood"
    name, least = found.groups()
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return f"needs {need}"
    return f"needs {need}, this is {version}" if least and _numbers(version) < _numbers(least) else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])
