"""A deck file is replaced whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.deckfile.saving import ChangedOnDiskError, create, read, replace


def test_mode_and_link_stay(tmp_path: Path) -> None:
    """The file that a link leads to is replaced; the link stays one."""
    real, link = tmp_path / "real.yaml", tmp_path / "deck.yaml"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace(read(link), b"new")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck.yaml", "real.yaml"]


@pytest.mark.parametrize("keeps_time", [False, True])
def test_what_somebody_wrote_meanwhile_stays(tmp_path: Path, keeps_time: bool) -> None:
    """Even where size and time are the same as before."""
    file = tmp_path / "d.yaml"
    file.write_bytes(b"old")
    before = read(file)
    file.write_bytes(b"own")
    if keeps_time:
        os.utime(file, ns=(before.status.st_atime_ns, before.status.st_mtime_ns))
    with pytest.raises(ChangedOnDiskError):
        replace(before, b"new")
    assert file.read_bytes() == b"own"
    assert [path.name for path in tmp_path.iterdir()] == ["d.yaml"]


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    """Its owner did not want it changed."""
    file = tmp_path / "d.yaml"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(ForecallError, match="read-only"):
        replace(read(file), b"new")
    assert file.read_bytes() == b"old"


def test_a_cut_short_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or a kill before the rename."""
    file = tmp_path / "d.yaml"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ForecallError, match="No space left"):
        replace(read(file), b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["d.yaml"]


def test_a_new_file_takes_no_ones_place(tmp_path: Path) -> None:
    """It is made with its folder, and refused where a file is."""
    file = tmp_path / "new" / "d.yaml"
    create(file, b"one")
    with pytest.raises(ForecallError, match="already"):
        create(file, b"two")
    assert file.read_bytes() == b"one"
    assert [path.name for path in file.parent.iterdir()] == ["d.yaml"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(ForecallError, match=r"none\.yaml"):
        read(tmp_path / "none.yaml")
