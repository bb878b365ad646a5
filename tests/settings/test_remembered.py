from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.settings.remembered import Note, Remembered


def test_the_language_chosen_last_holds(tmp_path: Path) -> None:
    """Until another is chosen; before any was, the config file's."""
    assert Remembered(tmp_path, "en").language == "en"
    Remembered(tmp_path, "en").choose("zh")
    assert Remembered(tmp_path, "en").language == "zh"
    Remembered(tmp_path, "en").choose("en")
    assert Remembered(tmp_path, "en").language == "en"
    assert [file.name for file in tmp_path.iterdir()] == ["remembered.json"]


def test_a_changed_config_file_wins(tmp_path: Path) -> None:
    """Who writes a language there means it."""
    Remembered(tmp_path, "en").choose("zh")
    assert Remembered(tmp_path, "de").language == "de"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"configured": "en"}'])
def test_a_broken_file_says_nothing(tmp_path: Path, content: bytes) -> None:
    """The config file's language holds."""
    (tmp_path / "remembered.json").write_bytes(content)
    assert Remembered(tmp_path, "en").language == "en"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the folder."""
    with pytest.raises(ForecallError, match="can't be remembered"):
        Remembered(tmp_path / "missing", "en").choose("zh")


def test_a_note_is_kept_and_a_lost_one_is_empty(tmp_path: Path) -> None:
    """It is a comfort: a folder that is not there is no error."""
    note = Note(tmp_path / "note.json")
    assert note.read() == ""
    note.write("抽认")
    assert Note(tmp_path / "note.json").read() == "抽认"
    (tmp_path / "note.json").write_bytes(b"\xff")
    assert note.read() == ""
    Note(tmp_path / "gone" / "note.json").write("x")
