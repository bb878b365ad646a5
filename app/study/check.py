"""Checking decks: the problems of their files, and whether their live cards run."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from app.core import vary
from app.core.card import Card, Facet, Snippet
from app.core.problem import Problem
from app.core.rules import Rules
from app.core.truth import Ended, Run, Truth
from app.study.needs import held_because
from app.study.ports import Runner
from app.study.trust import Trust

DRAWS = 2
"""Each live card is run with so many drawings of its numbers."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A live card that was checked.

    Attributes:
        name: The card.
        problems: What is wrong with it; empty if nothing.
        not_run: Why it was not run; empty if it was.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    not_run: str = ""


async def check_live(
    cards: Iterable[tuple[str, Card]], runner: Runner, trust: Trust, rules: Rules, seed: int = 0
) -> AsyncIterator[Checked]:
    """Run live cards, those that a review would run unasked, and yield what was found of each.

    Args:
        cards: Pairs (path of the file, card); cards that are not live are passed over.
        runner: Runs them.
        trust: Tells which ones run unasked.
        rules: For their time limit.
        seed: Of the numbers drawn.
    """
    for path, card in cards:
        snippet = card.content.run
        if snippet is None:
            continue
        not_run = held_because(card) or ("" if trust.allows(snippet) else "a review would ask first")
        if not_run:
            yield Checked(card.name, not_run=not_run)
            continue
        plan, rng = vary.parse(snippet.vary, snippet.when), random.Random(seed)
        faults: dict[str, str] = {}
        for _ in range(DRAWS):
            drawn = plan.draw(rng)
            code = vary.substitute(snippet.code, drawn)
            run = await runner.run(code, snippet.setup, seed, _limit(snippet, rules))
            if fault := fault_of(card, run):
                faults.setdefault(fault, ", ".join(f"{name} = {text}" for name, text in drawn.items()))
        problems = tuple(_problem(path, card, fault, drawn) for fault, drawn in faults.items())
        yield Checked(card.name, problems)


def fault_of(card: Card, run: Run) -> str:
    """Return what is wrong with a run of a card; empty if it can be judged."""
    if run.ended is not Ended.DONE:
        return f"It gave no answer: {run.detail}"
    truth = run.truth
    if truth.error and Facet.ERROR not in card.content.ask:
        return f"It raised {truth.error}: {truth.message}"
    missing = [facet.value for facet in card.content.ask if not _has(truth, facet)]
    return f"It has no {' and no '.join(missing)} to ask for." if missing else ""


def _limit(snippet: Snippet, rules: Rules) -> int:
    return snippet.timeout_ms or rules.timeout_ms


def _has(truth: Truth, facet: Facet) -> bool:
    present = {
        Facet.VALUE: bool(truth.type),
        Facet.TEXT: bool(truth.text),
        Facet.SHAPE: truth.shape is not None,
        Facet.DTYPE: bool(truth.dtype),
        Facet.DEVICE: bool(truth.device),
        Facet.ERROR: bool(truth.error),
        Facet.ALIAS: truth.alias is not None,
        Facet.GRAD: truth.grad is not None,
    }
    # A list that also asks for the error is right without the others when it raises.
    return present[facet] or (bool(truth.error) and facet is not Facet.ERROR)


def _problem(path: str, card: Card, fault: str, drawn: str) -> Problem:
    fix = f"Drawn: {drawn}." if drawn else ""
    return Problem(path, card.line, 1, card.name, fault, fix, rule="E50")
