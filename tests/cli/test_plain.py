"""Review line by line: every kind of card, every way to leave, and every grade kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import plain
from app.cli.plain_faces import as_text
from app.core.cage import Cage, Tier
from app.core.errors import ForecallError
from app.core.pace import Pace
from app.runner.client import Worker
from app.study.sitting import Sitting
from app.study.turns import Leech
from tests.cli.conftest import DECK, Forecall

LIVE = """\
format: 1
deck: live
cards:
- id: sum
  q: What is the sum?
  run: {code: 1 + 1}
  ask: value
  why: One and one.
"""


@pytest.fixture
def only(decks: Path) -> Path:
    """The one deck file of a folder, for a test to fill."""
    (decks / "tiny.yaml").unlink()
    return decks / "d.yaml"


def cards(*entries: str) -> str:
    """A deck file of some entries."""
    return "format: 1\ndeck: d\ncards:\n" + "\n".join(entries)


def graded(forecall: Forecall) -> dict[str, int]:
    """What was done, and what waits still."""
    found = json.loads(forecall("due", "--json").stdout)
    return {"done": found["done"], **found["total"]}


def test_cards_are_asked_and_graded(forecall: Forecall, decks: Path) -> None:
    """Question, answer, grades with their intervals, and the count at the end."""
    result = forecall("review", "--plain", stdin="\n3\n\n\n")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "[2 left] tiny" in lines
    assert "One?" in lines
    assert "answer: 1" in lines
    assert "1 Again 1d and again today, 2 Hard 1d and again today, 3 Good 1d, 4 Easy 1d" in lines
    assert lines[-1].startswith("2 cards in 0 s; 0 left today. Tomorrow: 2 due")
    assert graded(forecall) == {"done": 2, "new": 0, "due": 0, "drill": 0}


def test_the_end_of_the_input_leaves_and_loses_nothing(forecall: Forecall, decks: Path) -> None:
    """After a grade, within a card, and before anything."""
    assert "2 left today" in forecall("review", "--plain", stdin="").stdout
    assert "1 left today" in forecall("review", "--plain", stdin="\n3\n\n").stdout
    assert graded(forecall)["done"] == 1
    forecall("review", "--plain", stdin="\n:q\n3\n")
    assert graded(forecall)["done"] == 1


def test_commands_undo_skip_and_switch(forecall: Forecall, decks: Path) -> None:
    """With a colon, half or full width, so that they can be told from answers."""
    (decks / "tiny.yaml").write_text(DECK.replace("q: One?", "q: {en: One?, zh: 一？}"))
    result = forecall("review", "--plain", stdin=":l\n:n\n\n3\n：u\n:U\n:u\n:?\n:q\n")
    said = result.stdout
    assert said.index("One?") < said.index("一？") < said.index("Skipped.") < said.index("Two?")
    assert said.index("Two?") < said.index("Undone: tiny/two.")
    assert graded(forecall)["done"] == 0
    later = forecall("review", "--plain", stdin=":u\n:u\n").stdout
    assert later.index("Two?") < later.index("Undone: tiny/one.") < later.index("Nothing to undo.")


def test_cards_are_put_away_and_flagged(forecall: Forecall, decks: Path) -> None:
    """By the letters of the review screen; a note belongs to a flag; each can be undone."""
    said = forecall("review", "--plain", stdin=":f a typo\n:b\n:s\n:u\n:q\n").stdout
    assert "Flagged: tiny/one." in said
    assert "Buried until tomorrow: tiny/one." in said
    assert "Suspended: tiny/two." in said
    assert said.index("Nothing is left.") < said.index("Undone: tiny/two.")
    assert forecall("due", "--line").stdout == "1 new\n"
    assert "flag" in forecall("history", "tiny/one").stdout


def test_nonsense_is_asked_again(forecall: Forecall, decks: Path) -> None:
    """A key that is no grade grades nothing; a full-width digit is one."""
    result = forecall("review", "--plain", "tiny", stdin="\n9\nx\n３\n")
    assert result.stdout.count("Type one of 1, 2, 3, 4.") == 2
    assert graded(forecall)["done"] == 1


def test_a_grade_that_is_not_kept_ends_it(
    forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever pipes grades in must learn that they are lost: exit code 3, and no further card."""

    def full(*_: object) -> None:
        raise ForecallError("The disk is full; nothing was stored.")

    monkeypatch.setattr(Sitting, "grade", full)
    result = forecall("review", "--plain", stdin="\n3\n\n3\n")
    assert result.exit_code == 3
    assert "The disk is full" in result.stderr
    assert "Two?" not in result.stdout


