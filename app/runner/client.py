"""Runs snippets in warm workers. The app's only door to the runner; imports neither numpy nor torch."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from app.core.cage import Cage, Tier
from app.core.truth import Ended, Run, Truth
from app.runner import wire
from app.runner.errand import Ending
from app.runner.kind import Kind
from app.runner.portable import Portable
from app.runner.process import Process, WorkerFailedError
from app.runner.record import read_record

GPUS = ("cuda", "mps")
_T = TypeVar("_T")
_TORCH = re.compile(r"\btorch\b")


class Worker:
    """Runs each snippet in a process of its own, which is ready before the snippet comes.

    Snippets that mention torch, in code or setup, have a worker with torch, the others one with
    numpy only, and those for a GPU one from which its driver can be reached. A worker is started
    when it is first needed, restarted when it has died, and ended after some idle time. Snippets for
    the same worker wait for one another.
    """

    def __init__(
        self,
        *,
        idle_s: float = 600,
        ready_s: float = 60,
        hash_seed: int = 0,
        single_use: bool = False,
        portable: bool = sys.platform != "linux",
    ) -> None:
        """Start nothing yet.

        Args:
            idle_s: Seconds without a snippet after which a worker is ended.
            ready_s: Seconds a worker may take to be ready.
            hash_seed: Of all hashes of texts; it decides in which order sets come.
            single_use: True to start an interpreter for each snippet on the processor, too.
            portable: True to use nothing of Linux's own: an interpreter for each snippet, and no cage.
        """
        kinds = [Kind(libraries, "cpu", single_use, hash_seed) for libraries in ("numpy", "torch")]
        kinds += [Kind("torch", device, True, hash_seed) for device in GPUS]
        make = Portable if portable else Process
        self._lanes = {kind.name: _Lane(kind, make, idle_s, ready_s) for kind in kinds}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def environment(self) -> str:
        """The environment that snippets run in, as JSON; empty before a process was ready."""
        return self._lanes["torch"].environment or self._lanes["numpy"].environment

    @property
    def device(self) -> str:
        """The device that snippets run on, such as ``cpu``; empty before a process was ready."""
        return str(json.loads(self.environment)["device"]) if self.environment else ""

    async def run(self, code: str, setup: str, seed: int, timeout_ms: int, device: str = "cpu") -> Run:
        """Run `code` after `setup` and return what it gave, or how else it ended.

        If the caller is cancelled, the snippet is killed.

        Args:
            code: The snippet; its last expression is the value.
            setup: What runs before it, in the same namespace; what it prints is dropped.
            seed: For random, numpy and torch.
            timeout_ms: Milliseconds from its start after which it is killed, setup included.
            device: ``cpu``, ``cuda`` or ``mps``; the snippet finds it under the name ``device``.
        """
        if device not in ("cpu", *GPUS):
            return _unavailable(f"No snippet can run on {device} here.")
        abandoned = asyncio.Event()
        task = self._start(self._run(code, setup, seed, timeout_ms, device, abandoned))
        try:
            # Not `await task`: a cancelled caller must not leave a worker half way through a run.
            await asyncio.wait({task})
        except asyncio.CancelledError:
            abandoned.set()
            raise
        if task.cancelled():
            return _unavailable("The runner was stopped.")
        return task.result()

    async def cage(self, code: str, setup: str) -> Cage:
        """Return what would hold a snippet; its process is started for that, and gets ready meanwhile.

        It stays as it was told: a process with another cage would run nothing.
        """
        return await self._lane(code, setup).cage(self._start)

    async def warm(self, torch: bool) -> None:
        """Make a process ready ahead of its first snippet; return when it is, or can't be."""
        await asyncio.wait({self._start(self._lanes["torch" if torch else "numpy"].warm())})

    async def stop(self) -> None:
        """End all processes and whatever they run. Runs that wait end as unavailable."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for lane in self._lanes.values():
            await lane.stop()

    def _start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run(
        self, code: str, setup: str, seed: int, timeout_ms: int, device: str, abandoned: asyncio.Event
    ) -> Run:
        if max(_size(code), _size(setup)) > wire.SOURCE_MAX:
            return Run(Ended.LIMIT, detail=f"Its source is longer than {wire.SOURCE_MAX >> 10} KiB.")
        cpu_s = timeout_ms // 1000 + 2
        asked = {"code": code, "setup": setup, "seed": seed, "cpu_s": cpu_s}
        request = json.dumps(asked).encode("ascii")
        return await self._lane(code, setup, device).run(request, timeout_ms / 1000, abandoned)

    def _lane(self, code: str, setup: str, device: str = "cpu") -> _Lane:
        if device != "cpu":
            return self._lanes[device]
        return self._lanes["torch" if _TORCH.search(code) or _TORCH.search(setup) else "numpy"]


class _Lane:
    """One process at a time, and the snippets that wait for it."""

    def __init__(
        self, kind: Kind, make: type[Process] | type[Portable], idle_s: float, ready_s: float
    ) -> None:
        self.environment = ""
        self._make = make
        self._kind = kind
        self._idle_s = idle_s
        self._ready_s = ready_s
        self._cage: Cage | None = None
        self._caged = asyncio.Event()
        self._turn = asyncio.Lock()
        self._process: Process | Portable | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    async def run(self, request: bytes, timeout_s: float, abandoned: asyncio.Event) -> Run:
        async with self._turn:
            try:
                return await self._run(request, timeout_s, abandoned)
            except WorkerFailedError as error:
                return _unavailable(f"The worker with {self._kind.name} can't run. {error}")
            except OSError as error:
                await self._drop()
                return _unavailable(f"The worker with {self._kind.name} can't be reached: {error}.")
            except BaseException:
                # Cancelled half way: whatever the process is doing, nobody will hear of it.
                await self._drop()
                raise
            finally:
                self._rest()

    async def warm(self) -> None:
        async with self._turn:
            try:
                await self._ready()
            except WorkerFailedError:
                return
            finally:
                self._rest()

    async def cage(self, start: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]) -> Cage:
        if self._cage is None:
            told = asyncio.ensure_future(self._caged.wait())
            try:
                await asyncio.wait({told, start(self.warm())}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                told.cancel()
        return self._cage or Cage(Tier.LIMITED, (f"The worker with {self._kind.name} can't run.",))

    async def stop(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        async with self._turn:
            await self._drop()

    async def _run(self, request: bytes, timeout_s: float, abandoned: asyncio.Event) -> Run:
        for _ in range(2):
            process = await self._ready()
            ending = await process.run(request, timeout_s, abandoned)
            # A worker that died while it was idle is no fault of the snippet's.
            if ending.started or ending.killed:
                return replace(_interpret(ending, timeout_s), ms=ending.ms, env=self.environment)
        return _unavailable("The worker ended before the snippet began.")

    async def _ready(self) -> Process | Portable:
        if self._idle is not None:
            self._idle.cancel()
        if self._process is not None and self._process.alive:
            return self._process
        await self._drop()
        self._process = self._make(self._kind, self._learn)
        await self._process.start(self._ready_s)
        self.environment = self._process.environment
        return self._process

    def _learn(self, cage: Cage) -> None:
        # The learner was told of the one before.
        if self._cage is not None and self._cage.tier != cage.tier:
            raise WorkerFailedError(f"Its cage was {self._cage.tier} and is now {cage.tier}; start again.")
        self._cage = cage
        self._caged.set()

    async def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await process.stop()

    def _rest(self) -> None:
        """Start counting idle time."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._end_idle)

    def _end_idle(self) -> None:
        self._ending = asyncio.create_task(self.stop())


