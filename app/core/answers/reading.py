"""Reads a value as Python, numpy or torch write it, into plain nodes; nothing is ever evaluated.

Python's own `ast.literal_eval` knows neither ``tensor([1., 2.])`` nor ``[1. 2.]``, warns on standard
error, and can be brought down by deep input. Here time grows with length only, and depth is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.answers import numbers
from app.core.answers.finding import excerpt
from app.core.answers.numbers import Number

MAX_LENGTH = 64 * 1024
MAX_DEPTH = 64
"""As many axes as numpy allows."""


@dataclass(frozen=True, slots=True)
class Word:
    """A name or another atom that is known by its text only: ``torch.float32``, ``<class 'int'>``."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A list, tuple, set or dict; the items of a dict are groups of kind ``pair``.

    A tuple is `bare` if it has no brackets.
    """

    kind: str
    items: tuple[Node, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A name with arguments: ``tensor([1, 2], dtype=torch.int8)``, ``Linear(in_features=2)``."""

    name: str
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...]


Node = Number | Word | Group | Call | str | bool | None


class ReadingError(Exception):
    """Why a text can't be read as a value."""


def read(text: str, exact: bool = False) -> Node:
    """Read a value; several with commas between them are a tuple.

    Args:
        text: The value as it was written.
        exact: Read as Python does: blanks separate nothing, and ``true`` or ``np.inf`` are but names.

    Raises:
        ReadingError: If it can't be read.
    """
    if len(text) > MAX_LENGTH:
        raise ReadingError("it is too long")
    reader = _Reader(_tokens(text), exact)
    items, commas = reader.items("")
    if not items:
        raise ReadingError("nothing is there")
    if len(items) > 1 and not commas:
        raise ReadingError("there are no brackets around it")
    return items[0] if not commas else Group("tuple", items, bare=True)


