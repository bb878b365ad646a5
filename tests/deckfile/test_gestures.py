"""What was done to deck files is taken back after a restart, whatever happened in between, or refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.codec import digest_of
from app.core.errors import ForecallError
from app.deckfile import gestures, saving
from app.deckfile.gestures import Gestures, _change
from tests.builders import NOON


class Folder:
    """Two files, and what was done to them."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "decks"
        self.root.mkdir()
        self.kept = folder / "kept"
        self.files = [self.root / "a.yaml", self.root / "b.yaml"]
        for file in self.files:
            file.write_bytes(b"one\r\ntwo \xe4\xb8\xad\r\n")

    @property
    def gestures(self) -> Gestures:
        """As a program finds them that was just started."""
        return Gestures(self.kept, self.root, lambda: NOON)

    def write(self, text: bytes, name: str = "edit", new: tuple[Path, ...] = ()) -> None:
        """Add a text to both files, and make new ones of it."""
        edits = [(saving.read(file), file.read_bytes() + text) for file in self.files]
        self.gestures.write(name, edits, [(file, text) for file in new])

    def undo(self, prefix: str = "") -> str | None:
        """Take the last gesture back and return its name."""
        undone = self.gestures.undo(prefix)
        return undone.name if undone else None

    def redo(self) -> str | None:
        """Do the one taken back last again and return its name."""
        redone = self.gestures.redo()
        return redone.name if redone else None

    def texts(self) -> dict[str, bytes]:
        """What every file holds."""
        return {file.name: file.read_bytes() for file in sorted(self.root.iterdir())}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two files."""
    return Folder(tmp_path)


def test_all_is_taken_back_in_order_after_restarts(folder: Folder) -> None:
    """Edits and new files, the last first, every byte."""
    states = [folder.texts()]
    for number in range(4):
        folder.write(b"# %d\n" % number, f"edit {number}", (folder.root / f"new{number}.yaml",))
        states.append(folder.texts())
    for number in reversed(range(4)):
        assert folder.texts() == states.pop()
        assert folder.undo() == f"edit {number}"
    assert folder.texts() == states.pop()
    assert folder.undo() is None
    assert not list(folder.kept.glob("*.json"))


def test_what_was_taken_back_is_done_again_in_order_after_restarts(folder: Folder) -> None:
    """The last taken back first, every byte; until something else is done."""
    states = [folder.texts()]
    for number in range(3):
        folder.write(b"# %d\n" % number, f"edit {number}", (folder.root / f"new{number}.yaml",))
        states.append(folder.texts())
    assert folder.redo() is None
    for number in reversed(range(3)):
        folder.undo()
        assert folder.texts() == states[number]
    for number in range(2):
        assert folder.redo() == f"edit {number}"
        assert folder.texts() == states[number + 1]
    assert folder.undo() == "edit 1"
    assert folder.texts() == states[1]
    folder.write(b"# else\n")
    assert folder.redo() is None
    assert [folder.undo(), folder.undo(), folder.undo()] == ["edit", "edit 0", None]
    assert folder.texts() == states[0]


def test_nothing_is_done_again_over_what_somebody_else_wrote(folder: Folder) -> None:
    """All of it is refused; it can be done again once the files are as they were."""
    folder.write(b"# mine\n", new=(folder.root / "new.yaml",))
    after = folder.texts()
    folder.undo()
    (folder.root / "new.yaml").write_bytes(b"# theirs\n")
    before = folder.texts()
    with pytest.raises(ForecallError, match=r"changed since.*edit"):
        folder.redo()
    assert folder.texts() == before
    (folder.root / "new.yaml").unlink()
    assert folder.redo() == "edit"
    assert folder.texts() == after


def test_what_somebody_else_changed_is_left_alone(folder: Folder) -> None:
    """All of the gesture is refused, with the reason; it can be taken back once the file is as it was."""
    folder.write(b"# mine\n", new=(folder.root / "new.yaml",))
    mine = folder.files[1].read_bytes()
    folder.files[1].write_bytes(mine + b"# theirs\n")
    before = folder.texts()
    with pytest.raises(ForecallError, match=r"changed since.*edit"):
        folder.undo()
    assert folder.texts() == before
    folder.files[1].unlink()
    with pytest.raises(ForecallError, match="changed since"):
        folder.undo()
    folder.files[1].write_bytes(mine)
    assert folder.undo() == "edit"
    assert sorted(folder.texts()) == ["a.yaml", "b.yaml"]


def test_a_gesture_that_was_refused_is_none(folder: Folder) -> None:
    """Nothing was written, so there is nothing to take back."""
    before = folder.texts()
    taken = folder.root / "b.yaml"
    with pytest.raises(ForecallError, match="a file of this name"):
        folder.write(b"# x\n", new=(folder.root / "c.yaml", taken))
    assert folder.texts() == before
    assert folder.gestures.last() is None


def test_other_folders_and_names_are_left_alone(folder: Folder) -> None:
    """Each deck folder has its own last gesture, and one kind may be asked for."""
    folder.write(b"# 1\n", "update of a")
    other = Gestures(folder.kept, folder.root.parent, lambda: NOON)
    assert other.undo() is None
    file = folder.root / "c.yaml"
    folder.gestures.write("new deck c", [], [(file, b"x")])
    assert folder.undo("update of ") == "update of a"
    assert file.exists()
    assert folder.undo("update of ") is None


def test_what_the_users_editor_did_is_kept(folder: Folder) -> None:
    """And nothing where it did nothing."""
    before = saving.read(folder.files[0])
    folder.gestures.note("edit", before)
    assert folder.gestures.last() is None
    folder.files[0].write_bytes(b"another")
    folder.gestures.note("edit", before)
    assert folder.undo() == "edit"
    assert folder.files[0].read_bytes() == before.raw


def test_few_are_kept(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go, and each holds only what changed."""
    monkeypatch.setattr(gestures, "KEPT", 3)
    folder.files[0].write_bytes(b"x" * 100_000)
    for number in range(5):
        folder.write(b"%d" % number)
    kept = list(folder.kept.glob("*.json"))
    assert len(kept) == 3
    assert max(file.stat().st_size for file in kept) < 2000
    assert [folder.undo() for _ in range(4)] == ["edit"] * 3 + [None]
    assert folder.files[0].read_bytes() == b"x" * 100_000 + b"01"


