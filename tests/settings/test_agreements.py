"""What the learner agreed to is kept, can't be forged, and can be taken back."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.settings.agreements import Agreements

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def agreements(folder: Path) -> Agreements:
    """Agreements in a folder, at noon."""
    return Agreements(folder, lambda: NOON)


def test_an_agreement_is_remembered(tmp_path: Path) -> None:
    """Another process knows it, by these very bytes and no others, and can list it."""
    folder = tmp_path / "data"
    assert not agreements(folder).holds(b"code")
    agreements(folder).add(b"code", "d/c", "x = 1")
    later = agreements(folder)
    assert (later.holds(b"code"), later.holds(b"code "), later.holds(b"")) == (True, False, False)
    [one] = later.all()
    assert (one.card, one.line, one.at, len(one.key)) == ("d/c", "x = 1", "2026-03-01T12:00:00+00:00", 64)


def test_what_is_added_elsewhere_is_seen(tmp_path: Path) -> None:
    """Of two that run at once each sees what the other wrote."""
    one, other = agreements(tmp_path), agreements(tmp_path)
    one.add(b"a", "d/a", "")
    assert other.holds(b"a")
    one.add(b"b", "d/b", "")
    assert other.holds(b"b")


def test_revoked_is_forgotten(tmp_path: Path) -> None:
    """Only what is named is taken back."""
    kept = agreements(tmp_path)
    for code in (b"a", b"b"):
        kept.add(code, f"d/{code.decode()}", "")
    kept.revoke([kept.all()[0].key])
    assert (kept.holds(b"a"), kept.holds(b"b")) == (False, True)
    assert [one.card for one in kept.all()] == ["d/b"]


def test_only_the_user_reads_them(tmp_path: Path) -> None:
    """Secret and list are closed to others, whatever the umask, also after revoking."""
    before = os.umask(0)
    try:
        kept = agreements(tmp_path)
        kept.add(b"a", "d/a", "")
        kept.revoke([])
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_another_users_list_is_worth_nothing(tmp_path: Path) -> None:
    """A list that comes with a deck was made under another secret."""
    agreements(tmp_path / "theirs").add(b"code", "d/c", "")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "trust.jsonl").write_bytes((tmp_path / "theirs" / "trust.jsonl").read_bytes())
    assert not agreements(mine).holds(b"code")


@pytest.mark.parametrize("line", ["", "{", "[]", "7", '{"key": "x"}', "\udcff", '{"key": 1, "no": 2}'])
def test_a_broken_line_hides_no_other(tmp_path: Path, line: str) -> None:
    """Lines that are no agreement are passed over."""
    kept = agreements(tmp_path)
    kept.add(b"a", "d/a", "")
    with open(tmp_path / "trust.jsonl", "ab") as file:
        file.write(line.encode("utf-8", "surrogateescape") + b"\n")
    kept.add(b"b", "d/b", "")
    assert (kept.holds(b"a"), kept.holds(b"b")) == (True, True)


def test_a_damaged_secret_is_told(tmp_path: Path) -> None:
    """A secret that is cut short would be easy to guess: nothing is held under it."""
    kept = agreements(tmp_path)
    kept.add(b"a", "d/a", "")
    (tmp_path / "trust.key").write_bytes(b"")
    with pytest.raises(ForecallError, match="damaged"):
        kept.holds(b"a")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """What went wrong, and where."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ForecallError, match="can't be read or written"):
        agreements(tmp_path / "file" / "data").add(b"a", "d/a", "")
