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
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.cage import Cage, Tier
from app.runner import wire

GRACE_S = 0.25
"""Seconds in which the worker kills a snippet, and output comes in after its end."""
PATIENCE_S = 2
"""Seconds more that the worker has to clean up after a snippet before it is killed itself."""

# Our package is loaded from its place: what else is named `app`, wherever it lies, is not.
_BOOT = """
import importlib.util, sys
place, *words = sys.argv[1:]
spec = importlib.util.spec_from_file_location(
    "app", place + "/__init__.py", submodule_search_locations=[place])
sys.modules["app"] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
from app.runner.zygote import main
main(*words)
"""
_PACKAGE = Path(__file__).resolve().parents[1]


class WorkerFailedError(Exception):
    """The worker could not be made ready. The text says why."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a snippet's process ended, as far as that can be known from outside.

    Attributes:
        started: False if the worker was gone before the snippet began.
        status: Exit code, or minus the number of the signal; None if the worker died with it.
        killed: Why: ``deadline``, ``abandoned``, ``text`` or ``record``; empty if it was not.
        text: What it printed.
        record: What it wrote as its record.
    """

    started: bool
    status: int | None
    killed: str
    text: bytes
    record: bytes


class Process:
    """One worker process, either with numpy only or with torch too."""

    def __init__(self, libraries: str, on_cage: Callable[[Cage], None]) -> None:
        """Start nothing yet.

        Args:
            libraries: ``numpy``, ``torch``, or ``cuda``: torch, and the GPU for its snippets.
            on_cage: Is told which cage holds there, long before the libraries are loaded; what it
                raises ends the start.
        """
        self.environment = ""
        self._on_cage = on_cage
        self._libraries = libraries
        self._base = ""
        self._started = False
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
        if sys.platform != "linux":
            raise WorkerFailedError("Live cards need Linux.")
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

    async def _spawn(self) -> None:
        # Even where snippets can read what the user can, the app's memory is not theirs to read.
        from app.runner.cage.calls import hide

        hide()
        self._base = tempfile.mkdtemp(prefix="forecall-")
        self._control, theirs = socket.socketpair()
        with theirs:
            # -I would ignore PYTHONHASHSEED; in an environment built from nothing -P -s isolate as well.
            # asyncio's own subprocesses have a thread each that waits for them, up to Python 3.11.
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-s", "-B", "-c", _BOOT, str(_PACKAGE)),
                    *(str(theirs.fileno()), self._base, self._libraries, str(os.getpid())),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_environment(self._base, self._libraries),
                cwd="/",
                start_new_session=True,
            )
        self._reader, self._writer = await asyncio.open_unix_connection(sock=self._control)

    async def run(self, request: bytes, timeout_s: float, abandoned: asyncio.Event) -> Ending:
        """Run a snippet and return when no process of it is left.

        Args:
            request: What its process reads.
            timeout_s: Seconds after which it is killed.
            abandoned: Is set when nobody waits for the result any more; it is then killed at once.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        async with self._hand_over(request) as (line, out):
            ending = asyncio.create_task(self._ending())
            text = asyncio.create_task(_read(out, wire.TEXT_MAX))
            record = asyncio.create_task(_read(line, wire.RECORD_MAX))
            leaving = asyncio.create_task(abandoned.wait())
            tasks = {ending, text, record, leaving}
            try:
                killed = await _watch(ending, text, record, leaving, deadline)
                if killed:
                    await self._interrupt(ending)
                if not ending.done() or ending.result() is None:
                    await self.kill()
                await asyncio.wait({text, record}, timeout=GRACE_S)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        status = None if ending.cancelled() else ending.result()
        # Without its end the text is not what was printed: such a run has no record.
        whole = b"" if text.cancelled() else _got(record)
        return Ending(self._started, status, killed, _got(text), whole)

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

    @contextlib.asynccontextmanager
    async def _hand_over(
        self, request: bytes
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamReader]]:
        """Give the worker a line and an output, write the request, and read from both."""
        self._started = False
        with contextlib.ExitStack() as held:
            ours, theirs = socket.socketpair()
            held.enter_context(theirs)
            line, writer = await asyncio.open_unix_connection(sock=ours)
            held.callback(writer.transport.abort)
            reading, writing = os.pipe()
            printed = asyncio.StreamReader()
            pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(printed), os.fdopen(reading, "rb", buffering=0)
            )
            held.callback(pipe.close)
            self._send(wire.RUN, (theirs.fileno(), writing))
            # Held here, too, they would never come to their ends.
            theirs.close()
            os.close(writing)
            writer.write(request)
            writer.write_eof()
            yield line, printed

    async def stop(self) -> None:
        """End it by closing its socket, by force if that is not enough."""
        if self._writer is not None:
            self._writer.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._gone()
        await self.kill()

    async def kill(self) -> None:
        """End it and the snippet it runs by force."""
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
                self._started = True
                self._pid_running = int(rest)
            elif word == "end":
                self._pid_running = 0
                return int(rest)
            else:
                return None


async def _watch(
    ending: asyncio.Task[int | None],
    text: asyncio.Task[bytes],
    record: asyncio.Task[bytes],
    leaving: asyncio.Task[bool],
    deadline: float,
) -> str:
    """Wait for the end of a run and return why it is to be killed, if it is."""
    waiting: set[asyncio.Task[int | None] | asyncio.Task[bytes] | asyncio.Task[bool]]
    waiting = {ending, text, record, leaving}
    while not ending.done():
        left = deadline - asyncio.get_running_loop().time()
        done, waiting = await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if leaving in done:
            return "abandoned"
        if text in done and len(text.result()) > wire.TEXT_MAX:
            return "text"
        if record in done and len(record.result()) > wire.RECORD_MAX:
            return "record"
        if not done:
            return "deadline"
    return ""


async def _read(reader: asyncio.StreamReader, most: int) -> bytes:
    """Read to the end, or until there is more than `most`."""
    parts: list[bytes] = []
    size = 0
    with contextlib.suppress(ConnectionError):
        while size <= most and (part := await reader.read(65536)):
            parts.append(part)
            size += len(part)
    return b"".join(parts)


def _got(task: asyncio.Task[bytes]) -> bytes:
    return b"" if task.cancelled() else task.result()


def _environment(base: str, libraries: str) -> dict[str, str]:
    """Return the whole environment of the worker; nothing of the app's own is in it."""
    threads = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    # The worker looks for a GPU without starting its driver: what is started can't be forked.
    driver = {"PYTORCH_NVML_BASED_CUDA_CHECK": "1", "CUDA_CACHE_DISABLE": "1"}
    hidden = {"CUDA_VISIBLE_DEVICES": ""}
    return (
        dict.fromkeys(threads, "1")
        | (driver if libraries == "cuda" else hidden)
        | {
            "HOME": base,
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "TMPDIR": base,
            "TORCHINDUCTOR_CACHE_DIR": f"{base}/inductor",
            "TORCH_COMPILE_DISABLE": "1",
        }
    )
