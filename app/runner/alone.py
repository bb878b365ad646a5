"""An interpreter for one snippet alone, on systems for which there is no cage: nothing in it is Linux's own.

It ends with the app, whatever it is doing then: it holds the end of a pipe whose other end only the app has.
"""

from __future__ import annotations

import _thread
import os
import signal
from typing import NoReturn

from app.runner.cage.limits import limit_files
from app.runner.scratch import remove
from app.runner.snippet import answer, arrange_files
from app.runner.warmup import start_device, warm_up

_LIFE = 5


def main(line: str, out: str, life: str, base: str, libraries: str, device: str) -> NoReturn:
    """Load the libraries, start the device, and run one snippet in the current directory.

    Args:
        line: Number of the descriptor on which the request is read and the record written.
        out: The one that takes what the snippet prints.
        life: The one that comes to its end with the app.
        base: The app's directory for scratch, which nobody else can remove then.
        libraries: ``numpy`` or ``torch``.
        device: What the snippet runs on.
    """

    def settle() -> None:
        warm_up(libraries)
        limit_files()
        start_device(device)

    try:
        arrange_files(int(line), int(out), int(life))
        # Unlike one of `threading`, it is none that a snippet finds.
        _thread.start_new_thread(_end_with_app, (base,))
        answer(device, settle, lambda: None)
    finally:
        os._exit(1)


def _end_with_app(base: str) -> None:
    # Nothing is ever written to it.
    os.read(_LIFE, 1)
    remove(base)
    os.killpg(0, signal.SIGKILL)
