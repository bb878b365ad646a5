"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

from app.cli import main
from app.core.rules import Rules
from app.deckfile.load import load_text
from app.settings.config import KEYS, Config, load

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_sample_deck_loads_without_a_problem() -> None:
    """What a reader copies first must work."""
    loaded = load_text(blocks("yaml")[0], "README.md")
    assert loaded.problems == ()
    assert loaded.deck is not None
    assert [card.entry for card in loaded.deck.cards] == ["adam-betas", "conv-out"]


def test_the_config_sample_names_every_key_with_its_default(tmp_path: Path) -> None:
    """And nothing that forecall would refuse."""
    path = tmp_path / "config.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8")
    assert load(path) == Config(theme="textual-dark", decks="~/notes/decks", rules=Rules())
    assert set(re.findall(r"^(\w+) =", blocks("toml")[0], re.MULTILINE)) == set(KEYS)


def test_every_command_is_told_and_every_told_command_is_there() -> None:
    """The table of commands and `--help` agree."""
    told = set(re.findall(r"`forecall ([a-z]+)", README))
    assert told == set(main.commands)


def test_ci_runs_the_command_of_the_readme() -> None:
    """The first line with pytest is the one that CI takes."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "grep -m1 'bin/pytest' README.md" in script
    [command] = [line for block in blocks("sh") for line in block.splitlines() if "bin/pytest" in line]
    assert command == "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
