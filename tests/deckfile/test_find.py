"""Which files of a folder are decks."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.deckfile.find import deck_files


def test_deck_files_are_found_at_any_depth_and_sorted(tmp_path: Path) -> None:
    """Both endings count; hidden files, hidden folders and other files do not."""
    wanted = ["a.yaml", "b.yml", "C.YAML", "sub/deep/d.yaml"]
    others = [".hidden.yaml", ".git/x.yaml", "sub/.x/y.yaml", "notes.txt", "yaml"]
    for name in [*wanted, *others]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert deck_files(tmp_path) == sorted(tmp_path / name for name in wanted)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    """A link to a folder above is not walked again, a link to another folder is, and a dead one is not."""
    (tmp_path / "root" / "sub").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "root" / "a.yaml").touch()
    (tmp_path / "other" / "b.yaml").touch()
    (tmp_path / "root" / "sub" / "up").symlink_to(tmp_path / "root")
    (tmp_path / "root" / "else").symlink_to(tmp_path / "other")
    (tmp_path / "root" / "dead").symlink_to(tmp_path / "none")
    root = tmp_path / "root"
    assert deck_files(root) == [root / "a.yaml", root / "else" / "b.yaml"]


def test_one_file_is_its_own_list(tmp_path: Path) -> None:
    """A path that names a deck file stands for itself, whatever its ending."""
    file = tmp_path / "deck.txt"
    file.touch()
    assert deck_files(file) == [file]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """What, where and what to do."""
    with pytest.raises(ForecallError, match="can't be read: No such file") as error:
        deck_files(tmp_path / "none")
    assert error.value.where == str(tmp_path / "none")
    assert error.value.fix


def test_an_empty_folder_has_no_decks(tmp_path: Path) -> None:
    """That is no error."""
    assert deck_files(tmp_path) == []
