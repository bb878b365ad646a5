"""The commands: results on stdout, talk on stderr, exit codes as documented."""

from __future__ import annotations

import json
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.cli import main
from app.cli.wiring import now
from app.core.cage import Cage, Tier
from app.deckfile.bundled import bundled_dir
from app.deckfile.load import load_file
from app.runner.client import Worker
from app.settings.agreements import Agreements
from app.study.trust import Trust
from tests.cli.conftest import Forecall


def test_help_names_every_command_with_its_help(forecall: Forecall) -> None:
    """No command without a sentence; the exit codes are told."""
    told = forecall("--help").stdout
    for name, command in main.commands.items():
        assert name in told
        assert command.help
        assert forecall(name, "--help").exit_code == 0
    assert "Exit codes: 0 done" in told


def test_version(forecall: Forecall) -> None:
    """The version of the package."""
    assert forecall("--version").stdout == f"forecall {__version__}\n"


def test_due_counts_by_deck_and_in_all(forecall: Forecall, decks: Path) -> None:
    """As a table for people and as JSON for scripts."""
    assert forecall("due").stdout.splitlines() == [
        "deck            new    due  drill",
        "tiny              2      0      0",
        "in all today      2      0      0",
    ]
    found = json.loads(forecall("due", "--json").stdout)
    assert found["decks"] == [{"deck": "tiny", "title": "Tiny", "new": 2, "due": 0, "drill": 0}]
    assert found["total"] == {"new": 2, "due": 0, "drill": 0}


def test_due_sees_what_changed_in_the_folder(forecall: Forecall, decks: Path) -> None:
    """Without a review in between."""
    forecall("due")
    (decks / "more.yaml").write_text("format: 1\ndeck: more\ncards:\n- {id: x, q: a, a: b}\n")
    assert json.loads(forecall("due", "--json").stdout)["total"]["new"] == 3


