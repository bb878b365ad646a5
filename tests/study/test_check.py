"""Checking live cards: what runs unasked is run, and every fault is told once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.core.cage import Cage
from app.core.card import Card, Facet, Snippet
from app.core.rules import Rules
from app.core.truth import Ended, Run, Truth
from app.runner.client import Worker
from app.study.check import Checked, check_live, fault_of
from app.study.trust import Trust
from tests.builders import a_card, a_live_card
from tests.study.fakes import UNCAGED

THREE = Truth(type="int", repr="3", data=("3",), shape=())


@dataclass
class Scripted:
    """A runner that always gives the same run and notes what it was asked."""

    gives: Run
    codes: list[str] = field(default_factory=list)
    seeds: list[int] = field(default_factory=list)
    setups: list[str] = field(default_factory=list)

    async def run(self, code: str, setup: str, seed: int, timeout_ms: int, device: str = "cpu") -> Run:
        self.codes.append(code)
        self.seeds.append(seed)
        self.setups.append(setup)
        return self.gives

    async def cage(self, code: str, setup: str) -> Cage:
        """Hold nothing."""
        return UNCAGED

    async def stop(self) -> None:
        """Nothing to stop."""


def agreed(*cards: Card) -> Trust:
    """What the learner agreed to."""
    trust = Trust()
    for card in cards:
        assert card.content.run
        trust.agree(card.content.run)
    return trust


def checked(cards: list[Card], runner: Scripted, *trusted: Card, **how: Any) -> list[Checked]:
    """Check cards of one file, of which some were agreed to."""
    trust = agreed(*trusted)

    async def all_of() -> list[Checked]:
        pairs = [("d.yaml", card) for card in cards]
        return [one async for one in check_live(pairs, runner, trust, Rules(), **how)]

    return asyncio.run(all_of())


def test_a_trusted_card_is_run_with_several_drawings() -> None:
    """And a plain card is passed over."""
    card, runner = a_live_card(), Scripted(Run(Ended.DONE, THREE))
    assert checked([a_card(), card], runner, card, seed=1) == [Checked(card.name)]
    first, repeated, second = runner.codes
    assert first == repeated != second
    assert all(code.startswith("1 + ") for code in runner.codes)
    assert runner.seeds == [1, 2, 1]


def test_each_different_drawing_is_run_once_however_often_it_comes() -> None:
    """And counted: nine numbers, of which none is guessable; one number that always comes is."""
    card, runner = a_live_card(), Scripted(Run(Ended.DONE, THREE))
    [found] = checked([card], runner, card, draws=50)
    assert len(runner.codes) == 9 + 1
    assert [problem.rule for problem in found.problems] == ["W63"]


def test_a_full_sweep_repeats_in_another_process_and_looks_for_ties() -> None:
    """A snippet that rounds runs there once more, with a guard; its exception is no result."""
    card = a_live_card(run=Snippet("round($n / 8, 2)", setup="import math", vary=(("n", "1..9"),)))
    runner = Scripted(Run(Ended.DONE, THREE))
    other = Scripted(Run(Ended.DONE, Truth(error="ArithmeticError", message="a tie in rounding")))
    [found] = checked([card], runner, card, draws=8, other=other)
    assert [problem.rule for problem in found.problems] == ["E51", "W67"]
    assert len(runner.codes) == len({*runner.codes}) >= 4
    assert len(other.codes) == len(runner.codes) + 3
    assert sum("def round" in setup for setup in other.setups) == len(runner.codes)
    assert all(setup.startswith("import math") for setup in other.setups)


def test_a_card_is_exempt_from_what_its_runs_show() -> None:
    """By the same key as from the rules of wording."""
    card = a_live_card(lint=("-W63",))
    [found] = checked([card], Scripted(Run(Ended.DONE, THREE)), card, draws=50)
    assert found.problems == ()


async def test_ties_and_warnings_are_found_by_the_real_runner() -> None:
    """0.125 lies between 0.12 and 0.13; numbers that do not are left alone, and so are arrays."""
    worker, other = Worker(), Worker()
    code = "import numpy as np\n(round($n / 8, 2), np.round(1.5), round(np.float32(2.2)))"
    tied = a_live_card("d/tied", run=Snippet(code, vary=(("n", "1"),)))
    plain = a_live_card("d/plain", run=Snippet(code, vary=(("n", "2"),)))
    warned = a_live_card("d/warned", run=Snippet("import numpy as np\nfloat(np.log(np.zeros(1))[0])"))
    trust = agreed(tied, plain, warned)
    try:
        pairs = [("d.yaml", card) for card in (tied, plain, warned)]
        found = [one async for one in check_live(pairs, worker, trust, Rules(), other=other)]
    finally:
        await worker.stop()
        await other.stop()
    assert [[problem.rule for problem in one.problems] for one in found] == [["W67"], [], ["W61"]]


async def test_what_hangs_on_the_order_of_a_set_is_found() -> None:
    """Printed, the order is part of the answer; as a value it is not, and any order is right."""
    worker, other = Worker(), Worker(hash_seed=1)
    texts = "{'adam', 'sgd', 'lion', 'lamb', 'muon', 'adagrad'}"
    printed = a_live_card("d/printed", run=Snippet(f"print(*{texts})"), ask=(Facet.TEXT,))
    value = a_live_card("d/value", run=Snippet(texts))
    trust = agreed(printed, value)
    try:
        pairs = [("d.yaml", card) for card in (printed, value)]
        found = [one async for one in check_live(pairs, worker, trust, Rules(), other=other)]
    finally:
        await worker.stop()
        await other.stop()
    assert [[problem.rule for problem in one.problems] for one in found] == [["E51"], []]


def test_an_untrusted_card_is_listed_and_not_run() -> None:
    """Where nothing cages it, checking a stranger's deck runs nothing of it."""
    card, runner = a_live_card(), Scripted(Run(Ended.DONE, THREE))
    why = "a review would ask first (nothing holds snippets here)"
    assert checked([card], runner) == [Checked(card.name, not_run=why)]
    assert runner.codes == []


