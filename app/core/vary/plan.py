"""How the numbers of a card are drawn."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Protocol

from app.core.vary import expressions, specs
from app.core.vary.errors import VaryError
from app.core.vary.expressions import Expression, ExpressionError, UndefinedError, Value
from app.core.vary.specs import Choices
from app.core.vary.templates import names_in, names_on, stray_dollar

MAX_NAMES = 50
SMALL = 2000
"""Up to so many combinations are looked at to know a constraint or what can be pasted."""
FEW = 64
"""Up to so many combinations are all worked out when a constraint is read."""
LARGEST = 20_000
"""Up to so many are looked at where few of them satisfy the constraint."""
ENOUGH = 40
"""A constraint is common enough if so many of the first `SMALL` tries satisfy it (2 %)."""
TRIES = 20_000
"""With 2 % of the combinations good, so many tries in a row fail with a chance of 10**-175."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INTEGER = re.compile(r"\d+", re.ASCII)


class RandomSource(Protocol):
    """What drawing needs of `random.Random`."""

    def randrange(self, stop: int, /) -> int:
        """Return a whole number from 0 to stop - 1."""
        ...


@dataclass(frozen=True)
class Plan:
    """All that a card can draw. Made by `parse`, which guarantees that something can be drawn.

    Attributes:
        names: The declared names, in the order of the file.
    """

    names: tuple[str, ...]
    _choices: Mapping[str, Choices]
    _derived: Mapping[str, Expression]
    _when: Expression | None
    _all: tuple[Mapping[str, str], ...] = ()

    @cached_property
    def size(self) -> int | None:
        """Number of different draws; None if there are too many to know."""
        if self._all:
            return len(self._all)
        total = _total(self._choices)
        if self._is_free:
            return total
        return sum(1 for _ in _good(self, range(total))) if total <= SMALL else None

    @property
    def _is_free(self) -> bool:
        return not self._derived and self._when is None

    def draw(self, rng: RandomSource) -> dict[str, str]:
        """Draw one text a name, every combination as likely as any other.

        The same source of randomness gives the same draw.

        Raises:
            VaryError: If no combination was found; `parse` makes this all but impossible.
        """
        if self._all:
            return dict(self._all[rng.randrange(len(self._all))])
        total = _total(self._choices)
        for _ in range(TRIES):
            try:
                drawn = self._at(rng.randrange(total))
            except _NoValueError:
                continue
            if drawn is not None:
                return drawn
        raise VaryError("when", "No numbers were found that satisfy it.", "Make it less strict.")

    def lint(self, code: str, faces: Iterable[str] = ()) -> list[str]:
        """Return what is doubtful about `code` with these names, one sentence each.

        Args:
            code: The snippet before anything is drawn, with its setup.
            faces: The card's texts; a name used only there is used, too.
        """
        used = names_in(code)
        found = [
            f"`${name}` is not declared.{_hint(name, self.names)}" for name in sorted(used - {*self.names})
        ]
        if place := stray_dollar(code):
            found.append(f"The `$` {place} has no name after it; write `$$` for a `$`.")
        for expression in (*self._derived.values(), self._when):
            used |= expression.names if expression else set()
        used |= {name for face in faces for name in names_on(face)}
        found += [f"`{name}` is declared but never used." for name in self.names if name not in used]
        for name in self.names:
            found += self._lint_pasting(name, code)
        return found

    def _lint_pasting(self, name: str, code: str) -> Iterator[str]:
        place = rf"\$(?:{name}\b|\{{{name}\}})"
        power, attribute = re.search(rf"{place}\s*\*\*", code), re.search(rf"{place}\.[A-Za-z_]", code)
        if power or attribute:
            texts = self._texts(name)
            negative = min((text for text in texts if text.startswith("-")), default=None)
            integer = min((text for text in texts if _INTEGER.fullmatch(text)), default=None)
            if negative and power:
                yield f"`${name}**` with {negative} means -({negative[1:]}**…): write `(${name})`."
            if (number := negative or integer) and attribute:
                yield f"`${name}.` with {number} is not what it seems: write `(${name})`."
        choices = self._choices.get(name)
        if choices and choices.count == 1 and re.search(r"\w[|｜]\w", choices.at(0)):
            yield f"`{choices.at(0)[:40]}` is one text; alternatives are separated by ` | `, with blanks."

    def _texts(self, name: str) -> set[str]:
        """Return what can be pasted for a name, as far as `SMALL` combinations show it."""
        if choices := self._choices.get(name):
            # The first of a range is its lowest.
            return {choices.at(i) for i in range(min(choices.count, SMALL))}
        total = _total(self._choices)
        looked_at = range(total) if total <= SMALL else _scattered(total, SMALL)
        return {drawn[name] for drawn in self._all or _good(self, looked_at)}

    def _at(self, index: int) -> dict[str, str] | None:
        """Return the combination with this number, or None if it is ruled out.

        Raises:
            _NoValueError: If something derived has no value for it.
        """
        drawn: dict[str, str] = {}
        for name, choices in self._choices.items():
            index, which = divmod(index, choices.count)
            drawn[name] = choices.at(which)
        if self._derived or self._when:
            values = {name: expressions.value_of(text) for name, text in drawn.items()}
            for name, expression in self._derived.items():
                values[name] = _evaluate(name, expression, values)
                drawn[name] = expressions.text_of(values[name])
            if self._when and not _evaluate("when", self._when, values):
                return None
        return {name: drawn[name] for name in self.names}


