"""Cramming and studying ahead on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.tui.app import ForecallApp
from tests.cli.conftest import Forecall


def history(forecall: Forecall, name: str) -> str:
    """What happened to a card."""
    return forecall("history", name).stdout


def test_cards_are_crammed_and_their_schedule_is_left_alone(forecall: Forecall, decks: Path) -> None:
    """Those that the search finds; they are new as before."""
    said = forecall("review", "--plain", "--cram", "two", stdin="\n3\n").stdout
    assert "[1 left] tiny" in said
    assert "Two?" in said
    assert "One?" not in said
    assert json.loads(forecall("due", "--json").stdout)["total"]["new"] == 2
    assert "cram" in history(forecall, "tiny/two")


def test_cramming_counts_where_that_is_said(forecall: Forecall, decks: Path) -> None:
    """The grade is one like any other."""
    forecall("review", "--plain", "--cram", "two", "--count", stdin="\n3\n")
    assert json.loads(forecall("due", "--json").stdout)["total"]["new"] == 1


def test_what_falls_due_is_studied_ahead(forecall: Forecall, decks: Path) -> None:
    """Within the days that are named, of the decks that are named."""
    said = forecall("review", "--plain", "--ahead", "3")
    assert (said.exit_code, "Nothing falls due in these days." in said.stderr) == (3, True)
    forecall("review", "--plain", stdin="\n3\n\n3\n")
    assert "[2 left] tiny" in forecall("review", "--plain", "tiny", "--ahead", "3", stdin="").stdout


def test_an_interrupted_practice_is_offered_and_gone_on_with(forecall: Forecall, decks: Path) -> None:
    """The input ended after the first card."""
    assert "1 left to study" in forecall("review", "--plain", "--cram", "", stdin="\n3\n").stdout
    offered = forecall("review", "--plain", stdin="").stderr
    assert "Interrupted: cram, 1 card left; --go-on goes on." in offered
    said = forecall("review", "--plain", "--go-on", stdin="\n3\n").stdout
    assert "Two?" in said
    assert "One?" not in said
    assert "Interrupted" not in forecall("review", "--plain", stdin="").stderr
    ended = forecall("review", "--plain", "--go-on")
    assert (ended.exit_code, "was interrupted" in ended.stderr) == (3, True)


@pytest.mark.parametrize(
    "arguments",
    [("--count",), ("--cram", "x", "--ahead", "3"), ("--go-on", "--ahead", "3"), ("--go-on", "tiny")],
)
def test_options_that_do_not_go_together_are_refused(
    forecall: Forecall, decks: Path, arguments: tuple[str, ...]
) -> None:
    """The command line is wrong."""
    assert forecall("review", "--plain", *arguments).exit_code == 2


def test_the_screens_cram_what_was_written_a_moment_ago(
    forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deck folder is taken in before cards are chosen."""
    shown: list[int] = []

    def run(self: ForecallApp) -> None:
        extra = self._first.sitting.extra  # type: ignore[attr-defined]
        shown.append(len(extra.cards))

    monkeypatch.setattr(ForecallApp, "run", run)
    forecall("due")
    deck = "format: 1\ndeck: more\ncards:\n- {id: new, q: Three?, a: 3}\n"
    (decks / "more.yaml").write_text(deck, encoding="utf-8")
    assert forecall("review", "--cram", "Three").exit_code == 0
    assert shown == [1]
