"""Reads the record of a run: bytes that a stranger's code may have written, checked field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.truth import Truth
from app.runner import wire
from app.runner.describe import AXES_MAX, BASES_MAX, ELEMENTS_MAX, MESSAGE_MAX, NAME_MAX, REPR_MAX


@dataclass(frozen=True, slots=True)
class Record:
    """What the process of a snippet says about its run.

    Attributes:
        ended: ``done``, ``memory`` (there was not enough), ``refused`` (by the cage), ``setup`` (the
            setup raised) or ``failed`` (a library, the cage or a device; nothing was run).
        truth: What the snippet gave, without what it printed.
        detail: What was raised instead.
    """

    ended: str
    truth: Truth
    detail: str


def read_record(raw: bytes) -> Record:
    """Return the record in `raw`.

    Raises:
        ValueError: if it is not a record; every field must be known and of its type and size.
    """
    fields = wire.unpack(raw)
    if not isinstance(fields, dict):
        raise ValueError("not an object")
    checked = {name: _checked(name, found) for name, found in fields.items()}
    ended, detail = checked.pop("ended", ""), checked.pop("detail", "")
    if ended not in _ENDS or (checked and ended != "done"):
        raise ValueError(f"ended: {ended!r}")
    return Record(ended, Truth(**checked), detail)


def _checked(name: str, found: object) -> Any:
    check = _CHECKS.get(name)
    if check is None:
        raise ValueError(f"unknown field {name!r}")
    return check(found)


def _text(longest: int) -> Callable[[object], str]:
    def check(found: object) -> str:
        if not isinstance(found, str) or len(found) > longest:
            raise ValueError("not a text of its size")
        # A lone surrogate is no text: it could be neither stored nor shown.
        return found.encode("utf-8", "backslashreplace").decode("utf-8")

    return check


def _flag(found: object) -> bool:
    if not isinstance(found, bool):
        raise ValueError("not a boolean")
    return found


def _texts(longest: int, most: int) -> Callable[[object], tuple[str, ...]]:
    check = _text(longest)

    def check_all(found: object) -> tuple[str, ...]:
        if not isinstance(found, list) or len(found) > most:
            raise ValueError("not a list of its size")
        return tuple(check(item) for item in found)

    return check_all


def _axes(found: object) -> tuple[int, ...]:
    if not isinstance(found, list) or len(found) > AXES_MAX:
        raise ValueError("not a list of axes")
    if not all(type(axis) is int and 0 <= axis < 1 << 63 for axis in found):
        raise ValueError("not a length of an axis")
    return tuple(found)


_ENDS = ("done", "memory", "refused", "setup", "failed")
_CHECKS: dict[str, Callable[[object], Any]] = {
    "ended": _text(NAME_MAX),
    "detail": _text(MESSAGE_MAX),
    "type": _text(NAME_MAX),
    "repr": _text(REPR_MAX),
    "dtype": _text(NAME_MAX),
    "shape": _axes,
    "data": _texts(wire.RECORD_MAX, ELEMENTS_MAX),
    "device": _text(NAME_MAX),
    "grad": _flag,
    "alias": _flag,
    "error": _text(NAME_MAX),
    "bases": _texts(NAME_MAX, BASES_MAX),
    "message": _text(MESSAGE_MAX),
}
