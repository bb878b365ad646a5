"""Rules about what the snippet of a live card gave, over several drawings of its numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core import answers
from app.core.card import Card, Facet
from app.core.lint.finding import Finding
from app.core.truth import Ended, Outcome, Run, Truth

MAX_LINES = 5
MAX_NUMBERS = 24
MAX_DIGITS = 4
MAX_SHARE = 0.6
ENOUGH = 20
"""Draws below which nothing is said about how often an answer comes."""

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?", re.IGNORECASE)
_LONG = re.compile(r"(?<![\w.])[-+]?0*\.?0*(\d[\d.]*)(?:e[-+]?\d+)?", re.IGNORECASE)
_FLEETING = (
    ("an address in memory", re.compile(r"\b0x[0-9a-f]{6,}\b|<[\w.]+ object\b", re.IGNORECASE)),
    ("a path of this machine", re.compile(r"(?<![\w.])/(?:home|tmp|root|usr|var|Users|private|mnt|opt)/\w")),
    ("the order of a set", re.compile(r"\{'[^'{}:]*'(?:, '[^'{}:]*')+\}")),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawing that was run, and how often the numbers of the card come out so.

    Attributes:
        drawn: What was drawn, as it is told: ``n = 3, k = 5``; empty if nothing is drawn.
        run: What it gave.
        again: What it gave with another seed, in another process with other hashes if there was one;
            None if not run.
        times: How many drawings gave these very numbers.
        tie: True if a number was rounded that lies between two.
        warned: Class of the warning that it raises; empty if none.
    """

    drawn: str
    run: Run
    again: Run | None = None
    times: int = 1
    tie: bool = False
    warned: str = ""


def lint_samples(card: Card, samples: Sequence[Sample], limit_ms: int) -> list[Finding]:
    """Return what is doubtful about the results of a live card, each rule at most once.

    Args:
        card: The card.
        samples: Its drawings; those whose run is not done are passed over, since E50 tells them.
        limit_ms: Milliseconds that a run may take.
    """
    good = [sample for sample in samples if sample.run.ended is Ended.DONE]
    told: dict[str, Finding] = {}
    for sample in good:
        for finding in (*_differs(card, sample), *_fleeting(card, sample), *_too_much(card, sample)):
            told.setdefault(finding.rule, finding)
        if sample.warned:
            fix = "Write it so that it does not, or ask about it with `simplefilter('error')`."
            told.setdefault("W61", Finding("W61", f"It raises a {sample.warned}.", _with(sample, fix)))
        if sample.tie:
            what = "A number is rounded that lies just between two, so that hand and machine may differ."
            told.setdefault("W67", Finding("W67", what, _with(sample, "Change the digits or what is drawn.")))
    for finding in (*_slow(good, limit_ms), *_guessable(card, good)):
        told.setdefault(finding.rule, finding)
    return list(told.values())


def _answers(card: Card, run: Run) -> tuple[str, ...]:
    return tuple(answers.shown(facet, run.truth) for facet in card.content.ask)


def _differs(card: Card, sample: Sample) -> Iterator[Finding]:
    again = sample.again
    if again is None or again.ended is not Ended.DONE:
        return
    for facet in card.content.ask:
        one, other = answers.shown(facet, sample.run.truth), answers.shown(facet, again.truth)
        if one != other and not _is_same_set(facet, other, sample.run.truth):
            what = f"Two runs differ: `{_short(one)}` and `{_short(other)}`."
            yield Finding(
                "E51", what, _with(sample, "Ask for what does not depend on luck, such as the shape.")
            )


def _is_same_set(facet: Facet, shown: str, truth: Truth) -> bool:
    """Tell whether only the order differs, and that of a value for which any order is right."""
    is_set = facet is Facet.VALUE and truth.type in ("set", "frozenset")
    return is_set and answers.judge(facet, shown, truth).outcome is Outcome.RIGHT


def _fleeting(card: Card, sample: Sample) -> Iterator[Finding]:
    for facet in {Facet.VALUE, Facet.TEXT} & {*card.content.ask}:
        shown = answers.shown(facet, sample.run.truth)
        for name, pattern in _FLEETING:
            if (facet is Facet.TEXT or "set" not in name) and (found := pattern.search(shown)):
                what = f"The answer holds {name}: `{_short(found[0])}`."
                yield Finding("E53", what, "Ask for what is the same on every machine.")


def _too_much(card: Card, sample: Sample) -> Iterator[Finding]:
    truth, ask = sample.run.truth, card.content.ask
    for facet in {Facet.VALUE, Facet.TEXT} & {*ask} if not truth.error else ():
        shown = answers.shown(facet, truth)
        lines = shown.count("\n") + 1 if facet is Facet.TEXT else 1
        numbers = len(truth.data) if facet is Facet.VALUE and truth.data else len(_NUMBER.findall(shown))
        if lines > MAX_LINES or numbers > MAX_NUMBERS:
            what = f"{lines} lines with {numbers} numbers are to be predicted."
            yield Finding("W57", what, _with(sample, "Ask for the shape, the sum, or one element."))
        if facet is Facet.TEXT and (long := _long_number(shown)):
            what = f"`{_short(long)}` has over {MAX_DIGITS} digits, and printed text is compared as it is."
            yield Finding("W58", what, _with(sample, "Round it, or ask for the value."))
    if (card.content.compare.digits or 0) > MAX_DIGITS:
        what = f"{card.content.compare.digits} digits are asked for: that is reckoning, not understanding."
        yield Finding("W58", what, f"Ask for {MAX_DIGITS} at most.")


def _long_number(shown: str) -> str:
    for found in _LONG.finditer(shown):
        if "." in found[0] and len(found[1].replace(".", "").rstrip("0")) > MAX_DIGITS:
            return found[0]
    return ""


def _slow(samples: Sequence[Sample], limit_ms: int) -> Iterator[Finding]:
    fastest = min((sample.run.ms for sample in samples), default=0.0)
    if 2 * fastest > limit_ms:
        what = f"The fastest run took {fastest / 1000:.1f} s, of {limit_ms / 1000:g} s that it has."
        yield Finding("W52", what, "Make it smaller, or raise `timeout`.")


def _guessable(card: Card, samples: Sequence[Sample]) -> Iterator[Finding]:
    counted: Counter[tuple[str, ...]] = Counter()
    for sample in samples:
        counted[_answers(card, sample.run)] += sample.times
    total = counted.total()
    if total < ENOUGH or not card.content.run or not card.content.run.vary:
        return
    [(answer, times)] = counted.most_common(1)
    if times > MAX_SHARE * total:
        what = f"{100 * times // total} % of {total} drawings give `{_short(', '.join(answer))}`."
        yield Finding("W63", what, "Draw the numbers so that each answer comes about as often.")


def _with(sample: Sample, fix: str) -> str:
    return f"{fix} Drawn: {sample.drawn}." if sample.drawn else fix


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
