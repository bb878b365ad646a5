"""The main wall: a list of the system calls that a snippet may make; the kernel refuses all others."""

from __future__ import annotations

import ctypes
import errno
import struct
from dataclasses import dataclass

from app.runner.cage import calls
from app.runner.cage.syscalls import ALWAYS, CONDITIONAL, DRIVER, NAMES

ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE = 0x00050000 | errno.EPERM
UNKNOWN = 0x00050000 | errno.ENOSYS

_ARCHITECTURES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}
"""By machine: its column in the tables, what the kernel calls it, the number of seccomp."""
_X32 = 0x40000000
_SET_MODE_FILTER = 1
_LOAD, _AND = 0x20, 0x54
_IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x15, 0x35, 0x06

_THREAD = (0x3D0F00, 0x7D0F00)
"""Flags with which glibc and musl make a thread; a process has others."""
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 1030)
"""Duplicate, flags, locks; not who gets signals (F_SETOWN, F_SETSIG), leases or notices."""
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""Is it a terminal, how wide, how much to read, blocking or not, close at exec or not."""
_PRCTL = (3, 15, 16, 23, 27, 39, 0x53564D41)
"""Names of threads and of memory, and questions about itself; nothing that changes rights."""
_UNIX, _STREAM = 1, (1, 1 | 0o4000, 1 | 0o2000000, 1 | 0o2004000)
_ACCESS_MODE, _CREATE, _TRUNCATE, _TEMPORARY = 3, 0o100, 0o1000, 0o20000000
_OWN_PID = -1

_Line = tuple[int, int, int, int]
"""An instruction: code, lines to skip if true, lines to skip if false, operand."""


@dataclass(frozen=True, slots=True)
class Program:
    """An assembled filter, in which the process's own id is still to be put."""

    code: bytes
    own_pid: tuple[int, ...]
    seccomp: int

    def for_pid(self, pid: int) -> bytes:
        """Return the filter for a process."""
        code = bytearray(self.code)
        for place in self.own_pid:
            struct.pack_into("=I", code, place, pid)
        return bytes(code)


def assemble(machine: str, *, changes_files: bool, threads: bool, driver: bool = False) -> Program:
    """Write the filter.

    Args:
        machine: ``x86_64`` or ``aarch64``.
        changes_files: False where nothing else keeps the snippet from files: then it can't open any for
            writing, nor change a directory.
        threads: True if it may start threads.
        driver: True if it may control device files and place memory, as a GPU's driver must.

    Raises:
        OSError: for any other machine.
    """
    if machine not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no list of system calls for {machine}")
    column, architecture, seccomp = _ARCHITECTURES[machine]
    lines: list[_Line] = [
        (_LOAD, 0, 0, 4),
        (_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, 0),
    ]
    if machine == "x86_64":
        lines += [(_IF_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, KILL)]
    plain = ALWAYS | (NAMES if changes_files else {}) | (DRIVER if driver else {})
    for numbers in plain.values():
        if (number := numbers[column]) is not None:
            lines += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, ALLOW)]
    for name, body in _conditions(changes_files, threads).items():
        if (number := CONDITIONAL[name][column]) is not None:
            lines += [(_IF_EQUAL, 0, len(body), number), *body]
    lines.append((_RETURN, 0, 0, REFUSE))
    own = tuple(8 * place + 4 for place, line in enumerate(lines) if line[3] == _OWN_PID)
    code = b"".join(struct.pack("=HBBI", *line[:3], line[3] & 0xFFFFFFFF) for line in lines)
    return Program(code, own, seccomp)


def load(program: Program, pid: int) -> None:
    """Bind this process by the filter, for good.

    Raises:
        OSError: if it could not be loaded.
    """
    code = program.for_pid(pid)
    calls.syscall(program.seccomp, _SET_MODE_FILTER, 0, _Filter(len(code) // 8, code))


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def _conditions(changes_files: bool, threads: bool) -> dict[str, list[_Line]]:
    own = _one_of(0, (_OWN_PID,))
    return {
        "open": _opens(1, changes_files),
        "openat": _opens(2, changes_files),
        # Its flags lie where no filter can read them; all there is can do with openat.
        "openat2": [(_RETURN, 0, 0, UNKNOWN)],
        "clone": _one_of(0, _THREAD) if threads else [(_RETURN, 0, 0, REFUSE)],
        # The same; where it is unknown the C library makes its threads by clone.
        "clone3": [(_RETURN, 0, 0, UNKNOWN)],
        "kill": own,
        "tgkill": own,
        "prlimit64": _one_of(0, (0,)),
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": _one_of(1, _IOCTL),
        "prctl": _one_of(0, _PRCTL),
        "socketpair": [*_only(0, _UNIX), *_one_of(1, _STREAM)],
        # Without an address: it goes to the other end, and nowhere else.
        "sendto": [*_only(4, 0, high=True), *_only(4, 0), (_RETURN, 0, 0, ALLOW)],
    }


def _one_of(argument: int, values: tuple[int, ...]) -> list[_Line]:
    """Allow the call if the low half of an argument, which is all the kernel looks at, is listed."""
    lines = [_load(argument)]
    for value in values:
        lines += [(_IF_EQUAL, 0, 1, value), (_RETURN, 0, 0, ALLOW)]
    return [*lines, (_RETURN, 0, 0, REFUSE)]


def _only(argument: int, value: int, *, high: bool = False) -> list[_Line]:
    """Refuse the call if half an argument is not `value`; else go on."""
    return [_load(argument, high=high), (_IF_EQUAL, 1, 0, value), (_RETURN, 0, 0, REFUSE)]


def _opens(argument: int, changes_files: bool) -> list[_Line]:
    if not changes_files:
        changing = _ACCESS_MODE | _CREATE | _TRUNCATE | _TEMPORARY
        return [_load(argument), (_AND, 0, 0, changing), *_refuse_equal_not(0)]
    # Old versions of Landlock do not see these two: reading that truncates, and the mode for ioctl alone.
    return [
        *(_load(argument), (_AND, 0, 0, _ACCESS_MODE | _TRUNCATE)),
        *((_IF_EQUAL, 0, 1, _TRUNCATE), (_RETURN, 0, 0, REFUSE)),
        *((_AND, 0, 0, _ACCESS_MODE), (_IF_EQUAL, 0, 1, _ACCESS_MODE)),
        *((_RETURN, 0, 0, REFUSE), (_RETURN, 0, 0, ALLOW)),
    ]


def _refuse_equal_not(value: int) -> list[_Line]:
    return [(_IF_EQUAL, 0, 1, value), (_RETURN, 0, 0, ALLOW), (_RETURN, 0, 0, REFUSE)]


def _load(argument: int, *, high: bool = False) -> _Line:
    return (_LOAD, 0, 0, 16 + 8 * argument + 4 * high)
