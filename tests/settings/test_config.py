"""The config file: every key optional, every mistake told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.core.rules import DeckLimits, Rules
from app.settings.config import Config, load


def written(tmp_path: Path, text: str) -> Path:
    """A config file with this text."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    """Twenty new cards, two hundred reviews, days that start at four."""
    config = load(tmp_path / "config.toml")
    assert config == Config()
    assert (config.rules.new_per_day, config.rules.reviews_per_day, config.rules.rollover_hour) == (
        20,
        200,
        4,
    )


def test_every_key_is_read(tmp_path: Path) -> None:
    """What is written is what holds."""
    config = load(
        written(
            tmp_path,
            'language = "zh"\ntheme = "nord"\ndecks = "d"\nnew_per_day = 5\nreviews_per_day = 50\n'
            "rollover_hour = 0\nmax_interval = 365\nbuttons = 6\ntimeout_ms = 900\n"
            'order = "hardest"\nbacklog = "spread"\nleech_lapses = 0\nleech_suspends = true\n'
            '[deck.svm]\nnew_per_day = 0\n[keys]\nundo = "z ctrl+z"\n',
        )
    )
    rules = Rules(5, 50, 0, 365, 6, 900, "hardest", "spread", 0, True, {"svm": DeckLimits(new_per_day=0)})
    assert config == Config("zh", "nord", "d", rules, {"undo": "z ctrl+z"})


def test_mistakes_in_tables_are_told_with_them(tmp_path: Path) -> None:
    """Limits of decks and keys are checked as the rest is."""
    path = written(
        tmp_path,
        'order = "late"\nleech_suspends = 1\n'
        "[deck.svm]\nnew_perday = 1\nreviews_per_day = -1\n[deck]\nrnn = 3\n[keys]\nundo = 4\n[kees]\n",
    )
    with pytest.raises(ForecallError) as caught:
        load(path)
    told = str(caught.value)
    assert '`order` must be "overdue" or "hardest", not \'late\'.' in told
    assert "`leech_suspends` must be true or false, not 1." in told
    assert "[deck.svm] Unknown key `new_perday`: did you mean `new_per_day`?" in told
    assert "[deck.svm] `reviews_per_day` must be a whole number from 0 to 9999, not -1." in told
    assert "`deck.rnn` must be a table: [deck.rnn]." in told
    assert "[keys] `undo` must be a text in quotes, not 4." in told
    assert "Unknown key `kees`: did you mean `keys`?" in told


@pytest.mark.parametrize("text", ["deck = 3\n", 'keys = "u"\n'])
def test_a_table_is_a_table(tmp_path: Path, text: str) -> None:
    """One line is not enough for it."""
    with pytest.raises(ForecallError, match="must be a table"):
        load(written(tmp_path, text))


def test_all_mistakes_are_told_at_once_with_the_nearest_key(tmp_path: Path) -> None:
    """One run of the program is enough to mend the file."""
    path = written(tmp_path, 'new_perday = 5\nbuttons = 5\nrollover_hour = 24\nlanguage = 1\nzzz = ""\n')
    with pytest.raises(ForecallError) as caught:
        load(path)
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    assert "Unknown key `new_perday`: did you mean `new_per_day`?" in told
    assert "`buttons` must be 4 or 6, not 5." in told
    assert "`rollover_hour` must be a whole number from 0 to 23, not 24." in told
    assert "`language` must be a text in quotes, not 1." in told
    assert "Unknown key `zzz`." in told


@pytest.mark.parametrize("text", ["true", "4.0", "-1", '"20"'])
def test_a_limit_is_a_whole_number(tmp_path: Path, text: str) -> None:
    """TOML's true is no number, and neither is a fraction or a text."""
    with pytest.raises(ForecallError, match="`new_per_day` must be a whole number from 0 to 9999"):
        load(written(tmp_path, f"new_per_day = {text}\n"))


def test_broken_toml_is_told_with_its_place(tmp_path: Path) -> None:
    """The parser's line and column reach the user."""
    with pytest.raises(ForecallError, match=r"not valid TOML: .*line 2"):
        load(written(tmp_path, "buttons = 4\nlanguage = zh\n"))


def test_bytes_that_are_not_utf8_are_told(tmp_path: Path) -> None:
    """A file in another encoding is refused, not guessed at."""
    path = tmp_path / "config.toml"
    path.write_bytes(b'language = "\xff"\n')
    with pytest.raises(ForecallError, match="not valid TOML"):
        load(path)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    """What can't be read is named."""
    with pytest.raises(ForecallError, match="can't be read"):
        load(tmp_path)
