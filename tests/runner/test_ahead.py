"""A process waits for each snippet before it comes, and nothing of that is felt but the time it saves."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

import pytest

from app.core.truth import Ended
from app.runner.client import Worker
from tests.runner.conftest import Start
from tests.runner.waiting import eventually

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

Pids = Callable[[], set[int]]
MS = 10_000


async def one_of(waiting: Pids, others: set[int]) -> int:
    """Return the process that waits, once it is the only one."""
    await eventually(lambda: len(waiting() - others) == 1)
    return next(iter(waiting() - others))


async def test_each_snippet_has_a_process_that_waited_for_it(start: Start, waiting: Pids) -> None:
    """It is used once, and another takes its place."""
    others, worker = waiting(), start("")
    await worker.warm(torch=False)
    first = await one_of(waiting, others)
    assert (await worker.run("import os\nos.getpid()", "", 1, MS)).truth.data == (str(first),)
    second = await one_of(waiting, others)
    assert (await worker.run("import os\nos.getpid()", "", 1, MS)).truth.data == (str(second),)
    assert first != second


async def test_it_is_caged_before_it_hears_of_a_snippet(start: Start, waiting: Pids) -> None:
    """It can gain nothing any more, is filtered where snippets are, and works in its own folder."""
    others, worker = waiting(), start("")
    cage = await worker.cage("1", "")
    await worker.warm(torch=False)
    pid = await one_of(waiting, others)

    def caged() -> bool:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            told = dict(line.split(":\t", 1) for line in status.read().splitlines())
        return told["NoNewPrivs"] == "1" and told["Seccomp"] == ("0" if cage.tier == "none" else "2")

    await eventually(caged)


async def test_one_that_died_while_it_waited_is_replaced_unnoticed(start: Start, waiting: Pids) -> None:
    """Memory ran out, and the system chose it: no snippet is blamed."""
    others, worker = waiting(), start("")
    for _ in range(3):
        await worker.warm(torch=False)
        pid = await one_of(waiting, others)
        os.kill(pid, signal.SIGKILL)
        assert (await worker.run("6 * 7", "", 1, MS)).truth.data == ("42",)


async def test_time_spent_waiting_is_not_the_snippets(start: Start) -> None:
    """Its deadline and its processor time count from its start."""
    worker = start("")
    await worker.warm(torch=False)
    await asyncio.sleep(0.8)
    run = await worker.run("import time\ntime.sleep(0.4)\n1", "", 1, 700)
    assert (run.ended, run.truth.data) == (Ended.DONE, ("1",))
    assert 400 <= run.ms < 700


async def test_nobody_waits_past_the_idle_time_or_the_end(family: Pids) -> None:
    """With the worker goes the process that waits."""
    others, worker = family(), Worker(idle_s=0.2)
    await worker.warm(torch=False)
    await eventually(lambda: len(family() - others) == 2)
    await eventually(lambda: not family() - others)
    await worker.run("1", "", 1, MS)
    await worker.stop()
    assert family() - others == set()


NO_MEMORY = """
from app.runner import zygote
first = zygote.build
def build(*args):
    found = first(*args)
    def fork(): raise OSError(12, "Cannot allocate memory")
    zygote.os.fork = fork
    return found
zygote.build = build
"""


async def test_where_memory_is_out_it_is_told(start: Start, family: Pids) -> None:
    """No process can be made: the run is unavailable, in time, and nothing is left of the try."""
    others, worker = family(), start(NO_MEMORY)
    run = await asyncio.wait_for(worker.run("1", "", 1, MS), 20)
    assert (run.ended, run.detail) == (Ended.UNAVAILABLE, "The worker ended before the snippet began.")
    await worker.stop()
    assert family() - others == set()
