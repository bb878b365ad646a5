"""Past questions asked again: exactly as they were, on the libraries of today."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace

from app.core.collection import StoredCard
from app.core.log import Role, State
from app.core.replay import PastQuestion
from app.core.rules import Rules
from app.core.truth import Ended, Run
from app.study.asking import Asked, ask
from app.study.needs import Devices, held_because, no_devices
from app.study.ports import Runner
from app.study.running import run_snippet
from app.study.trust import Trust
from app.study.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Drift:
    """What became of the answer to a past question.

    Attributes:
        question: The question.
        now: The right answer of today, by each facet whose answer is another; empty if none is.
        not_run: Why it was not run; empty if it was.
    """

    question: PastQuestion
    now: Mapping[str, str]
    not_run: str = ""


def as_asked(question: PastQuestion) -> Asked:
    """Return a past question as it was asked: the same numbers, the same order of choices."""
    from app.core import vary

    stored = StoredCard(0, "", question.card, State(), "", "")
    asked = ask(stored, Role.SCHEDULED, question.seed or 0)
    run = question.card.content.run
    if run is None:
        return asked
    # What was logged is what was asked, even if numbers were drawn in another way by then.
    return replace(asked, drawn=question.drawn, code=vary.substitute(run.code, question.drawn))


async def run_again(question: PastQuestion, runner: Runner, rules: Rules) -> Run | None:
    """Run a past question's snippet with its numbers and its seed; None if it has none."""
    asked, snippet = as_asked(question), question.card.content.run
    if snippet is None:
        return None
    return await run_snippet(runner, snippet, asked.code, asked.seed, rules)


async def drift(
    questions: Iterable[PastQuestion],
    runner: Runner,
    trust: Trust,
    rules: Rules,
    devices: Devices = no_devices,
) -> AsyncIterator[Drift]:
    """Run past questions again and yield what became of their answers.

    Cards that ask something else by now are passed over: their answers are those of another question.
    """
    for question in questions:
        snippet = question.card.content.run
        if snippet is None or question.changed:
            continue
        if why := held_because(question.card, devices) or await trust.asks_because(snippet, runner):
            yield Drift(question, {}, why)
            continue
        run = await run_again(question, runner, rules)
        verdict = judge(as_asked(question), {}, run)
        if run is None or verdict is None or run.ended is not Ended.DONE:
            yield Drift(question, {}, run.detail if run else "it can't be judged")
        else:
            yield Drift(question, _changed(question, verdict))


def _changed(question: PastQuestion, verdict: Verdict) -> dict[str, str]:
    return {
        facet: verdict.judgements[facet].truth
        for facet, digest in question.digest.items()
        if facet in verdict.digests and verdict.digests[facet] != digest
    }
