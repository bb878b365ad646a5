"""Past questions come back as they were, and drift is told."""

from __future__ import annotations

import asyncio
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.wiring import now
from app.core.cage import Cage, Tier
from app.core.log import Params
from app.core.rules import Rules
from app.runner.client import Worker
from app.store.opening import open_store
from app.study.sitting import Sitting
from app.study.verdict import judge
from tests.builders import an_entry
from tests.cli.conftest import Forecall

pytestmark = pytest.mark.xdist_group("runner")

DECK = """\
format: 1
deck: live
title: Live
setup: |
  import numpy as np
cards:
- id: sum
  q: What is ${n} and a bit?
  ask: [value, dtype]
  run:
    vary:
      n: 1..1000
    code: |
      np.random.rand() + np.float32($n) * np.float32(2)
- id: which
  q: Which?
  a: this
  wrong: [that, those, none]
"""


@pytest.fixture(autouse=True)
def _caged(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked first is decided by the tests, not by the machine they run on."""

    async def cage(*_: object) -> Cage:
        return Cage(Tier.CAGED)

    monkeypatch.setattr(Worker, "cage", cage)


@pytest.fixture
def reviewed(forecall: Forecall, decks: Path, tmp_path: Path) -> Path:
    """A collection in which both cards were reviewed, the live one with a wrong prediction."""
    (decks / "tiny.yaml").write_text(DECK, encoding="utf-8")
    forecall("due")
    database = tmp_path / "data" / "forecall.db"

    async def review() -> None:
        worker = Worker()
        with open_store(database, now) as store:
            sitting = Sitting(store, now, random.Random(5), Rules())
            sitting.use(store)
            while (asked := sitting.current) is not None and sitting.progress.answered < 2:
                typed, run = {"choice": "2"}, None
                if snippet := asked.content.run:
                    typed = {"value": "7", "dtype": "float32"}
                    run = await worker.run(asked.code, snippet.setup, asked.seed, 5000)
                sitting.grade(4, 1000, typed, judge(asked, typed, run), run.env if run else "")
        await worker.stop()

    asyncio.run(review())
    return database


def review_of(forecall: Forecall, card: str) -> int:
    """The number of a card's one review."""
    listed = forecall("replay", card)
    assert listed.exit_code == 0
    [line] = listed.stdout.splitlines()
    return int(line.split()[0])


def test_a_live_question_is_asked_again_exactly(forecall: Forecall, reviewed: Path) -> None:
    """Numbers, snippet, prediction and verdict of then; the same seed gives the same answer now."""
    told = forecall("replay", str(review_of(forecall, "live/sum"))).stdout
    number = re.search(r"What is (\d+) and a bit", told)
    assert number
    assert f"np.float32({number[1]}) * np.float32(2)" in told
    assert "import numpy as np" in told
    assert "value: you said 7 (wrong)" in told
    assert "dtype: you said float32 (right)" in told
    assert re.search(r"value: this machine says \S+ \(as then\)\n", told)
    assert "dtype: this machine says float32 (as then)\n" in told


def test_a_choice_is_shown_in_the_order_of_then(forecall: Forecall, reviewed: Path) -> None:
    """The options as they were shuffled, twice the same, with what was picked."""
    number = str(review_of(forecall, "live/which"))
    told = forecall("replay", number).stdout
    assert told == forecall("replay", number).stdout
    assert len(set(re.findall(r"^ \d  (\w+)$", told, re.MULTILINE)) & {"this", "that", "those", "none"}) == 4
    assert "you said 2 (" in told
    assert "answer: this" in told


def test_an_edited_card_is_asked_as_it_was(forecall: Forecall, decks: Path, reviewed: Path) -> None:
    """The snippet of then, and a word that it is another by now; drift passes it over."""
    number = str(review_of(forecall, "live/sum"))
    before = forecall("replay", number).stdout
    (decks / "tiny.yaml").write_text(DECK.replace("* np.float32(2)", "* np.float32(3)"), encoding="utf-8")
    after = forecall("replay", number).stdout
    assert after.replace(", which asks something else by now", "") == before
    assert forecall("drift").stderr.startswith("0 cards run again")


def test_without_drift_nothing_is_told(forecall: Forecall, reviewed: Path) -> None:
    """The same libraries give the same answers for the same seeds."""
    result = forecall("drift")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 cards run again as they were last reviewed: 0 give another answer.\n"


def test_drift_names_card_facet_and_what_is_said_now(forecall: Forecall, reviewed: Path) -> None:
    """A review whose value had another digest, with the library of then; the other facet agrees."""
    with open_store(reviewed, now) as store:
        [past] = store.questions_of("live/sum")
        [row] = store._rows("SELECT c.uid FROM card c WHERE c.name = 'live/sum'", {})
        entry = an_entry(card=str(row[0]), seed=past.seed, drawn=json.dumps(dict(past.drawn)))
        digest = json.dumps({**past.digest, "value": "0" * 16})
        store.append([replace(entry, digest=digest)], Params(), json.dumps({"numpy": "1.0", "python": "3"}))
    result = forecall("drift")
    assert result.exit_code == 1
    [line] = result.stdout.splitlines()
    assert re.fullmatch(r"live/sum: value is now \S+ \(another at review \d+, numpy 1.0, python 3\)", line)


@pytest.mark.parametrize("wanted", ["9999", "live/nothing"])
def test_what_was_never_reviewed_is_told(forecall: Forecall, reviewed: Path, wanted: str) -> None:
    """Exit code 3, and what to do."""
    result = forecall("replay", wanted)
    assert result.exit_code == 3
    assert "There is no review" in result.stderr


def test_a_snippet_that_would_ask_is_shown_and_not_run(
    forecall: Forecall, reviewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing cages it, replay shows the question and runs nothing."""

    async def cage(*_: object) -> Cage:
        return Cage(Tier.LIMITED, ("no Landlock in this kernel",))

    monkeypatch.setattr(Worker, "cage", cage)
    result = forecall("replay", str(review_of(forecall, "live/sum")))
    assert "np.float32" in result.stdout
    assert "this machine says" not in result.stdout
    assert result.stderr == "Not run: no Landlock in this kernel.\n"
    assert "live/sum: not run: no Landlock" in forecall("drift").stderr
