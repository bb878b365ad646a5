"""Waiting for what another process does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic


async def eventually(happened: Callable[[], bool], within_s: float = 10) -> None:
    """Return as soon as it has happened; fail if it does not in time."""
    end = monotonic() + within_s
    while not happened():
        assert monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)
