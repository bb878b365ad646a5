"""The terminal's driver: Textual's, which asks ten times a second for keys, asks only once there are any."""

from __future__ import annotations

import os
import sys
from codecs import getincrementaldecoder
from select import select
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import constants

if TYPE_CHECKING:
    from textual.driver import Driver

TICK_S = 0.1
"""How often the parser is asked whether an escape was a key of its own, after bytes came."""
_LAST_S = 0.1
"""How long to wait at the end for what the terminal still answers: the shell must not get it."""


class _Bell(Event):
    """An event that also makes a file descriptor readable, for those who wait for others besides it."""

    def __init__(self) -> None:
        super().__init__()
        self.rings, self._ring = os.pipe()

    def set(self) -> None:
        super().set()
        os.write(self._ring, b"!")

    def clear(self) -> None:
        if self.is_set():
            os.read(self.rings, 1)
        super().clear()


def quiet_driver() -> type[Driver] | None:
    """Return a driver that costs nothing while nothing happens; None where Textual has to choose one."""
    if sys.platform == "win32" or constants.DRIVER:
        return None
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class QuietDriver(LinuxDriver):
        """Sleeps until bytes come or the end does."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.exit_event = self._bell = _Bell()

        def run_input_thread(self) -> None:
            parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")().decode

            def read() -> bool:
                raw = os.read(self.fileno, 4096)
                if text := decode(raw):
                    for message in parser.feed(text):
                        self.process_message(message)
                return bool(raw)

            lingers = constants.ESCAPE_DELAY + 2 * TICK_S
            until, sources = 0.0, [self.fileno, self._bell.rings]
            while not self.exit_event.is_set():
                if self.fileno in select(sources, (), (), TICK_S if monotonic() < until else None)[0]:
                    if not read():
                        return  # the terminal is gone, or what was piped in is at its end
                    until = monotonic() + lingers
                for message in parser.tick():
                    self.process_message(message)
            if select([self.fileno], (), (), _LAST_S)[0]:
                read()

    return QuietDriver
