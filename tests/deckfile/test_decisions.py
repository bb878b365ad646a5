"""Facts that a deck leaves out on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.deckfile.decisions import no_card
from app.deckfile.load import load_file

HEAD = "format: 1\ndeck: d\ntitle: D\n"
CARDS = "cards:\n- id: a\n  q: b\n  a: c\n"


def test_reasons_are_read_by_fact(tmp_path: Path) -> None:
    """In one language or several; the loader leaves them alone."""
    file = tmp_path / "d.yaml"
    file.write_text(f"{HEAD}x-no-card:\n  f-1: a heading\n  f-2: {{en: a link, zh: 链接}}\n{CARDS}", "utf-8")
    found, problems = no_card(file)
    assert {fact: text.to("zh") for fact, text in found.items()} == {"f-1": "a heading", "f-2": "链接"}
    assert problems == ()
    assert load_file(file).problems == ()


@pytest.mark.parametrize(
    "written", ["x-no-card: f-1", "x-no-card: [f-1]", "x-no-card:\n  f-1:", "x-no-card:"]
)
def test_a_fact_without_a_reason_is_told(tmp_path: Path, written: str) -> None:
    """At its place."""
    file = tmp_path / "d.yaml"
    file.write_text(f"{HEAD}{written}\n{CARDS}", "utf-8")
    found, [problem] = no_card(file)
    assert (found, problem.path) == ({}, str(file))
    assert problem.line in (4, 5)


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"a: [", b"- x", b"x-other: 1", b"%"])
def test_a_file_that_says_nothing_of_it_gives_nothing(tmp_path: Path, text: bytes) -> None:
    """What is wrong with it is told by the loader."""
    file = tmp_path / "d.yaml"
    file.write_bytes(text)
    assert no_card(file) == ({}, ())
    assert no_card(tmp_path / "none.yaml") == ({}, ())
