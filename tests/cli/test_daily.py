"""The backup of the day, behind everything else."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.cli import daily
from app.cli.daily import DailyBackup
from app.core.errors import ForecallError
from app.store.backup import backups
from app.store.opening import open_store
from tests.builders import NOON
from tests.cli.conftest import Forecall
from tests.store.shelf import a_deck, grade, take_in


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a grade, and some weight, so that copying takes a while."""
    path = tmp_path / "forecall.db"
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", "a"))
        grade(store, "d/a")
        store._session.run("CREATE TABLE heap AS SELECT randomblob(8000000) AS b")
    return path


def a_backup(database: Path, days: int = 0) -> DailyBackup:
    """The backup of a day."""
    return DailyBackup(database, 4, lambda: NOON + timedelta(days=days))


def test_it_is_taken_once_a_day(database: Path) -> None:
    """In another thread: whoever begins it goes on at once."""
    for days, number in ((0, 1), (0, 1), (1, 2)):
        told: list[ForecallError] = []
        backup = a_backup(database, days)
        backup.begin(told.append)
        backup.finish()
        assert told == []
        assert len(backups(database)) == number


def test_whoever_leaves_does_not_wait_for_its_rests(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is finished at full speed, and there."""
    monkeypatch.setattr(daily, "REST_S", 60)
    backup = a_backup(database)
    backup.begin(print)
    assert backups(database) == []
    began = time.monotonic()
    backup.finish()
    assert time.monotonic() - began < 30
    assert len(backups(database)) == 1


def test_what_goes_wrong_is_told(database: Path) -> None:
    """And nothing else stops."""
    (database.parent / "backups").write_text("no folder")
    told: list[ForecallError] = []
    backup = a_backup(database)
    backup.begin(told.append)
    backup.finish()
    assert "can't be written" in told[0].what


def test_a_database_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    """By the thread that finds it; nothing is printed over the screen."""
    (tmp_path / "forecall.db").write_bytes(b"no database" * 999)
    told: list[ForecallError] = []
    backup = a_backup(tmp_path / "forecall.db")
    backup.begin(told.append)
    backup.finish()
    assert "not a database" in told[0].what


def test_a_review_in_lines_leaves_a_backup(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """Of what there was when it began: nothing at the first start, yesterday's grades at the next."""
    forecall("review", "--plain", stdin="\n3\n")
    assert backups(tmp_path / "data" / "forecall.db") == []
    forecall("review", "--plain", stdin="")
    assert len(backups(tmp_path / "data" / "forecall.db")) == 1
