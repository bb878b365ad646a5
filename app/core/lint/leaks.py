"""Rules against cards that answer themselves."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from string import Template

from app.core.card import Card, Facet, Kind
from app.core.lint.finding import Finding
from app.core.lint.measure import is_chinese

_LEAST_LETTERS = 4
_LEAST_CHARACTERS = 4
"""Chinese has no blanks between words: a shorter one is easily a part of another."""
_ALTERNATIVE = re.compile(r"\bor\b|\bthan\b|还是|或|哪个|哪一|[/|]")


def told_answer(card: Card) -> Iterator[Finding]:
    """W23: the answer stands in the question.

    A question that offers alternatives (``SAME or VALID?``) names the answer rightly, and so do choices
    whose wrong ones are named as well.
    """
    asked = card.content
    if asked.answer is None or asked.kind in (Kind.LIVE, Kind.ORDER):
        return
    for language, question in asked.question.variants:
        answer = asked.answer.to(language).strip("`.。 ")
        wrong = [text.to(language) for text in asked.wrong]
        named = any(_holds(question, other) or _holds(other, answer) for other in wrong)
        if not named and not _ALTERNATIVE.search(question) and _holds(question, answer):
            what = f"The answer, `{answer}`, stands in the question."
            yield Finding("W23", what, "Word the question without it.")
            return


def constant_code(card: Card) -> Iterator[Finding]:
    """W62: a snippet whose value is written in it."""
    run = card.content.run
    if run is None or not {Facet.VALUE, Facet.TEXT} & {*card.content.ask}:
        return
    names = dict.fromkeys(Template(run.code).get_identifiers(), "_")
    try:
        body = ast.parse(Template(run.code).safe_substitute(names)).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    if body and isinstance(body[-1], ast.Expr) and _is_written_out(body[-1].value):
        what = "The last line is the answer as it stands: there is nothing to predict."
        yield Finding("W62", what, "Let the code compute it.")


def _holds(question: str, answer: str) -> bool:
    question, answer = _folded(question), _folded(answer)
    if is_chinese(answer):
        return len(answer) >= _LEAST_CHARACTERS and answer in question
    letters = sum(char.isalpha() for char in answer)
    return letters >= _LEAST_LETTERS and bool(re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w(])", question))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_written_out(value: ast.expr) -> bool:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
        return len(value.args) > 0 and all(map(_is_written_out, value.args))
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return False
    return True