def _interpret(ending: Ending, timeout_s: float) -> Run:
    """Say how a run ended: only a record that is whole and sound makes it done."""
    if len(ending.text) > wire.TEXT_MAX:
        return Run(Ended.LIMIT, detail=f"It printed more than {wire.TEXT_MAX >> 10} KiB.")
    if ending.killed == "deadline" or ending.status == -signal.SIGXCPU:
        return Run(Ended.TIMEOUT, detail=f"It was stopped after {timeout_s:g} s.")
    if ending.killed == "abandoned":
        return Run(Ended.EARLY, detail="It was stopped because nobody waited for it.")
    if ending.status is None:
        return Run(Ended.EARLY, detail="It ended the worker, which starts again for the next card.")
    # A record that is too long got its writer killed.
    if not ending.killed:
        if ending.status == -signal.SIGKILL:
            return Run(Ended.EARLY, detail="It was killed (SIGKILL): by itself, or because memory ran out.")
        if ending.status < 0:
            return Run(Ended.EARLY, detail=f"It crashed ({_signal_name(-ending.status)}).")
        if ending.status > 0 or not ending.record:
            return Run(Ended.EARLY, detail="It ended before its last line was done.")
    return _read(ending)


def _read(ending: Ending) -> Run:
    try:
        record = read_record(ending.record)
    except ValueError:
        return Run(Ended.EARLY, detail="It broke the record of its result.")
    if record.ended == "memory":
        return Run(Ended.LIMIT, detail=f"It needed more than {wire.MEMORY >> 30} GiB of memory.")
    if record.ended == "refused":
        return Run(Ended.LIMIT, detail=f"It needs what snippets may not do here: {record.detail}")
    if record.ended == "failed":
        return _unavailable(f"It could not begin: {record.detail}")
    if record.ended == "setup":
        return Run(Ended.EARLY, detail=f"The deck's setup raised {record.detail}")
    return Run(Ended.DONE, replace(record.truth, text=ending.text.decode("utf-8", "replace")))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _unavailable(detail: str) -> Run:
    return Run(Ended.UNAVAILABLE, Truth(), detail)


def _size(source: str) -> int:
    return len(source.encode("utf-8", "surrogatepass"))
