"""What the review screen shows of a question and of its answer, as parts of a face."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from app.core.card import Kind
from app.core.text import clean
from app.core.truth import Ended, Judgement, Outcome
from app.study.verdict import CHOICE, ORDER
from app.tui.face import GAP, Part, code, plain, prose
from app.tui.question import Phase, Question

Highlight = Callable[[str], Content]
RIGHT = Content.styled("✓ ", "bold $text-success")
WRONG = Content.styled("✗ ", "bold $text-error")
_BLANK = Content("  ")
_STYLES = {True: "$text-success", False: "$text-error"}


def question_parts(
    question: Question, language: str, highlight: Highlight = Content, *, setup: bool = False
) -> list[Part]:
    """Return the front: the text, then code or options.

    Args:
        question: What is asked.
        language: The language to ask in.
        highlight: Styles cleaned Python code.
        setup: True to show the deck's setup before the code.
    """
    asked = question.asked
    parts = prose(asked.face(asked.content.question, language), "bold", highlight=highlight)
    run = asked.content.run
    if run is not None:
        parts.append(GAP)
        if setup and run.setup:
            parts += [
                Part(plain("setup, runs before it:", "$foreground-muted")),
                code(highlight(clean(run.setup.rstrip()))),
            ]
            parts.append(GAP)
        parts.append(code(highlight(clean(asked.code.rstrip()))))
    if asked.options:
        parts += [GAP, *_options(question, language)]
    return parts


def has_code(question: Question) -> bool:
    """Tell whether there is Python in a text of the card, which wants colours."""
    content = question.asked.content
    texts = (content.question, content.answer, content.why)
    return any("```py" in text for part in texts if part is not None for text in part.each())


def answer_parts(question: Question, language: str, highlight: Highlight = Content) -> list[Part]:
    """Return what is shown below the question: what could not be read, or verdict, answer and why."""
    if question.phase is Phase.RUNNING:
        return [Part(plain("Running…", "$foreground-muted"))]
    if question.phase not in (Phase.SHOWN, Phase.SAVING):
        return _unreadable(question)
    asked = question.asked
    parts = _verdict(question, language, highlight)
    if why := asked.face(asked.content.why, language):
        parts += [GAP, *prose(why, highlight=highlight)]
    if source := asked.stored.card.source:
        parts += [GAP, Part(plain(f"source: {source}", "$foreground-muted"))]
    return parts + _past(question)


def _past(question: Question) -> list[Part]:
    """Return the earlier predictions, if they are wanted; they were made with other numbers."""
    if question.past is None:
        return []
    told = "your earlier predictions:" if question.past else "There is no earlier prediction."
    parts = [GAP, Part(plain(told, "$foreground-muted"))]
    for earlier in question.past:
        typed = "; ".join(earlier.typed.values()).replace("\n", " ⏎ ")
        prefix = plain(f"{earlier.day}  {earlier.grade}  ", "$foreground-muted")
        parts.append(Part(plain(typed), prefix))
    return parts


def _options(question: Question, language: str) -> list[Part]:
    """Return the numbered options, marked with what was picked and, once shown, what is right."""
    asked, shown = question.asked, question.phase in (Phase.SHOWN, Phase.SAVING)
    choice = asked.content.kind is Kind.CHOICE
    parts = []
    for number, option in enumerate(asked.options, start=1):
        mark = _BLANK
        style = ""
        if shown and choice:
            right = number - 1 in asked.key
            mark = RIGHT if right else WRONG if number in question.picked else _BLANK
            style = "$text-success" if right else "$foreground-muted"
        elif number in question.picked:
            place = "→" if choice else str(question.picked.index(number) + 1)
            mark = plain(f"{place} ", "bold $text-accent")
        prefix = mark + plain(f"{number:>2}  ", "$foreground-muted")
        lines = prose(asked.face(option, language), style, prefix)
        # Once the answer is shown digits are grades, and a click on an option is nothing.
        parts += [line._replace(option=number) for line in lines] if not shown else lines
    if not choice and not shown:
        parts += [GAP, Part(plain("Press the numbers in the right order.", "$foreground-muted"))]
    return parts


def _unreadable(question: Question) -> list[Part]:
    parts = []
    for name, judgement in question.unreadable.items():
        label = "" if name in (CHOICE, ORDER) else f"{name}: "
        parts.append(Part(plain(label + judgement.detail), Content.styled("? ", "bold $text-warning")))
    return parts


def _verdict(question: Question, language: str, highlight: Highlight) -> list[Part]:
    asked = question.asked
    kind = asked.content.kind
    if kind is Kind.LIVE:
        return _live(question)
    judged = question.verdict
    parts: list[Part] = []
    if kind is Kind.CHOICE:
        return [_said(next(iter(judged.judgements.values())))] if judged else []
    if kind is Kind.ORDER:
        if judged:
            parts += [_said(next(iter(judged.judgements.values()))), GAP]
        for number, place in enumerate(asked.key, start=1):
            prefix = plain(f"{number:>2}  ", "$foreground-muted")
            parts += prose(asked.face(asked.options[place], language), "", prefix)
        return parts
    answer = asked.face(asked.content.answer, language)
    if judged is None:
        return prose(answer, _STYLES[True], highlight=highlight)
    for name, judgement in judged.judgements.items():
        parts += _line("", judgement, question.typed.get(name, ""), answer)
    return parts


def _live(question: Question) -> list[Part]:
    run, truths = question.run, question.truths()
    if run is None:
        return [Part(plain("Not run: grade yourself.", "$text-warning"))]
    if run.ended is not Ended.DONE:
        said = f"Neither right nor wrong: {run.detail or run.ended.value} Grade yourself."
        return [Part(plain(said, "$text-warning"))]
    judged = question.verdict
    column = max(map(len, truths), default=0)
    parts: list[Part] = []
    for name, truth in truths.items():
        label = f"{name:<{column}}  "
        if judged is None:
            parts.append(Part(plain(truth), plain(label, "$foreground-muted")))
        else:
            parts += _line(label, judged.judgements[name], question.typed.get(name, ""), truth)
    return parts


def _line(label: str, judgement: Judgement, typed: str, truth: str) -> list[Part]:
    """Return a judged answer line; a wrong one with what was said, what is right, and what differs first."""
    right = judgement.outcome is Outcome.RIGHT
    prefix = (RIGHT if right else WRONG) + plain(label, "$foreground-muted")
    if right:
        return [Part(plain(truth or typed, _STYLES[True]), prefix)]
    under = Content(" " * prefix.cell_length)
    parts = [
        Part(plain(typed or "(nothing)"), prefix + plain("you  ", "$foreground-muted")),
        Part(plain(truth, _STYLES[True]), under + plain("is   ", "$foreground-muted")),
    ]
    if judgement.detail not in ("", f"it is {truth}"):
        parts.append(Part(plain(judgement.detail, "$text-warning"), under))
    return parts


def _said(judgement: Judgement) -> Part:
    if judgement.outcome is Outcome.RIGHT:
        return Part(plain("right", _STYLES[True]), RIGHT)
    return Part(plain(f"wrong: {judgement.detail}", _STYLES[False]), WRONG)
