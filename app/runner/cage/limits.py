"""Limits of what a snippet's process may use."""

from __future__ import annotations

import resource

from app.runner import wire

_THREADS = 16
# One byte, not none: a core handler behind a pipe is run for 0 but not for 1.
_ANYWHERE = {resource.RLIMIT_FSIZE: 16 << 20, resource.RLIMIT_CORE: 1}
"""What any system can bound."""


def limit(count_threads: bool, driver: bool = False) -> None:
    """Bound this process in memory, files and messages.

    Args:
        count_threads: True to bound threads, too; in the user's own namespace they would be counted
            together with all that the user runs.
        driver: True for a GPU's driver, which reserves address space, locks memory and has threads.

    Raises:
        OSError, ValueError: if a limit could not be set.
    """
    limits = {
        **_ANYWHERE,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_AS: _size() + wire.MEMORY,
    }
    if driver:
        limits[resource.RLIMIT_NOFILE] = 1024
        del limits[resource.RLIMIT_AS], limits[resource.RLIMIT_MEMLOCK]
    elif count_threads:
        limits[resource.RLIMIT_NPROC] = _THREADS
    for which, value in limits.items():
        _bound(which, value)


def limit_files() -> None:
    """Bound this process in the files that it writes, where nothing else can be bounded.

    Raises:
        OSError, ValueError: if a limit could not be set.
    """
    for which, value in _ANYWHERE.items():
        _bound(which, value)


def limit_time(cpu_s: int) -> None:
    """Bound this process in processor time, beyond what it used to get ready.

    Raises:
        OSError, ValueError: if the limit could not be set.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _bound(resource.RLIMIT_CPU, cpu_s + int(used.ru_utime + used.ru_stime))


def _bound(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (least, least))


def _size() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
