"""Becomes a user without rights, for what must never run as root."""

from __future__ import annotations

import ctypes
import os
import sys

USER = 12345
_NEWNS, _BIND, _MOVE, _REC, _PRIVATE = 0x20000, 4096, 8192, 16384, 1 << 18


def drop() -> None:
    """Give up being root; if the interpreter lies where only root can go, open a way for this process alone.

    Raises:
        OSError: if the system refuses.
    """
    home = f"/{os.path.realpath(sys.executable).split('/')[1]}"
    if os.stat(home).st_mode & 0o005 != 0o005:
        _open_way(home)
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)


def _open_way(home: str) -> None:
    """In a mount namespace of one's own, lay over `home` a folder that holds only the interpreter's part."""
    part = os.path.realpath(sys.executable).split("/")[2]
    libc = ctypes.CDLL(None, use_errno=True)

    def mount(source: str, target: str, kind: str, flags: int) -> None:
        if libc.mount(
            source.encode(),
            target.encode(),
            kind.encode(),
            ctypes.c_ulong(flags),
            b"mode=755" if kind == "tmpfs" else None,
        ):
            raise OSError(number := ctypes.get_errno(), os.strerror(number))

    if libc.unshare(_NEWNS):
        raise OSError(number := ctypes.get_errno(), os.strerror(number))
    mount("none", "/", "none", _REC | _PRIVATE)
    held = os.open(f"{home}/{part}", os.O_PATH)
    mount("tmpfs", home, "tmpfs", 0)
    os.mkdir(f"{home}/{part}")
    mount(f"/proc/self/fd/{held}", f"{home}/{part}", "none", _BIND | _REC)
    os.close(held)
