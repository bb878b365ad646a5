"""Acts on many cards: how far they have come, and stopping them before anything is written for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.errors import ForecallError
from app.study.ports import Step
from app.tui.page import Page

EVERY_S = 0.25
"""So often it is told how far an act has come; a shorter one is not told at all."""


class StoppedError(Exception):
    """The learner stopped what was under way."""


class _UnderWay:
    """An act that other threads do; `done` of `steps` steps are behind it."""

    def __init__(self, steps: int) -> None:
        self._steps = max(1, steps)
        self._done = 0
        self.stopped = False

    def step(self, done: int) -> None:
        """Hear how far it has come; stop it if that is wanted."""
        self._done = done
        if self.stopped:
            raise StoppedError

    @property
    def told(self) -> str:
        """How far it has come."""
        share = min(99, 100 * self._done // self._steps)
        return "Stopping…" if self.stopped else f"At work: {share} %. esc stops it, and nothing is changed."


class LongActs(Page):
    """A page with acts that may take long, one at a time."""

    _act: _UnderWay | None = None

    @contextmanager
    def under_way(self, steps: int) -> Iterator[Step]:
        """Do something long, which calls what is yielded after each step; if it is stopped, that is told.

        Raises:
            ForecallError: If something else is under way.
        """
        if self._act is not None:
            raise ForecallError("Something else is still being done.", fix="Wait for it, or stop it by esc.")
        self._act = act = _UnderWay(steps)
        telling = self.set_interval(EVERY_S, lambda: self.tell(act.told))
        try:
            yield act.step
        except StoppedError:
            self.tell("Stopped: nothing was changed.")
        finally:
            telling.stop()
            self._act = None

    def stop(self) -> bool:
        """Stop what is under way, if it is not being written yet; return False if nothing is."""
        if self._act is not None:
            self._act.stopped = True
        return self._act is not None
