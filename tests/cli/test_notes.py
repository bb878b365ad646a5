"""`forecall coverage` and `forecall new`, and the rules that `forecall check` tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.study.services import Services
from tests.cli.conftest import Forecall

NOTES = "# Adam\n- keeps two means\n- bias is corrected\n# 动量\n# caffe\n"
DECK = """\
format: 1
deck: mine
title: Mine
notes: n.md
x-no-card:
  f-3: It is a link.
cards:
- id: one
  q: What does Adam keep?
  a: two means
  source: adam
  facts: [f-1]
- id: lost
  q: What else?
  a: nothing more
  source: nowhere
"""
FACTS = {"facts": [{"id": f"f-{number}", "section": "adam"} for number in (1, 2, 3)]}


@pytest.fixture
def notes(tmp_path: Path, decks: Path) -> Path:
    """Notes, and a deck made from them."""
    file = tmp_path / "n.md"
    file.write_text(NOTES, encoding="utf-8")
    (decks / "mine.yaml").write_text(DECK, encoding="utf-8")
    return file


def test_coverage_is_a_table_of_sections(forecall: Forecall, notes: Path) -> None:
    """Wide titles stand in line; what points nowhere is named, with exit code 1."""
    result = forecall("coverage", str(notes))
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[1].split() == ["adam", "1-3", "1", "0", "0"]
    assert lines[2].split() == ["动量", "4-4", "0", "0", "0", "empty", "in", "the", "source"]
    assert lines[2].index("4-4") + len("动量") == lines[1].index("1-3")
    assert lines[4] == "3 sections: 1 covered, 2 empty in the source."
    assert lines[5] == "mine/lost points to `nowhere`, which is no section"


def test_coverage_counts_facts_and_tells_reasons(forecall: Forecall, notes: Path, tmp_path: Path) -> None:
    """From a list that is given, or lies beside the notes."""
    listed = tmp_path / "facts.json"
    listed.write_text(json.dumps(FACTS))
    result = forecall("coverage", str(notes), "--facts", str(listed))
    assert "3 facts: 1 covered, 1 no card, 1 none." in result.stdout
    assert "no card for f-3: It is a link." in result.stdout
    assert "no card yet for f-2" in result.stdout
    listed.rename(tmp_path / "n.md.outline.json")
    assert forecall("coverage", str(notes)).stdout == result.stdout


def test_coverage_as_json_holds_the_same(forecall: Forecall, notes: Path, tmp_path: Path) -> None:
    """For scripts and for the overview."""
    listed = tmp_path / "facts.json"
    listed.write_text(json.dumps(FACTS))
    found = json.loads(forecall("coverage", str(notes), "--facts", str(listed), "--json").stdout)
    assert [section["state"] for section in found["sections"]] == [
        "covered",
        "empty in the source",
        "empty in the source",
    ]
    assert [fact["state"] for fact in found["facts"]] == ["covered", "none", "no card"]
    assert found["facts"][2]["because"] == "It is a link."
    assert found["lost"] == [{"card": "mine/lost", "source": "nowhere"}]


def test_coverage_of_notes_that_no_deck_names_says_so(
    forecall: Forecall, decks: Path, tmp_path: Path
) -> None:
    """Other decks are not counted."""
    (tmp_path / "other.md").write_text("# Adam\ntext\n")
    result = forecall("coverage", str(tmp_path / "other.md"))
    assert (result.exit_code, "notes: other.md" in result.stderr) == (0, True)
    assert "1 sections: 1 none." in result.stdout


def test_coverage_says_where_cards_are_left_out_for_their_errors(
    forecall: Forecall, notes: Path, decks: Path
) -> None:
    """The good ones are counted."""
    (decks / "mine.yaml").write_text(DECK + "- id: bad\n  qq: x\n", encoding="utf-8")
    result = forecall("coverage", str(notes))
    assert "mine.yaml has errors" in result.stderr
    assert "1 covered" in result.stdout


def test_notes_that_cannot_be_read_are_told(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """Missing, or not UTF-8."""
    (tmp_path / "gbk.txt").write_bytes("动量".encode("gbk"))
    for command in ("coverage", "new"):
        assert forecall(command, str(tmp_path / "none.md")).exit_code == 3
        assert "Save it as UTF-8." in forecall(command, str(tmp_path / "gbk.txt")).stderr


def test_coverage_on_a_screen(forecall: Forecall, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the notes and the list that are named; notes that can't be read are told without a screen."""
    begun: list[tuple[Path | None, ...]] = []

    class Shown:
        def __init__(self, services: Services, *given: Path | None) -> None:
            begun.append((Path(services.decks_at), *given))

        def run(self) -> None:
            pass

    monkeypatch.setattr("app.tui.coverage_app.CoverageApp", Shown)
    result = forecall("coverage", str(notes), "--screen")
    assert (result.exit_code, result.stdout) == (0, "")
    assert begun == [(notes.parent / "decks", notes, None)]
    assert forecall("coverage", "none.md", "--screen").exit_code == 3
    assert forecall("coverage", str(notes), "--screen", "--json").exit_code == 2
    assert len(begun) == 1


def test_new_drafts_a_deck_that_check_lists_to_fill_in(forecall: Forecall, notes: Path, decks: Path) -> None:
    """To stdout, or to a new file."""
    printed = forecall("new", str(notes)).stdout
    file = decks / "new.yaml"
    result = forecall("new", str(notes), "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 cards to fill in" in result.stderr
    assert file.read_text(encoding="utf-8") == printed
    checked = forecall("check", str(file))
    assert (checked.exit_code, checked.stdout.count("is to be filled in")) == (1, 4)
    assert "deck: 'mine-too'" in forecall("new", str(notes), "--deck", "mine-too").stdout


def test_new_never_overwrites_a_file(forecall: Forecall, notes: Path, decks: Path) -> None:
    """What is there stays, and is told."""
    before = (decks / "mine.yaml").read_bytes()
    result = forecall("new", str(notes), "-o", str(decks / "mine.yaml"))
    assert (result.exit_code, "stays as it is" in result.stderr) == (3, True)
    assert (decks / "mine.yaml").read_bytes() == before
    assert forecall("new", str(notes), "-o", str(decks / "no" / "folder.yaml")).exit_code == 3


def test_check_tells_what_makes_a_card_hard_to_learn(forecall: Forecall, decks: Path) -> None:
    """Warnings count only where they are to; an exemption silences its rule."""
    deck = "format: 1\ndeck: d\ntitle: D\ncards:\n- id: x\n  q: Is it convex?\n  a: yes\n"
    (decks / "d.yaml").write_text(deck)
    result = forecall("check")
    assert result.exit_code == 0
    assert f"{decks / 'd.yaml'}:5:1: warning: [d/x]" in result.stdout
    assert "(W20)" in result.stdout
    assert "0 errors, 1 warnings, 1 hints" in result.stderr
    assert forecall("check", "--strict").exit_code == 1
    (decks / "d.yaml").write_text(f"{deck}  lint: [-W20]\n")
    exempt = forecall("check", "--strict")
    assert (exempt.exit_code, "(W20)" in exempt.stdout) == (0, False)


def test_a_full_sweep_runs_cards(forecall: Forecall, decks: Path) -> None:
    """It goes with running."""
    assert forecall("check", "--full", "--no-run").exit_code == 2
    assert forecall("check", "--full").exit_code == 0
