"""Being told by Linux that something changed below a folder, instead of looking again and again.

What changed is not asked: any notice makes the caller look. So a lost or a needless one does no harm.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

from app.deckfile.find import walk

_SELF = 0x400 | 0x800  # deleted, moved
_WRITTEN = 0x2 | 0x4 | 0x8  # modified, attributes, closed after writing
_ENTRIES = 0x40 | 0x80 | 0x100 | 0x200  # moved from, moved to, created, deleted
_ADD = 0x20000000  # to what is watched there already
_MOST_LINKS = 40  # as the kernel's own limit
_LOCAL = frozenset(
    [
        *(0xEF53, 0x9123683E, 0x58465342, 0xF2F52010, 0x2FC12FC1),  # ext, btrfs, xfs, f2fs, zfs
        *(0xCA451A4E, 0x794C7630, 0x1021994, 0x858458F6),  # bcachefs, overlay, tmpfs, ramfs
        *(0x4D44, 0x2011BAB0, 0x7366746E),  # fat, exfat, ntfs3
    ]
)
"""File systems that nobody changes but this kernel; of others (NFS, FUSE) it can't tell everything."""


class Notices:
    """Makes a file descriptor readable when something changes below a folder.

    Attributes:
        fd: The file descriptor.

    Raises:
        OSError: If this system can't tell, or has no more to give.
    """

    def __init__(self, root: Path) -> None:
        if sys.platform != "linux":
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        self._root = os.path.abspath(root)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.fd = self._checked(self._libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))
        self._newest = 0
        # Not sooner: a look may still go on in a thread when the program ends.
        weakref.finalize(self, os.close, self.fd)

    def cover(self) -> bool:
        """Forget the notices so far and watch all there is by now; tell whether nothing can be missed.

        A look at the files has to come after it: what changes from now on makes `fd` readable.
        """
        before = -1
        try:
            self._drain()
            while before < self._newest:  # what came between listing a folder and watching it is found, too
                before = self._newest
                self._cover_once()
        except OSError:
            return False  # something is gone for the moment, or the system's limit is reached
        return True

    def _cover_once(self) -> None:
        self._way_to(self._root)
        for folder, files in walk(self._root):
            if os.path.islink(folder):
                self._way_to(folder)
            self._watch(folder, _SELF | _WRITTEN | _ENTRIES)
            for file in files:
                self._watch_file(os.path.join(folder, file))

    def _watch_file(self, file: str) -> None:
        """A folder tells of its files, unless they are changed under another name, too."""
        status = os.lstat(file)
        if stat.S_ISLNK(status.st_mode):
            self._way_to(file)
        if stat.S_ISLNK(status.st_mode) or status.st_nlink > 1:
            self._watch(file, _SELF | _WRITTEN)

    def _way_to(self, path: str) -> None:
        """Watch what decides where a path leads: folders that may be moved, links that may be replaced."""
        for step, is_link in _steps(path):
            if is_link:
                self._watch(os.path.dirname(step), _ENTRIES)
            else:
                try:
                    self._watch(step, _SELF)
                except PermissionError:
                    continue  # somebody else's folder, such as /home, which only they can move
        if not os.path.isdir(path):
            self._watch(os.path.dirname(os.path.realpath(path)), _ENTRIES)

    def _watch(self, path: str, mask: int) -> None:
        name, about = os.fsencode(path), ctypes.create_string_buffer(512)
        self._checked(self._libc.statfs(name, about))
        if ctypes.c_ulong.from_buffer(about).value & 0xFFFFFFFF not in _LOCAL and mask != _SELF:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), path)
        number = self._checked(self._libc.inotify_add_watch(self.fd, name, mask | _ADD))
        self._newest = max(self._newest, number)  # the kernel counts up, and knows what is watched already

    def _drain(self) -> None:
        try:
            while os.read(self.fd, 65536):
                pass
        except BlockingIOError:
            return

    def _checked(self, result: int) -> int:
        if result == -1:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result


def _steps(path: str) -> Iterator[tuple[str, bool]]:
    """Yield each folder and link that is gone through from `/` to a path, and whether it is a link."""
    done, ahead, links = "/", path.split("/")[::-1], 0
    while ahead:
        part = ahead.pop()
        if part in ("", "."):
            continue
        if part == "..":
            done = os.path.dirname(done)
            continue
        step = os.path.join(done, part)
        is_link = os.path.islink(step)
        yield step, is_link
        if is_link:
            target, links = os.readlink(step), links + 1
            if links > _MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
            ahead += target.split("/")[::-1]
            done = "/" if target.startswith("/") else done
        else:
            done = step
