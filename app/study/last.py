"""One order of what was done to cards, in the log, and to the files of decks: what is turned next."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from app.core.log import Act
from app.study.ports import Store
from app.study.turns import Turned
from app.study.workshop import Workshop

_ANSWERS = (Act.GRADE, Act.CRAM)


class Where(Enum):
    """Where the next change is to be undone or redone."""

    FILES = auto()
    LOG = auto()


def next_to_turn(act: Act, store: Store, workshop: Workshop, *, answers: bool) -> Where | None:
    """Return where the next change is that can be undone or redone; None if there is none.

    There is one order of both, also over restarts: the last that was done is undone first, and the first
    that was undone redone last. What was undone before something new was done, in either, stays undone.

    Args:
        act: `Act.UNDO` or `Act.REDO`.
        store: The log.
        workshop: The files.
        answers: False where grades are not turned: if one is next in the log, only files are.
    """
    if act is Act.UNDO:
        done = store.last_done()
        in_log = done[0] if done and (answers or done[1] not in _ANSWERS) else None
        in_files = workshop.last_at
    else:
        log, files = store.to_redo(), workshop.to_redo()
        may = answers or log.act not in _ANSWERS
        in_log = log.done if may and not _since(files.last, log.undone) else None
        in_files = files.done if not _since(log.last, files.undone) else None
    if in_log is None or in_files is None:
        return Where.LOG if in_log else Where.FILES if in_files else None
    return Where.LOG if (in_log > in_files) == (act is Act.UNDO) else Where.FILES


def turn_files(act: Act, store: Store, workshop: Workshop) -> Turned | None:
    """Undo or redo what is next if it is in the files; None if it is in the log, or there is nothing.

    Raises:
        ForecallError: If a file was changed since by somebody else; then nothing was done.
    """
    if next_to_turn(act, store, workshop, answers=True) is not Where.FILES:
        return None
    gesture = workshop.turn(act)
    if gesture is None:
        return None
    return Turned(gesture.card, "edit") if gesture.card else Turned(gesture.name, "")


def _since(last: datetime | None, undone: datetime | None) -> bool:
    return last is not None and undone is not None and last > undone
