"""The app's side of one worker process: start it, hand it snippets, end it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from app.core.cage import Cage, Tier
from app.runner import wire
from app.runner.errand import Ending, Errand
from app.runner.kind import Kind

GRACE_S = 0.25
"""Seconds in which the worker kills a snippet, and output comes in after its end."""
PATIENCE_S = 2
"""Seconds more that the worker has to clean up after a snippet before it is killed itself."""

# Our package is loaded from its place: what else is named `app`, wherever it lies, is not.
_BOOT = """
import importlib.util, sys
place, room, *words = sys.argv[1:]
spec = importlib.util.spec_from_file_location(
    "app", place + "/__init__.py", submodule_search_locations=[place])
sys.modules["app"] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
main = importlib.import_module("app.runner." + room).main
main(*words)
"""
_PACKAGE = Path(__file__).resolve().parents[1]


class WorkerFailedError(Exception):
    """The worker could not be made ready. The text says why."""


def command(room: str) -> list[str]:
    """Return what starts a clean interpreter with a module of this room; its words follow."""
    # -I would ignore PYTHONHASHSEED; in an environment built from nothing -P -s isolate as well.
    return [sys.executable, "-P", "-s", "-B", "-c", _BOOT, str(_PACKAGE), room]


class Process:
    """One worker process, and the process that waits in it for the next snippet."""

    def __init__(self, kind: Kind, on_cage: Callable[[Cage], None]) -> None:
        """Start nothing yet.

        Args:
            kind: What it gives its snippets.
            on_cage: Is told which cage holds there, long before the libraries are loaded; what it
                raises ends the start.
        """
        self.environment = ""
        self._on_cage = on_cage
        self._kind = kind
        self._base = ""
        self._spare: asyncio.Task[Errand] | None = None
        self._ready_s = 0.0
        self._pid_running = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None

    @property
    def alive(self) -> bool:
        """True from ready to the end, as far as is known."""
        return bool(self.environment) and not self._reader.at_eof()

    async def start(self, ready_s: float) -> None:
        """Start it and wait until it is ready.

        Raises:
            WorkerFailedError: if it is not ready within `ready_s` seconds; nothing of it is left then.
        """
        self._ready_s = ready_s
        try:
            async with asyncio.timeout(ready_s):
                await self._spawn()
                word, rest = await self._hear()
                if word == "cage":
                    tier, *reasons = json.loads(rest)
                    self._on_cage(Cage(Tier(tier), tuple(reasons)))
                    word, rest = await self._hear()
        except TimeoutError:
            await self.kill()
            raise WorkerFailedError(f"It was not ready after {ready_s:g} s.") from None
        except OSError as error:
            await self.kill()
            raise WorkerFailedError(f"It could not be started: {error}.") from error
        except (asyncio.CancelledError, WorkerFailedError):
            await self.kill()
            raise
        if word != "ready":
            await self.kill()
            raise WorkerFailedError(json.loads(rest) if word else "It ended before it was ready.")
        self.environment = rest
        self.prepare()

    async def _spawn(self) -> None:
        # Even where snippets can read what the user can, the app's memory is not theirs to read.
        from app.runner.cage.calls import hide

        hide()
        self._base = tempfile.mkdtemp(prefix="forecall-")
        self._control, theirs = socket.socketpair()
        with theirs:
            # asyncio's own subprocesses have a thread each that waits for them, up to Python 3.11.
            self._process = subprocess.Popen(
                [
                    *(*command("zygote"), str(theirs.fileno()), self._base, str(os.getpid())),
                    *(self._kind.libraries, self._kind.device, str(int(self._kind.single_use))),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(self._base, self._kind),
                cwd="/",
                start_new_session=True,
            )
        self._reader, self._writer = await asyncio.open_unix_connection(sock=self._control)

    def prepare(self) -> None:
        """See to it that a process waits for the next snippet: it is made while nobody waits for it."""
        if self._spare is None:
            self._spare = asyncio.create_task(self._fetch())

    async def _fetch(self) -> Errand:
        errand = await Errand.send(lambda ends: self._send(wire.RUN, ends), self._ending)
        try:
            await errand.ready()
        except BaseException:
            await errand.close()
            raise
        return errand

    async def _waiting(self) -> Errand | None:
        """Return a process that waits, which stays the next one; None if the worker is gone."""
        for is_last in (False, True):
            self.prepare()
            assert self._spare is not None
            try:
                errand = await asyncio.wait_for(self._spare, self._ready_s)
            except TimeoutError:
                await self.kill()
                return None
            except OSError:
                # What was refused a while ago may be granted now.
                self._spare = None
                if is_last:
                    raise
                continue
            if errand.waits:
                return errand
            # It died: its end must be heard, or it would be taken for that of the next.
            self._spare = None
            await asyncio.wait({errand.ending}, timeout=GRACE_S)
            if not errand.ending.done() or errand.ending.result() is None:
                await self.kill()
            await errand.close()
            if not self.alive:
                break
        return None

    async def run(self, request: bytes, timeout_s: float, abandoned: asyncio.Event) -> Ending:
        """Run a snippet and return when no process of it is left.

        Args:
            request: What its process reads.
            timeout_s: Seconds from its start after which it is killed.
            abandoned: Is set when nobody waits for the result any more; it is then killed at once.
        """
        errand = await self._waiting()
        if errand is None:
            return Ending()
        if abandoned.is_set():
            return Ending(killed="abandoned")
        self._spare = None
        start = perf_counter()
        deadline = asyncio.get_running_loop().time() + timeout_s
        try:
            errand.ask(request)
            killed = await errand.watch(deadline, abandoned)
            if killed:
                await self._interrupt(errand.ending)
            if not errand.ending.done() or errand.ending.result() is None:
                await self.kill()
            return await errand.told(killed, (perf_counter() - start) * 1000, GRACE_S)
        finally:
            await errand.close()
            if self.alive:
                self.prepare()

    async def _interrupt(self, ending: asyncio.Task[int | None]) -> None:
        """Have the snippet killed, by the worker if it can: only it finds what left the group."""
        self._send(wire.KILL)
        if self._process is not None:
            # The snippet may have stopped it.
            self._process.send_signal(signal.SIGCONT)
        await asyncio.wait({ending}, timeout=GRACE_S)
        if not ending.done():
            self._kill_group()
            await asyncio.wait({ending}, timeout=PATIENCE_S)

    async def _dismiss(self) -> None:
        """Let go of the process that waits."""
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.cancel()
            await asyncio.wait({spare})
            if not spare.cancelled() and spare.exception() is None:
                await spare.result().close()

    async def stop(self) -> None:
        """End it by closing its socket, by force if that is not enough."""
        await self._dismiss()
        if self._writer is not None:
            self._writer.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._gone()
        await self.kill()

    async def kill(self) -> None:
        """End it and the snippet it runs by force."""
        await self._dismiss()
        if self._process is not None:
            self._process.kill()
            await self._gone()
        self._kill_group()
        self._pid_running = 0
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        elif self._control is not None:
            self._control.close()
        shutil.rmtree(self._base, ignore_errors=True)
        self.environment = ""

    def _kill_group(self) -> None:
        if self._pid_running:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid_running, signal.SIGKILL)

    async def _gone(self) -> None:
        while self._process is not None and self._process.poll() is None:
            await asyncio.sleep(0.005)

    def _send(self, word: bytes, descriptors: tuple[int, ...] = ()) -> None:
        # A worker that is gone shows at once as the end of its lines.
        with contextlib.suppress(OSError):
            assert self._control is not None
            socket.send_fds(self._control, [word], descriptors)

    async def _hear(self) -> tuple[str, str]:
        """Return a line's first word and the rest; two empty strings if the worker is gone."""
        try:
            line = (await self._reader.readline()).decode()
        except (OSError, ValueError):
            return "", ""
        word, _, rest = line.removesuffix("\n").partition(" ")
        return word, rest

    async def _ending(self) -> int | None:
        """Return the exit status of the snippet's process, None if the worker died."""
        while True:
            word, rest = await self._hear()
            if word == "start":
                self._pid_running = int(rest)
            elif word == "end":
                self._pid_running = 0
                return int(rest)
            else:
                return None


def environment(base: str, kind: Kind) -> dict[str, str]:
    """Return the whole environment of a process that runs snippets; nothing of the app's own is in it."""
    threads = (
        *("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
        "VECLIB_MAXIMUM_THREADS",
    )
    driver = {"CUDA_CACHE_DISABLE": "1"} if kind.device == "cuda" else {"CUDA_VISIBLE_DEVICES": ""}
    return (
        dict.fromkeys(threads, "1")
        | driver
        | {
            "HOME": base,
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": str(kind.hash_seed),
            "PYTHONUTF8": "1",
            "TMPDIR": base,
            "TORCHINDUCTOR_CACHE_DIR": f"{base}/inductor",
            "TORCH_COMPILE_DISABLE": "1",
        }
    )
