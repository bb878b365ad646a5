"""Files that are not what they should be: told at their place, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.deckfile import load as loading
from app.deckfile import source
from app.deckfile.load import load_file, load_text
from app.deckfile.report import Report
from tests.deckfile.decks import GOOD, HEAD, names, told


def load_bytes(tmp_path: Path, raw: bytes) -> loading.Loaded:
    """Load a file with these bytes."""
    file = tmp_path / "d.yaml"
    file.write_bytes(raw)
    return load_file(file, "d.yaml")


def test_a_byte_that_is_not_utf8_costs_only_its_card(tmp_path: Path) -> None:
    """Its line and column in characters are told; the cards around it are there."""
    raw = (
        (HEAD + GOOD + "- id: x\n  q: 中").encode()
        + b"\xe9\n  a: b\n"
        + GOOD.replace("good", "more").encode()
    )
    loaded = load_bytes(tmp_path, raw)
    assert told(loaded) == ["9:7 E101 The byte 0xE9 is not UTF-8."]
    assert names(loaded) == ["d/good", "d/more"]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ((HEAD + GOOD).encode("utf-16"), "The file is UTF-16, not UTF-8."),
        (b"\x7fELF\x00\x00\xff\xfe", "The file is not text."),
        (b"\xff\xfe\x00", "The file is UTF-16, not UTF-8."),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, raw: bytes, what: str) -> None:
    """There is nothing to load, and one sentence says why."""
    loaded = load_bytes(tmp_path, raw)
    assert loaded.deck is None
    assert told(loaded) == [f"1:1 E101 {what}"]


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x00", "U+0000 (NUL)"),
        ("\x1b", "U+001B (a control character)"),
        ("\x85", "U+0085 (next line)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\ufffe", "U+FFFE (half a character)"),
        ("\ud800", "U+D800 (half a character)"),
    ],
)
def test_a_forbidden_character_costs_only_its_card(char: str, name: str) -> None:
    """NUL, controls, odd line ends and surrogates are told where they stand."""
    loaded = load_text(f"{HEAD}{GOOD}- id: x\n  q: a{char}b\n  a: b\n{GOOD.replace('good', 'more')}", "d")
    assert told(loaded) == [f"9:7 E102 The character {name} is not allowed in YAML."]
    assert names(loaded) == ["d/good", "d/more"]


def test_a_forbidden_character_in_a_broken_file_costs_only_its_card() -> None:
    """It is the same when the cards are read one by one."""
    text = f"{HEAD}- id: x\n  q: a\x07b\n  a: b\n- id: y\n  q: @\n  a: b\n{GOOD}"
    loaded = load_text(text, "d")
    assert [(p.line, p.rule) for p in loaded.problems] == [(6, "E102"), (9, "E108")]
    assert names(loaded) == ["d/good"]


def test_thousands_of_forbidden_characters_give_a_few_problems() -> None:
    """A damaged file is not drowned in messages."""
    loaded = load_text(f"{HEAD}{GOOD}- id: x\n  q: {chr(7) * 5000}\n  a: b\n", "d")
    assert len(loaded.problems) == 20
    assert names(loaded) == ["d/good"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """What the system says is told in a sentence."""
    loaded = load_file(tmp_path / "none.yaml", "none.yaml")
    assert loaded.deck is None
    assert told(loaded) == ["1:1 E101 The file can't be read: No such file or directory."]


def test_a_folder_is_a_problem(tmp_path: Path) -> None:
    """A path that is no file does not raise."""
    assert told(load_file(tmp_path, "x")) == ["1:1 E101 The file can't be read: Is a directory."]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is looked at first."""
    monkeypatch.setattr(loading, "MAX_BYTES", 1 << 20)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    file = tmp_path / "d.yaml"
    with file.open("wb") as made:
        made.truncate((1 << 20) + 1)
    loaded = load_file(file, "d.yaml")
    assert told(loaded) == ["1:1 E106 The file is larger than 1 MiB."]


