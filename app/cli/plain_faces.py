"""Card faces as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.card import Kind
from app.core.prose import Code, Formula, Paragraph, Span, Style, Table, blocks
from app.core.truth import Ended, Outcome, Run
from app.study.asking import Asked
from app.study.verdict import Verdict, judge

_CODE_INDENT = "    "


def as_text(text: str) -> list[str]:
    """Return a text of a card in lines: formulas in one line each, code indented, tables row by row."""
    lines: list[str] = []
    for block in blocks(text):
        match block:
            case Paragraph(spans, mark):
                lines += (mark + _told(spans)).split("\n")
            case Code(body, _):
                lines += _code(body)
            case Formula(tex):
                lines.append(_told([Span(tex, Style.FORMULA)]))
            case Table(rows, _):
                lines += [" | ".join(map(_told, row)) for row in rows]
    return lines


def question_lines(asked: Asked, language: str) -> list[str]:
    """Return the front: the text, then code or numbered options."""
    lines = as_text(asked.face(asked.content.question, language))
    run = asked.content.run
    if run is not None:
        if run.setup:
            lines += ["setup, runs before it:", *_code(run.setup), "code:"]
        lines += _code(asked.code)
    for number, option in enumerate(asked.options, start=1):
        first, *rest = as_text(asked.face(option, language))
        lines += [f"{number}. {first}", *(f"   {line}" for line in rest)]
    if asked.content.kind is Kind.ORDER:
        lines.append("Type the numbers in the right order.")
    return lines


def answer_lines(
    asked: Asked, language: str, typed: Mapping[str, str], run: Run | None, verdict: Verdict | None
) -> list[str]:
    """Return what is said once the learner has answered: verdict, answer, and why."""
    lines = _judged(typed, verdict) if verdict else []
    content = asked.content
    if content.kind is Kind.LIVE:
        lines += _live(asked, run, verdict)
    elif content.kind is Kind.CHOICE:
        lines.append(
            f"answer: {asked.key[0] + 1}. " + " ".join(as_text(asked.face(content.answer, language)))
        )
    elif content.kind is Kind.ORDER:
        steps = [" ".join(as_text(asked.face(asked.options[place], language))) for place in asked.key]
        lines += [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    else:
        first, *rest = as_text(asked.face(content.answer, language))
        lines += [f"answer: {first}", *rest]
    if why := asked.face(content.why, language):
        first, *rest = as_text(why)
        lines += [f"why: {first}", *rest]
    return lines


def _judged(typed: Mapping[str, str], verdict: Verdict) -> list[str]:
    lines = []
    for name, judgement in verdict.judgements.items():
        if judgement.outcome is Outcome.RIGHT:
            lines.append(f"{name}: right")
        else:
            detail = f" ({judgement.detail})" if judgement.detail else ""
            lines.append(f"{name}: wrong{detail}; you: {typed.get(name) or '(nothing)'}")
    return lines


def _live(asked: Asked, run: Run | None, verdict: Verdict | None) -> list[str]:
    if run is None:
        return ["Not run: grade yourself."]
    if run.ended is not Ended.DONE:
        return [f"Neither right nor wrong: {run.detail or run.ended.value} Grade yourself."]
    found = verdict or judge(asked, {}, run)
    lines = []
    for name, judgement in found.judgements.items() if found else ():
        first, *rest = (judgement.truth or "(nothing)").split("\n")
        lines += [f"{name} is: {first}", *(_CODE_INDENT + line for line in rest)]
    return lines


def _code(text: str) -> list[str]:
    return [_CODE_INDENT + line for line in text.strip("\n").split("\n")]


def _told(spans: Iterable[Span]) -> str:
    return "".join(map(_of_span, spans))


def _of_span(span: Span) -> str:
    if span.style is not Style.FORMULA:
        return span.text
    from app.core.formula import one_line

    return one_line(span.text)
