"""Arithmetic and conditions over drawn values, evaluated without Python's own eval.

Numbers are exact: whole numbers are `int`, all others `Fraction`, so 0.1 + 0.2 is 0.3. Operators and
their precedence are Python's: ``+ - * / // % **``, comparisons (chained too), ``and or not``, and the
functions ``min max abs floor ceil``. Texts, in quotes or drawn, can be compared by ``==`` and ``!=``.
Length, depth and size of numbers are bounded, so that nothing a deck holds can take long.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Value = int | Fraction | str
"""A number, a truth value (`bool`), or a text."""
Evaluate = Callable[[Mapping[str, Value]], Value]

RESERVED = frozenset({"and", "or", "not", "True", "False", "min", "max", "abs", "floor", "ceil"})
"""Words that can't be names of variables."""
MAX_LENGTH = 500
MAX_DEPTH = 40
MAX_DIGITS = 40

_LIMIT = 10**MAX_DIGITS
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
          |(?P<name>[A-Za-z_]\w*)
          |(?P<text>'[^']*'|"[^"]*")
          |(?P<op>\*\*|//|[<>=!]=|[-+*/%<>(),]))""",
    re.VERBOSE | re.ASCII,
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class ExpressionError(Exception):
    """The expression can't be read, or asks for what its values can't do."""


class UndefinedError(Exception):
    """There is no value for these numbers: a division by zero, or too large a number."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A read expression.

    Attributes:
        names: The names it uses.
        evaluate: Gives its value for values of these names; raises `ExpressionError` or `UndefinedError`.
    """

    names: frozenset[str]
    evaluate: Evaluate


def read(source: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionError: If it can't be read.
    """
    if len(source) > MAX_LENGTH:
        raise ExpressionError(f"it is longer than {MAX_LENGTH} characters")
    parser = _Parser(_tokens(source))
    evaluate = parser.disjunction()
    parser.expect("")
    return Expression(frozenset(parser.names), evaluate)


def value_of(text: str) -> Value:
    """Return what a pasted text stands for in an expression: a number, a truth value, or itself."""
    if _NUMBER.fullmatch(text):
        return _number(text)
    return {"True": True, "False": False}.get(text, text)


def text_of(value: Value) -> str:
    """Return a value as it is pasted: ``3``, ``3.0``, ``0.125``; a third as Python's nearest float."""
    if not isinstance(value, Fraction):
        return str(value)
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        twos, rest = twos + 1, rest // 2
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    places = max(twos, fives, 1)
    if rest != 1 or places > MAX_DIGITS:
        return repr(float(value))
    return fixed(value, places)


def fixed(value: Fraction, places: int) -> str:
    """Return `value`, a multiple of 10**-places, with so many decimals."""
    scaled = abs(int(value * 10**places))
    sign = "-" if value < 0 else ""
    whole, part = divmod(scaled, 10**places)
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def _tokens(source: str) -> list[tuple[str, str]]:
    """Split into pairs (kind, text), ended by a pair of empty ones."""
    found, at = [], 0
    source = source.rstrip()
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise ExpressionError(f"`{source[at:].strip()[:20]}` can't be read here")
        found.append((match.lastgroup or "", match.group().strip()))
        at = match.end()
    return [*found, ("", "")]


class _Parser:
    """Recursive descent by precedence; every method gives a function from values to a value."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self.names: set[str] = set()

    def expect(self, wanted: str) -> None:
        if not self._take(wanted):
            found = self._tokens[self._at][1]
            here = f"`{found}` is not expected here" if found else "it ends too early"
            raise ExpressionError(f"{here}, `{wanted}` is missing" if wanted else here)

    def disjunction(self) -> Evaluate:
        parts = [self._conjunction()]
        while self._take("or"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else lambda env: any(truth(part(env)) for part in parts)

    def _conjunction(self) -> Evaluate:
        parts = [self._negation()]
        while self._take("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else lambda env: all(truth(part(env)) for part in parts)

    def _negation(self) -> Evaluate:
        if not self._take("not"):
            return self._comparison()
        inner = self._nested(self._negation)
        return lambda env: not truth(inner(env))

    def _comparison(self) -> Evaluate:
        first = self._operands("+-", self._product)
        rest = []
        while self._tokens[self._at][1] in _COMPARE:
            sign = self._next()[1]
            rest.append((sign, self._operands("+-", self._product)))
        return first if not rest else lambda env: _chain(env, first, rest)

    def _product(self) -> Evaluate:
        return self._operands(("*", "/", "//", "%"), self._unary)

    def _operands(self, signs: str | tuple[str, ...], operand: Callable[[], Evaluate]) -> Evaluate:
        first, rest = operand(), []
        while self._tokens[self._at][1] and self._tokens[self._at][1] in signs:
            sign = self._next()[1]
            rest.append((sign, operand()))
        if not rest:
            return first

        def evaluate(env: Mapping[str, Value]) -> Value:
            value = first(env)
            for sign, part in rest:
                value = _binary(sign, value, part(env))
            return value

        return evaluate

    def _unary(self) -> Evaluate:
        if self._take("-"):
            inner = self._nested(self._unary)
            return lambda env: -_numeric(inner(env))
        if self._take("+"):
            inner = self._nested(self._unary)
            return lambda env: _numeric(inner(env))
        base = self._atom()
        if not self._take("**"):
            return base
        power = self._nested(self._unary)
        return lambda env: _binary("**", base(env), power(env))

    def _atom(self) -> Evaluate:
        kind, text = self._next()
        if kind == "number":
            return _constant(_literal(text))
        if kind == "text":
            return _constant(text[1:-1])
        if text == "(":
            inner = self._nested(self.disjunction)
            self.expect(")")
            return inner
        if text in ("True", "False"):
            return _constant(text == "True")
        if text in _FUNCTIONS:
            return self._call(text)
        if kind == "name" and text not in RESERVED:
            self.names.add(text)
            return lambda env: env[text]
        raise ExpressionError(f"`{text}` is not expected here" if text else "it ends too early")

    def _call(self, name: str) -> Evaluate:
        self.expect("(")
        arguments = [self._nested(self.disjunction)]
        while self._take(","):
            arguments.append(self._nested(self.disjunction))
        self.expect(")")
        many = name in ("min", "max")
        if many != (len(arguments) > 1):
            raise ExpressionError(f"`{name}` takes {'several values' if many else 'one value'}")
        function = _FUNCTIONS[name]
        return lambda env: function(*(_numeric(argument(env)) for argument in arguments))

    def _nested(self, rule: Callable[[], Evaluate]) -> Evaluate:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(f"it is nested deeper than {MAX_DEPTH}")
        result = rule()
        self._depth -= 1
        return result

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _take(self, wanted: str) -> bool:
        kind, text = self._tokens[self._at]
        if kind == "text" or text != wanted:
            return False
        self._next()
        return True


_FUNCTIONS: Mapping[str, Callable[..., int | Fraction]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
}


_ARITHMETIC: Mapping[str, Callable[[Any, Any], int | Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: Fraction(a) / b,
    "//": operator.floordiv,
    "%": operator.mod,
}


def _constant(value: Value) -> Evaluate:
    return lambda _env: value


def _literal(text: str) -> int | Fraction:
    if not _NUMBER.fullmatch(text.rjust(len(text) + text.startswith("."), "0")):
        raise ExpressionError(f"`{text[:20]}…` is too long a number")
    return _number(text)


def _number(text: str) -> int | Fraction:
    return Fraction(text) if set(".eE") & set(text) else int(text)


def _chain(env: Mapping[str, Value], first: Evaluate, rest: list[tuple[str, Evaluate]]) -> bool:
    left = first(env)
    for sign, part in rest:
        right = part(env)
        if sign not in ("==", "!="):
            left, right = _numeric(left), _numeric(right)
        if not _COMPARE[sign](left, right):
            return False
        left = right
    return True


def _binary(sign: str, left: Value, right: Value) -> int | Fraction:
    a, b = _numeric(left), _numeric(right)
    if sign == "**":
        return _power(a, b)
    if sign in ("/", "//", "%") and b == 0:
        raise UndefinedError("it divides by zero")
    exact = _ARITHMETIC[sign](a, b)
    # As in Python, a decimal operand gives a decimal result, also where the value is whole.
    whole = isinstance(a, int) and isinstance(b, int)
    return _bounded(exact if whole else Fraction(exact))


def _power(base: int | Fraction, exponent: int | Fraction) -> int | Fraction:
    if exponent != int(exponent):
        raise UndefinedError("it takes a root")
    if base == 0 and exponent < 0:
        raise UndefinedError("it divides by zero")
    count = int(exponent)
    size = max(abs(base.numerator).bit_length(), base.denominator.bit_length()) - 1
    if size * abs(count) > 4 * MAX_DIGITS:
        raise UndefinedError("it gives too large a number")
    whole = isinstance(base, int) and isinstance(exponent, int) and count >= 0
    return _bounded(base**count if whole else Fraction(base) ** count)


def _bounded(value: int | Fraction) -> int | Fraction:
    if abs(value.numerator) >= _LIMIT or value.denominator >= _LIMIT:
        raise UndefinedError("it gives too large a number")
    return value


def _numeric(value: Value) -> int | Fraction:
    if isinstance(value, bool | str):
        raise ExpressionError(f"`{str(value)[:20]}` is not a number")
    return value


def truth(value: Value) -> bool:
    """Return a truth value; raise `ExpressionError` for anything else."""
    if not isinstance(value, bool):
        raise ExpressionError(f"`{text_of(value)[:20]}` is neither True nor False")
    return value
