"""Own namespaces: no network at all, and a scratch in memory. Where they are refused, the rest must hold."""

from __future__ import annotations

import os

from app.runner.cage import calls

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x40000000
_NOSUID_NODEV_NOEXEC = 0b1110
_SCRATCH = "size=32m,nr_inodes=256,mode=700"
"""A bound on the number of files, too: a limit on file sizes alone lets them be without number."""


def lack(base: str) -> str:
    """Return why namespaces can't be used here; empty if they can. A process of its own tries them."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        told = b""
        try:
            enter()
            mount_scratch(base)
            with open(f"{base}/tried", "xb"):
                pass
        except BaseException as error:  # noqa: BLE001 whatever it was, they are of no use
            told = str(error).encode("utf-8", "replace")[:200] or b"unknown"
        finally:
            os.write(writing, told)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        why = pipe.read().decode("utf-8", "replace")
    _, status = os.waitpid(pid, 0)
    return why if status == 0 else "the probe ended early"


def enter() -> None:
    """Move this process, which must have one thread, into namespaces of its own, its user kept.

    Raises:
        OSError: if the system refuses.
    """
    user, group = os.geteuid(), os.getegid()
    calls.unshare(_NEWUSER | _NEWNS | _NEWNET | _NEWIPC | _NEWUTS)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def mount_scratch(at: str) -> None:
    """Lay an empty file system in memory over a directory; it goes with this process.

    Raises:
        OSError: if the system refuses.
    """
    calls.unshare(_NEWNS)
    calls.mount("tmpfs", at, _NOSUID_NODEV_NOEXEC, _SCRATCH)
