"""What YAML's own errors mean for someone who writes cards, and what to do about them."""

from __future__ import annotations

import re

import yaml

from app.deckfile import report as rule
from app.deckfile.keys import TYPICAL_KEY
from app.deckfile.nodes import MAX_DEPTH, TooDeepError
from app.deckfile.report import Mark, Place, Report, quoted, shown

_KEY_LINE = re.compile(r"[ ]*(?:-[ ]+)*(?:[\w.-]+|\"[^\"]*\"|'[^']*')[ ]*:(?=[ \t]|$)")
_VALUE = re.compile(r"([ ]*(?:-[ ]+)*)(?:([\w.-]+[ ]*:)[ ]+)?(\S.*)?")
_GLUED = re.compile(rf"[ ]*(?:-[ ]+)?({TYPICAL_KEY.pattern}|[\w-]+)(?:(：)|(:)(?=[^\s/:]))", re.ASCII)
_QUOTE_IT = "Put the whole value in quotes: {}, or write it on the next line below `|`."
_STARTS = {
    "{{": "A value that starts with `{{` is read as a map, not as text.",
    "{": "A value that starts with `{` is read as a map, and this one is not a complete one.",
    "[": "A value that starts with `[` is read as a list, and this one is not a complete one.",
    "*": "A value that starts with `*` is read as a YAML alias.",
    "&": "A value that starts with `&` is read as a YAML anchor.",
    "!": "A value that starts with `!` is read as a YAML tag.",
    "@": "YAML does not let a value start with `@`.",
    "`": "YAML does not let a value start with a backtick.",
    "%": "YAML does not let a value start with `%`.",
    ",": "YAML does not let a value start with a comma.",
    "|": "`|` begins a text on the next lines, so nothing else may stand behind it.",
    ">": "`>` begins a text on the next lines, so nothing else may stand behind it.",
    "? ": "A value that starts with `? ` is read as a key.",
    "- ": "A value that starts with `- ` is read as an item of a list.",
}


def explain(report: Report, error: yaml.YAMLError | TooDeepError) -> None:
    """Report why the current piece (`report.source`) could not be read."""
    lines = report.source.split("\n")
    if deep := _too_deep(error):
        what = f"This is nested more than {MAX_DEPTH} levels deep."
        report.add(rule.LIMIT, deep, what, "If it is meant as text, put it in quotes.")
        return
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(min(mark.line, len(lines) - 1), mark.column) if mark else Place(0, 0)
    problem = str(getattr(error, "problem", None) or error)
    if "escape" in problem or "hexdecimal" in problem or "unicode escape" in problem.lower():
        what = "In double quotes YAML reads `\\` as the start of an escape, and this one does not exist."
        column = max(0, lines[place.line].rfind("\\", 0, place.column + 1))
        report.add(
            rule.ESCAPE, Place(place.line, column), what, "Use single quotes, or write the text below `|`."
        )
    elif _is_tab(lines[place.line], place.column):
        what = "A tab is used as indentation; YAML takes only spaces there."
        report.add(rule.TAB, place, what, "Replace the tabs at the start of the line by spaces.")
    elif (quote := _open_quote(lines, _opened(error), place.line)) is not None:
        what = "The quote that is opened here is not closed before the next key."
        report.add(rule.OPEN_QUOTE, quote, what, "Close it at the end of the text.")
    else:
        _explain_line(report, lines, place, problem)


def _too_deep(error: yaml.YAMLError | TooDeepError) -> Mark | None:
    """Return where the text is nested too deeply, if that is the error: ours, or that of libyaml itself.

    From PyYAML 6.0.4 on libyaml has a limit of its own. It is far above ours, but libyaml reads ahead, and so
    meets a thousand brackets in one line before the walk has seen the first.
    """
    if isinstance(error, TooDeepError):
        return error.mark
    is_deep = "nesting depth" in str(getattr(error, "problem", None))
    return getattr(error, "problem_mark", None) if is_deep else None


def _opened(error: yaml.YAMLError | TooDeepError) -> Mark | None:
    """Return where the quote opens that YAML was reading, if it was."""
    in_quotes = "quoted" in str(getattr(error, "context", None) or "")
    return getattr(error, "context_mark", None) if in_quotes else None


def _is_tab(line: str, column: int) -> bool:
    indentation = line[: len(line) - len(line.lstrip())]
    return "\t" in indentation or line[column : column + 1] == "\t"


def _open_quote(lines: list[str], opened: Mark | None, upto: int) -> Place | None:
    """Return where a quote opens that swallowed the following key, up to the line of the error."""
    for at in range(upto + 1):
        value = _VALUE.fullmatch(lines[at])
        text = value[3] if value and value[3] else ""
        swallows = at + 1 < len(lines) and _KEY_LINE.match(lines[at + 1])
        if text[:1] in ("'", '"') and _end_of_quote(text) < 0 and swallows and value:
            return Place(at, value.start(3))
    return Place(opened.line, opened.column) if opened else None


def _end_of_quote(text: str) -> int:
    """Return where the quote that begins `text` is closed in it, or -1."""
    pattern = r"'(?:[^']|'')*'" if text[0] == "'" else r'"(?:[^"\\]|\\.)*"'
    closed = re.match(pattern, text)
    return closed.end() if closed else -1


