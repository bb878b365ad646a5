"""What the decks of a folder make of notes: which they name, where these lie, and what is covered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.study.coverage import State, by_section
from app.study.survey import noted_decks, notes_of, places_of, read_notes, survey

HEAD = (
    "format: 1\ndeck: {deck}\ntitle: {deck}\n{more}cards:\n- id: one\n  q: A?\n  a: b\n  source: {source}\n"
)


def a_deck(root: Path, deck: str, more: str = "", source: str = "adam", tail: str = "") -> None:
    """Write a deck of one card."""
    (root / f"{deck}.yaml").write_text(HEAD.format(deck=deck, more=more, source=source) + tail)


def test_notes_are_told_by_the_decks_that_name_them_most_decks_first(tmp_path: Path) -> None:
    """A folder before the name is of no account, decks without notes are left out."""
    a_deck(tmp_path, "none")
    a_deck(tmp_path, "first", "notes: z.md\n")
    assert notes_of(noted_decks(tmp_path)) == ("z.md",)
    a_deck(tmp_path, "second", "notes: ../secret/n.md\n")
    a_deck(tmp_path, "third", "notes: n.md\n")
    assert notes_of(noted_decks(tmp_path)) == ("n.md", "z.md")


def test_notes_are_looked_for_among_the_decks_and_beside_their_folder(tmp_path: Path) -> None:
    """Of a single deck file, in its folder; nowhere else, whatever a deck says."""
    root = tmp_path / "decks"
    root.mkdir()
    (root / "one.yaml").write_text("")
    expected = (root / "n.md", root / "notes" / "n.md", tmp_path / "n.md")
    assert places_of(root, "n.md") == places_of(root / "one.yaml", "n.md") == expected


def test_only_the_decks_of_the_notes_count(tmp_path: Path) -> None:
    """By the headings, or the list of facts that is given or lies beside them."""
    notes = tmp_path / "n.md"
    notes.write_text("\ufeff# Adam\ntext\n# SGD\ntext\n", encoding="utf-8")
    a_deck(tmp_path, "mine", "notes: n.md\nx-no-card:\n  f-2: It is a link.\n", tail="  facts: [f-1]\n")
    a_deck(tmp_path, "other", "notes: o.md\n", source="sgd")
    made = survey(noted_decks(tmp_path), notes)
    assert [(row.section.slug, row.cards) for row in made.coverage.sections] == [("adam", 1), ("sgd", 0)]
    assert [each.deck.id for each in made.decks] == ["mine"]
    assert {fact: reason.to("en") for fact, reason in made.reasons.items()} == {"f-2": "It is a link."}
    listed = tmp_path / "n.md.outline.json"
    listed.write_text(json.dumps({"facts": [{"id": f"f-{n}", "section": "adam"} for n in (1, 2, 3)]}))
    beside = survey(noted_decks(tmp_path), notes)
    assert list(beside.coverage.facts.values()) == [State.COVERED, State.NO_CARD, State.OPEN]
    assert survey(noted_decks(tmp_path), notes, listed) == beside


def test_what_is_not_counted_is_told(tmp_path: Path) -> None:
    """A card with an error, a reason of a wrong form; the good cards count."""
    (tmp_path / "n.md").write_text("# Adam\ntext\n")
    a_deck(tmp_path, "mine", "notes: n.md\nx-no-card: [f-1]\n", tail="- id: bad\n  qq: x\n")
    made = survey(noted_decks(tmp_path), tmp_path / "n.md")
    assert made.coverage.sections[0].cards == 1
    assert ["x-no-card" in line or "only its good cards" in line for line in made.told] == [True, True]


def test_notes_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Missing, a folder, or in another encoding."""
    (tmp_path / "gbk.md").write_bytes("动量".encode("gbk"))
    for name in ("none.md", "", "gbk.md"):
        with pytest.raises(ForecallError) as caught:
            read_notes(tmp_path / name)
        assert caught.value.where == str(tmp_path / name)


def test_cards_stand_by_their_section(tmp_path: Path) -> None:
    """Those that point nowhere by themselves."""
    (tmp_path / "n.md").write_text("# Adam\ntext\n")
    a_deck(tmp_path, "mine", "notes: n.md\n", tail="- id: lost\n  q: C?\n  a: d\n  source: nowhere\n")
    made = survey(noted_decks(tmp_path), tmp_path / "n.md")
    sections = [row.section for row in made.coverage.sections]
    found = by_section(sections, made.decks[0].deck.cards)
    assert {slug: [card.entry for card in cards] for slug, cards in found.items()} == {
        "adam": ["one"],
        "": ["lost"],
    }