class _NoValueError(Exception):
    """`name` has no value for the numbers drawn; `never` if it is so for their kind, not their size."""

    def __init__(self, name: str, reason: str, never: bool) -> None:
        super().__init__(reason)
        self.name = name
        self.never = never


def _evaluate(name: str, expression: Expression, values: Mapping[str, Value]) -> Value:
    try:
        return expression.evaluate(values)
    except (ExpressionError, UndefinedError) as error:
        raise _NoValueError(name, str(error), isinstance(error, ExpressionError)) from None


def parse(pairs: Sequence[tuple[str, str]], when: str = "") -> Plan:
    """Read `vary` and `when`.

    Args:
        pairs: Names and how they are drawn (see `app.core.vary`), in the order of the file.
        when: Condition on the names; empty if there is none.

    Raises:
        VaryError: If something can't be read, names an unknown or circular name, or if no
            combination, or hardly any, satisfies the condition.
    """
    names = tuple(name for name, _ in pairs)
    _check_names(names)
    choices: dict[str, Choices] = {}
    derived: dict[str, Expression] = {}
    for name, spec in pairs:
        if spec.lstrip().startswith("="):
            derived[name] = _expression(name, spec.lstrip()[1:], names)
        else:
            choices[name] = specs.read(name, spec)
    condition = _condition(when, names) if when.strip() else None
    return _probed(Plan(names, choices, _in_order(derived), condition))


def _check_names(names: tuple[str, ...]) -> None:
    if len(names) > MAX_NAMES:
        raise VaryError(names[MAX_NAMES], f"There are more than {MAX_NAMES} names.")
    for name in names:
        if not _NAME.fullmatch(name):
            fix = "Use letters a-z, digits and `_`, not starting with a digit."
            raise VaryError(name, f"`{name[:40]}` can't be a name.", fix)
        if name in expressions.RESERVED:
            raise VaryError(name, f"`{name}` has a meaning in conditions.", "Choose another name.")
        if names.count(name) > 1:
            raise VaryError(name, "It is declared twice.", "Take one of them out.")


def _expression(name: str, source: str, names: tuple[str, ...]) -> Expression:
    try:
        expression = expressions.read(source)
    except ExpressionError as error:
        raise VaryError(name, f"`{source.strip()[:60]}` can't be read: {error}.", _EXPRESSION_FIX) from None
    for unknown in sorted(expression.names - {*names}):
        fix = _hint(unknown, names).strip() or f"Declare `{unknown}` in `vary`."
        raise VaryError(name, f"`{unknown}` is not declared.", fix)
    return expression


def _condition(source: str, names: tuple[str, ...]) -> Expression:
    read = _expression("when", source, names)
    return replace(read, evaluate=lambda values: expressions.truth(read.evaluate(values)))


_EXPRESSION_FIX = (
    "It can hold numbers, names, + - * / // % **, comparisons, and, or, not, min, max, abs, floor, ceil."
)


def _hint(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name[:40], names, n=1)
    return f" Did you mean `{near[0]}`?" if near else ""


def _in_order(derived: dict[str, Expression]) -> dict[str, Expression]:
    """Return the derived names so that each comes after those it uses."""
    graph = {name: expression.names & derived.keys() for name, expression in derived.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = error.args[1]
        raise VaryError(
            circle[0], f"It is derived from itself: {' from '.join(circle)}.", "Draw one of them."
        ) from None
    return {name: derived[name] for name in order}


def _total(choices: Mapping[str, Choices]) -> int:
    return math.prod(each.count for each in choices.values())


def _probed(plan: Plan) -> Plan:
    """Try the plan out: know all good combinations if there are few, else that they are common enough."""
    total = _total(plan._choices)
    if plan._is_free:
        return plan
    if total > FEW and len(list(islice(_good(plan, _scattered(total, SMALL)), ENOUGH))) == ENOUGH:
        return plan
    if total <= LARGEST:
        return _enumerated(plan, total)
    raise VaryError("when", "Hardly any numbers satisfy it.", "Make it less strict or narrow the ranges.")


def _enumerated(plan: Plan, total: int) -> Plan:
    if found := tuple(_good(plan, range(total))):
        return replace(plan, _all=found)
    try:
        plan._at(0)
    except _NoValueError as error:
        raise VaryError(
            error.name, f"There is never a value: {error}.", "Change what it is made of."
        ) from None
    raise VaryError("when", "No numbers satisfy it.", "Make it less strict or widen the ranges.")


def _good(plan: Plan, indexes: Iterable[int]) -> Iterator[dict[str, str]]:
    for index in indexes:
        try:
            drawn = plan._at(index)
        except _NoValueError as error:
            if error.never:
                fix = "Reckon only with names that are numbers; compare with `==`, `<` and the like."
                raise VaryError(error.name, f"It can't be worked out: {error}.", fix) from None
            continue
        if drawn is not None:
            yield drawn


def _scattered(total: int, count: int) -> Iterator[int]:
    """Give `count` numbers below `total`, the same every time but without pattern."""
    length = total.bit_length() // 8 + 8
    for seed in range(count):
        yield int.from_bytes(hashlib.shake_128(seed.to_bytes(4)).digest(length)) % total
