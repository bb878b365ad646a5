"""The app's side of interpreters that run one snippet each: the way for systems without a cage of ours.

Nothing is forked that has loaded a library: the frameworks of macOS do not stand that.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter

from app.core.cage import Cage, Tier
from app.runner.errand import Ending, Errand
from app.runner.kind import Kind
from app.runner.process import GRACE_S, PATIENCE_S, WorkerFailedError, command, environment
from app.runner.scratch import remove

REASON = "forecall can cage snippets on Linux only"
_LOOK_S = 0.005
"""Seconds between looks at whether an interpreter that runs a snippet is still there."""


class Portable:
    """The interpreter that waits for the next snippet; the same to its user as a `Process`."""

    def __init__(self, kind: Kind, on_cage: Callable[[Cage], None]) -> None:
        """Start nothing yet.

        Args:
            kind: What it gives its snippets.
            on_cage: Is told that nothing holds there.
        """
        self.environment = ""
        self._on_cage = on_cage
        self._kind = kind
        self._base = ""
        self._ready_s = 0.0
        self._spare: asyncio.Task[_Interpreter] | None = None

    @property
    def alive(self) -> bool:
        """True from start to stop."""
        return bool(self.environment)

    async def start(self, ready_s: float) -> None:
        """Have an interpreter get ready, which may take `ready_s` seconds.

        Raises:
            WorkerFailedError: if there can be none.
        """
        if sys.platform == "win32":
            raise WorkerFailedError("Live cards need Linux or macOS.")
        # The app's first frame does not wait for what looks packages up.
        from app.runner.warmup import find_versions, wanted

        self._ready_s = ready_s
        self._on_cage(Cage(Tier.LIMITED, (REASON,)))
        libraries = self._kind.libraries
        try:
            versions = find_versions(libraries)
            self._base = tempfile.mkdtemp(prefix="forecall-")
        except ImportError as error:
            fix = f"Try: {sys.executable} -m pip install {' '.join(wanted(libraries))}"
            raise WorkerFailedError(f"{type(error).__name__}: {error}. {fix}") from error
        except OSError as error:
            raise WorkerFailedError(f"It could not be started: {error}.") from error
        known = {**versions, "cage": Tier.LIMITED.value, "device": self._kind.device}
        self.environment = json.dumps(known, sort_keys=True)
        self._prepare()

    async def run(self, request: bytes, timeout_s: float, abandoned: asyncio.Event) -> Ending:
        """Run a snippet and return when its interpreter is gone, with all of its process group.

        Args:
            request: What its process reads.
            timeout_s: Seconds from its start after which it is killed.
            abandoned: Is set when nobody waits for the result any more; it is then killed at once.
        """
        interpreter = await self._waiting()
        if interpreter is None:
            return Ending()
        if abandoned.is_set():
            return Ending(killed="abandoned")
        self._spare = None
        start = perf_counter()
        deadline = asyncio.get_running_loop().time() + timeout_s
        try:
            errand = interpreter.ask(request)
            if killed := await errand.watch(deadline, abandoned):
                interpreter.kill()
                await asyncio.wait({errand.ending}, timeout=PATIENCE_S)
            return await errand.told(killed, (perf_counter() - start) * 1000, GRACE_S)
        finally:
            await interpreter.close()
            if self.alive:
                self._prepare()

    async def stop(self) -> None:
        """End what waits."""
        self.environment = ""
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.cancel()
            await asyncio.wait({spare})
            if not spare.cancelled() and spare.exception() is None:
                await spare.result().close()
        remove(self._base)

    def _prepare(self) -> None:
        """See to it that an interpreter waits: it loads its libraries while nobody waits for it."""
        if self._spare is None:
            self._spare = asyncio.create_task(self._fetch())

    async def _fetch(self) -> _Interpreter:
        interpreter = _Interpreter(self._kind, self._base)
        try:
            await interpreter.start()
        except BaseException:
            await interpreter.close()
            raise
        return interpreter

    async def _waiting(self) -> _Interpreter | None:
        """Return the interpreter that waits, which stays the next one; None if none gets ready."""
        for is_last in (False, True):
            self._prepare()
            assert self._spare is not None
            try:
                interpreter = await asyncio.wait_for(self._spare, self._ready_s)
            except TimeoutError:
                self._spare = None
                break
            except OSError:
                # What was refused a while ago may be granted now.
                self._spare = None
                if is_last:
                    raise
                continue
            if interpreter.waits:
                return interpreter
            # It died while it waited, or could not even begin.
            self._spare = None
            await interpreter.close()
        return None


class _Interpreter:
    """One interpreter, the leader of its own process group, and the errand to it."""

    def __init__(self, kind: Kind, base: str) -> None:
        self._kind = kind
        self._base = base
        self._scratch = tempfile.mkdtemp(dir=base)
        self._asked = asyncio.Event()
        self._errand: Errand | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._life = -1

    @property
    def waits(self) -> bool:
        """True if it is there, as far as is known."""
        return self._errand is not None and self._errand.waits

    async def start(self) -> None:
        """Start it, and return when it waits or is gone."""
        self._errand = await Errand.send(self._spawn, self._ending)
        await self._errand.ready()

    def ask(self, request: bytes) -> Errand:
        """Start the snippet."""
        assert self._errand is not None
        self._asked.set()
        self._errand.ask(request)
        return self._errand

    def kill(self) -> None:
        """End it with its process group, if it was not heard of as gone."""
        if self._process is not None and self._process.returncode is None:
            self._kill_group(self._process.pid)

    async def close(self) -> None:
        """End it if it is there, and keep nothing of it."""
        self.kill()
        while self._process is not None and self._process.poll() is None:
            await asyncio.sleep(_LOOK_S)
        if self._errand is not None:
            await self._errand.close()
        if self._life >= 0:
            os.close(self._life)
        remove(self._scratch)

    def _spawn(self, ends: tuple[int, int]) -> None:
        theirs, self._life = os.pipe()
        try:
            self._process = subprocess.Popen(
                [
                    *(*command("alone"), *map(str, (*ends, theirs)), self._base),
                    *(self._kind.libraries, self._kind.device),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(*ends, theirs),
                env=environment(self._scratch, self._kind),
                cwd=self._scratch,
                start_new_session=True,
            )
        finally:
            os.close(theirs)

    async def _ending(self) -> int:
        """Return the exit status, once what it left in its group is killed."""
        assert self._process is not None
        # While it waits, the end of its line tells that it is gone.
        await self._asked.wait()
        # Not every system tells of an end without a thread that waits for it.
        while (status := self._process.poll()) is None:
            await asyncio.sleep(_LOOK_S)
        self._kill_group(self._process.pid)
        return status

    def _kill_group(self, leader: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
