"""Where things lie: the option beats the variable beats the config file beats the default."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.settings.paths import paths


def test_the_option_beats_the_variable_beats_the_setting_beats_the_default(tmp_path: Path) -> None:
    """Each place is used only when no better one is named."""
    base = {"FORECALL_DATA": str(tmp_path / "data"), "FORECALL_CONFIG": str(tmp_path / "c" / "x.toml")}
    named = base | {"FORECALL_DECKS": "/variable"}
    assert paths(named, decks_option="/option", decks_setting="/setting").decks == Path("/option")
    assert paths(named, decks_setting="/setting").decks == Path("/variable")
    assert paths(base, decks_setting="/setting").decks == Path("/setting")
    assert paths(base).decks == tmp_path / "data" / "decks"


def test_a_relative_setting_starts_at_the_config_file(tmp_path: Path) -> None:
    """The current folder never decides what a config file means."""
    base = {"FORECALL_DATA": str(tmp_path), "FORECALL_CONFIG": str(tmp_path / "c" / "x.toml")}
    assert paths(base, decks_setting="mine").decks == tmp_path / "c" / "mine"


def test_a_relative_option_starts_at_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are absolute, so that they mean the same later."""
    monkeypatch.chdir(tmp_path)
    assert paths({"FORECALL_DATA": str(tmp_path)}, decks_option="d").decks == tmp_path / "d"


def test_no_home_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without HOME and passwd entry nothing is written to a folder named `~`."""

    def nobody(_: int) -> object:
        raise KeyError("no such user")

    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    with pytest.raises(ForecallError, match=r"no home folder.*FORECALL_DATA"):
        paths({})


def test_no_home_does_not_matter_where_everything_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container without a home works once the two variables are set."""
    monkeypatch.delenv("HOME", raising=False)
    found = paths({"FORECALL_DATA": str(tmp_path), "FORECALL_CONFIG": str(tmp_path / "x.toml")})
    assert found.database == tmp_path / "forecall.db"
