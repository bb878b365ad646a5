"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

from app.cli import main
from app.core.rules import DeckLimits, Rules
from app.deckfile.load import load_text
from app.settings.config import KEYS, OF_DECK, TABLES, Config, load
from app.tui.question import ACTS_ON_A_CARD
from app.tui.remap import mistakes
from app.tui.review_keys import REVIEW_KEYS

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
    limits = {"my-notes": DeckLimits(new_per_day=5, reviews_per_day=50)}
    shown = Config(theme="textual-dark", decks="~/notes/decks", rules=Rules(decks=limits), keys={"undo": "u"})
    assert load(path) == shown
    assert not mistakes(shown.keys)
    of_all, *tables = re.split(r"^\[(\w+).*", blocks("toml")[0], flags=re.MULTILINE)
    assert set(re.findall(r"^(\w+) =", of_all, re.MULTILINE)) == set(KEYS)
    assert tuple(tables[::2]) == TABLES
    assert set(re.findall(r"^(\w+) =", tables[1], re.MULTILINE)) == set(OF_DECK)


def test_every_act_on_a_card_is_in_the_table_of_keys() -> None:
    """Keys of the review screen that are not for moving about."""
    [table] = re.findall(r"\| key \| what it does \|\n(.*?)\n\n", README, re.DOTALL)
    told = set(re.findall(r"[\w?]+", " ".join(row.split("|")[1] for row in table.splitlines())))
    acts = {key.name for key in REVIEW_KEYS if key.action in ACTS_ON_A_CARD and not key.shown}
    assert acts - {"y", "v", "c", "p", "x", "backspace"} <= told


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