def test_a_torn_note_hides_no_other(folder: Folder) -> None:
    """As a disk that failed may leave one."""
    folder.write(b"# x\n")
    (folder.kept / "0000000009-1.json").write_text('{"name": "x"')
    assert folder.undo() == "edit"


KILLED = """\
import os, sys
from pathlib import Path
from app.deckfile import saving
from tests.deckfile.test_gestures import Folder

left = int(sys.argv[2])
def killing(real):
    def step(*arguments, **named):
        global left
        if not left:
            os._exit(9)
        left -= 1
        return real(*arguments, **named)
    return step

folder = Folder.__new__(Folder)
folder.root, folder.kept = Path(sys.argv[1]) / "decks", Path(sys.argv[1]) / "kept"
folder.files = [folder.root / "a.yaml", folder.root / "b.yaml"]
for name in ("replace", "link", "unlink", "fsync"):
    setattr(os, name, killing(getattr(os, name)))
Path.replace = lambda self, other: os.replace(self, other)
Path.unlink = lambda self, missing_ok=False: os.unlink(self) if os.path.lexists(self) else None
if sys.argv[3] == "write":
    folder.write(b"# new\\n", new=(folder.root / "new.yaml",))
else:
    folder.undo() if sys.argv[3] == "undo" else folder.redo()
"""


@pytest.mark.parametrize("what", ["write", "undo", "redo"])
def test_a_kill_at_any_step_leaves_what_can_be_taken_back(tmp_path: Path, what: str) -> None:
    """However far a gesture or its undo had come: the next undo puts all files back."""
    for left in range(60):
        (tmp_path / str(left)).mkdir()
        folder = Folder(tmp_path / str(left))
        before = folder.texts()
        if what != "write":
            folder.write(b"# new\n", new=(folder.root / "new.yaml",))
        if what == "redo":
            folder.undo()
        command = [sys.executable, "-c", KILLED, str(tmp_path / str(left)), str(left), what]
        status = subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode
        assert status in (0, 9)
        folder.undo()
        texts = folder.texts()
        assert {name: text for name, text in texts.items() if not name.startswith(".")} == before
        if status == 0:
            assert left > 10
            return
    raise AssertionError("it never came to its end")


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=9))
def test_any_change_is_taken_back(before: bytes, after: bytes, shared: bytes) -> None:
    """From what changed and what the file is now follows what it was."""
    old, new = shared + before + shared, shared + after + shared
    change = _change(Path("x"), old, new)
    assert change.taken_back(new) == old
    assert change.done_again(old) == new
    assert (change.before, change.after) == (digest_of(old), digest_of(new))
