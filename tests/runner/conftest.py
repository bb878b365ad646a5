"""One warm worker for all tests of the room, since torch takes seconds to import; and who is left of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio

from app.core.cage import Cage
from app.runner import process
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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def here(worker: Worker) -> Cage:
    """What holds snippets on this machine: what less of it holds can't be told from what it never had."""
    return await worker.cage("", "")


class Start(Protocol):
    """Makes a worker whose processes run some lines at their start."""

    def __call__(self, lines: str, *, single_use: bool = False) -> Worker: ...


@pytest_asyncio.fixture(loop_scope="session")
async def start(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Start]:
    """Start workers that are gone after the test."""
    boot, made = process._BOOT, list[Worker]()

    def make(lines: str, *, single_use: bool = False) -> Worker:
        monkeypatch.setattr(process, "_BOOT", boot.replace("\nmain(*words)", f"\n{lines}\nmain(*words)"))
        made.append(Worker(ready_s=30, single_use=single_use))
        return made[-1]

    yield make
    for worker in made:
        await worker.stop()


@pytest.fixture
def family(scratch: str) -> Callable[[], set[int]]:
    """Finds the process ids of workers and all their descendants, whether or not they moved away."""
    return lambda: set(_family(scratch))


@pytest.fixture
def zygotes(scratch: str) -> Callable[[], set[int]]:
    """Finds the process ids of this process's workers."""
    return lambda: {pid for pid, (parent, _) in _family(scratch).items() if parent == os.getpid()}


@pytest.fixture
def snippets(scratch: str) -> Callable[[], set[int]]:
    """Finds the process ids of snippets that were started, and of what they left."""
    return lambda: {pid for pid, (_, name) in _family(scratch).items() if name == "forecall card"}


@pytest.fixture
def waiting(scratch: str) -> Callable[[], set[int]]:
    """Finds the process ids of those that wait for a snippet."""
    return lambda: {
        pid
        for pid, (parent, name) in _family(scratch).items()
        if parent != os.getpid() and name != "forecall card"
    }


def _family(scratch: str) -> dict[int, tuple[int, str]]:
    """Return id, parent and name of each living process started with `scratch` in its words."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            name = (folder / "comm").read_text().rstrip()
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if scratch.encode() in words and state != "Z":
            found[int(folder.name)] = int(parent), name
    return found
