"""Collects the problems of one file, each under the stable id of its rule."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from app.core.problem import Problem, Severity
from app.core.text import clean

ENCODING = "E101"  # can't be read, or is not UTF-8
CHARACTER = "E102"  # a character that YAML forbids
EMPTY_FILE = "E103"
TOP_LEVEL = "E104"  # not a map at the top
DOCUMENTS = "E105"  # more than one document
LIMIT = "E106"  # too large, too many, too deep
SYNTAX = "E107"  # YAML can't read it
STARTS_BADLY = "E108"  # a value that starts with a mark of YAML's
COLON = "E109"  # `: ` in a text without quotes
TAB = "E110"  # a tab as indentation
OPEN_QUOTE = "E111"
ESCAPE = "E112"  # a backslash in double quotes
ALIAS = "E113"  # alias, anchor, tag or merge key
INDENT = "E114"
NO_SPACE = "E115"  # no space after a colon, or a full-width one
COMMA = "E116"  # YAML cut a text at a comma
UNKNOWN_KEY = "E120"
DUPLICATE_KEY = "E121"
MISSING_KEY = "E122"
CONTRADICTION = "E123"  # keys or values that do not go together
WRONG_TYPE = "E124"  # a list or map where a text stands, and the like
EMPTY_TEXT = "E125"
BAD_VALUE = "E126"
DUPLICATE_ID = "E127"
TO_FILL_IN = "E128"
CLOZE = "E130"  # holes
VARY = "E140"  # `vary` or `when`
FACE_NAME = "E141"  # `${name}` that is not declared
CODE = "E142"  # `$name` in code
LOST_TEXT = "W150"  # text behind ` #`
FULL_WIDTH = "W151"  # a full-width comma in brackets
NO_CARDS = "W152"
ASSUMED = "W153"  # a missing key of the deck
YAML_TYPE = "H160"  # YAML 1.1 would read another type
NO_ID = "H161"
NOT_WRITTEN = "H162"  # why no id was written

_SEVERITY = {"E": Severity.ERROR, "W": Severity.WARNING, "H": Severity.HINT}


class Mark(Protocol):
    """A place as PyYAML gives it: line, column and index in characters, from 0."""

    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102


class Place(NamedTuple):
    """A place found by our own reading of the text: line and column from 0."""

    line: int
    column: int


class Report:
    """The problems of one file.

    Attributes:
        path: The file as it is shown.
        problems: What was found so far.
        errors: How many of them are errors.
        card: Name of the card being read.
        source: The piece of text that is being parsed.
        shift: Line of the file at which that piece begins, from 0.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.errors = 0
        self.card = ""
        self.source = ""
        self.shift = 0

    def add(self, rule: str, mark: Mark, what: str, fix: str = "") -> None:
        """Note that `rule` is broken at `mark` of the current piece."""
        severity = _SEVERITY[rule[0]]
        self.errors += severity is Severity.ERROR
        line, column = mark.line + self.shift + 1, mark.column + 1
        self.problems.append(Problem(self.path, line, column, self.card, what, fix, severity, rule))

    def exempt(self, since: int, rules: tuple[str, ...]) -> None:
        """Forget warnings and hints of `rules` (written ``-W150``) in the problems from index `since` on."""
        dropped = {rule.removeprefix("-") for rule in rules}
        kept = [p for p in self.problems[since:] if p.rule not in dropped or p.severity is Severity.ERROR]
        self.problems[since:] = kept

    def add_second_document(self, mark: Mark) -> None:
        """Note that another YAML document begins at `mark`."""
        what = "A second document begins here; a deck file holds one."
        self.add(DOCUMENTS, mark, what, "Remove the `---`, or make it a file of its own.")

    def state(self) -> tuple[int, int]:
        """Return what `reset` needs to forget everything reported from now on."""
        return len(self.problems), self.errors

    def reset(self, state: tuple[int, int]) -> None:
        """Forget what was reported since `state` was taken."""
        del self.problems[state[0] :]
        self.errors = state[1]

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems in the order of the file."""
        return tuple(sorted(self.problems, key=lambda p: (p.line, p.column)))


def shown(text: str, limit: int = 60) -> str:
    """Return deck text for use in a sentence: on one line, short, harmless to a terminal."""
    short = " ".join(clean(text[: limit + 40]).split())
    return short if len(short) <= limit else short[: limit - 1] + "…"


def quoted(text: str) -> str:
    """Return `text` as YAML in single quotes, for use in a fix."""
    return "'" + shown(text, 120).replace("'", "''") + "'"
