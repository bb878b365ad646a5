"""The card on the review screen, from question to grade: what happened so far, and what may come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from app.core.card import Kind
from app.core.pace import Pace, with_time
from app.core.truth import Ended, Judgement, Outcome, Run
from app.study.asking import Asked
from app.study.verdict import SUGGEST_RIGHT, Verdict, judge, lines_of

DIGIT_KEYS = 9
"""Choices and orderings of up to so many options are answered by digit keys alone."""

ACTS_ON_A_CARD = frozenset(
    [
        *("submit_picks", "reveal", "accept", "digit", "unpick", "permit", "refuse", "setup", "undo"),
        *("again", "copy", "past", "change"),
        *("redo", "suspend", "bury", "skip", "flag", "reset", "edit", "outside", "history"),
    ]
)
"""Actions of the review screen that depend on how far the question has come."""


class Phase(Enum):
    """How far a question has come."""

    ASKING = "asking"
    """It is not known yet whether the snippet runs unasked."""
    PERMIT = "permit"
    """The snippet does not run unasked: the learner is asked."""
    THINK = "think"
    """The question is shown; a prediction may be typed."""
    RUNNING = "running"
    """The learner is done; the snippet is not."""
    SHOWN = "shown"
    """The answer is shown; grades count."""
    SAVING = "saving"
    """A grade is on its way to the disk."""


class Earlier(NamedTuple):
    """An earlier prediction on a card: the study day, what was typed by answer line, and the grade."""

    day: date
    typed: dict[str, str]
    grade: int


@dataclass(slots=True)
class Question:
    """One card on the screen.

    Attributes:
        asked: The card as it is asked this time.
        phase: How far it has come.
        pace: How fast the learner answers cards of this kind; None if that is not known yet.
        took: Milliseconds until the prediction was submitted; None if there was none.
        typed: What was typed, by answer line; empty if nothing was.
        picked: Options picked by digit keys, from 1.
        run: The snippet's run, once it has ended.
        refused: True if the learner does not want the snippet to run.
        why_asked: Why the snippet does not run unasked.
        verdict: How the prediction was judged; None if it was not.
        unreadable: What could not be read, by answer line, since the last submission.
        past: Earlier predictions, newest first, once they are wanted.
    """

    asked: Asked
    phase: Phase = Phase.THINK
    pace: Pace | None = None
    took: int | None = None
    typed: dict[str, str] = field(default_factory=dict)
    picked: list[int] = field(default_factory=list)
    run: Run | None = None
    refused: bool = False
    why_asked: str = ""
    verdict: Verdict | None = None
    unreadable: dict[str, Judgement] = field(default_factory=dict)
    past: tuple[Earlier, ...] | None = None

    @property
    def live(self) -> bool:
        """True if a snippet gives the answer."""
        return self.asked.content.kind is Kind.LIVE

    @property
    def by_digits(self) -> bool:
        """True if digit keys pick options."""
        return 0 < len(self.asked.options) <= DIGIT_KEYS

    @property
    def lines(self) -> tuple[str, ...]:
        """Names of the answer lines to type into; empty if there are none."""
        asks = self.phase is Phase.THINK and not self.refused and not self.by_digits
        return lines_of(self.asked) if asks else ()

    @property
    def complete(self) -> bool:
        """True if every place is picked, so that the picks can be judged."""
        return self.by_digits and len(self.picked) == len(self.asked.key)

    @property
    def suggested(self) -> int | None:
        """The grade that space takes; None where the learner alone decides.

        Without a prediction, a card that asks for one suggests nothing.
        """
        if self.phase is not Phase.SHOWN:
            return None
        if self.verdict is not None:
            return with_time(self.verdict.suggested, self.took, self.pace)
        return None if lines_of(self.asked) else SUGGEST_RIGHT

    def allows(self, action: str) -> bool:
        """Tell whether an action on the card, by its name in `ACTS_ON_A_CARD`, has an effect now."""
        phase = self.phase
        match action:
            case "submit_picks" | "reveal":
                return phase is Phase.THINK and self.complete == (action == "submit_picks")
            case "accept":
                return self.suggested is not None
            case "digit":
                return phase in (Phase.THINK, Phase.SHOWN)
            case "skip":
                return phase not in (Phase.SAVING, Phase.PERMIT)
            case "unpick":
                return phase is Phase.THINK and bool(self.picked)
            case "permit" | "refuse":
                return phase is Phase.PERMIT
            case "again" | "copy":
                return phase is Phase.SHOWN and self.live
            case "change":
                return phase is Phase.SHOWN and self.run is not None
            case "past":
                return phase is Phase.SHOWN and bool(lines_of(self.asked))
            case "setup":
                run = self.asked.content.run
                return run is not None and bool(run.setup)
        return phase is not Phase.SAVING

    def pick(self, option: int) -> bool:
        """Pick an option, from 1; tell whether there was such a one left to pick."""
        if not self.by_digits or not 1 <= option <= len(self.asked.options) or option in self.picked:
            return False
        if len(self.picked) == len(self.asked.key):
            self.picked.clear()
        self.picked.append(option)
        return True

    def submit(self, typed: dict[str, str]) -> None:
        """Take the prediction and judge it, now or when the run has ended."""
        self.typed = typed
        self._conclude()

    def reveal(self) -> None:
        """Show the answer without a prediction, now or when the run has ended."""
        self.typed = {}
        self._conclude()

    def ran(self, run: Run) -> None:
        """Take the run's end; judge what waits for it."""
        self.run = run
        if self.phase is Phase.RUNNING:
            self._conclude()

    def may_run(self, why_asked: str) -> None:
        """Take in whether the snippet runs unasked: empty if it does, else why not."""
        self.why_asked, self.phase = why_asked, Phase.PERMIT if why_asked else Phase.THINK

    def refuse(self) -> None:
        """Ask the card without running its snippet."""
        self.refused, self.phase = True, Phase.THINK

    def _conclude(self) -> None:
        self.unreadable = {}
        if self.live and self.run is None and not self.refused:
            self.phase = Phase.RUNNING
            return
        verdict = judge(self.asked, self.typed, self.run) if self.typed else None
        if verdict is not None and verdict.outcome is Outcome.UNREADABLE:
            self.unreadable = {
                name: judgement
                for name, judgement in verdict.judgements.items()
                if judgement.outcome is Outcome.UNREADABLE
            }
            self.picked.clear()
            self.phase = Phase.THINK
            return
        self.verdict = verdict
        self.phase = Phase.SHOWN

    def truths(self) -> dict[str, str]:
        """Return the right answer by facet, of a live card whose run came to its end."""
        if self.run is None or self.run.ended is not Ended.DONE:
            return {}
        judged = self.verdict or judge(self.asked, {}, self.run)
        return {name: judgement.truth for name, judgement in judged.judgements.items()} if judged else {}
