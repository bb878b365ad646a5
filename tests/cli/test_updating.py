"""Newer decks are taken over after a preview, and given back by one command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import DECK, Forecall


@pytest.fixture
def newer(tmp_path: Path, forecall: Forecall, decks: Path) -> Path:
    """A folder with a newer tiny deck and a new deck, after an older one was taken over and edited."""
    folder = tmp_path / "newer"
    folder.mkdir()
    (folder / "tiny.yaml").write_text(DECK)
    assert forecall("update", str(folder), "--yes").exit_code == 0
    (decks / "tiny.yaml").write_text(DECK.replace("a: 1", "a: my one"))
    text = DECK.replace("a: 1", "a: uno").replace("a: 2", "a: due")
    (folder / "tiny.yaml").write_text(text + "- id: three\n  q: Three?\n  a: tre\n")
    (folder / "more.yaml").write_text(
        "format: 1\ndeck: more\ntitle: More\ncards:\n- id: x\n  q: x?\n  a: y\n"
    )
    return folder


MERGED = DECK.replace("a: 1", "a: my one").replace("a: 2", "a: due") + "- id: three\n  q: Three?\n  a: tre\n"


def test_preview_then_yes_then_undo(forecall: Forecall, decks: Path, newer: Path) -> None:
    """Nothing is written before yes; undo puts every file back, also that of the new deck."""
    before = (decks / "tiny.yaml").read_text()
    told = forecall("update", str(newer), "--diff")
    assert "tiny: 1 updated; 1 added; 1 edited by you, kept (two, three)" in told.stdout
    assert "more: a new deck" in told.stdout
    assert "-  a: my one" in told.stdout
    assert "+  a: uno" in told.stdout
    assert (decks / "tiny.yaml").read_text() == before
    assert forecall("update", str(newer), "--yes").exit_code == 0
    assert (decks / "tiny.yaml").read_text() == MERGED
    assert forecall("search", "deck:more").stdout == "more/x\tx?\n"
    assert "Nothing to take over" in forecall("update", str(newer), "--yes").stderr
    assert forecall("update", "--undo").stderr == "Taken back: update of more, tiny.\n"
    assert (decks / "tiny.yaml").read_text() == before
    assert not (decks / "more.yaml").exists()
    assert forecall("update", "--undo").exit_code == 3


def test_the_screen_goes_with_no_other_option(forecall: Forecall, newer: Path) -> None:
    """It has keys for what the options do."""
    for option in ("--yes", "--diff", "--undo"):
        assert forecall("update", str(newer), "--screen", option).exit_code == 2


def test_undo_never_loses_an_edit(forecall: Forecall, decks: Path, newer: Path) -> None:
    """What was edited after the update stays."""
    forecall("update", str(newer), "--yes")
    (decks / "tiny.yaml").write_text(MERGED + "# mine\n")
    told = forecall("update", "--undo")
    assert told.exit_code == 3
    assert "changed since" in told.stderr
    assert (decks / "more.yaml").exists()


def test_a_removed_deck_stays_away(forecall: Forecall, decks: Path, newer: Path) -> None:
    """Its owner did not want it."""
    forecall("update", str(newer), "--yes")
    (decks / "more.yaml").unlink()
    (newer / "more.yaml").write_text((newer / "more.yaml").read_text().replace("a: y", "a: z"))
    assert "more" not in forecall("update", str(newer), "--yes").stdout
    assert not (decks / "more.yaml").exists()
