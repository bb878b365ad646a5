"""Checking live cards: what runs unasked is run, and every fault is told once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from app.core.card import Card, Facet, Snippet
from app.core.codec import snippet_hash
from app.core.rules import Rules
from app.core.truth import Ended, Run, Truth
from app.study.check import Checked, check_live, fault_of
from app.study.trust import Trust
from tests.builders import a_card, a_live_card

THREE = Truth(type="int", repr="3", data=("3",), shape=())


@dataclass
class Scripted:
    """A runner that always gives the same run and notes what it was asked."""

    gives: Run
    codes: list[str] = field(default_factory=list)

    async def run(self, code: str, setup: str, seed: int, timeout_ms: int) -> Run:
        self.codes.append(code)
        return self.gives

    async def stop(self) -> None:
        """Nothing to stop."""


def checked(cards: list[Card], runner: Scripted, *trusted: Card) -> list[Checked]:
    """Check cards of one file, of which some are bundled."""
    bundled = frozenset(snippet_hash(card.content.run) for card in trusted if card.content.run)

    async def all_of() -> list[Checked]:
        found = check_live([("d.yaml", card) for card in cards], runner, Trust(lambda: bundled), Rules())
        return [one async for one in found]

    return asyncio.run(all_of())


def test_a_trusted_card_is_run_with_several_drawings() -> None:
    """And a plain card is passed over."""
    card, runner = a_live_card(), Scripted(Run(Ended.DONE, THREE))
    assert checked([a_card(), card], runner, card) == [Checked(card.name)]
    assert len(runner.codes) == 2
    assert all(code.startswith("1 + ") for code in runner.codes)


def test_an_untrusted_card_is_listed_and_not_run() -> None:
    """Checking a stranger's deck runs nothing of it."""
    card, runner = a_live_card(), Scripted(Run(Ended.DONE, THREE))
    assert checked([card], runner) == [Checked(card.name, not_run="a review would ask first")]
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
