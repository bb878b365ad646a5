"""Acts on one card or many: each call is one gesture in the log, and one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterable

from app.core import meaning
from app.core.card import Content
from app.core.collection import StoredCard
from app.core.day import study_day
from app.core.log import Act
from app.core.rules import Rules
from app.study.entries import entry
from app.study.ports import Cards, Clock, Step, Store


def act_on(
    store: Store, cards: Iterable[StoredCard], act: Act, clock: Clock, rules: Rules, step: Step | None = None
) -> int:
    """Do an act on cards, as one gesture; return on how many it was done.

    Cards on which it would change nothing are left out: they need no row, and no undo.

    Args:
        store: The log.
        cards: The cards.
        act: What is done to them.
        clock: Gives the instant.
        rules: What days and grades go by.
        step: Hears how far it has come, and may stop it.

    Raises:
        ForecallError: If it can't be written; then it was done on none.
    """
    now = clock()
    day = study_day(now, rules.rollover_hour)
    entries = [entry(stored, act, now, day) for stored in cards if _changes(stored, act)]
    store.append(entries, rules.params, step=step)
    return len(entries)


def changed_since_passed(cards: Cards, stored: StoredCard) -> Content | None:
    """Return what a card asked when it was last passed, if it asks something else now; else None.

    Once its schedule is forgotten, nothing counts as passed.
    """
    before = cards.last_passed(stored.handle) if stored.state.passed else None
    return before if before is not None and not meaning.same(before, stored.card.content) else None


def _changes(stored: StoredCard, act: Act) -> bool:
    state = stored.state
    match act:
        case Act.SUSPEND | Act.UNSUSPEND:
            return state.suspended == (act is Act.UNSUSPEND)
        case Act.FLAG | Act.UNFLAG:
            return state.flagged == (act is Act.UNFLAG)
        case Act.UNBURY:
            return state.buried_until is not None
        case Act.RESET:
            return not state.is_new
    return True