def _explain_line(report: Report, lines: list[str], place: Place, problem: str) -> None:
    if place.line and not lines[place.line].strip():
        place = _last_written(lines, place)
    for at in range(place.line, max(-1, place.line - 3), -1):
        if _explain_value(report, lines[at], at, at == place.line) or _explain_glued(
            report, lines, at, place.line
        ):
            return
        if _explain_colon(report, lines[at], at) or _explain_comment(report, lines, at, place.line):
            return
    if _KEY_LINE.match(lines[place.line]) or lines[place.line].lstrip().startswith("-"):
        indentation = len(lines[place.line]) - len(lines[place.line].lstrip())
        what = "The indentation of this line does not match the lines around it."
        fix = "Indent all keys of a card equally, and all cards like the first."
        report.add(rule.INDENT, Place(place.line, indentation), what, fix)
    else:
        fix = "Put the text in quotes, or write it on its own lines below `|`."
        report.add(rule.SYNTAX, place, f"YAML can't read this: {shown(problem)}.", fix)


def _last_written(lines: list[str], place: Place) -> Place:
    at = place.line
    while at and not lines[at].strip():
        at -= 1
    return Place(at, len(lines[at]))


def _explain_value(report: Report, line: str, at: int, is_here: bool) -> bool:
    """Explain a value whose first character has a meaning in YAML."""
    value = _VALUE.fullmatch(line)
    if not value or not value[3] or not (value[2] or value[1].strip()):
        return False
    text = value[3]
    place, fix = Place(at, value.start(3)), _QUOTE_IT.format(quoted(text))
    if text[0] in "'\"":
        return _explain_quoted(report, text, place)
    if text[0] in "|>" and re.fullmatch(r"[|>][+-]?[1-9]?[+-]?(?:\s+#.*|\s*)", text):
        return False
    if _is_whole(text):
        return is_here and _explain_flow(report, text, place)
    padded = f"{text} "
    for start in (padded[:2], padded[:1]):
        if start in _STARTS:
            report.add(rule.STARTS_BADLY, place, _STARTS[start], fix)
            return True
    return False


def _explain_quoted(report: Report, text: str, place: Place) -> bool:
    """Explain text behind a closing quote."""
    end = _end_of_quote(text)
    if end < 0 or text[end:].lstrip().startswith("#") or not text[end:].strip():
        return False
    meant = text.strip("'") if text[0] == "'" == text.rstrip()[-1] else text
    report.add(
        rule.STARTS_BADLY, place, "There is text behind the closing quote.", _QUOTE_IT.format(quoted(meant))
    )
    return True


def _is_whole(text: str) -> bool:
    """Tell whether `text` is a list or map in brackets that close at its end."""
    whole = text.split(" #", maxsplit=1)[0].rstrip()
    return (
        (whole[0], whole[-1]) in (("[", "]"), ("{", "}"))
        and whole[:2] != "{{"
        and whole.count("[") == whole.count("]")
        and whole.count("{") == whole.count("}")
    )


def _explain_flow(report: Report, text: str, place: Place) -> bool:
    """Explain a complete list or map in brackets that YAML still can't read."""
    wide = next((char for char in "，：" if char in text), "")
    if wide:
        what = f"A full-width `{wide}` separates nothing in YAML."
        fix = f"Write `{', ' if wide == '，' else ': '}`; if it is part of a text, put that text in quotes."
        report.add(rule.COMMA, Place(place.line, place.column + text.index(wide)), what, fix)
    else:
        what = "YAML can't read this list or map in brackets."
        fix = "Put each text in it in quotes, or the whole value if it is one text."
        report.add(rule.STARTS_BADLY, place, what, fix)
    return True


def _explain_glued(report: Report, lines: list[str], at: int, upto: int) -> bool:
    """Explain a key whose colon is full-width or has no space after it."""
    glued = _GLUED.match(lines[at])
    if not glued or (at < upto and _KEY_LINE.match(lines[at])):
        return False
    key, wide = glued[1], glued[2]
    why = "its colon is full-width" if wide else "there is no space after the colon"
    what = f"`{key}{wide or ':'}` is read as text, not as a key: {why}."
    report.add(rule.NO_SPACE, Place(at, glued.start(1)), what, f"Write `{key}: ` and then the value.")
    return True


def _explain_colon(report: Report, line: str, at: int) -> bool:
    """Explain a `: ` or a closing `:` within an unquoted value."""
    value = _VALUE.fullmatch(line)
    if not value or not value[3] or value[3][0] in "'\"[{|>#" or (not value[2] and _KEY_LINE.match(line)):
        return False
    colon = re.search(r":(?=\s|$)", value[3])
    comment = value[3].find(" #")
    if not colon or -1 < comment < colon.start():
        return False
    what = "The text holds a colon with a space (or nothing) after it, which YAML reads as a key."
    place = Place(at, value.start(3) + colon.start())
    report.add(rule.COLON, place, what, _QUOTE_IT.format(quoted(value[3])))
    return True


def _explain_comment(report: Report, lines: list[str], at: int, upto: int) -> bool:
    """Explain a text that is cut by ` #` in its first line."""
    comment = lines[at].find(" #")
    if comment < 0 or at == upto or _KEY_LINE.match(lines[at + 1]):
        return False
    what = "YAML takes ` #` as the start of a comment, which ends the text; it can't go on in the next line."
    report.add(rule.SYNTAX, Place(at, comment + 1), what, "Write the text below `|`, or in quotes.")
    return True