def test_a_leech_is_told(forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how often it was failed, and what may be wrong with it."""
    leech = Leech("tiny/one", 8, suspended=True)
    monkeypatch.setattr(Sitting, "grade", lambda *_: leech)
    said = forecall("review", "--plain", stdin="\n3\n:q\n").stdout
    assert "Leech: tiny/one, failed 8 times. It is suspended. " in said
    assert "say it in your own words" in said


def test_an_unknown_deck_is_refused(forecall: Forecall, decks: Path) -> None:
    """With the nearest name."""
    result = forecall("review", "--plain", "tinny", stdin="")
    assert result.exit_code == 3
    assert "Did you mean `tiny`?" in result.stderr


def test_a_choice_is_answered_by_its_number(forecall: Forecall, only: Path) -> None:
    """What is no number is asked again; the right one is told."""
    only.write_text(cards("- {id: x, q: 'Which?', a: soft, wrong: [hard, none]}"))
    said = forecall("review", "--plain", stdin="soft\n1\n\n").stdout
    assert "choice: Type one of the numbers 1 to 3." in said
    shown = next(line for line in said.splitlines() if line.endswith(". soft"))
    assert f"answer: {shown}" in said
    assert ("choice: right" in said) == shown.startswith("1.")
    assert graded(forecall)["done"] == 1


def test_an_order_is_answered_by_numbers(forecall: Forecall, only: Path) -> None:
    """The right order is told step by step."""
    only.write_text(cards("- {id: x, q: 'Order?', steps: [wash, dry, fold]}"))
    said = forecall("review", "--plain", stdin="1 2 3\n\n").stdout
    assert "order: wrong (step " in said
    assert "1. wash\n2. dry\n3. fold\n" in said
    assert "Grade [1]:" in said


def test_a_typed_answer_is_judged(forecall: Forecall, only: Path) -> None:
    """Right suggests Good; an empty line asks for no judgement, and suggests nothing."""
    only.write_text(cards("- {id: x, q: 'Betas?', a: '(0.9, 0.999)', ask: value}"))
    said = forecall("review", "--plain", stdin="(.9, .999)\n:u\n\n\n3\n").stdout
    assert "value: right" in said
    assert "Grade [3]:" in said
    assert "answer: (0.9, 0.999)" in said
    assert graded(forecall)["done"] == 1


def test_a_right_answer_that_came_fast_suggests_easy(
    forecall: Forecall, only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the learner's own times, as on the screen."""
    monkeypatch.setattr(Sitting, "pace", lambda *_: Pace(fast=10_000, slow=20_000))
    only.write_text(cards("- {id: x, q: 'Betas?', a: '(0.9, 0.999)', ask: value}"))
    assert "Grade [4]:" in forecall("review", "--plain", stdin="(.9, .999)\n").stdout


def test_several_lines_are_typed_with_a_backslash(forecall: Forecall, only: Path) -> None:
    """For what a program prints."""
    only.write_text(cards('- {id: x, q: "Printed?", a: "a\\nb", ask: text, strict: true}'))
    assert "text: right" in forecall("review", "--plain", stdin="a\\\nb\n\n").stdout


def test_a_live_card_runs_only_when_it_may(
    forecall: Forecall, only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing cages it, a snippet of the learner's asks once; no means to grade oneself."""

    async def none(self: Worker, code: str, setup: str) -> Cage:
        return Cage(Tier.LIMITED, ("no user namespaces",))

    monkeypatch.setattr(Worker, "cage", none)
    only.write_text(LIVE)
    refused = forecall("review", "--plain", stdin="perhaps\nn\n\n:q\n").stdout
    assert "nothing would hold it here: no user namespaces." in refused
    assert "Not run: grade yourself." in refused
    assert "Grade: " in refused
    agreed = forecall("review", "--plain", stdin="y\n2\n\n").stdout
    assert "value: right" in agreed
    assert "why: One and one." in agreed
    assert graded(forecall)["done"] == 1


def test_a_grade_is_on_disk_before_the_next_card_is_asked(decks: Path, tmp_path: Path) -> None:
    """Killed while the second card is on the screen, the first one's grade is there; no Textual is loaded."""
    home = {"FORECALL_DATA": str(tmp_path / "data"), "FORECALL_CONFIG": str(tmp_path / "c.toml")}
    code = (
        "import sys; from app.cli import main; sys.argv = ['forecall', 'review', '--plain']\n"
        "import atexit; from app.study.sitting import Sitting; grade = Sitting.grade\n"
        "Sitting.grade = lambda *a: (grade(*a), print('loaded', 'textual' in sys.modules, flush=True))[0]\n"
        "main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **home},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n3\n")
    process.stdin.flush()
    heard = []
    for line in process.stdout:
        heard.append(line)
        if line.startswith("[1 left]"):
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert "loaded False\n" in heard
    told = subprocess.run(
        [sys.executable, "-m", "app", "due", "--line"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **home},
    )
    assert told.stdout == "1 new\n"


def test_faces_are_plain_lines() -> None:
    """Formulas in a line, code indented, lists and tables row by row."""
    text = "so $\\frac{a}{b}$ **is**\n- one\n```python\nx\n```\n$$x^2$$\na | b\n-|-\n1 | 2"
    assert as_text(text) == ["so a/b is", "• one", "    x", "x²", "a | b", "1 | 2"]


def test_the_first_review_of_a_day_backs_up(
    forecall: Forecall, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once there is something to lose, before the first card, and once a day."""
    asked = "\n3\n"
    for day, backups in ((10, 0), (11, 1), (11, 1), (12, 2)):
        monkeypatch.setattr(plain, "now", lambda day=day: datetime(2026, 3, day, 12, tzinfo=UTC))
        forecall("review", "--plain", stdin=asked)
        assert len(json.loads(forecall("backup", "--list", "--json").stdout)) == backups


def test_due_has_one_line(forecall: Forecall, decks: Path) -> None:
    """Short enough for a prompt; nothing at all if nothing waits."""
    assert forecall("due", "--line").stdout == "2 new\n"
    forecall("review", "--plain", stdin="\n1\n\n3\n")
    assert forecall("due", "--line").stdout == "1 drill\n"
    forecall("review", "--plain", stdin="\n3\n")
    assert forecall("due", "--line").stdout == ""
