"""Backups are whole or not there; restoring is rehearsed and throws nothing away."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.store import backup as backing
from app.store.backup import back_up, backups, is_backed_up
from app.store.connect import backups_of
from app.store.opening import open_store
from app.store.restore import rehearse, restore
from app.store.store import Store
from tests.builders import NOON
from tests.store.shelf import a_deck, grade, state, take_in


def clock() -> datetime:
    """Noon."""
    return NOON


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The store of a collection with two cards, the first of them graded."""
    with open_store(path, clock) as store:
        take_in(store, a_deck("d", "a", "b"))
        grade(store, "d/a")
        yield store


class TestBackUp:
    def test_a_backup_is_of_one_moment_and_whole(self, path: Path) -> None:
        """Taken while the collection is open; what comes later is not in it, and no part is left."""
        with opened(path) as store:
            made = back_up(path, clock)
            grade(store, "d/b")
        assert [each.name for each in backups_of(path).iterdir()] == [made.file.name]
        with open_store(made.file, clock) as copy:
            assert not state(copy, "d/a").is_new
            assert state(copy, "d/b").is_new
            assert copy.differences() == []

    def test_they_are_listed_newest_first(self, path: Path) -> None:
        """With instant and size; other files in the folder are nobody's business."""
        with opened(path):
            made = [back_up(path, lambda n=n: NOON + timedelta(days=n)) for n in range(3)]  # type: ignore[misc]
        (backups_of(path) / "forecall-mine.sqlite").touch()
        (backups_of(path) / "notes.txt").touch()
        assert backups(path) == made[::-1]

    def test_they_are_thinned(self, path: Path) -> None:
        """Forty days leave a week, four weeks more, and the month before; files of others stay."""
        other = backups_of(path) / "forecall-mine.sqlite"
        with opened(path):
            for n in range(40):
                back_up(path, lambda n=n: NOON + timedelta(days=n))  # type: ignore[misc]
            other.touch()
            back_up(path, lambda: NOON + timedelta(days=40))
        assert len(backups(path)) == 12
        assert other.exists()

    def test_once_a_study_day(self, path: Path) -> None:
        """Before anything is in the log none is wanted; then one a day, which begins at its hour."""
        open_store(path, clock).close()
        assert is_backed_up(path, NOON, 4)
        with opened(path):
            assert not is_backed_up(path, NOON, 4)
            back_up(path, clock)
            assert is_backed_up(path, NOON + timedelta(hours=15), 4)
            assert not is_backed_up(path, NOON + timedelta(hours=17), 4)

    def test_it_is_done_in_small_parts_and_rests_between_them(self, path: Path) -> None:
        """Whoever grades meanwhile waits for a small part at most; what is graded is not in the copy."""
        with opened(path) as store:
            store._session.run("CREATE TABLE heap AS SELECT randomblob(4000000) AS b")
            rests: list[float] = []

            def rest() -> None:
                grade(store, "d/b")
                rests.append(1)

            made = back_up(path, clock, rest)
        assert len(rests) > 10
        with closing(sqlite3.connect(made.file)) as copy:
            assert copy.execute("SELECT count(*) FROM log").fetchone() == (1,)

    def test_what_a_killed_backup_left_is_cleared(self, path: Path) -> None:
        """But not what another forecall is writing now."""
        with opened(path):
            back_up(path, clock)
            old, young = (backups_of(path) / f"{name}.part" for name in ("old", "young"))
            for part in (old, young):
                part.touch()
            os.utime(old, (1, 1))
            back_up(path, clock)
        assert (old.exists(), young.exists()) == (False, True)

    def test_a_copy_that_lost_something_is_refused(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rows are counted in both; nothing is left that could be taken for a backup."""
        counts = iter([{"log": 2}, {"log": 1}])
        monkeypatch.setattr(backing, "_counts", lambda _: next(counts))
        with opened(path), pytest.raises(ForecallError, match="not what was copied"):
            back_up(path, clock)
        assert list(backups_of(path).iterdir()) == []

    def test_a_folder_that_cannot_be_made_is_told(self, path: Path) -> None:
        """With the folder, and what to do."""
        backups_of(path).touch()
        with opened(path), pytest.raises(ForecallError, match="can't be written") as told:
            back_up(path, clock)
        assert told.value.where == str(backups_of(path))

    def test_without_a_database_there_is_nothing_to_copy(self, tmp_path: Path) -> None:
        """It is said, and no folder is made."""
        with pytest.raises(ForecallError, match="no database yet"):
            back_up(tmp_path / "x.db", clock)
        assert list(tmp_path.iterdir()) == []


class TestRestore:
    def test_the_rehearsal_tells_what_would_be_lost(self, path: Path) -> None:
        """Acts since the backup, and when the first of them was; nothing changes."""
        with opened(path) as store:
            made = back_up(path, clock)
            assert rehearse(path, made.file, clock).lost == 0
            grade(store, "d/b")
            told = rehearse(path, made.file, clock)
        assert (told.acts, told.lost, told.differences) == (1, 1, ())
        assert told.lost_since is not None
        assert sorted(each.name for each in path.parent.iterdir() if each.name[0] == ".") == []
        with open_store(path, clock) as store:
            assert not state(store, "d/b").is_new

    def test_what_was_there_is_kept_aside(self, path: Path) -> None:
        """The backup stands in its place, and the replaced one can be opened."""
        with opened(path) as store:
            made = back_up(path, clock)
            grade(store, "d/b")
        aside = restore(path, made.file, clock)
        assert aside is not None
        with open_store(path, clock) as store:
            assert state(store, "d/b").is_new
            grade(store, "d/b")
            assert store.differences() == []
        with open_store(aside, clock) as store:
            assert not state(store, "d/b").is_new
        assert made.file.exists()

    def test_while_forecall_runs_nothing_is_replaced(self, path: Path) -> None:
        """The other one would go on writing into what was put aside."""
        with opened(path) as store:
            made = back_up(path, clock)
            with pytest.raises(ForecallError, match="in use"):
                restore(path, made.file, clock)
            grade(store, "d/b")
            assert store.differences() == []
        assert restore(path, made.file, clock) is not None

    def test_a_damaged_database_is_replaced_too(self, path: Path) -> None:
        """It is what backups are for; the damaged one is kept."""
        with opened(path):
            made = back_up(path, clock)
        path.write_bytes(b"no database" * 1000)
        assert rehearse(path, made.file, clock).lost is None
        aside = restore(path, made.file, clock)
        assert aside is not None
        assert aside.read_bytes().startswith(b"no database")
        with open_store(path, clock) as store:
            assert not state(store, "d/a").is_new

    def test_without_a_database_the_backup_becomes_it(self, path: Path) -> None:
        """On a new machine, say."""
        with opened(path):
            made = back_up(path, clock)
        path.unlink()
        assert restore(path, made.file, clock) is None
        with open_store(path, clock) as store:
            assert not state(store, "d/a").is_new

    def test_a_backup_with_another_state_than_its_log_says_is_told(self, path: Path) -> None:
        """Each difference; the rehearsal is for that."""
        with opened(path):
            made = back_up(path, clock)
        with closing(sqlite3.connect(made.file)) as connection, connection:
            connection.execute("UPDATE state SET ef = 999 WHERE ef <> 250 OR reps > 0")
        assert rehearse(path, made.file, clock).differences

    @pytest.mark.parametrize("content", [b"", b"no database" * 1000, None])
    def test_what_is_no_backup_is_refused(self, path: Path, tmp_path: Path, content: bytes | None) -> None:
        """With its name, and the collection as it was."""
        file = tmp_path / "x.sqlite"
        if content is not None:
            file.write_bytes(content)
        with opened(path):
            pass
        before = path.read_bytes()
        with pytest.raises(ForecallError) as told:
            restore(path, file, clock)
        assert told.value.where == str(file)
        assert path.read_bytes() == before
        assert not [each for each in path.parent.iterdir() if each.name.startswith(".restore")]
