"""Commands about single cards: they change a card's own lines, and say what they did."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.cli.conftest import DECK, Forecall


def text(decks: Path) -> str:
    """The text of the tiny deck."""
    return (decks / "tiny.yaml").read_text(encoding="utf-8")


def test_add_from_options(forecall: Forecall, decks: Path) -> None:
    """The card goes to the end of its deck, and its name is printed."""
    told = forecall("add", "tiny", "--q", "What: three?", "--a", "3", "--tag", "x", "--id", "three")
    assert (told.exit_code, told.stdout) == (0, "tiny/three\n")
    assert text(decks) == DECK + "- id: three\n  q: 'What: three?'\n  a: 3\n  tags: [x]\n"
    assert forecall("search", "three").stdout == "tiny/three\tWhat: three?\n"


def test_add_mints_an_id_and_tells_doubles(forecall: Forecall, decks: Path) -> None:
    """Two cards may ask the same; their author is told."""
    told = forecall("add", "tiny", "--q", "One?", "--a", "1", "--lang", "en")
    assert told.exit_code == 0
    assert "the same as tiny/one" in told.stderr
    entry = told.stdout.strip().partition("/")[2]
    assert text(decks) == DECK + f"- id: {entry}\n  q:\n    en: One?\n  a:\n    en: 1\n"


@pytest.mark.parametrize(
    "card", ["q: Three?\na: 3\n", "- q: Three?\n  a: 3\n", "# mine\n- q: Three?\n  a: 3\n"]
)
def test_add_from_stdin(
    decks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forecall: Forecall, card: str
) -> None:
    """A card as YAML, with its dash or without."""
    told = CliRunner().invoke(main, ["add", "tiny"], input=card)
    if card.startswith("#"):
        assert told.exit_code == 3
        return
    assert told.exit_code == 0
    assert text(decks).endswith("  q: Three?\n  a: 3\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "--q", "x", "--a", "y"], "There is no deck `nowhere`"),
        (["tiny", "--q", "x"], "no `a`"),
        (["tiny", "--q", "x", "--a", "y", "--id", "one"], "is taken"),
        (["tiny", "--cloze", "no hole"], "no hole"),
        (["No Deck", "--q", "x", "--a", "y", "--new-deck", "T"], "can't be the id"),
    ],
)
def test_what_can_not_be_added(forecall: Forecall, decks: Path, arguments: list[str], said: str) -> None:
    """Told with what to do; the file stays as it is."""
    told = forecall("add", *arguments)
    assert told.exit_code == 3
    assert said in told.stderr
    assert text(decks) == DECK


def test_new_deck(forecall: Forecall, decks: Path) -> None:
    """Made with its first card; a second one finds it there."""
    for place in ("1", "2"):
        told = forecall(
            "add", "mine", "--q", f"Is it {place}?", "--a", "y", "--new-deck", "My: own", "--id", f"c{place}"
        )
        assert told.exit_code == 0, told.stderr
    made = (decks / "mine.yaml").read_text(encoding="utf-8")
    assert "deck: mine\ntitle: 'My: own'\ncards:\n- id: c1\n" in made
    assert forecall("search", "deck:mine").stdout == "mine/c1\tIs it 1?\nmine/c2\tIs it 2?\n"


def test_search_marks_a_wrong_query(forecall: Forecall, decks: Path) -> None:
    """Below its place; the exit code is that of a wrong command line."""
    told = forecall("search", "one", "is:dew")
    assert told.exit_code == 2
    assert told.stderr.startswith("one is:dew\n       ^^^\n")


def test_search_as_json(forecall: Forecall, decks: Path) -> None:
    """One object a line."""
    rows = [json.loads(line) for line in forecall("search", "--json", "is:new").stdout.splitlines()]
    assert [row["name"] for row in rows] == ["tiny/one", "tiny/two"]
    assert rows[0]["due"] is None


def test_edit_opens_the_editor_at_the_line(
    forecall: Forecall, decks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real one in a child process; what it wrote is taken in."""
    editor = tmp_path / "vim"
    editor.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\nline, file = sys.argv[1:]\nassert line == '+8', line\n"
        "path = pathlib.Path(file)\npath.write_text(path.read_text().replace('Two?', 'Zwei?'))\n"
    )
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    told = forecall("edit", "tiny/two")
    assert (told.exit_code, told.stderr) == (0, "tiny/two: Zwei?\n")
    monkeypatch.setenv("VISUAL", str(tmp_path / "none"))
    told = forecall("edit", "tiny/two")
    assert told.exit_code == 3
    assert "can't be started" in told.stderr
    assert "There is no card" in forecall("edit", "tiny/none").stderr


def test_history(forecall: Forecall, decks: Path) -> None:
    """Of a card that nothing happened to, that is said."""
    assert forecall("history", "tiny/one").stderr == "Nothing happened to this card yet.\n"
    assert json.loads(forecall("history", "tiny/one", "--json").stdout) == []
    assert forecall("history", "tiny/none").exit_code == 3