def test_a_held_card_is_listed_with_its_reason() -> None:
    """What this machine lacks is no fault of the card."""
    card, runner = a_live_card(run=Snippet("1", needs=("cuda",))), Scripted(Run(Ended.DONE, THREE))
    assert checked([card], runner, card) == [Checked(card.name, not_run="needs cuda")]


def test_a_fault_is_told_once_with_the_numbers_it_was_seen_with() -> None:
    """At the card's line."""
    card = a_live_card(line=12)
    [found] = checked([card], Scripted(Run(Ended.TIMEOUT, detail="It was stopped after 5 s.")), card)
    [problem] = found.problems
    assert (problem.path, problem.line, problem.rule) == ("d.yaml", 12, "E50")
    assert "It was stopped after 5 s." in problem.what
    assert problem.fix.startswith("Drawn: n = ")


@pytest.mark.parametrize(
    ("ask", "truth", "fault"),
    [
        ([Facet.VALUE], THREE, ""),
        ([Facet.VALUE, Facet.GRAD], THREE, "It has no grad to ask for."),
        ([Facet.TEXT], THREE, "It has no text to ask for."),
        ([Facet.VALUE], Truth(text="3\n"), "It has no value to ask for."),
        ([Facet.VALUE], Truth(error="ValueError", message="no"), "It raised ValueError: no"),
        ([Facet.ERROR], Truth(error="ValueError"), ""),
        ([Facet.SHAPE, Facet.ERROR], Truth(error="ValueError"), ""),
        ([Facet.ERROR], THREE, "It has no error to ask for."),
        ([Facet.SHAPE, Facet.DTYPE], Truth(type="list"), "It has no shape and no dtype to ask for."),
    ],
)
def test_a_run_must_have_what_is_asked_for(ask: list[Facet], truth: Truth, fault: str) -> None:
    """Or no prediction could be right."""
    assert fault_of(a_live_card(ask=tuple(ask)), Run(Ended.DONE, truth)) == fault
