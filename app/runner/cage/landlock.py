"""The wall around files: Landlock, asked for what it can do rather than judged by the kernel's version."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from app.runner.cage import calls

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_RULE_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_CHANGE_DIR = sum(1 << bit for bit in (4, 5, 7, 8, 12))
"""Remove directories and files, make directories, files and symbolic links."""
_TRUNCATE = 1 << 14
_CONTROL = 1 << 15
_RIGHTS_OF_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE | _CONTROL
_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: 1 << 13, 3: _TRUNCATE, 5: _CONTROL}
"""Rights on files by the ABI that brought them; 2 links across directories, 5 device ioctls."""
_TCP, _TCP_SINCE = 0b11, 4
_SCOPES, _SCOPES_SINCE = 0b11, 6
"""Abstract UNIX sockets and signals."""


def abi() -> int:
    """Return the version of Landlock that this kernel offers; 0 if it offers none."""
    try:
        return calls.syscall(_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def restrict(reads: Iterable[str], writes: Iterable[str], known: int) -> None:
    """Let this process open nothing but what is listed, from now on and for good.

    Nothing may be executed, and where the kernel knows how, no TCP port be used and no process outside
    be signalled. Only the calling thread is bound: there must be no other.

    Args:
        reads: Files and directories to read; those that do not exist are passed over.
        writes: Files and directories to read, write and change; device files to control.
        known: The ABI to use, at least 1.

    Raises:
        OSError: if any of it could not be done.
    """
    handled = sum(rights for since, rights in _RIGHTS_BY_ABI.items() if since <= known)
    ruleset = _Ruleset(handled, _TCP if known >= _TCP_SINCE else 0, _SCOPES if known >= _SCOPES_SINCE else 0)
    size = 24 if known >= _SCOPES_SINCE else 16 if known >= _TCP_SINCE else 8
    number = calls.syscall(_CREATE_RULESET, ruleset, size, 0)
    try:
        for path in reads:
            _allow(number, path, handled & (_READ_FILE | _READ_DIR))
        for path in writes:
            _allow(number, path, handled & (_RIGHTS_OF_FILES | _READ_DIR | _CHANGE_DIR | 1 << 13))
        calls.syscall(_RESTRICT_SELF, number, 0)
    finally:
        os.close(number)


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("rights", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _RIGHTS_OF_FILES
        calls.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, _PathBeneath(rights, place), 0)
    finally:
        os.close(place)
