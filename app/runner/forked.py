"""A fork of the worker, from its start to when it is ready for its snippet."""

from __future__ import annotations

import os
import signal
import tempfile
from functools import partial
from typing import NoReturn

from app.runner.cage.bars import Bars
from app.runner.cage.calls import name_process
from app.runner.snippet import answer, arrange_files

name_card = partial(name_process, "forecall card")


def live(line: int, out: int, scratch: str, zygote: int, bars: Bars) -> NoReturn:
    """Wait in the cage for the snippet that is asked for on `line`, run it, and exit.

    Args:
        line: Descriptor on which the request is read and the record written.
        out: Descriptor that takes what the snippet prints.
        scratch: An empty directory to work in.
        zygote: Process id of the parent.
        bars: What is closed around it before foreign code runs.
    """

    def settle() -> None:
        bars.furnish(scratch)
        bars.close(zygote, scratch)

    try:
        leave_worker(line, out, scratch)
        answer(bars.device, settle, name_card)
    finally:
        os._exit(1)


def leave_worker(line: int, out: int, scratch: str) -> None:
    """Keep nothing of the worker that this process was forked from but what is its own."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    arrange_files(line, out)
    os.environ["HOME"] = os.environ["TMPDIR"] = scratch
    tempfile.tempdir = None
