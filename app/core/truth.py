"""What a snippet gave, as plain data; what a prediction is judged against."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Truth:
    """The result of a run, or what a typed card's author says is right.

    Attributes:
        text: What was printed.
        type: Name of the value's type, such as ``Tensor``, ``ndarray``, ``float``; empty if no value.
        repr: The value as Python shows it, at most 20,000 characters.
        dtype: ``torch.float32``, ``float64`` …; empty for values without.
        shape: Lengths of the axes; None for values without. A 0-d value has ``()``.
        data: The elements in row-major order as text (``1.5``, ``-3``, ``True``, ``nan``), for tensors,
            arrays and plain numbers; None for other values or where there are more than 10,000.
        device: ``cpu``, ``cuda:0`` …; empty for values without.
        grad: `requires_grad`; None for values without.
        alias: For a pair of arrays: True if they share memory; None for anything else.
        error: Class name of the exception raised; empty if none was.
        bases: Class names of its bases, nearest first.
        message: The exception's message.
    """

    text: str = ""
    type: str = ""
    repr: str = ""
    dtype: str = ""
    shape: tuple[int, ...] | None = None
    data: tuple[str, ...] | None = None
    device: str = ""
    grad: bool | None = None
    alias: bool | None = None
    error: str = ""
    bases: tuple[str, ...] = ()
    message: str = ""


class Ended(StrEnum):
    """How a run ended. Only `DONE` can make a prediction right or wrong."""

    DONE = "done"
    """The snippet came to its end or raised: there is a truth."""
    TIMEOUT = "timeout"
    """It was killed at its deadline."""
    EARLY = "early"
    """It ended itself, crashed, or broke the record."""
    LIMIT = "limit"
    """It printed or returned too much."""
    UNAVAILABLE = "unavailable"
    """There is no worker to run it: a library is missing or the worker could not start."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a snippet.

    Attributes:
        ended: How it ended.
        truth: What it gave; of use only if it is done.
        detail: What to tell the learner if it is not done, one sentence.
        ms: Time from start to end in milliseconds.
        env: The environment it ran in, as JSON (versions of python, numpy, torch; device).
    """

    ended: Ended
    truth: Truth = Truth()
    detail: str = ""
    ms: float = 0.0
    env: str = ""


class Outcome(StrEnum):
    """What a comparison says. Unreadable asks again and is never a lapse."""

    RIGHT = "right"
    WRONG = "wrong"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A prediction compared with the truth, for one facet.

    Attributes:
        outcome: Right, wrong or unreadable.
        truth: The right answer as it is shown.
        detail: Which part differs first, or why it can't be read; empty if right.
    """

    outcome: Outcome
    truth: str = ""
    detail: str = ""
