"""Config file, backups and health, as told on the command line."""

from __future__ import annotations

import json
import os
import pty
import select
import sqlite3
import sys
import tomllib
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from app.cli.terminal import ambiguous_width
from app.runner.client import Worker
from app.settings.config import KEYS
from tests.cli.conftest import Forecall

GRADE = "\n3\n"


def _execute(file: Path, text: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(text)


def _harm_page(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'card'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * size)


class TestConfig:
    def test_show_is_a_config_file(self, forecall: Forecall, decks: Path, tmp_path: Path) -> None:
        """Every key with what holds; what the file sets is marked; it can be read back."""
        (tmp_path / "config.toml").write_text('new_per_day = 7\ntheme = "nord"\n')
        told = forecall("config", "show").stdout
        assert "new_per_day = 7  # set in the config file\n" in told
        assert "reviews_per_day = 200\n" in told
        values = tomllib.loads(told)
        assert set(values) == set(KEYS)
        assert values["decks"] == str(decks)
        assert json.loads(forecall("config", "show", "--json").stdout) == values

    def test_check_tells_every_mistake(self, forecall: Forecall, tmp_path: Path) -> None:
        """With the nearest key; exit code 1, and 0 once it is well."""
        file = tmp_path / "config.toml"
        file.write_text("new_per_dya = 7\nbuttons = 5\n")
        result = forecall("config", "check")
        assert result.exit_code == 1
        assert "did you mean `new_per_day`?" in result.stdout
        assert "`buttons` must be 4 or 6" in result.stdout
        file.write_text('theme = "nrod"\n')
        result = forecall("config", "check")
        assert result.exit_code == 1
        assert "There is no theme “nrod”. Did you mean “nord”? Themes: ansi-dark" in result.stdout
        file.write_text('theme = "ansi-light"\n')
        assert forecall("config", "check").exit_code == 0
        file.unlink()
        assert "is not there" in forecall("config", "check").stderr

    def test_limits_of_decks_and_keys_are_shown(
        self, forecall: Forecall, decks: Path, tmp_path: Path
    ) -> None:
        """As the tables they are."""
        written = '[deck.tiny]\nnew_per_day = 3\n[keys]\nundo = "z"\n'
        (tmp_path / "config.toml").write_text(written)
        values = tomllib.loads(forecall("config", "show").stdout)
        assert {name: values[name] for name in ("deck", "keys")} == tomllib.loads(written)
        assert json.loads(forecall("config", "show", "--json").stdout) == values

    def test_a_key_that_nothing_knows_is_told(self, forecall: Forecall, decks: Path, tmp_path: Path) -> None:
        """By the screens' own check, with the nearest."""
        (tmp_path / "config.toml").write_text('[keys]\nundoo = "z"\n')
        result = forecall("config", "check")
        assert result.exit_code == 1
        assert "did you mean `undo`?" in result.stdout

    def test_path(self, forecall: Forecall, tmp_path: Path) -> None:
        """Also where there is none yet, or a wrong one."""
        (tmp_path / "config.toml").write_text("nonsense")
        assert forecall("config", "path").stdout == f"{tmp_path / 'config.toml'}\n"


class TestBackups:
    def test_backup_and_back(self, forecall: Forecall, decks: Path, tmp_path: Path) -> None:
        """Taken, listed, rehearsed, put back; a grade given since is lost, and kept aside."""
        forecall("review", "--plain", stdin=GRADE)
        assert ", checked." in forecall("backup").stdout
        [row] = json.loads(forecall("backup", "--list", "--json").stdout)
        assert row["file"] in forecall("backup", "--list").stdout
        forecall("review", "--plain", stdin=GRADE)
        told = forecall("restore", "--rehearse").stdout
        assert f"{row['file']}: 1 acts in its log." in told
        assert "Rehearsed: it opens, and its state is what its log says." in told
        assert "Lost would be 1 acts, the first of " in told
        assert forecall("due", "--line").stdout == ""
        assert forecall("restore", stdin="n\n").exit_code == 0
        assert forecall("due", "--line").stdout == ""
        done = forecall("restore", row["file"], stdin="y\n")
        assert "is the backup now. What was there is kept in" in done.stdout
        assert forecall("due", "--line").stdout == "1 new\n"
        assert forecall("check", "--data").exit_code == 0
        assert len(list((tmp_path / "data").glob("forecall-replaced-*.db"))) == 1
        assert "Nothing would be lost." in forecall("restore", "--rehearse").stdout

    def test_a_backup_that_is_not_sound_stays_where_it_is(self, forecall: Forecall, decks: Path) -> None:
        """Its differences are told; exit code 1."""
        forecall("review", "--plain", stdin=GRADE)
        forecall("backup")
        [row] = json.loads(forecall("backup", "--list", "--json").stdout)
        with closing(sqlite3.connect(row["file"])) as connection, connection:
            connection.execute("UPDATE state SET interval = 99 WHERE reps > 0")
        result = forecall("restore", "--yes")
        assert result.exit_code == 1
        assert "interval 99" in result.stdout
        assert "it is not sound" in result.stderr

    def test_without_a_backup_there_is_nothing_to_restore(self, forecall: Forecall, decks: Path) -> None:
        """And no database to back up before the first start."""
        assert "There is no backup yet." in forecall("restore").stderr
        assert "There is no database yet." in forecall("backup").stderr
        assert forecall("backup", "--list").stdout == ""
        assert forecall("backup", "--json").exit_code == 2


class TestDoctor:
    def test_it_tells_how_all_stands(self, forecall: Forecall, decks: Path, tmp_path: Path) -> None:
        """For people and as JSON; before the first start nothing is wrong, and nothing is made."""
        report = json.loads(forecall("doctor", "--json", "--no-run").stdout)
        assert report["paths"]["decks"] == str(decks)
        assert report["libraries"]["torch"]
        assert report["libraries"]["libyaml"] == "yes"
        assert report["database"]["revision"] == ""
        assert report["terminal"]["ambiguous_width"] is None
        assert report["problems"] == []
        assert not (tmp_path / "data").exists()
        assert "All is well." in forecall("doctor", "--no-run").stdout

    def test_it_asks_the_worker_what_cages(self, forecall: Forecall, decks: Path) -> None:
        """Tier and device, as a snippet would find them."""
        report = json.loads(forecall("doctor", "--json").stdout)
        assert report["snippets"]["cage"] in ("A", "B", "none")
        assert report["snippets"]["told"].startswith("Snippets ")

    @pytest.mark.parametrize("system", ["darwin", "win32"])
    def test_it_tells_a_machine_without_a_cage(
        self, forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch, system: str
    ) -> None:
        """On macOS the tier and its reason; on Windows that no live card runs."""
        monkeypatch.setattr("app.runner.client.Worker", partial(Worker, portable=True))
        monkeypatch.setattr(sys, "platform", system)
        told = forecall("doctor").stdout
        assert "snippets   cage             none" in told
        if system == "win32":
            assert "Live cards need Linux or macOS." in told.split("! Live cards can't run. ")[1]
        else:
            assert "nothing cages them here: forecall can cage snippets on Linux only." in told
            assert "! Nothing cages snippets here: agree only to code that you would run yourself." in told

    def test_it_asks_for_a_backup(self, forecall: Forecall, decks: Path) -> None:
        """Once there is something to lose."""
        forecall("review", "--plain", stdin=GRADE)
        result = forecall("doctor", "--no-run")
        assert result.exit_code == 1
        assert "! There is no recent backup. Take one: forecall backup" in result.stdout
        forecall("backup")
        assert forecall("doctor", "--no-run").exit_code == 0

    @pytest.mark.parametrize(
        ("harm", "told"),
        [
            (lambda file: file.write_bytes(b"no database" * 999), "The database is damaged:"),
            (
                lambda file: _execute(file, "UPDATE alembic_version SET version_num = '9999'"),
                "a newer forecall",
            ),
            (_harm_page, "The database is damaged:"),
        ],
    )
    def test_it_finds_what_is_wrong_with_the_database(
        self, forecall: Forecall, decks: Path, tmp_path: Path, harm: object, told: str
    ) -> None:
        """A file that is none, one of a newer program, a page overwritten."""
        forecall("due")
        harm(tmp_path / "data" / "forecall.db")  # type: ignore[operator]
        result = forecall("doctor", "--no-run")
        assert result.exit_code == 1
        assert told in result.stdout

    def test_a_wrong_config_file_does_not_stop_it(
        self, forecall: Forecall, decks: Path, tmp_path: Path
    ) -> None:
        """It is one of the things that are told."""
        (tmp_path / "config.toml").write_text("nonsense = 1\n")
        result = forecall("doctor", "--no-run")
        assert result.exit_code == 1
        assert "Unknown key `nonsense`" in result.stdout


@pytest.mark.parametrize(("reply", "width"), [(b"\x1b[5;3R", 1), (b"x\x1b[5;5R", 2), (b"", None)])
def test_the_terminal_is_asked_how_wide_it_draws(reply: bytes, width: int | None) -> None:
    """By where the cursor stands afterwards; one that does not answer costs half a second."""
    pid, terminal = pty.fork()
    if pid == 0:
        sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115 - pytest has put others there
        os._exit({1: 11, 2: 12, None: 10}[ambiguous_width()])
    heard = b""
    while b"\x1b[6n" not in heard and select.select([terminal], [], [], 10)[0]:
        heard += os.read(terminal, 1024)
    os.write(terminal, reply)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    assert status == (10 if width is None else 10 + width)


def test_without_a_terminal_nothing_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    """A pipe gets no escape sequence."""
    assert ambiguous_width() is None
    assert capfd.readouterr().out == ""
