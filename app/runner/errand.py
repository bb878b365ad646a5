"""A process that waits for one snippet and then runs it: what the app has of it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from app.runner import wire


@dataclass(frozen=True, slots=True)
class Ending:
    """How a snippet's process ended, as far as that can be known from outside.

    Attributes:
        started: False if it was gone before it heard of the snippet.
        status: Exit code, or minus the number of the signal; None if the worker died with it.
        killed: Why: ``deadline``, ``abandoned``, ``text`` or ``record``; empty if it was not.
        text: What it printed.
        record: What it wrote as its record.
        ms: Milliseconds from the snippet's start.
    """

    started: bool = False
    status: int | None = None
    killed: str = ""
    text: bytes = b""
    record: bytes = b""
    ms: float = 0.0


class Errand:
    """The line to a process that waits, and its output.

    Attributes:
        ending: Comes to the exit code of the process, or to None if the worker is gone.
    """

    def __init__(
        self,
        line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        output: asyncio.StreamReader,
        ending: Coroutine[None, None, int | None],
        held: contextlib.ExitStack,
    ) -> None:
        """Take over what `send` opened."""
        self._line, self._writer = line
        self.ending = asyncio.create_task(ending)
        self._text = asyncio.create_task(_read(output, wire.TEXT_MAX))
        self._record: asyncio.Task[bytes] | None = None
        self._held = held

    @classmethod
    async def send(
        cls,
        hand_over: Callable[[tuple[int, int]], None],
        ending: Callable[[], Coroutine[None, None, int | None]],
    ) -> Errand:
        """Open line and output and hand their other ends over to the worker.

        Raises:
            OSError: if the system refuses.
        """
        with contextlib.ExitStack() as theirs, contextlib.ExitStack() as ours:
            line, far = socket.socketpair()
            theirs.enter_context(far)
            reader, writer = await asyncio.open_unix_connection(sock=line)
            ours.callback(writer.transport.abort)
            reading, writing = os.pipe()
            # Held here, too, it would never come to its end.
            theirs.callback(os.close, writing)
            output = asyncio.StreamReader()
            pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(output), os.fdopen(reading, "rb", buffering=0)
            )
            ours.callback(pipe.close)
            hand_over((far.fileno(), writing))
            return cls((reader, writer), output, ending(), ours.pop_all())

    @property
    def waits(self) -> bool:
        """True if the process is there, as far as is known."""
        return not self.ending.done() and not self._line.at_eof()

    async def ready(self) -> None:
        """Return when it waits, or is gone."""
        with contextlib.suppress(ConnectionError):
            await self._line.read(len(wire.WAITING))

    def ask(self, request: bytes) -> None:
        """Start the snippet."""
        self._writer.write(request)
        self._writer.write_eof()
        self._record = asyncio.create_task(_read(self._line, wire.RECORD_MAX + 1))

    async def watch(self, deadline: float, abandoned: asyncio.Event) -> str:
        """Wait for the end of the run and return why it is to be killed, if it is.

        Args:
            deadline: The loop's time at which it is over.
            abandoned: Is set when nobody waits for the result any more.
        """
        assert self._record is not None
        leaving = asyncio.create_task(abandoned.wait())
        waiting: set[asyncio.Task[int | None] | asyncio.Task[bytes] | asyncio.Task[bool]]
        waiting = {self.ending, self._text, self._record, leaving}
        try:
            while not self.ending.done():
                left = deadline - asyncio.get_running_loop().time()
                done, waiting = await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if leaving in done:
                    return "abandoned"
                if self._text in done and len(self._text.result()) > wire.TEXT_MAX:
                    return "text"
                if self._record in done and len(self._record.result()) > wire.RECORD_MAX + 1:
                    return "record"
                if not done:
                    return "deadline"
            return ""
        finally:
            leaving.cancel()

    async def told(self, killed: str, ms: float, grace_s: float) -> Ending:
        """Return how it ended, once all that it wrote came in, for which it has some seconds."""
        assert self._record is not None
        await asyncio.wait({self._text, self._record}, timeout=grace_s)
        status = self.ending.result() if self.ending.done() else None
        started, record = _got(self._record)[:1], _got(self._record)[1:]
        # Without its end the text is not what was printed: such a run has no record.
        whole = record if self._text.done() else b""
        return Ending(started == wire.STARTED, status, killed, _got(self._text), whole, ms)

    async def close(self) -> None:
        """Close the line and the output; a process that waits ends by that."""
        tasks = [task for task in (self.ending, self._text, self._record) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._held.close()


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
    return task.result() if task.done() else b""
