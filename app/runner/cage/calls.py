"""System calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
import platform

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NAME = 15
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522


def machine() -> str:
    """Return the processor's name as the kernel gives it: ``x86_64``, ``aarch64`` …."""
    return platform.machine()


def syscall(number: int, *arguments: int | bytes | ctypes.Structure | None) -> int:
    """Make a system call and return its result.

    Structures and bytes are passed by address.

    Raises:
        OSError: if the call failed; only its own result tells, never an old errno.
    """
    passed = [_passed(argument) for argument in arguments]
    result = int(_LIBC.syscall(ctypes.c_long(number), *passed))
    if result == -1:
        raise _error()
    return result


def set_death_signal(number: int) -> None:
    """Ask for signal `number` when the parent dies; 0 asks for none."""
    _prctl(_PR_SET_PDEATHSIG, number)


def adopt_orphans() -> None:
    """Make this process the parent of descendants whose own parent died."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def gain_nothing() -> None:
    """Give up for good what running a program could add to this process's rights."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def hide() -> None:
    """Close this process's memory, environment and descriptors to others of the same user."""
    _prctl(_PR_SET_DUMPABLE, 0)


def name_process(name: str) -> None:
    """Set what `ps` and `top` call this process; those that it forks inherit it."""
    buffer = ctypes.create_string_buffer(name.encode())
    _prctl(_PR_SET_NAME, ctypes.addressof(buffer))


def drop_capabilities() -> None:
    """Give up all capabilities, those that come with a namespace of one's own too."""
    number = _CAPSET.get(machine())
    if number is not None:
        syscall(number, _CapHeader(_CAPABILITY_VERSION, 0), _CapSets())


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` name for new ones."""
    if _LIBC.unshare(ctypes.c_int(flags)):
        raise _error()


def mount(kind: str, at: str, flags: int, options: str = "") -> None:
    """Mount an own file system of a kind at a directory."""
    if _LIBC.mount(
        kind.encode(), os.fsencode(at), kind.encode(), ctypes.c_ulong(flags), options.encode() or None
    ):
        raise _error()


def advise(start: int, size: int, advice: int) -> None:
    """Tell the system what will be done with a stretch of this process's memory.

    Raises:
        OSError: if it knows no such advice, or could not follow it.
    """
    if _LIBC.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), advice):
        raise _error()


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapSets(ctypes.Structure):
    _fields_ = [("sets", ctypes.c_uint32 * 6)]


def _passed(argument: int | bytes | ctypes.Structure | None) -> object:
    if isinstance(argument, int):
        # Otherwise ctypes would pass 32 bits of it.
        return ctypes.c_long(argument)
    return ctypes.byref(argument) if isinstance(argument, ctypes.Structure) else argument


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, *(ctypes.c_ulong(word) for word in (value, 0, 0, 0))):
        raise _error()


def _error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
