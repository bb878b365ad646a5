"""What was done last besides grading: to the files of decks, or to cards in the log."""

from __future__ import annotations

from enum import Enum, auto

from app.core.log import Act
from app.study.ports import Store
from app.study.workshop import Workshop

_ANSWERS = (Act.GRADE, Act.CRAM)


class Where(Enum):
    """Where the last change is to be taken back."""

    FILES = auto()
    LOG = auto()


def last_change(store: Store, workshop: Workshop) -> Where | None:
    """Return where the last change was made that can be taken back; None if there is none.

    There is one order of both, also over restarts. A grade is not taken back here: where one came last,
    so that the log would begin with it, only files are.
    """
    done = store.last_done()
    in_log = done[0] if done and done[1] not in _ANSWERS else None
    in_files = workshop.last_at
    if in_files is None:
        return Where.LOG if in_log else None
    return Where.LOG if in_log and in_log > in_files else Where.FILES