def test_too_many_cards_are_cut_off_with_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ones are there."""
    monkeypatch.setattr("app.deckfile.entries.MAX_CARDS", 2)
    entries = "".join(f"- id: c{i}\n  q: a\n  a: b\n" for i in range(5))
    loaded = load_text(HEAD + entries, "d")
    assert told(loaded) == ["11:3 E106 A deck holds at most 2 cards; the rest is left out."]
    assert names(loaded) == ["d/c0", "d/c1"]


def test_deep_nesting_does_not_hide_the_next_card() -> None:
    """A hundred thousand brackets end at the limit, quickly."""
    loaded = load_text(f"{HEAD}- id: x\n  q: {'[' * 100_000}\n  a: b\n{GOOD}", "d")
    assert [(p.line, p.rule) for p in loaded.problems] == [(6, "E106")]
    assert names(loaded) == ["d/good"]


@pytest.mark.parametrize("opened", ["[", "{", "- ", "? ", "[{", "[ "], ids=repr)
@pytest.mark.parametrize("times", [20, 990, 1010, 5_000])
def test_nesting_of_any_depth_and_kind_is_the_same_problem(opened: str, times: int) -> None:
    """Whether our limit is met first or that which libyaml has from PyYAML 6.0.4 on: in a card and above."""
    nested = f"\n    {opened * times}x\n"
    in_card = load_text(f"{HEAD}- id: x\n  q:{nested}  a: b\n{GOOD}", "d")
    assert [(p.line, p.rule, p.card) for p in in_card.problems] == [(7, "E106", "d/x")]
    assert names(in_card) == ["d/good"]
    above = load_text(f"{HEAD.replace('cards:', f'tags:{nested}cards:')}{GOOD}", "d")
    assert [(p.line, p.rule) for p in above.problems] == [(5, "E106")]
    assert names(above) == ["d/good"]


def test_without_libyaml_the_same_deck_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pure Python loader is slower and gives the same cards, problems and places."""
    yaml = pytest.importorskip("yaml")
    text = f"{HEAD}- id: x\n  q: [MASK] a\n  a: b\n- id: y\n  q: no # x\n  a: '1'\n{GOOD}"
    fast = load_text(text, "d")
    monkeypatch.setattr("app.deckfile.nodes.Loader", yaml.SafeLoader)
    assert load_text(text, "d") == fast
    assert len(fast.problems) == 3


def test_tidy_keeps_every_other_character() -> None:
    """Only what YAML forbids is replaced, one for one, so that columns stay."""
    kept = "a\tb 中 😀 \xa0 \ufeff\n"
    assert source.tidy(Report("d"), kept).text == kept
    assert source.tidy(Report("d"), "a\x00b").text == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("# Title\n\nSome text: with: colons [and] {things\n- a list\n  'quote\n" * 3000, 25),
        (HEAD + "- id: x\n" + "".join(f"  k{i}: b\n" for i in range(30_000)), 1),
        ("".join(f"k{i}: b\n" for i in range(30_000)), 5),
        (HEAD + "- id: x\n  cloze: '" + "{{a}} " * 3_000 + "'\n", 1),
        (HEAD + "- id: x\n  wrong: [" + "a, " * 100_000 + "b]\n  q: a\n  a: b\n", 1),
        (HEAD + '- id: x\n  q: "' + "a\n  a: b\n" * 30_000, 1),
        (HEAD + "- id: x\n  q: a\n  a: b\n" + "---\n" * 50_000, 1),
        (HEAD + "- q: a\n  a: b\n" * 10_000, 10_000),
        (HEAD + "".join(f"- id: c{i}\n  question: a\n  a: b\n" for i in range(10_000)), 10_000),
    ],
    ids=["prose", "keys", "keys at top", "holes", "list", "quote", "documents", "clones", "same slip"],
)
def test_what_is_long_and_wrong_is_answered_in_few_words(text: str, most: int) -> None:
    """No slip makes work or messages that grow with the square of the file (this test would not end)."""
    loaded = load_text(text, "d")
    assert 1 <= len(loaded.problems) <= most
