"""Facts of the notes that a deck leaves out on purpose: its own key `x-no-card`, with the reasons."""

from __future__ import annotations

from pathlib import Path

from app.core.problem import Problem
from app.core.text import Text
from app.deckfile import cut, values
from app.deckfile import report as rule
from app.deckfile.body import BROKEN
from app.deckfile.nodes import Mapping, Node, Walk
from app.deckfile.report import Report
from app.deckfile.source import decode, tidy

KEY = "x-no-card"


def no_card(file: Path) -> tuple[dict[str, Text], tuple[Problem, ...]]:
    """Return why facts have no card, by their id, and what is wrong with what the file says of it.

    ``x-no-card:`` stands among the keys of the deck, before its cards, and maps ids of facts to reasons.
    What else is wrong with the file is told by `load_file`.
    """
    report = Report(str(file))
    try:
        text = decode(Report(str(file)), file.read_bytes())
        node = _head(tidy(Report(str(file)), text or "").text, report)
    except (OSError, *BROKEN):
        return {}, ()
    found: dict[str, Text] = {}
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        if key.value != KEY:
            continue
        if not isinstance(value, Mapping):
            what = f"`{KEY}` wants a map of fact to reason."
            report.add(
                rule.WRONG_TYPE, value.start_mark, what, "Write `x-no-card:` and below it `id: reason`."
            )
            continue
        for fact, reason in value.pairs:
            if (told := values.text(report, reason, KEY)) is not None:
                found[fact.value] = told
    return found, report.in_order()


def _head(text: str, report: Report) -> Node | None:
    walk = Walk(cut.in_two(text).head, report)
    return walk.node(walk.event()) if walk.document() else None