def test_due_keeps_to_the_limits_of_the_config_file(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """One new card a day means one."""
    (tmp_path / "config.toml").write_text('new_per_day = 1\nlanguage = "zh"\n')
    found = json.loads(forecall("due", "--json").stdout)
    assert found["total"]["new"] == 1
    assert found["decks"][0]["title"] == "小"


def test_the_first_start_copies_the_bundled_decks_and_says_where(forecall: Forecall, tmp_path: Path) -> None:
    """Once: the second start is silent."""
    first = forecall("due")
    assert str(tmp_path / "data" / "decks") in first.stderr
    assert "numpy-shapes" in first.stdout
    assert forecall("due").stderr == ""


def test_where_prints_all_paths(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """For people and for scripts; `--decks` beats the variable."""
    found = json.loads(forecall("where", "--json").stdout)
    assert found == {
        "config": str(tmp_path / "config.toml"),
        "decks": str(decks),
        "database": str(tmp_path / "data" / "forecall.db"),
        "backups": str(tmp_path / "data" / "backups"),
    }
    assert f"decks     {tmp_path}\n" in forecall("--decks", str(tmp_path), "where").stdout


def test_check_is_content_with_a_good_deck(forecall: Forecall, decks: Path) -> None:
    """Nothing on stdout, exit code 0."""
    result = forecall("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 files, 2 cards, 0 live cards run: 0 errors" in result.stderr


def test_check_tells_every_problem_of_every_file(forecall: Forecall, decks: Path) -> None:
    """With file, line, column and what to do; exit code 1."""
    (decks / "bad.yaml").write_text(
        "format: 1\ndeck: bad\ncards:\n- id: x\n  qq: a\n  a: b\n- id: y\n  q: c\n"
    )
    (decks / "twin.yaml").write_text((decks / "tiny.yaml").read_text())
    result = forecall("check")
    assert result.exit_code == 1
    assert f"{decks / 'bad.yaml'}:5:3: error: [bad/x]" in result.stdout
    assert "bad/y" in result.stdout
    assert f"The deck `tiny` is in {decks / 'tiny.yaml'}, too." in result.stdout


def test_check_of_a_file_that_is_not_there(forecall: Forecall, tmp_path: Path) -> None:
    """Exit code 3, with the path."""
    result = forecall("check", str(tmp_path / "none.yaml"))
    assert result.exit_code == 3
    assert str(tmp_path / "none.yaml") in result.stderr


def test_check_lists_live_cards_that_would_ask_first(
    forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing cages it, a stranger's snippet is not run by checking it, and it is told why."""

    async def cage(*_: object) -> Cage:
        return Cage(Tier.READS, ("no Landlock in this kernel",))

    monkeypatch.setattr(Worker, "cage", cage)
    snippet = "format: 1\ndeck: mine\ncards:\n- id: x\n  q: a\n  ask: value\n  run:\n    code: 1/0\n"
    (decks / "mine.yaml").write_text(snippet)
    result = forecall("check")
    assert "mine/x: not run: a review would ask first (no Landlock in this kernel)." in result.stderr
    assert "change and send nothing (tier B): no Landlock in this kernel." in result.stderr
    assert "ZeroDivisionError" not in result.stdout


def test_check_runs_of_a_bundled_deck_only_what_was_agreed_to(
    forecall: Forecall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below tier A its snippets ask like any other; revoked, the one asks again."""

    async def cage(*_: object) -> Cage:
        return Cage(Tier.READS, ("no Landlock in this kernel",))

    monkeypatch.setattr(Worker, "cage", cage)
    file = bundled_dir() / "numpy-shapes.yaml"
    deck = load_file(file).deck
    assert deck is not None
    live = [card for card in deck.cards if card.content.run]
    assert live[0].content.run
    Trust(Agreements(tmp_path / "data", now)).agree(live[0].content.run, live[0].name)
    asks = [f"{card.name}: not run: a review would ask first (no Landlock in this kernel)." for card in live]
    told = forecall("check", str(file)).stderr
    assert [line for line in told.splitlines() if "not run" in line] == asks[1:]
    assert " 1 live cards run: 0 errors" in told
    forecall("trust", "--revoke", live[0].name)
    told = forecall("check", str(file)).stderr
    assert [line for line in told.splitlines() if "not run" in line] == asks


def test_trust_lists_and_revokes(forecall: Forecall, tmp_path: Path) -> None:
    """What was agreed to is listed without control characters, and taken back by card or key."""
    data = Path(json.loads(forecall("where", "--json").stdout)["database"]).parent
    kept = Agreements(data, now)
    kept.add(b"a", "mine/x", "x = 1\x1b[2J")
    kept.add(b"b", "mine/y", "y")
    told = forecall("trust").stdout
    assert "mine/x  x = 1\ufffd[2J\n" in told
    assert [one["card"] for one in json.loads(forecall("trust", "--json").stdout)] == ["mine/x", "mine/y"]
    assert forecall("trust", "--revoke", "mine/z").exit_code == 3
    assert len(kept.all()) == 2
    assert forecall("trust", "--revoke", "mine/x").stderr == "1 snippets will ask again.\n"
    assert [one.card for one in kept.all()] == ["mine/y"]
    forecall("trust", "--revoke", kept.all()[0].key[:8])
    assert forecall("trust", "--revoke-all").exit_code == 0
    assert kept.all() == []


def test_check_data_agrees_after_set_up(forecall: Forecall, decks: Path) -> None:
    """A fresh collection has nothing to differ."""
    forecall("due")
    result = forecall("check", "--data")
    assert (result.exit_code, result.stdout) == (0, "")


def test_check_data_names_a_difference_and_rebuild_mends_it(
    forecall: Forecall, decks: Path, tmp_path: Path
) -> None:
    """A state that the log does not give is found, told, and put right."""
    forecall("due")
    with sqlite3.connect(tmp_path / "data" / "forecall.db") as database:
        database.execute("UPDATE state SET ef = 300 WHERE card = 1")
    database.close()
    found = forecall("check", "--data")
    assert found.exit_code == 1
    assert "300" in found.stdout
    assert forecall("check", "--data", "--rebuild").exit_code == 0
    assert forecall("check", "--data").exit_code == 0


def test_rebuild_goes_with_data(forecall: Forecall) -> None:
    """A wrong command line has click's exit code."""
    assert forecall("check", "--rebuild").exit_code == 2


def test_review_of_an_unknown_deck_names_the_nearest(forecall: Forecall, decks: Path) -> None:
    """A typo is not a crash."""
    result = forecall("review", "tinny")
    assert (result.exit_code, "Did you mean `tiny`?" in result.stderr) == (3, True)


def test_schema_is_json(forecall: Forecall) -> None:
    """For editors."""
    assert "cards" in json.loads(forecall("schema").stdout)["properties"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(forecall: Forecall, shell: str) -> None:
    """One for each shell that click knows."""
    assert "_FORECALL_COMPLETE" in forecall("completion", shell).stdout


def test_deck_names_are_completed(forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the collection as it is; where there is none, nothing is set up."""
    monkeypatch.setenv("_FORECALL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "forecall review t")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert "tiny" not in forecall().stdout
    monkeypatch.delenv("_FORECALL_COMPLETE")
    forecall("due")
    monkeypatch.setenv("_FORECALL_COMPLETE", "bash_complete")
    assert "tiny" in forecall().stdout


def test_a_wrong_config_file_is_told_with_its_path(forecall: Forecall, tmp_path: Path) -> None:
    """Before anything else happens."""
    (tmp_path / "config.toml").write_text("buttons = 5\n")
    result = forecall("due")
    assert result.exit_code == 3
    assert f"forecall: {tmp_path / 'config.toml'}: `buttons` must be 4 or 6" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_damaged_database_is_told_and_left_alone(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """What it is, where it is, and what to do."""
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "forecall.db"
    database.write_bytes(b"this is no database, but long enough to be taken for one" * 40)
    before = database.read_bytes()
    result = forecall("due")
    assert result.exit_code == 3
    assert str(database) in result.stderr
    assert database.read_bytes() == before


def test_a_newer_database_is_refused(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """A database of a later forecall is not touched."""
    forecall("due")
    with sqlite3.connect(tmp_path / "data" / "forecall.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    result = forecall("due")
    assert result.exit_code == 3
    assert "newer" in result.stderr


def test_a_data_folder_that_cannot_be_made_is_told(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """A file in the way of the folder."""
    (tmp_path / "data").write_text("in the way")
    result = forecall("due")
    assert result.exit_code == 3
    assert str(tmp_path / "data") in result.stderr


def test_a_deck_folder_that_is_not_there_is_told(forecall: Forecall, tmp_path: Path) -> None:
    """Naming a wrong folder is a mistake to be told, and nothing is made there."""
    result = forecall("--decks", str(tmp_path / "none"), "due")
    assert result.exit_code == 3
    assert str(tmp_path / "none") in result.stderr
    assert not (tmp_path / "none").exists()


def test_an_empty_deck_folder_is_no_error(forecall: Forecall, decks: Path) -> None:
    """There is just nothing due."""
    (decks / "tiny.yaml").unlink()
    assert json.loads(forecall("due", "--json").stdout)["total"] == {"new": 0, "due": 0, "drill": 0}


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`forecall schema | head -1` ends quietly."""
    script = f"{shlex.quote(sys.executable)} -m app schema | head -c 1"
    told = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("{", "")


def test_reading_that_takes_a_while_is_told(
    forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stderr, and only then."""
    monkeypatch.setattr("app.cli.wiring.LARGE", 100)
    told = forecall("due")
    assert told.stderr.startswith("Reading 0 MB of decks in ")
    assert "tiny" in told.stdout
    assert forecall("due").stderr == ""
