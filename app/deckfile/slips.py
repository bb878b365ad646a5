"""What YAML does silently to a hand-written value: told at the value, so that no text is lost unseen."""

from __future__ import annotations

import re

import yaml

from app.deckfile import report as rule
from app.deckfile.keys import TYPICAL_KEY
from app.deckfile.nodes import Listing, Scalar
from app.deckfile.report import Mark, Place, Report, quoted, shown

_YAML_TYPES = yaml.SafeLoader.yaml_implicit_resolvers
_NO_SPACE = re.compile(rf"({TYPICAL_KEY.pattern})(：|:(?=\S))", re.ASCII)
_GLUED_LINE = re.compile(rf"\n[ ]*({TYPICAL_KEY.pattern})(：|:(?=[^\s/:]))", re.ASCII)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# Commands that begin with a letter that is an escape in double quotes, and so lose it there.
_TEX = re.compile(
    r"""\\(?:n(?:abla|eq?|eg|i|ot(?:in)?|u|mid|ewline)|t(?:anh?|au|ext(?:bf|it|rm|sf|tt)?|heta|ilde|imes|op?|frac|
    riangleq?)|N|L(?:eft|ong)?[a-z]*|P(?:hi|i|si|r)|_)(?![A-Za-z])""",
    re.VERBOSE,
)


def look_at(report: Report, node: Scalar, flow: bool = False) -> None:
    """Report what happened to a text on its way from the file.

    Args:
        report: Gets the problems.
        node: The scalar that is taken as its text.
        flow: True within ``[…]`` or ``{…}``.
    """
    if node.style:
        if node.style == '"':
            _look_at_escapes(report, node)
        return
    text: str = node.value
    if report.source.startswith(" #", node.end_mark.index) and text:
        _look_at_comment(report, node)
    if text[:1] in _YAML_TYPES:
        _look_at_type(report, node)
    if node.end_mark.line != node.start_mark.line:
        _look_for_glued_line(report, node)
    elif ":" in text or "：" in text:
        _look_for_glued_key(report, node)
    if flow and "，" in text:
        what = "A full-width comma `，` does not separate items, so this is one item."
        fix = "Write `, `; if it is part of the text, put the item in quotes."
        report.add(rule.FULL_WIDTH, node.start_mark, what, fix)


def look_at_list(report: Report, listing: Listing) -> bool:
    """Report a ``[(2, 3), (3, 2)]`` that YAML cut into four; True if it was one."""
    for node in listing.items if listing.flow else ():
        if isinstance(node, Scalar) and not node.style and not _is_balanced(node.value):
            report.add(
                rule.COMMA,
                node.start_mark,
                f"YAML cut this list at a comma within brackets: `{shown(node.value)}` is one item of it.",
                "Put each item in quotes: ['(2, 3)', '(3, 2)'].",
            )
            return True
    return False


def _look_at_comment(report: Report, node: Scalar) -> None:
    line = report.source[node.end_mark.index + 1 :].partition("\n")[0]
    what = f"YAML takes ` #` as the start of a comment: `{shown(line)}` is not part of the text."
    fix = f"Put the text in quotes: {quoted(node.value + ' ' + line)}; before a comment, write two spaces."
    report.add(rule.LOST_TEXT, node.end_mark, what, fix)


def _look_at_type(report: Report, node: Scalar) -> None:
    text = node.value
    for tag, pattern in _YAML_TYPES[text[:1]]:
        if not pattern.match(text):
            continue
        kind = tag.rpartition(":")[2]
        if text and not _means_its_text(kind, text):
            report.add(
                rule.YAML_TYPE,
                node.start_mark,
                f"It is taken as the text `{shown(text)}`; other YAML programs read {_ARTICLE[kind]} here.",
                f"Quotes say the same to all: {quoted(text)}.",
            )
        return


_ARTICLE = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
    "merge": "a merge key",
    "value": "a default key",
}


def _means_its_text(kind: str, text: str) -> bool:
    if kind == "bool":
        return text in ("True", "False")
    if kind == "int":
        return re.fullmatch(r"-?(?:0|[1-9][0-9]*)", text) is not None
    if kind == "float":
        return re.fullmatch(r"-?(?:0|[1-9][0-9]*)\.(?:0|[0-9]*[1-9])", text) is not None
    return False


def _look_for_glued_line(report: Report, node: Scalar) -> None:
    start = node.start_mark
    for match in _GLUED_LINE.finditer(report.source, start.index, node.end_mark.index):
        line = start.line + report.source.count("\n", start.index, match.start(1))
        column = match.start(1) - match.start() - 1
        _add_no_space(report, Place(line, column), match[1], match[2])


def _look_for_glued_key(report: Report, node: Scalar) -> None:
    start = node.start_mark
    if match := _NO_SPACE.match(node.value):
        begin = report.source.rfind("\n", 0, start.index) + 1
        if report.source[begin : start.index].isspace():
            _add_no_space(report, start, match[1], match[2])


def _add_no_space(report: Report, place: Mark, key: str, colon: str) -> None:
    what = f"`{key}{colon}` is read as text, not as a key"
    why = ": its colon is full-width." if colon == "：" else ": there is no space after the colon."
    report.add(rule.NO_SPACE, place, what + why, f"Write `{key}: ` and then the value.")


def _look_at_escapes(report: Report, node: Scalar) -> None:
    text: str = node.value
    start, end = node.start_mark, node.end_mark
    if "\\" not in report.source[start.index : end.index]:
        return
    raw = report.source[start.index : end.index].replace("\\\\", "..")
    found = next((c for c in text if (c < " " and c not in "\n\t") or c in "\x7f\x85\u2028\u2029\xa0"), "")
    tex = _TEX.search(raw)
    if found or (tex and ("$" in text or len(tex[0]) > 4)):
        what = (
            f"In double quotes YAML reads `\\` as the start of an escape: {quoted(raw)} is not what you see."
        )
        if found:
            what += f" It holds the control character U+{ord(found):04X}."
        fix = "Use single quotes, or write the text below `|`."
        report.add(rule.ESCAPE, start, what, fix)


def _is_balanced(text: str) -> bool:
    open_ones = []
    for char in text:
        if char in _BRACKETS:
            open_ones.append(_BRACKETS[char])
        elif char in ")]}" and (not open_ones or open_ones.pop() != char):
            return False
    return not open_ones
