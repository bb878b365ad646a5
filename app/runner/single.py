"""An interpreter for one snippet alone: for drivers that can't be forked once they were started.

The worker, which has loaded nothing, starts it ahead. It loads the libraries, closes its cage while it has
but one thread, and only then starts the driver; so whatever thread the driver makes is bound as well.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

from app.core.cage import Tier
from app.runner.cage.bars import Bars
from app.runner.cage.calls import hide, set_death_signal
from app.runner.cage.tier import bars_of
from app.runner.forked import leave_worker, name_card
from app.runner.snippet import answer
from app.runner.warmup import start_device, warm_up


def start(libraries: str, line: int, out: int, scratch: str, zygote: int, bars: Bars) -> NoReturn:
    """Become such an interpreter; between a fork from the worker and a snippet's cage."""
    try:
        # As the worker was started: its words are the place of our package, a module, and what it is told.
        words = [
            libraries,
            scratch,
            str(zygote),
            bars.tier,
            str(int(bars.spaces)),
            str(bars.abi),
            bars.device,
        ]
        ours = sys.orig_argv[: 2 - len(sys.argv)]
        leave_worker(line, out, scratch)
        # A program loses the rights in its namespaces when it starts.
        bars.furnish(scratch)
        os.execv(sys.executable, [*ours, "single", *words])
    finally:
        os._exit(1)


def main(
    libraries: str, scratch: str, zygote: str, tier: str, spaces: str, abi: str, device: str
) -> NoReturn:
    """Load the libraries, close the cage, start the device, and run one snippet."""

    def settle() -> None:
        set_death_signal(signal.SIGKILL)
        hide()
        warm_up(libraries)
        if tasks := len(os.listdir("/proc/self/task")) - 1:
            raise RuntimeError(f"{tasks} threads were started by an import")
        bars_of(Tier(tier), spaces == "1", int(abi), device).close(int(zygote), scratch)
        start_device(device)

    answer(device, settle, name_card)
