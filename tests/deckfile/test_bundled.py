"""The decks that come with forecall, and copying them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.deckfile import bundled
from app.deckfile.bundled import bundled_dir, copy_bundled
from app.deckfile.find import deck_files
from app.deckfile.load import load_file


@pytest.fixture(name="source")
def a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Bundled decks of our own."""
    source = tmp_path / "bundled"
    (source / "sub").mkdir(parents=True)
    for name in ("a.yaml", "b.yaml", "sub/c.yaml"):
        (source / name).write_text(name)
    (source / "README.txt").touch()
    monkeypatch.setattr(bundled, "bundled_dir", lambda: source)
    return source


def files(folder: Path) -> list[str]:
    """Return all files below a folder, hidden ones, too."""
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("file", deck_files(bundled_dir()), ids=lambda file: file.stem)
def test_the_bundled_decks_have_no_errors(file: Path) -> None:
    """What people start from is right, and every card has its id."""
    loaded = load_file(file)
    assert loaded.problems == ()
    assert loaded.unnamed == ()


def test_a_new_folder_gets_all_decks(source: Path, tmp_path: Path) -> None:
    """And nothing else; parents are made."""
    target = tmp_path / "data" / "decks"
    copied = copy_bundled(target)
    assert copied == [target / name for name in ("a.yaml", "b.yaml", "sub/c.yaml")]
    assert files(tmp_path / "data") == ["decks/a.yaml", "decks/b.yaml", "decks/sub/c.yaml"]
    assert (target / "sub/c.yaml").read_text() == "sub/c.yaml"


def test_nothing_is_overwritten(source: Path, tmp_path: Path) -> None:
    """An edited deck, and even a dead link of that name, stay; only what is missing comes."""
    target = tmp_path / "decks"
    target.mkdir()
    (target / "a.yaml").write_text("mine")
    (target / "b.yaml").symlink_to(tmp_path / "none")
    assert copy_bundled(target) == [target / "sub/c.yaml"]
    assert (target / "a.yaml").read_text() == "mine"
    assert (target / "b.yaml").is_symlink()
    assert copy_bundled(target) == []


def test_a_copy_cut_short_is_completed(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a crash in the middle the folder is not there yet, and the next call makes it whole."""
    target = tmp_path / "decks"
    rename = Path.rename

    def crash(self: Path, to: Path) -> Path:
        if to.name == "b.yaml":
            raise KeyboardInterrupt
        return rename(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", crash)
        with pytest.raises(KeyboardInterrupt):
            copy_bundled(target)
    assert not target.exists()
    assert len(copy_bundled(target)) == 3
    assert files(target) == ["a.yaml", "b.yaml", "sub/c.yaml"]


@pytest.mark.parametrize("call", ["mkdir", "write_bytes"])
def test_a_disk_that_refuses_is_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Read-only or full: what happened, where, and what to do."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, call, refuse)
    with pytest.raises(ForecallError, match="can't be copied: No space left") as error:
        copy_bundled(tmp_path / "decks")
    assert error.value.where == str(tmp_path / "decks")
    assert "--decks" in error.value.fix


def test_a_file_in_the_place_of_the_folder_is_told(source: Path, tmp_path: Path) -> None:
    """It is not removed."""
    (tmp_path / "decks").touch()
    with pytest.raises(ForecallError, match="can't be copied"):
        copy_bundled(tmp_path / "decks")
    assert os.path.isfile(tmp_path / "decks")


def test_an_installed_package_carries_its_decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the rooms in the package first, then in the checkout, else told."""
    room = tmp_path / "app" / "deckfile"
    monkeypatch.setattr(bundled, "_ROOM", room)
    with pytest.raises(ForecallError, match="are missing"):
        bundled_dir()
    (tmp_path / "decks").mkdir()
    assert bundled_dir() == tmp_path / "decks"
    (tmp_path / "app" / "_bundled_decks").mkdir(parents=True)
    assert bundled_dir() == tmp_path / "app" / "_bundled_decks"
