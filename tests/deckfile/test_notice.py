"""Being told that something changed: every way in which it can, no notice without a change."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.deckfile import notice
from app.deckfile.notice import Notices

if sys.platform != "linux":  # everywhere else decks are looked at now and then
    pytest.skip("inotify is Linux's", allow_module_level=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A deck folder with a file, a folder, and links and a second name for files that lie elsewhere."""
    for folder in ("home/decks/sub", "elsewhere/more", "elsewhere/real"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("home/decks/a.yaml", "elsewhere/b.yaml", "elsewhere/c.yaml", "elsewhere/more/d.yaml"):
        (tmp_path / file).write_text("x")
    (tmp_path / "elsewhere/way").symlink_to("real")
    (tmp_path / "elsewhere/real/e.yaml").write_text("x")
    decks = tmp_path / "home/decks"
    (decks / "b.yaml").symlink_to("../../elsewhere/b.yaml")
    (decks / "c.yaml").hardlink_to(tmp_path / "elsewhere/c.yaml")
    (decks / "more").symlink_to(tmp_path / "elsewhere/more")
    (decks / "e.yaml").symlink_to(tmp_path / "elsewhere/way/e.yaml")
    return decks


def stirs(notices: Notices) -> bool:
    """True if there is something to read."""
    return bool(select.select([notices.fd], [], [], 0)[0])


def swap(file: Path) -> None:
    """Write as most editors do: another file, which then takes the place of the first."""
    file.with_name("new~").write_text("y")
    file.with_name("new~").rename(file)


def relink(link: Path, target: str) -> None:
    """Let a link lead elsewhere."""
    link.unlink()
    link.symlink_to(target)


CHANGES: dict[str, Callable[[Path], object]] = {
    "write": lambda r: (r / "a.yaml").write_text("y"),
    "touch": lambda r: os.utime(r / "a.yaml", (1, 1)),
    "swap": lambda r: swap(r / "a.yaml"),
    "delete": lambda r: (r / "a.yaml").unlink(),
    "rename": lambda r: (r / "a.yaml").rename(r / "z.yaml"),
    "new file": lambda r: (r / "sub/n.yaml").write_text("y"),
    "new folder": lambda r: (r / "sub/deep").mkdir(),
    "folder moved away": lambda r: (r / "sub").rename(r.parent / "sub"),
    "linked file": lambda r: (r / "../../elsewhere/b.yaml").write_text("y"),
    "linked file, swapped": lambda r: swap(r / "../../elsewhere/b.yaml"),
    "file with two names": lambda r: (r / "../../elsewhere/c.yaml").write_text("y"),
    "in a linked folder": lambda r: swap(r / "../../elsewhere/more/d.yaml"),
    "link replaced": lambda r: relink(r / "b.yaml", "../../elsewhere/c.yaml"),
    "link on the way replaced": lambda r: relink(r / "../../elsewhere/way", "more"),
    "root moved away": lambda r: r.rename(r.parent / "gone"),
    "folder above moved away": lambda r: r.parent.rename(r.parent.parent / "gone"),
    "folder above a link moved away": lambda r: (r / "../../elsewhere").rename(r / "../../gone"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_told(root: Path, change: Callable[[Path], object]) -> None:
    """Once; reading the files is none."""
    notices = Notices(root)
    assert notices.cover()
    (root / "a.yaml").read_bytes()
    assert not stirs(notices)
    change(root)
    assert stirs(notices)
    notices.cover()
    assert not stirs(notices)


def test_folders_and_links_that_came_later_are_watched_too(root: Path) -> None:
    """Also those made within a new folder before anybody knew of it."""
    notices = Notices(root)
    assert notices.cover()
    (root / "new/newer").mkdir(parents=True)
    (root / "f.yaml").symlink_to("../../elsewhere/c.yaml")
    assert stirs(notices)
    assert notices.cover()
    for change in (
        lambda: (root / "new/newer/x.yaml").write_text("y"),
        lambda: swap(root / "../../elsewhere/c.yaml"),
    ):
        assert not stirs(notices)
        change()
        assert stirs(notices)
        assert notices.cover()


def test_a_folder_made_between_the_listing_and_the_watch_is_found(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders are gone through until nothing new is among them."""
    watch, made = Notices._watch, root / "sub/meanwhile"

    def late(self: Notices, path: str, mask: int) -> None:
        if path == str(root / "sub") and not made.exists():
            made.mkdir()
        watch(self, path, mask)

    monkeypatch.setattr(Notices, "_watch", late)
    notices = Notices(root)
    assert notices.cover()
    (made / "x.yaml").write_text("y")
    assert stirs(notices)


def test_a_root_that_comes_back_is_covered_again(root: Path) -> None:
    """While it is away nothing can be told, and that is said."""
    notices = Notices(root)
    assert notices.cover()
    root.rename(root.parent / "gone")
    assert not notices.cover()
    (root.parent / "gone").rename(root)
    assert notices.cover()
    (root / "a.yaml").write_text("y")
    assert stirs(notices)


def test_a_lost_notice_is_a_notice(root: Path) -> None:
    """When the queue overflows the kernel says so, and the file descriptor is readable all the same."""
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    notices = Notices(root)
    assert notices.cover()
    one, other = root / "a.yaml", root / "z.yaml"
    for _ in range(most // 2 + 10):
        one.rename(other)
        other.rename(one)
    assert stirs(notices)
    assert notices.cover()
    assert not stirs(notices)
    one.write_text("y")
    assert stirs(notices)


def test_where_the_system_cannot_tell_that_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No watch is left, or the file system may be changed by another machine."""
    monkeypatch.setattr(notice, "_LOCAL", frozenset())
    assert not Notices(root).cover()
    monkeypatch.undo()
    notices = Notices(root)
    monkeypatch.setattr(notices, "_libc", _Full(notices._libc))
    assert not notices.cover()


class _Full:
    """A system without a watch to give."""

    def __init__(self, libc: object) -> None:
        self.statfs = libc.statfs  # type: ignore[attr-defined]

    def inotify_add_watch(self, *_: object) -> int:
        return -1
