"""Runs the escape suite in a process of its own, as a user without rights; prints one JSON line a case.

python -m tests.runner.escape.driver [--weaken NAME] [GROUP…]
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.core.cage import Tier
from app.core.text import clean
from app.core.truth import Ended, Run
from app.runner import process
from app.runner.client import Worker
from tests.runner.escape.canaries import Canaries
from tests.runner.escape.cases import CASES
from tests.runner.escape.drop import drop
from tests.runner.escape.prelude import PRELUDE
from tests.runner.escape.weakened import SINGLE, WEAKENED

SHORT_MS, LONG_MS = 500, 3_000
LATE_MS = 700
PROBE = (
    "import numpy as np, os, random, sys\n"
    "print(np.array([1/3]), np.random.rand(2), random.random(), sorted({'a', 'b'}))\n"
    "print(os.listdir('.'), len('x'))\n"
    "print(os.environ.get('TZ'), sys.argv, oct(os.umask(0)))\nnp.linalg.eigh(np.eye(3) * 2)"
)
SLOW = {"loop", "sleep", "ignore all signals", "stop", "an infinite repr", "a slow pattern", "a slow sort"}
"""These are to be killed at their deadline."""
HARMLESS = ("start: ", "forgeries: ", "terminal: ", "python: ", "sources: ")
"""What is tried where nothing holds snippets."""


async def main(weaken: str, until: str) -> None:
    """Run the cases against a worker that is weakened by the lines of a name."""
    if os.getuid() == 0:
        drop()
    with tempfile.TemporaryDirectory(prefix="escape-") as folder:
        tempfile.tempdir = f"{folder}/workers"
        os.mkdir(tempfile.tempdir)
        canaries = Canaries(Path(folder))
        # What a stranger's folder and the user's variables could do to the worker.
        os.chdir(canaries.folder)
        os.environ |= {"PYTHONPATH": str(canaries.folder), "PYTHONSTARTUP": str(canaries.file)}
        process._BOOT = process._BOOT.replace("\nmain(*words)", f"\n{WEAKENED[weaken]}\nmain(*words)")
        worker = Worker(single_use=weaken == SINGLE)
        cage = await worker.cage("", "")
        print(json.dumps({"tier": cage.tier, "reasons": cage.reasons, "user": os.getuid()}), flush=True)
        suite = Suite(worker, canaries, await worker.run(PROBE, "", 1, LONG_MS))
        for case, code in CASES.items():
            if cage.tier is Tier.LIMITED and not case.startswith(HARMLESS):
                continue
            broken = await suite.broken(case, code)
            print(json.dumps({"case": case, "broken": broken}), flush=True)
            if broken and until == "first":
                break
        await worker.stop()


class Suite:
    """One worker and its canaries; each case must leave both as they were."""

    def __init__(self, worker: Worker, canaries: Canaries, probe: Run) -> None:
        self._worker = worker
        self._canaries = canaries
        self._probe = probe

    async def broken(self, case: str, code: str) -> list[str]:
        """Run one snippet and return which invariants do not hold after it."""
        before = set(_children(os.getpid()))
        deadline = SHORT_MS if case.partition(": ")[2] in SLOW else LONG_MS
        run = await self._worker.run(code, self._canaries.setup() + PRELUDE, 1, deadline)
        truth = run.truth
        shown = [
            run.detail,
            truth.text,
            truth.repr,
            truth.type,
            truth.dtype,
            truth.error,
            truth.message,
            *truth.bases,
        ]
        text = "\n".join(shown)
        found = ["it escaped"] if "ESCAPED" in text else []
        found += self._canaries.told(text)
        if run.ms > deadline + LATE_MS:
            found.append(f"it took {run.ms:.0f} ms")
        if run.ended is Ended.UNAVAILABLE:
            found.append(run.detail)
        if any(_steers(char) for part in shown for char in clean(part)):
            found.append("what is shown steers a terminal")
        if before - set(_children(os.getpid())):
            found.append("the worker died")
        if left := _left():
            found.append(f"{left} processes are left")
        found += self._canaries.broken(next(iter(_children(os.getpid())), 0))
        after = await self._worker.run(PROBE, "", 1, LONG_MS)
        if (after.ended, after.truth) != (self._probe.ended, self._probe.truth):
            found.append("the next card is another")
        return found


def _steers(char: str) -> bool:
    return (
        (char < " " and char != "\n")
        or "\x7f" <= char <= "\x9f"
        or char in "\u202e\u2066\u200f\u200b\ufeff\u2028"
    )


def _left() -> int:
    """Count what snippets left: each worker has one process that waits, and nothing else."""
    families = [list(_descendants(worker)) for worker in _children(os.getpid())]
    ran = [pid for pids in families for pid in pids if _name(pid) == "forecall card"]
    return max(len(ran), sum(len(pids) - 1 for pids in families if len(pids) > 1))


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().rstrip()
    except OSError:
        return ""


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _descendants(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _descendants(child)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
