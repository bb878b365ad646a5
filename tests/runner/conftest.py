"""One warm worker for all tests of the room, since torch takes seconds to import; and who is left of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from app.runner.client import Worker


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder in which workers make their own; it is in the words that started all their descendants."""
    return str(tmp_path_factory.mktemp("workers"))


@pytest.fixture(autouse=True)
def _workers_in_scratch(scratch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", scratch)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worker() -> AsyncIterator[Worker]:
    """A worker that tests share; whatever a snippet does, it must be as good as new for the next."""
    shared = Worker(ready_s=120)
    yield shared
    await shared.stop()


@pytest.fixture
def zygotes(scratch: str) -> Callable[[], set[int]]:
    """Finds the process ids of this process's workers."""
    return lambda: {pid for pid, parent in _family(scratch).items() if parent == os.getpid()}


@pytest.fixture
def snippets(scratch: str) -> Callable[[], set[int]]:
    """Finds the process ids of all descendants of workers, whether or not they moved away."""
    return lambda: {pid for pid, parent in _family(scratch).items() if parent != os.getpid()}


def _family(scratch: str) -> dict[int, int]:
    """Return id and parent of each living process started with `scratch` in its words."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if scratch.encode() in words and state != "Z":
            found[int(folder.name)] = int(parent)
    return found
