"""The `run` of a live card: its snippet, and what is drawn for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import vary
from app.core.card import Snippet
from app.deckfile import report as rule
from app.deckfile import values
from app.deckfile.keys import NAME, NEED, RUN_KEYS
from app.deckfile.nodes import Listing, Mapping, Node, Refused, Scalar
from app.deckfile.report import Mark, Report, shown
from app.deckfile.slips import look_at


@dataclass(frozen=True, slots=True)
class Run:
    """A snippet with the plan for its numbers, and where its code stands."""

    snippet: Snippet
    plan: vary.Plan
    code: Mark


def read(report: Report, node: Node, setup: str) -> Run | None:
    """Read a `run`; None if something in it is wrong."""
    if not isinstance(node, Mapping):
        values.wrong_type(report, node, "`run` wants a map with `code`")
        return None
    errors = report.errors
    found = values.fields(report, node, RUN_KEYS, "`run`")
    if "code" not in found and report.errors == errors:
        report.add(
            rule.MISSING_KEY, node.start_mark, "`run` has no `code`.", "Write the code below `code: |`."
        )
    if "code" not in found:
        return None
    marks: dict[str, Mark] = {}
    code = values.string(report, found["code"][1], "code")
    pairs = _pairs(report, found["vary"][1], marks) if "vary" in found else ()
    when = values.string(report, found["when"][1], "when") if "when" in found else ""
    needs = values.names(report, found["needs"][1], "needs", NEED) if "needs" in found else ()
    seconds = values.number(report, found["timeout"][1], "timeout", 0.1, 600) if "timeout" in found else None
    if report.errors > errors or code is None:
        return None
    if when:
        marks["when"] = found["when"][1].start_mark
    try:
        plan = vary.parse(pairs, when or "")
    except vary.VaryError as error:
        mark = marks.get(error.name, node.start_mark)
        report.add(rule.VARY, mark, f"`{shown(error.name)}`: {error.what}", error.fix)
        return None
    timeout_ms = round(seconds * 1000) if seconds else None
    snippet = Snippet(code, setup, pairs, when or "", needs, timeout_ms)
    return Run(snippet, plan, found["code"][1].start_mark)


def _pairs(report: Report, node: Node, marks: dict[str, Mark]) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        values.wrong_type(report, node, "`vary` wants a map of names")
        return ()
    pairs: dict[str, str] = {}
    for refused in node.refused:
        refused.tell(report)
    for key, spec in node.pairs:
        name = key.value
        if not NAME.fullmatch(name):
            _add_no_name(report, node, key)
        elif name in pairs:
            what = f"`{name}` is declared twice."
            report.add(rule.DUPLICATE_KEY, key.start_mark, what, "Keep one of them.")
        elif not isinstance(spec, Scalar):
            _add_no_spec(report, name, spec)
        elif not spec.value.strip():
            what = f"`{name}` has nothing to draw from."
            report.add(
                rule.EMPTY_TEXT, key.start_mark, what, "Write a range such as `8..32`, or `1 | 3 | 5`."
            )
        else:
            look_at(report, spec, node.flow)
            pairs[name] = spec.value.strip()
            marks[name] = spec.start_mark
    return tuple(pairs.items())


def _add_no_name(report: Report, mapping: Mapping, key: Scalar) -> None:
    if ":" in key.value or "：" in key.value:
        values.wrong_type(report, key, "`vary` wants a map of names")
    elif mapping.flow and not key.style:
        what = f"YAML cut `vary` at a comma: `{shown(key.value)}` is read as a name."
        report.add(rule.COMMA, key.start_mark, what, "Write each name on its own line.")
    else:
        what = f"`{shown(key.value)}` is not a name that code can use."
        report.add(
            rule.BAD_VALUE, key.start_mark, what, "Use letters, digits and _, not beginning with a digit."
        )


def _add_no_spec(report: Report, name: str, spec: Node) -> None:
    if isinstance(spec, Refused):
        spec.tell(report)
        return
    items = [i.value for i in spec.items if isinstance(i, Scalar)] if isinstance(spec, Listing) else []
    fix = f"Write the alternatives as text: `{name}: {shown(' | '.join(items or ['1', '3', '5']))}`."
    what = f"`{name}` is a {'list' if items else 'map or list'}; what is drawn is written as text."
    report.add(rule.WRONG_TYPE, spec.start_mark, what, fix)
