"""The layers of the cage put together, and closed around a snippet's process."""

from __future__ import annotations

import glob
import os
import signal
import sys
import sysconfig
from dataclasses import dataclass

from app.core.cage import Tier
from app.runner.cage import calls, landlock, limits, namespaces, seccomp

_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu.max",
    "/dev/urandom",
)
"""What libraries read for themselves; nothing of it is the user's."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What is closed around each snippet.

    Attributes:
        tier: How much these layers hold.
        spaces: True if the worker is in namespaces of its own: each run then has a scratch in memory.
        abi: The version of Landlock in use; 0 means none.
        program: The filter of system calls; None means none.
        reads: Files and folders that may be read.
        device: ``cpu``, or another: then its driver is within reach, and threads and memory are not
            bounded, since the driver needs both.
    """

    tier: Tier
    spaces: bool
    abi: int
    program: seccomp.Program | None
    reads: tuple[str, ...] = ()
    device: str = "cpu"

    @property
    def threads(self) -> bool:
        """True if snippets may start threads: only where they are counted by themselves, or a driver must."""
        return self.device != "cpu" or counts_threads(self.spaces)

    def furnish(self, scratch: str) -> None:
        """Go to an empty directory, which is in memory where this process may have one there.

        Raises:
            OSError: if it could not be done.
        """
        if self.spaces:
            namespaces.mount_scratch(scratch)
        os.chdir(scratch)

    def close(self, zygote: int, scratch: str) -> None:
        """Bind this process, before the snippet's first line.

        Args:
            zygote: The process that must be the parent.
            scratch: The directory that was furnished.

        Raises:
            OSError, ValueError: if anything of it could not be done; then nothing must run.
        """
        calls.drop_capabilities()
        calls.gain_nothing()
        # After the change of rights, which would take the signal back.
        calls.set_death_signal(signal.SIGKILL)
        if os.getppid() != zygote:
            raise ProcessLookupError("the zygote is gone")
        driver = self.device != "cpu"
        limits.limit(count_threads=self.spaces, driver=driver)
        if self.abi:
            # On a real disk the number of files could not be bounded.
            writes = [os.devnull, *([scratch] if self.spaces else []), *(_driver() if driver else [])]
            landlock.restrict([*self.reads, scratch], writes, self.abi)
        if self.program is not None:
            seccomp.load(self.program, os.getpid())


def counts_threads(spaces: bool) -> bool:
    """Tell whether a limit on threads counts the snippet's own ones, and holds."""
    return spaces and os.getuid() != 0


def _driver() -> list[str]:
    """Return the device files of the GPU, and what its libraries read."""
    return [*glob.glob("/dev/nvidia*"), *glob.glob("/proc/driver/nvidia*")]


def readable() -> tuple[str, ...]:
    """Return what may be read: the standard library, installed packages, and what they need."""
    paths = sysconfig.get_paths()
    own = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    places = sorted({os.path.realpath(place) for place in (*own, f"{sys.base_prefix}/lib", *_SYSTEM)})
    found: list[str] = []
    for place in filter(os.path.exists, places):
        # What lies within another place needs no rule of its own: each costs time in every run.
        if not any(place.startswith(f"{other}/") for other in found):
            found.append(place)
    return tuple(found)
