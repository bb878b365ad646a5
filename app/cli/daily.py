"""The backup of the day: in a thread of its own, behind everything that the learner waits for."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from app.core.errors import ForecallError
from app.study.ports import Clock

REST_S = 0.004
"""Between two parts of a quarter of a MiB: some 40 MB are copied a second."""
GIVE_WAY = 10
"""How much nicer the thread is than the others, where the system has that."""


class DailyBackup:
    """Takes the backup of the day, if there is none.

    Args:
        database: What is backed up.
        rollover_hour: Hour at which a study day begins.
        clock: Gives the instant.
    """

    def __init__(self, database: Path, rollover_hour: int, clock: Clock) -> None:
        self._database, self._rollover_hour, self._clock = database, rollover_hour, clock
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, tell: Callable[[ForecallError], None]) -> None:
        """Begin, and return at once.

        Args:
            tell: Called in the other thread, if the backup can't be taken.
        """
        # A daemon: whoever kills forecall need not wait. What is left behind is cleared another day.
        self._thread = threading.Thread(target=self._work, args=(tell,), daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait for it at the end, now that nobody else is kept waiting; ctrl+c gives up."""
        self._hurry.set()
        if self._thread is None or not self._thread.is_alive():
            return
        self._thread.join(0.5)
        if self._thread.is_alive():
            with suppress(OSError):
                click.echo("Finishing the backup of the day (ctrl+c gives it up) …", err=True)
            with suppress(KeyboardInterrupt):
                self._thread.join()

    def _work(self, tell: Callable[[ForecallError], None]) -> None:
        from app.store.backup import back_up, is_backed_up

        if sys.platform == "linux":  # elsewhere it would be about the whole process
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GIVE_WAY)
        try:
            if not is_backed_up(self._database, self._clock(), self._rollover_hour):
                back_up(self._database, self._clock, lambda: self._hurry.wait(REST_S))
        except ForecallError as error:
            tell(error)
