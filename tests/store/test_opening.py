"""Opening: a fresh file, an old one, a newer one, and everything that can be wrong with a disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.collection import Done
from app.core.errors import ForecallError
from app.core.query import Is, State, Words
from app.store import connect as connecting
from app.store.backup import back_up
from app.store.connect import backups_of, revision_of
from app.store.opening import open_reader, open_store
from app.store.store import Store
from tests.builders import DAY, NOON
from tests.store.shelf import PARAMS, a_deck, grade, handle, state, take_in

NEXT = DAY + timedelta(days=1)
OLD = Path(__file__).parent / "old_databases"


def execute(path: Path, *texts: str) -> None:
    """Change a database behind the app's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for text in texts:
            connection.execute(text)


class TestFresh:
    def test_first_start_makes_folder_and_file(self, tmp_path: Path) -> None:
        """No reader before there is a database; then it is there, in WAL mode, with no backup."""
        path = tmp_path / "new folder" / "deep" / "ü %20?#.sqlite"
        assert open_reader(path) is None
        with open_store(path, lambda: NOON) as store:
            assert store.decks(DAY) == []
            assert store._rows("PRAGMA journal_mode", {})[0][0] == "wal"
            assert store._rows("PRAGMA foreign_keys", {})[0][0] == 1
            assert store._rows("PRAGMA synchronous", {})[0][0] == 2
        reader = open_reader(path)
        assert reader is not None
        with reader:
            assert reader.decks(DAY) == []
        assert not backups_of(path).exists()

    def test_empty_file_is_fresh(self, tmp_path: Path) -> None:
        """A crash before the first migration leaves an empty file."""
        path = tmp_path / "x.sqlite"
        path.touch()
        assert open_reader(path) is None
        open_store(path, lambda: NOON).close()
        assert revision_of(path) == connecting.SCHEMA_HEAD

    def test_second_start_imports_no_alembic(self, path: Path) -> None:
        """The stored revision equals the constant head: migrations are not even looked at."""
        code = (
            "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
            "from app.store.opening import open_store\n"
            "open_store(Path(sys.argv[1]), lambda: datetime.now(UTC)).close()\n"
            "assert 'sqlalchemy' in sys.modules and 'alembic' not in sys.modules\n"
            "assert 'sqlalchemy.orm' not in sys.modules"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
        )
        assert done.stderr == ""

    def test_two_first_starts_at_once(self, tmp_path: Path) -> None:
        """One migrates, the other waits and finds it done."""
        path = tmp_path / "x.sqlite"
        code = (
            "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
            "from app.store.opening import open_store\n"
            "open_store(Path(sys.argv[1]), lambda: datetime.now(UTC)).close()"
        )
        both = [
            subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE) for _ in "ab"
        ]
        assert [each.communicate()[1] for each in both] == [b"", b""]
        assert revision_of(path) == connecting.SCHEMA_HEAD