_TOKEN = re.compile(
    rf"""(?P<blank>\s++)
       |(?P<number>{numbers.TOKEN})
       |(?P<string>[bBrRuU]{{0,2}}(?:'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+"))
       |(?P<object><[^<>]{{0,200}}>)
       |(?P<word>[+-]?[^\W\d]\w*+(?:\.[^\W\d]\w*+)*+)
       |(?P<mark>[\[\](){{}},:=])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": ""}
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_CONSTANTS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "none": None,
    "true_": True,
    "false_": False,
}
_PYTHON: dict[str, bool | None] = {"True": True, "False": False, "None": None}
_MODULES = frozenset({"", "np", "numpy", "math", "torch", "cmath", "jnp"})


def _tokens(text: str) -> list[tuple[str, str, bool]]:
    """Split into (kind, text, whether a blank stands before it), ended by an empty one."""
    found, at, blank = [], 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ReadingError(_why(text[at : at + 40]))
        kind = match.lastgroup or ""
        if kind == "blank":
            blank = True
        else:
            found.append((kind, match.group(), blank))
            blank = False
        at = match.end()
    return [*found, ("", "", False)]


def _why(rest: str) -> str:
    if rest.startswith(("...", "…")):
        return "`...` stands for nothing here: write all of it"
    if rest.startswith(("'", '"')):
        return "a quote is not closed"
    return f"`{excerpt(rest, 20)}` can't be read"


class _Reader:
    """Recursive descent over tokens, no deeper than `MAX_DEPTH`."""

    def __init__(self, tokens: list[tuple[str, str, bool]], exact: bool) -> None:
        self._tokens = tokens
        self._exact = exact
        self._at = 0
        self._depth = 0

    def items(self, closing: str) -> tuple[tuple[Node, ...], int]:
        """Read values up to `closing`, with commas or blanks between; return them and count the commas."""
        found: list[Node] = []
        commas = 0
        while not self._take(closing):
            if found and self._take(","):
                commas += 1
                if self._take(closing):
                    break
            elif found and (self._exact or not self._tokens[self._at][2]):
                raise ReadingError(self._unexpected())
            found.append(self._value())
        return tuple(found), commas

    def _value(self) -> Node:
        kind, text, _ = self._next()
        if kind == "number":
            number = numbers.of(text)
            if number is None:
                raise ReadingError(f"`{excerpt(text, 20)}` divides by zero")
            return number
        if kind == "string":
            return _string(text)
        if kind == "object":
            return Word(text)
        if kind == "word":
            return self._call(text) if self._take("(") else _constant(text, self._exact)
        if text in _CLOSING:
            return self._group(text)
        self._at -= bool(kind)
        raise ReadingError(self._unexpected())

    def _group(self, opening: str) -> Node:
        self._enter()
        if opening == "{":
            group: Node = self._braces()
        else:
            items, commas = self.items(_CLOSING[opening])
            group = Group("list" if opening == "[" else "tuple", items)
            if opening == "(" and len(items) == 1 and not commas:
                group = items[0]
        self._depth -= 1
        return group

    def _braces(self) -> Group:
        if self._take("}"):
            return Group("dict", ())
        first = self._value()
        if not self._take(":"):
            rest = self.items("}")[0] if self._take(",") else self._closed("}")
            return Group("set", (first, *rest))
        pairs = [Group("pair", (first, self._value()))]
        while self._take(",") and self._tokens[self._at][1] != "}":
            key = self._value()
            self._expect(":")
            pairs.append(Group("pair", (key, self._value())))
        self._expect("}")
        return Group("dict", tuple(pairs))

    def _call(self, name: str) -> Node:
        self._enter()
        arguments: list[Node] = []
        keywords: list[tuple[str, Node]] = []
        while not self._take(")"):
            if arguments or keywords:
                self._expect(",")
                if self._take(")"):
                    break
            if self._tokens[self._at][0] == "word" and self._tokens[self._at + 1][1] == "=":
                key = self._next()[1]
                self._expect("=")
                keywords.append((key, self._value()))
            else:
                arguments.append(self._value())
        self._depth -= 1
        return _called(name, arguments, keywords)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ReadingError("it is nested too deeply")

    def _closed(self, closing: str) -> tuple[Node, ...]:
        self._expect(closing)
        return ()

    def _next(self) -> tuple[str, str, bool]:
        token = self._tokens[self._at]
        self._at += bool(token[0])
        return token

    def _take(self, wanted: str) -> bool:
        kind, text, _ = self._tokens[self._at]
        if text != wanted or kind not in ("mark", ""):
            return False
        self._next()
        return True

    def _expect(self, wanted: str) -> None:
        if not self._take(wanted):
            raise ReadingError(self._unexpected())

    def _unexpected(self) -> str:
        text = self._tokens[self._at][1]
        return f"`{excerpt(text, 20)}` is not expected here" if text else "a bracket is not closed"


def _constant(text: str, exact: bool) -> Node:
    if exact:
        return _PYTHON[text] if text in _PYTHON else Word(text)
    sign = text[0] if text[0] in "+-" else ""
    module, _, name = text[len(sign) :].rpartition(".")
    lowered = name.lower()
    if module in _MODULES:
        if not sign and lowered in _CONSTANTS:
            return _CONSTANTS[lowered]
        if lowered in ("inf", "nan", "infinity"):
            return Number(f"{sign.strip('+')}{lowered[:3]}".replace("-nan", "nan"))
    if sign:
        raise ReadingError(f"`{excerpt(text, 20)}` can't be read")
    return Word(text)


def _called(name: str, arguments: list[Node], keywords: list[tuple[str, Node]]) -> Node:
    if name in ("float", "set", "frozenset", "+float", "-float"):
        if len(arguments) == 1 and isinstance(arguments[0], str):
            number = numbers.read(arguments[0])
            if number is not None and name[0] != "-":
                return number
        if name == "set" and not arguments:
            return Group("set", ())
    if name[0] in "+-":
        raise ReadingError(f"`{excerpt(name, 20)}` can't be read")
    return Call(name, tuple(arguments), tuple(keywords))


def _string(text: str) -> Node:
    at = min(text.find(quote) for quote in "'\"" if quote in text)
    prefix, inner = text[:at].lower(), text[at + 1 : -1]
    if "r" not in prefix:
        inner = _ESCAPE.sub(_unescaped, inner)
    return Word(f"b{inner!r}") if "b" in prefix else inner


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "xuU" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8))
    return _ESCAPES.get(code, code if code in "\\'\"" else match[0])
