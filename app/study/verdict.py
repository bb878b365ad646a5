"""A prediction held against the truth, and the grade that this suggests."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.core.card import Facet, Kind
from app.core.codec import hash_of
from app.core.text import clean
from app.core.truth import Ended, Judgement, Outcome, Run
from app.study.asking import Asked

CHOICE, ORDER = "choice", "order"
"""Names of the answer lines of choice and ordering cards; those of other cards are facets."""
SUGGEST_RIGHT, SUGGEST_WRONG = 4, 2
"""Good and Again: a machine can tell right from wrong, not how hard it was."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of each answer line.

    Attributes:
        judgements: By name of the line: a facet, ``choice`` or ``order``.
        digests: Digest of the truth by facet, to tell later whether a new library changed it.
    """

    judgements: Mapping[str, Judgement]
    digests: Mapping[str, str]

    @property
    def outcome(self) -> Outcome:
        """Unreadable if any line is, else wrong if any line is, else right."""
        outcomes = {judgement.outcome for judgement in self.judgements.values()}
        for worst in (Outcome.UNREADABLE, Outcome.WRONG):
            if worst in outcomes:
                return worst
        return Outcome.RIGHT

    @property
    def suggested(self) -> int:
        """The grade that right or wrong suggests; the learner decides."""
        return SUGGEST_RIGHT if self.outcome is Outcome.RIGHT else SUGGEST_WRONG

    @property
    def outcome_json(self) -> str:
        """Outcome per line, as the log keeps it."""
        return json.dumps({name: j.outcome.value for name, j in self.judgements.items()})

    @property
    def digest_json(self) -> str:
        """Digest per facet, as the log keeps it; empty if nothing ran."""
        return json.dumps(dict(self.digests)) if self.digests else ""


def lines_of(asked: Asked) -> tuple[str, ...]:
    """Return the names of the answer lines that this card has; empty if nothing is typed."""
    if asked.content.kind is Kind.CHOICE:
        return (CHOICE,)
    if asked.content.kind is Kind.ORDER:
        return (ORDER,)
    return tuple(facet.value for facet in asked.facets)


def judge(asked: Asked, typed: Mapping[str, str], run: Run | None = None) -> Verdict | None:
    """Judge what was typed.

    Args:
        asked: The question.
        typed: Text by name of the answer line, as `lines_of` gives them.
        run: The run, for live cards.

    Returns:
        None if there is nothing to judge by: no answer line, or a run that did not come to its end.
    """
    lines = lines_of(asked)
    if not lines:
        return None
    if asked.content.kind is Kind.LIVE:
        if run is None or run.ended is not Ended.DONE:
            return None
        from app.core import answers  # a card without a prediction does not wait for its import

        compare = asked.content.compare
        found = {f: answers.judge(f, typed.get(f, ""), run.truth, compare) for f in asked.facets}
        shown = {facet.value: judgement.truth for facet, judgement in found.items()}
        digests = {facet: hash_of(text)[:16] for facet, text in shown.items()}
        return Verdict({facet.value: judgement for facet, judgement in found.items()}, digests)
    if lines in ((CHOICE,), (ORDER,)):
        return Verdict({lines[0]: _judge_places(asked, typed.get(lines[0], ""))}, {})
    return Verdict({f.value: _judge_typed(asked, f, typed.get(f, "")) for f in asked.facets}, {})


def _judge_typed(asked: Asked, facet: Facet, typed: str) -> Judgement:
    """Judge a typed card: right in any language of the answer, and in any form of `accept`."""
    from app.core import answers

    content = asked.content
    # Words that are recalled, unlike what a program prints, have no case and no layout.
    words = facet is Facet.TEXT and not content.compare.strict
    found = []
    for text in (content.answer, *content.accept):
        for variant in text.each() if text else ():
            truth = answers.truth_of_text(facet, _folded(variant) if words else variant)
            judgement = answers.judge(facet, _folded(typed) if words else typed, truth, content.compare)
            found.append(replace(judgement, truth=clean(variant)))
    return next((judgement for judgement in found if judgement.outcome is Outcome.RIGHT), found[0])


def _folded(words: str) -> str:
    return words.strip().strip("`").strip().casefold()


def _judge_places(asked: Asked, typed: str) -> Judgement:
    """Judge the numbers typed for a choice or an order, counted from 1 as they are shown."""
    from app.core.answers.folding import is_given_up

    right = " ".join(str(place + 1) for place in asked.key)
    folded = unicodedata.normalize("NFKC", typed).strip()
    several = len(asked.key) > 1
    if is_given_up(typed):
        return Judgement(Outcome.WRONG, right)
    places = re.findall(r"\d" if several and len(asked.options) < 10 else r"\d+", folded)
    readable = re.fullmatch(r"[\d\s,.、;>→-]+" if several else r"\d+", folded)
    if readable is None or len(places) != len(asked.key):
        wanted = f"the numbers 1 to {len(asked.options)}"
        wanted = f"{wanted} in order" if several else f"one of {wanted}"
        return Judgement(Outcome.UNREADABLE, right, f"Type {wanted}.")
    if any(not 1 <= int(place) <= len(asked.options) for place in places):
        return Judgement(Outcome.UNREADABLE, right, f"The numbers go from 1 to {len(asked.options)}.")
    for step, (place, key) in enumerate(zip(places, asked.key, strict=True), start=1):
        if int(place) != key + 1:
            detail = f"step {step} is {key + 1}" if several else f"it is {key + 1}"
            return Judgement(Outcome.WRONG, right, detail)
    return Judgement(Outcome.RIGHT, right)
