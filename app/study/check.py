"""Checking decks: the problems of their files, and whether their live cards run."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from app.core import vary
from app.core.card import Card, Facet, Snippet
from app.core.lint import Finding, Sample, is_exempt, lint_samples, to_problem
from app.core.problem import Problem
from app.core.rules import Rules
from app.core.truth import Ended, Run, Truth
from app.study.needs import Devices, device_of, held_because, no_devices
from app.study.ports import Runner
from app.study.trust import Trust

DRAWS = 2
"""Each live card is run with so many drawings of its numbers."""
FULL_DRAWS = 50
"""The same in a full sweep."""
REPEATED = 3
"""So many drawings at most are run twice, to see whether they give the same."""
_TIE = "a tie in rounding"
_GUARD = f"""
__import__("warnings").simplefilter("error")
def round(number, ndigits=None, *, _round=round):
    try:
        scaled = abs(float(number)) * 10.0 ** (ndigits or 0)
    except (TypeError, ValueError):
        return _round(number, ndigits)
    if scaled < 1e9 and abs(scaled % 1 - 0.5) < 1e-6:
        raise ArithmeticError("{_TIE}")
    return _round(number, ndigits)
"""
"""Runs after the setup of a card: a warning, or a number to round that lies between two, ends the run."""


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
    cards: Iterable[tuple[str, Card]],
    runner: Runner,
    trust: Trust,
    rules: Rules,
    seed: int = 0,
    *,
    draws: int = DRAWS,
    other: Runner | None = None,
    devices: Devices = no_devices,
) -> AsyncIterator[Checked]:
    """Run live cards, those that a review would run unasked, and yield what was found of each.

    Args:
        cards: Pairs (path of the file, card); cards that are not live are passed over.
        runner: Runs them.
        trust: Tells which ones run unasked.
        rules: For their time limit.
        seed: Of the numbers drawn.
        draws: Drawings of numbers for each card.
        other: Another runner that repeats some of them, and looks for warnings and ties in rounding;
            None repeats one drawing with `runner`.
        devices: Tells which devices there are.
    """
    for path, card in cards:
        snippet = card.content.run
        if snippet is None:
            continue
        not_run = held_because(card, devices)
        if not not_run and (why := await trust.asks_because(snippet, runner)):
            not_run = f"a review would ask first ({why})"
        if not_run:
            yield Checked(card.name, not_run=not_run)
            continue
        limit = snippet.timeout_ms or rules.timeout_ms
        sweep = _Sweep(card, snippet, runner, other, seed, limit)
        samples = [sample async for sample in sweep.samples(draws)]
        found = [*_faults(card, samples), *lint_samples(card, samples, limit)]
        problems = tuple(to_problem(path, card, each) for each in found if not is_exempt(card, each.rule))
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


@dataclass(frozen=True, slots=True)
class _Sweep:
    """The runs of one card."""

    card: Card
    snippet: Snippet
    runner: Runner
    other: Runner | None
    seed: int
    limit_ms: int

    @property
    def device(self) -> str:
        """What it runs on."""
        return device_of(self.snippet)

    async def samples(self, draws: int) -> AsyncIterator[Sample]:
        """Run each different drawing once, the first ones twice."""
        plan, rng = vary.parse(self.snippet.vary, self.snippet.when), random.Random(self.seed)
        drawn = [plan.draw(rng) for _ in range(draws)]
        times = Counter(tuple(each.items()) for each in drawn)
        for place, (pairs, count) in enumerate(times.items()):
            code = vary.substitute(self.snippet.code, dict(pairs))
            run = await self.runner.run(code, self.snippet.setup, self.seed, self.limit_ms, self.device)
            repeats = place < (REPEATED if self.other else 1)
            again = await self._again(code) if repeats else None
            guarded = await self._guarded(code) if repeats or "round(" in code else None
            told = ", ".join(f"{name} = {text}" for name, text in pairs)
            tie = guarded is not None and (guarded.error, guarded.message) == ("ArithmeticError", _TIE)
            warned = guarded is not None and "Warning" in guarded.bases
            yield Sample(told, run, again, count, tie, guarded.error if guarded and warned else "")

    async def _again(self, code: str) -> Run:
        # Another seed: what is the same for one seed only can't be predicted either.
        runner = self.other or self.runner
        return await runner.run(code, self.snippet.setup, self.seed + 1, self.limit_ms, self.device)

    async def _guarded(self, code: str) -> Truth | None:
        if self.other is None:
            return None
        setup = f"{self.snippet.setup}\n{_GUARD}"
        run = await self.other.run(code, setup, self.seed, self.limit_ms, self.device)
        return run.truth


def _faults(card: Card, samples: Iterable[Sample]) -> list[Finding]:
    faults: dict[str, str] = {}
    for sample in samples:
        if fault := fault_of(card, sample.run):
            faults.setdefault(fault, sample.drawn)
    return [Finding("E50", fault, f"Drawn: {drawn}." if drawn else "") for fault, drawn in faults.items()]


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
