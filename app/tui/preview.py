"""A card that is being written, as it will be asked: both faces, in every language it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content

from app.core.card import Card, Kind
from app.core.problem import Severity
from app.core.text import Text, clean
from app.deckfile.trial import Trial
from app.tui.face import GAP, Part, code, plain, prose

_MARKS = {
    Severity.ERROR: ("✗", "$text-error"),
    Severity.WARNING: ("!", "$text-warning"),
    Severity.HINT: ("·", ""),
}
_RULE = Content.styled("─" * 20, "$foreground-muted")


def problem_parts(trial: Trial) -> list[Part]:
    """Return what is wrong with a card, line by line."""
    parts = []
    for problem in trial.problems:
        mark, style = _MARKS[problem.severity]
        place = plain(f"{mark} {problem.line}:{problem.column} ", f"bold {style}".strip())
        parts.append(Part(plain(f"{problem.what} {problem.fix}".strip(), style), place))
    return parts


def preview_parts(trial: Trial, highlight: Callable[[str], Content] = Content) -> list[Part]:
    """Return the faces of all cards that an entry gives."""
    parts: list[Part] = []
    for card in trial.cards:
        if len(trial.cards) > 1:
            parts.append(Part(plain(card.part or "forwards", "$text-accent")))
        for language in languages_of(card):
            parts += _faces(card, language, highlight)
        parts.append(GAP)
    return parts


def languages_of(card: Card) -> tuple[str, ...]:
    """Return the languages that any text of a card has; one nameless if all are the same in each."""
    content = card.content
    texts: Iterable[Text | None] = (
        content.question, content.answer, content.why, *content.accept, *content.wrong, *content.steps
    )  # fmt: skip
    names = dict.fromkeys(name for text in texts if text for name, _ in text.variants if name)
    return tuple(names) or ("",)


def _faces(card: Card, language: str, highlight: Callable[[str], Content]) -> list[Part]:
    content = card.content
    head = plain(language, "$foreground-muted") + Content(" ") + _RULE if language else _RULE
    parts = [Part(head), *prose(content.question.to(language), "bold")]
    if content.run is not None:
        parts.append(code(highlight(clean(content.run.code.rstrip()))))
        asked = ", ".join(facet.value for facet in content.ask)
        parts.append(Part(plain(f"this machine answers: {asked}", "$foreground-muted")))
    parts.append(GAP)
    if content.answer is not None:
        mark = Content.styled("✓ ", "$text-success") if content.kind is Kind.CHOICE else Content("")
        parts += prose(content.answer.to(language), "", mark)
    for text in content.accept:
        parts += prose(text.to(language), "", Content.styled("= ", "$text-success"))
    for text in content.wrong:
        parts += prose(text.to(language), "", Content.styled("✗ ", "$text-error"))
    for number, text in enumerate(content.steps, start=1):
        parts += prose(text.to(language), "", plain(f"{number:>2} ", "$foreground-muted"))
    if content.why is not None:
        parts += [GAP, *prose(content.why.to(language), "$foreground-muted")]
    return parts