class TestUpgrade:
    @pytest.mark.parametrize("dump", sorted(OLD.glob("*.sql")), ids=lambda path: path.stem)
    def test_old_database_is_upgraded_and_used(self, tmp_path: Path, dump: Path) -> None:
        """Cards, reviews and an undo of each released schema survive, and a day goes on from there."""
        path = tmp_path / "forecall.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(dump.read_text(encoding="utf-8"))
        with open_store(path, lambda: NOON) as store:
            assert store.differences() == []
            # In all but the first, this card was passed and then asked something else.
            changed = [] if dump.stem == "0001" else [handle(store, "optimizers/adam-betas")]
            assert store.search(State(Is.CHANGED), DAY, 10) == changed
            assert len(store.search(Words("s"), DAY, 10)) == 4
            assert store.done(DAY) == Done(new=2, review=0, drill=1, passed=1, ms=3500)
            assert [store.card(w[0]).card.name for w in store.due(NEXT, None)] == [
                "optimizers/adam-betas",
                "optimizers/sgd",
            ]
            assert grade(store, "optimizers/adam-betas", 5, day=NEXT).memory.interval == 6
            undone = store.undo(NOON, NEXT, PARAMS)
            assert undone is not None
            assert undone.entries[0].grade == 5
            assert not take_in(store, a_deck("new", "a")).retired
            assert store.differences() == []

    def test_backup_before_an_upgrade(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is whole, a database of its own, and lies in the backups folder."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            graded = grade(store, "d/a")
            backup = back_up(path, lambda: NOON).file  # while the log is still in the -wal file
        name = f"forecall-20260310T120000000000Z-{connecting.SCHEMA_HEAD}.sqlite"
        assert backup == path.parent / "backups" / name
        with open_store(backup, lambda: NOON) as store:
            assert state(store, "d/a") == graded
            assert store.differences() == []

    def test_failed_migration_leaves_the_database_as_it_was(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is one transaction: a statement that fails at the end takes the first ones back."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            grade(store, "d/a")
        execute(path, "UPDATE alembic_version SET version_num = '0000'")
        before = schema(path)

        def half(config: object, to: str) -> None:
            connection = config.attributes["connection"]  # type: ignore[attr-defined]
            connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
            connection.exec_driver_sql("DROP TABLE daily")
            connection.exec_driver_sql("CREATE TABLE card (id INTEGER)")

        monkeypatch.setattr("app.store.migrate.command.upgrade", half)
        monkeypatch.setattr("app.store.migrate._known", lambda _: {"0000"})
        with pytest.raises(ForecallError, match="card already exists"):
            open_store(path, lambda: NOON)
        assert schema(path) == before
        assert len(list(backups_of(path).iterdir())) == 1

    def test_upgrade_that_would_lose_rows_is_refused(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Foreign keys are checked before it is committed."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            grade(store, "d/a")
        execute(path, "UPDATE alembic_version SET version_num = '0000'")
        monkeypatch.setattr(
            "app.store.migrate.command.upgrade",
            lambda config, to: config.attributes["connection"].exec_driver_sql("DELETE FROM card"),
        )
        monkeypatch.setattr("app.store.migrate._known", lambda _: {"0000"})
        with pytest.raises(ForecallError, match=r"would leave \d rows .*; nothing was changed"):
            open_store(path, lambda: NOON)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM card").fetchone() == (1,)

    def test_newer_database_is_refused_untouched(self, path: Path) -> None:
        """It says what to do; nothing is written, no backup made."""
        execute(path, "UPDATE alembic_version SET version_num = '9999'")
        before = path.read_bytes()
        assert open_reader(path) is None
        with pytest.raises(ForecallError) as told:
            open_store(path, lambda: NOON)
        assert str(told.value) == (
            f"{path}: The collection was written by a newer forecall"
            f" (its schema is 9999, ours {connecting.SCHEMA_HEAD}). "
            "Update forecall: pip install --upgrade forecall"
        )
        assert path.read_bytes() == before
        assert not backups_of(path).exists()


READ_ONLY = """
import os, sys
from pathlib import Path
import app.store.store
from app.core.errors import ForecallError
from app.store.opening import open_reader, open_store
from tests.builders import DAY, NOON
from tests.store.shelf import grade
if os.getuid() == 0:  # root may write anywhere, so it steps down to somebody who may not
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
path = Path(sys.argv[1])
with open_reader(path) as reader:
    print(reader.decks(DAY)[0].new)
with open_store(path, lambda: NOON) as store:
    print(store.decks(DAY)[0].new, store.differences())
    try:
        grade(store, "d/a")
    except ForecallError as error:
        print(error.what, error.fix)
"""


def schema(path: Path) -> list[tuple[str, str]]:
    """Return all that is defined in a database."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


class TestDevice:
    def device(self, store: Store) -> str:
        """Return the name of the device that graded last."""
        ((name,),) = store._rows(
            "SELECT d.name FROM log l JOIN device d ON d.id = l.device ORDER BY l.id DESC LIMIT 1", {}
        )
        return str(name)

    def test_same_file_is_the_same_device(self, path: Path) -> None:
        """Over restarts one device writes one row of numbers."""
        names = set()
        for _ in range(2):
            with open_store(path, lambda: NOON) as store:
                take_in(store, a_deck("d", "a"))
                grade(store, "d/a")
                names.add(self.device(store))
        assert len(names) == 1

    def test_copy_of_the_file_is_another_device(self, path: Path) -> None:
        """Both may go on from here, and their logs still merge."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            grade(store, "d/a")
            first = self.device(store)
        copy = path.with_name("copy.sqlite")
        shutil.copy(path, copy)
        with open_store(copy, lambda: NOON) as store:
            assert store.undo(NOON, DAY, PARAMS) is None
            grade(store, "d/a", 3)
            assert self.device(store) != first

    def test_restored_backup_is_another_device(self, path: Path) -> None:
        """Even if it is written over the old file in place: rows lost with it keep their numbers."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            grade(store, "d/a")
            first = self.device(store)
            backup = back_up(path, lambda: NOON).file
        path.write_bytes(backup.read_bytes())
        with open_store(path, lambda: NOON) as store:
            grade(store, "d/a", 3)
            assert self.device(store) != first
            assert store.differences() == []

    def test_another_host_is_another_device(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder shared by two machines holds two devices."""
        names = set()
        for host in ("one", "two"):
            monkeypatch.setattr("app.store.device.platform.node", lambda host=host: host)
            with open_store(path, lambda: NOON) as store:
                take_in(store, a_deck("d", "a"))
                grade(store, "d/a")
                names.add(self.device(store))
        assert len(names) == 2


class TestBadFiles:
    @pytest.mark.parametrize(
        "content", [b"not a database at all, but long enough to be read" * 9, b"\0" * 5000]
    )
    def test_file_that_is_no_database(self, tmp_path: Path, content: bytes) -> None:
        """What it is, where, and where the backups lie; the file is left as it is."""
        path = tmp_path / "forecall.sqlite"
        path.write_bytes(content)
        for opening in (open_reader, lambda p: open_store(p, lambda: NOON)):
            with pytest.raises(ForecallError, match="not a database") as told:
                opening(path)
            assert told.value.where == str(path)
            assert str(tmp_path / "backups") in told.value.fix
        assert path.read_bytes() == content

    def test_damaged_database(self, path: Path) -> None:
        """Pages overwritten in the middle are told when they are read."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", *(f"c{n}" for n in range(200))))
        raw = bytearray(path.read_bytes())
        raw[4096:] = b"\xff" * (len(raw) - 4096)
        path.write_bytes(raw)
        with pytest.raises(ForecallError, match="database is damaged") as told:
            open_store(path, lambda: NOON).decks(DAY)
        assert "backups" in told.value.fix

    def test_database_of_another_program(self, tmp_path: Path) -> None:
        """It is not touched."""
        path = tmp_path / "photos.sqlite"
        execute(path, "CREATE TABLE photo (id INTEGER)")
        before = path.read_bytes()
        with pytest.raises(ForecallError, match="another program") as told:
            open_store(path, lambda: NOON)
        assert told.value.where == str(path)
        assert path.read_bytes() == before

    def test_folder_that_can_not_be_made(self, tmp_path: Path) -> None:
        """A file stands where the folder should be."""
        (tmp_path / "data").touch()
        with pytest.raises(ForecallError, match="folder of the collection"):
            open_store(tmp_path / "data" / "x.sqlite", lambda: NOON)

    def test_file_that_can_not_be_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The folder is there, but nothing may be written in it."""

        def refuse(path: Path) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "touch", refuse)
        with pytest.raises(ForecallError, match=r"can't be made .*: Permission denied") as told:
            open_store(tmp_path / "x.sqlite", lambda: NOON)
        assert told.value.where == str(tmp_path / "x.sqlite")

    def test_directory_in_place_of_the_file(self, tmp_path: Path) -> None:
        """Told as a file that can't be opened."""
        with pytest.raises(ForecallError, match="can't be opened"):
            open_store(tmp_path, lambda: NOON)


class TestBadDays:
    def test_another_instance_holds_the_lock(self, path: Path) -> None:
        """After the wait a clear sentence; nothing is stored, reading goes on, later it works."""
        with Store(path, lambda: NOON, busy_seconds=0.05) as store:
            take_in(store, a_deck("d", "a"))
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(ForecallError, match="Another forecall is writing"):
                    grade(store, "d/a")
                assert store.decks(DAY)[0].new == 1
                other.execute("ROLLBACK")
            assert grade(store, "d/a").memory.reps == 1
            assert len(store._rows("SELECT * FROM log", {})) == 1

    def test_full_disk(self, path: Path) -> None:
        """The grade is refused as a whole; with space again it goes on."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            pages = store._rows("PRAGMA page_count", {})[0][0]
            store._rows(f"PRAGMA max_page_count = {pages}", {})
            with pytest.raises(ForecallError, match="disk is full; nothing was stored"):
                take_in(store, a_deck("d", "a", *(f"c{n}" for n in range(2000))))
            store._rows("PRAGMA max_page_count = 1000000", {})
            assert store.decks(DAY)[0].cards == 1
            grade(store, "d/a")
            assert store.differences() == []

    def test_failed_checkpoint_is_no_failed_grade(self, path: Path) -> None:
        """What can't be copied into the file yet is safe in the log: no error, and all is there."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
            grade(store, "d/a")
            with store._session.writing:  # a checkpoint inside a transaction is refused
                store.checkpoint()
            store.checkpoint()
            assert state(store, "d/a").memory.reps == 1

    @pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX knows them")
    def test_read_only_folder(self, path: Path) -> None:
        """What is there can be read; writing says so, and what to do."""
        with open_store(path, lambda: NOON) as store:
            take_in(store, a_deck("d", "a"))
        for parent in path.parents:
            if parent.name.startswith(("pytest-", "popen-")):
                parent.chmod(0o755)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        try:
            done = subprocess.run(
                [sys.executable, "-c", READ_ONLY, str(path)],
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).parents[2],
            )
        finally:
            path.parent.chmod(0o755)
        assert done.stderr == ""
        assert done.stdout.splitlines() == [
            "1",
            "1 []",
            "The collection can be read but not written here; nothing was stored. "
            "Make the file and its folder writable, or choose another place for the data.",
        ]
