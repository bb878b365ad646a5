"""`forecall replay` and `forecall drift`: past questions on the libraries of today."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import click

from app.cli.wiring import collection, now
from app.core.errors import ForecallError
from app.core.replay import PastQuestion
from app.core.rules import Rules
from app.core.text import clean
from app.core.truth import Ended, Run
from app.settings.agreements import Agreements
from app.settings.here import settings_here
from app.study.replay import as_asked, drift, run_again
from app.study.trust import Trust
from app.study.verdict import CHOICE, ORDER, judge


def replay(decks: str, wanted: str) -> None:
    """Show a past question and what it gives now, or list those of a card.

    Args:
        decks: What ``--decks`` says.
        wanted: The number of a review, or the name of a card.

    Raises:
        ForecallError: If there is no such review or card.
    """
    with collection(decks) as (cards, _, config):
        if not wanted.isdecimal():
            _list(cards.questions_of(wanted), wanted)
            return
        question = cards.question(int(wanted))
        if question is None:
            fix = "`forecall replay CARD` lists those of a card."
            raise ForecallError(f"There is no review {wanted}.", fix=fix)
        _show(question, config.language)
        if question.card.content.run is not None:
            _show_run(question, asyncio.run(_run(question, _trust(decks), config.rules)))


def show_drift(decks: str) -> bool:
    """Print the cards whose answers changed since they were last reviewed.

    Returns:
        True if there are any.
    """

    async def run(rules: Rules) -> tuple[int, int]:
        from app.runner.client import Worker
        from app.runner.devices import devices

        worker, ran, changed = Worker(), 0, 0
        try:
            async for found in drift(questions, worker, _trust(decks), rules, devices):
                name = found.question.card.name
                if found.not_run:
                    click.echo(clean(f"{name}: not run: {found.not_run}"), err=True)
                    continue
                ran += 1
                changed += bool(found.now)
                for facet, truth in found.now.items():
                    then = f"review {found.question.review}, {_versions(found.question.env)}"
                    click.echo(
                        clean(f"{name}: {facet} is now {truth} (another at {then})").replace("\n", " ⏎ ")
                    )
        finally:
            await worker.stop()
        return ran, changed

    with collection(decks) as (cards, _, config):
        questions = cards.last_runs()
        ran, changed = asyncio.run(run(config.rules))
    click.echo(f"{ran} cards run again as they were last reviewed: {changed} give another answer.", err=True)
    return changed > 0


def _list(questions: list[PastQuestion], name: str) -> None:
    if not questions:
        raise ForecallError(f"There is no review of a card `{name}`.", fix="Name it as deck/card.")
    for question in questions:
        typed = "; ".join(question.typed.values())
        drawn = ", ".join(f"{each} = {value}" for each, value in question.drawn.items())
        told = f"{question.review:>6}  {question.at:%Y-%m-%d %H:%M}  grade {question.grade}  {drawn}  {typed}"
        click.echo(clean(told.rstrip()).replace("\n", " ⏎ "))


def _show(question: PastQuestion, language: str) -> None:
    asked = as_asked(question)
    told = f"{question.card.name}, {question.at:%Y-%m-%d %H:%M} UTC, grade {question.grade}"
    if question.seed is not None:
        told += f", seed {question.seed}"
    lines = [told + (", which asks something else by now" if question.changed else "")]
    lines += ["", asked.face(asked.content.question, language)]
    lines += [f"{number:>2}  {asked.face(text, language)}" for number, text in enumerate(asked.options, 1)]
    if asked.content.run is not None:
        lines += ["", asked.content.run.setup.rstrip(), asked.code.rstrip()]
    lines.append("")
    for name, typed in question.typed.items():
        label = "" if name in (CHOICE, ORDER) else f"{name}: "
        lines.append(f"{label}you said {typed or 'nothing'} ({question.outcome.get(name, 'not judged')})")
    if asked.content.answer is not None:
        lines.append(f"answer: {asked.face(asked.content.answer, language)}")
    click.echo(clean("\n".join(lines)))


async def _run(question: PastQuestion, trust: Trust, rules: Rules) -> Run | None:
    from app.runner.client import Worker

    worker = Worker()
    try:
        snippet = question.card.content.run
        if snippet is not None and (why := await trust.asks_because(snippet, worker)):
            click.echo(clean(f"Not run: {why}."), err=True)
            return None
        return await run_again(question, worker, rules)
    finally:
        await worker.stop()


def _show_run(question: PastQuestion, run: Run | None) -> None:
    if run is None:
        return
    if run.ended is not Ended.DONE:
        click.echo(clean(f"Not answered now: {run.detail}"))
        return
    verdict = judge(as_asked(question), {}, run)
    for name, judgement in verdict.judgements.items() if verdict else ():
        same = verdict is not None and question.digest.get(name) == verdict.digests[name]
        told = "as then" if same else "another than then" if question.digest else "not known then"
        click.echo(clean(f"{name}: this machine says {judgement.truth} ({told})"))


def _versions(env: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {env[name]}" for name in ("torch", "numpy", "python") if name in env)


def _trust(decks: str) -> Trust:
    where, _ = settings_here(decks)
    return Trust(Agreements(where.data, now))
