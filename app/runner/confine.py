"""Binds the process of a snippet before foreign code runs in it."""

from __future__ import annotations

import ctypes
import os
import resource
import signal

from app.runner import wire

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_LIBC = ctypes.CDLL(None, use_errno=True)


def confine(zygote: int, cpu_s: int) -> None:
    """Bind this process, between the fork and the snippet's first line.

    Whatever else is to hold a snippet belongs here. What holds: it gains no privileges, dies with the
    zygote, and is bounded in memory, processor time, file size and open files; its own process group
    and everything it leaves behind are killed after the run. What does not: it can still read and
    write the user's files, use the network, and signal the user's processes; and what leaves its group
    and then kills the zygote stays.

    Args:
        zygote: The process that must be the parent.
        cpu_s: Seconds of processor time.

    Raises:
        OSError: if anything of it could not be done, or the parent is gone.
    """
    set_death_signal(signal.SIGKILL)
    if os.getppid() != zygote:
        raise ProcessLookupError("the zygote is gone")
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _limit(resource.RLIMIT_CPU, cpu_s)
    _limit(resource.RLIMIT_FSIZE, 16 << 20)
    _limit(resource.RLIMIT_NOFILE, 64)
    # One byte, not none: a core handler behind a pipe is run for 0 but not for 1.
    _limit(resource.RLIMIT_CORE, 1)
    with open("/proc/self/statm", encoding="ascii") as statm:
        size = int(statm.read().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, size + wire.MEMORY)


def set_death_signal(number: int) -> None:
    """Ask for signal `number` when the parent dies; 0 asks for none."""
    _prctl(_PR_SET_PDEATHSIG, number)


def adopt_orphans() -> None:
    """Make this process the parent of descendants whose own parent died."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, value, 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))
