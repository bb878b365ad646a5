"""A real terminal for tests and benchmarks: a program in a pty, its answers, its screen over time."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence

import pyte

_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*u|\x1b\[>[0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$p|\x1bP.*?\x1b\\|\x1b\[=[0-9;]*[a-zA-Z]",
    re.DOTALL,
)
_ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
}
"""What an xterm-like terminal answers to the queries that Textual sends."""


class Terminal:
    """Runs a program on a pty of its own.

    Args:
        argv: The program.
        columns: Width of the terminal.
        lines: Height of the terminal.
        env: Added to the environment.
    """

    def __init__(
        self, argv: Sequence[str], columns: int = 80, lines: int = 24, env: Mapping[str, str] | None = None
    ) -> None:
        known = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TMUX")}
        known |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"} | dict(env or {})
        self.raw = b""
        self.chunks: list[tuple[float, bytes]] = []
        self._size = struct.pack("HHHH", lines, columns, 0, 0)
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, self._size)
            os.execvpe(argv[0], list(argv), known)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, self._size)
        self.modes_before = termios.tcgetattr(self._fd)
        self.status: int | None = None

    def write(self, keys: bytes) -> float:
        """Type keys; return when."""
        now = time.perf_counter()
        os.write(self._fd, keys)
        return now

    def read(self, seconds: float) -> bool:
        """Read what comes within some seconds, and answer queries; tell whether anything came."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self._fd, 65536)
        except OSError:
            return False
        self.chunks.append((time.perf_counter(), chunk))
        self.raw += chunk
        for query, answer in _ANSWERS.items():
            for _ in range(chunk.count(query)):
                os.write(self._fd, answer)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", chunk))
        return bool(chunk)

    def wait_for(self, text: str, seconds: float = 20) -> float:
        """Read until a text stands on the screen; return when it came.

        Raises:
            AssertionError: If it does not come in time.
        """
        return self.wait_until(lambda shown: text in shown, seconds, repr(text))

    def wait_until(self, holds: Callable[[str], bool], seconds: float = 20, what: str = "it") -> float:
        """Read until something holds of the screen's text; return when that came.

        Raises:
            AssertionError: If it does not come in time.
        """
        end = time.perf_counter() + seconds
        while not holds(self.text):
            assert time.perf_counter() < end, f"{what} did not come:\n{self.text}"
            self.read(0.05)
        return self.chunks[-1][0]

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._pid

    @property
    def cpu_ms(self) -> float:
        """CPU time of the program so far in milliseconds, as its own clock tells it (on Linux)."""
        return 1000 * time.clock_gettime((~self._pid << 3) | 2)

    @property
    def ended(self) -> bool:
        """True once the program has ended."""
        if self.status is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is not None

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal larger or smaller; the program is told by a signal."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def kill(self) -> None:
        """Kill the program, as a crash or a power cut would."""
        os.kill(self._pid, signal.SIGKILL)
        self.status = os.waitpid(self._pid, 0)[1]

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing has come for a while."""
        while self.read(quiet):
            pass

    @property
    def text(self) -> str:
        """The screen as text; not by pyte's `display`, which fails on half-overwritten wide characters."""
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return "\n".join("".join(self._screen.buffer[y][x].data for x in columns).rstrip() for y in rows)

    def leave(self, keys: bytes, seconds: float = 10) -> int | None:
        """Type keys and wait for the program's end; return its wait status, None if it did not end."""
        self.write(keys)
        end = time.perf_counter() + seconds
        while not self.ended and time.perf_counter() < end:
            self.read(0.02)
        self.modes_after = termios.tcgetattr(self._fd)
        return self.status

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)
