"""`forecall review --plain`: asks and grades line by line, for screen readers, dumb terminals and pipes."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import ExitStack
from time import monotonic
from typing import NamedTuple

import click

from app.cli.more import Choice
from app.cli.plain_faces import answer_lines, question_lines
from app.cli.wiring import choice, now, refuse_unknown, wire
from app.core.card import Kind
from app.core.day import study_day
from app.core.log import Act
from app.core.pace import with_time
from app.core.text import clean
from app.core.truth import Outcome, Run
from app.settings.here import settings_here
from app.study.asking import Asked
from app.study.extra import as_text, interrupted
from app.study.leech import advice
from app.study.ports import Store
from app.study.running import run_snippet
from app.study.services import Services
from app.study.sitting import Sitting
from app.study.verdict import SUGGEST_RIGHT, Verdict, judge, lines_of
from app.tui.words import LANGUAGES, button_names, count, digit_of_grade, duration, grade_of_digit, interval

_HELP = (
    "Instead of an answer or a grade: :u undo, :U redo, :n skip, :b bury until tomorrow, :s suspend, "
    ":f flag (:f and a note), :l other language, :q leave, :? this help. "
    "An empty line shows the answer, or takes the suggested grade. A \\ at the end goes on in the next line."
)
"""The letters are those of the keys on the review screen."""
_TOLD = {Act.BURY: "Buried until tomorrow", Act.SUSPEND: "Suspended", Act.FLAG: "Flagged"}


class _Left(Exception):  # noqa: N818 - not an error
    """The learner has left: by `:q`, or because there is no more input."""


class _Turned(Exception):  # noqa: N818 - not an error
    """The card is another one, or to be shown anew."""


def review_plainly(decks: str, wanted: Sequence[str], choose: Choice | None = None) -> None:
    """Ask today's cards on stdin and stdout until none is left or the input ends.

    Args:
        decks: What ``--decks`` says.
        wanted: Ids of the decks; none means all.
        choose: Chooses cards to ask instead of those of the day.

    Raises:
        ForecallError: If the collection can't be opened, a deck is unknown, or nothing can be chosen.
    """
    for stream in (sys.stdin, sys.stdout):
        # What can't be decoded or shown is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with ExitStack() as opened:
        services = wire(*settings_here(decks), now, opened)
        store = services.open_store()
        services.back_up(lambda error: click.echo(clean(str(error)), err=True))
        for problem in services.take_in(store).problems:
            click.echo(clean(str(problem)), err=True)
        if wanted:
            refuse_unknown(wanted, [each.deck for each in store.decks(now().date())])
        sitting = _sit_down(services, store, list(wanted) or None, choose)
        loop = opened.enter_context(asyncio.Runner())
        opened.callback(lambda: loop.run(services.runner.stop()))
        _Review(services, sitting, loop).go()


def _sit_down(services: Services, store: Store, wanted: list[str] | None, choose: Choice | None) -> Sitting:
    extra = choice(services, choose) if choose else None
    if extra is not None:
        services.keep_practice(as_text(extra))
    else:
        today = study_day(services.clock(), services.rules.rollover_hour)
        if begun := interrupted(store, services.practice(), today):
            left = count(len(begun.cards), "card")
            click.echo(clean(f"Interrupted: {begun.what}, {left} left; --go-on goes on."), err=True)
    sitting = Sitting(store, services.clock, services.seeds, services.rules, wanted, extra)
    sitting.use(store)
    return sitting


class _Answered(NamedTuple):
    """What was typed, what ran, how it was judged, and the milliseconds until it was submitted."""

    typed: dict[str, str]
    run: Run | None
    verdict: Verdict | None
    took: int


class _Review:
    def __init__(self, services: Services, sitting: Sitting, loop: asyncio.Runner) -> None:
        self._services, self._sitting, self._loop = services, sitting, loop
        self._language = services.language

    def go(self) -> None:
        """Ask card after card."""
        with contextlib.suppress(_Left, KeyboardInterrupt):
            if began := self._sitting.current is not None:
                click.echo(_HELP)
            while began:
                with contextlib.suppress(_Turned):
                    if (asked := self._sitting.current) is not None:
                        self._ask(asked)
                    elif not self._read("Nothing is left. :u to undo, an empty line to leave: "):
                        break
        summary = self._sitting.summary()
        left = f"{summary.left} left {'to study' if summary.practice else 'today'}."
        if summary.answers:
            told = f"{count(summary.cards, 'card')} in {duration(summary.ms)}; {left}"
        else:
            told = left if summary.left else "Nothing waits today."
        click.echo(f"\n{told} Tomorrow: {summary.tomorrow_due} due, {summary.tomorrow_new} new.")

    def _ask(self, asked: Asked) -> None:
        since = monotonic()
        click.echo(f"\n[{self._sitting.progress.left} left] {clean(asked.stored.card.deck)}")
        self._say(question_lines(asked, self._language))
        runs = self._may_run(asked)
        typed, run, verdict, took = self._answer(asked, runs)
        self._say(answer_lines(asked, self._language, typed, run, verdict))
        suggested = None if lines_of(asked) else SUGGEST_RIGHT
        if verdict is not None:
            suggested = with_time(verdict.suggested, took, self._sitting.pace(asked.content.kind))
        grade = self._grade(suggested)
        ms = round((monotonic() - since) * 1000)
        leech = self._sitting.grade(grade, ms, typed, verdict, run.env if run else "")
        if leech is not None:
            after = " It is suspended." if leech.suspended else ""
            told = f"Leech: {leech.name}, failed {leech.lapses} times.{after} {advice(asked.stored.card)}"
            click.echo(clean(told))

    def _may_run(self, asked: Asked) -> bool:
        """Tell whether the card's snippet may run; ask where it does not run unasked."""
        snippet = asked.content.run
        if snippet is None:
            return False
        why = self._loop.run(self._services.trust.asks_because(snippet, self._services.runner))
        if not why:
            return True
        click.echo(clean(f"Read this snippet before it runs; nothing would hold it here: {why}."))
        while True:
            said = self._read("Run it on this machine, y or n? ").lower()
            if said in ("y", "yes"):
                self._services.trust.agree(snippet, asked.stored.card.name)
                return True
            if said in ("n", "no"):
                return False

    def _answer(self, asked: Asked, runs: bool) -> _Answered:
        """Take the prediction, run what runs, and judge; what can't be read is asked again."""
        since = monotonic()
        live = asked.content.kind is Kind.LIVE
        names = lines_of(asked) if runs or not live else ()
        run: Run | None = None
        while True:
            typed = {name: self._read(f"{name}: ", several=True) for name in names}
            if not names:
                self._read("Empty line for the answer: ")
            took = round((monotonic() - since) * 1000)
            if not any(typed.values()):
                typed = {}
            if runs and run is None:
                run = self._run(asked)
            verdict = judge(asked, typed, run) if typed else None
            if verdict is None or verdict.outcome is not Outcome.UNREADABLE:
                return _Answered(typed, run, verdict, took)
            for name, judgement in verdict.judgements.items():
                if judgement.outcome is Outcome.UNREADABLE:
                    click.echo(clean(f"{name}: {judgement.detail}"))

    def _run(self, asked: Asked) -> Run:
        snippet = asked.content.run
        assert snippet is not None
        services = self._services
        return self._loop.run(run_snippet(services.runner, snippet, asked.code, asked.seed, services.rules))

    def _grade(self, suggested: int | None) -> int:
        rules = self._sitting.rules
        names = button_names(rules.buttons)
        keys = []
        for grade in rules.grades:
            days, again = self._sitting.outlook(grade)
            after = f"{interval(days)}{' and again today' if again else ''}"
            keys.append(f"{digit_of_grade(grade, rules.buttons)} {names[grade]} {after}")
        click.echo(", ".join(keys))
        default = f" [{digit_of_grade(suggested, rules.buttons)}]" if suggested is not None else ""
        while True:
            said = self._read(f"Grade{default}: ")
            if not said and suggested is not None:
                return suggested
            grade_said = grade_of_digit(int(said), rules.buttons) if said.isdecimal() else None
            if grade_said is not None:
                return grade_said
            click.echo(
                f"Type one of {', '.join(str(digit_of_grade(g, rules.buttons)) for g in rules.grades)}."
            )

    def _read(self, prompt: str, *, several: bool = False) -> str:
        """Read a line, and do what a command in it says."""
        line = _line(prompt)
        while several and line.endswith("\\"):
            line = f"{line[:-1]}\n{_line('... ')}"
        said = unicodedata.normalize("NFKC", line.strip())
        if said[:1] == ":":
            if not self._obeyed(said[1:2], said[2:].strip()):
                click.echo(_HELP)
                return self._read(prompt, several=several)
            raise _Turned
        return line if several else said

    def _obeyed(self, command: str, note: str) -> bool:
        """Do what a command says; False if there is none of this name, or it asks for help."""
        sitting = self._sitting
        match command:
            case "q":
                raise _Left
            case "u" | "U":
                turned = sitting.undo() if command == "u" else sitting.redo()
                undone, nothing = ("Undone", "undo") if command == "u" else ("Done again", "redo")
                click.echo(clean(f"{undone}: {turned.name}.") if turned else f"Nothing to {nothing}.")
            case "n":
                click.echo("Skipped." if sitting.skip() else "It is the last one.")
            case "b" | "s" | "f":
                act = {"b": Act.BURY, "s": Act.SUSPEND, "f": Act.FLAG}[command]
                click.echo(clean(f"{_TOLD[act]}: {sitting.act(act, note)}."))
            case "l":
                names = [*LANGUAGES, *LANGUAGES]
                self._language = names[names.index(self._language) + 1 if self._language in names else 0]
            case _:
                return False
        return True

    def _say(self, lines: Sequence[str]) -> None:
        click.echo("\n".join(map(clean, lines)))


def _line(prompt: str) -> str:
    try:
        line = input(prompt)
    except EOFError:
        raise _Left from None
    if not sys.stdin.isatty():
        click.echo()  # nobody has pressed enter on this screen
    return line
