"""Studying beyond what the day brings: cramming, and studying ahead of time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from app.core import sm2
from app.core.errors import ForecallError
from app.core.log import Act
from app.core.queue import Picker, by_urgency
from app.core.rules import Rules
from app.study.ports import Cards

MOST = 9999
"""Cards at most that are crammed at once."""
KEPT_DAYS = 7
"""What was interrupted is offered for so many days."""


@dataclass(frozen=True, slots=True)
class Extra:
    """Cards to study beyond what the day brings.

    Attributes:
        cards: Their handles, in the order in which they are asked.
        counts: True if their grades count for the schedule. Else they are kept in the log as practice, and
            nothing else changes.
        after: The last row of the log before it began: how far it has come is told by the rows since.
        what: What was asked for, in words.
        day: Ordinal of the study day on which it began.
    """

    cards: tuple[int, ...]
    counts: bool = False
    after: int = 0
    what: str = ""
    day: int = 0


def ahead(
    cards: Cards, today: date, days: int, decks: Sequence[str] | None = None, *, counts: bool = False
) -> Extra:
    """Choose the cards that fall due within some days, the earliest first.

    Raises:
        ForecallError: If there are none.
    """
    coming = cards.due(today + timedelta(days=days), decks, "earliest", after=today, named=False)
    found = [each[0] for each in by_urgency(coming)]
    what = f"ahead {days}" + "".join(f" deck:{deck}" for deck in decks or ())
    return _begun(cards, today, found, what, "Nothing falls due in these days.", counts=counts)


def cram(
    cards: Cards,
    today: date,
    query: str,
    decks: Sequence[str] | None = None,
    *,
    rules: Rules,
    counts: bool = False,
) -> Extra:
    """Choose the cards that a query of the search language finds, without suspended and held ones.

    Raises:
        ForecallError: If the query can't be read, or finds none.
    """
    # The search language is not needed before somebody searches.
    from app.core.query import EVERY, All, Any, Is, Named, Not, QueryError, State, parse

    try:
        wanted = parse(query, rules.leech_lapses) if query else EVERY
    except QueryError as error:
        raise ForecallError(error.what, where=f"search: {query}") from error
    chosen = Any(tuple(Named("deck", deck) for deck in decks)) if decks else EVERY
    asked = All((wanted, chosen, Not(State(Is.SUSPENDED)), Not(State(Is.HELD))))
    found = cards.search(asked, today, MOST)
    what = " ".join(["cram", *(f"deck:{deck}" for deck in decks or ()), *filter(None, [query])])
    return _begun(cards, today, found, what, "No cards were found that can be asked.", counts=counts)


def still_to_ask(cards: Cards, extra: Extra, today: date) -> list[int]:
    """Return the handles that are still to come: those not asked yet, then those that failed.

    It depends on what is stored alone, so a restart changes nothing.
    """
    known: set[int] = set()
    failed: dict[int, None] = {}
    for act in cards.acts_since(extra.after):
        if act.act == Act.SKIP:
            continue  # it orders the sitting of its day
        failed.pop(act.card, None)
        if act.act == Act.BURY:
            known.add(act.card)
        elif act.act == (Act.GRADE if extra.counts else Act.CRAM) and act.grade is not None:
            if sm2.needs_drill(act.grade):
                failed[act.card] = None
            else:
                known.add(act.card)
    askable = set(cards.askable(extra.cards))
    left = [card for card in extra.cards if card in askable and card not in known]
    left = [card for card in left if card not in failed] + [card for card in failed if card in left]
    if not extra.counts:
        return left
    return [each[0] for each in Picker(cards.asked(today)).pick(cards.waiting(left), len(left), {})]


def interrupted(cards: Cards, kept: str, today: date) -> Extra | None:
    """Return what was begun lately and not finished, if anything.

    Args:
        cards: The collection.
        kept: What `as_text` gave when it began; any other text is none.
        today: The study day.
    """
    try:
        known = json.loads(kept)
        extra = Extra(**known | {"cards": tuple(map(int, known["cards"]))})
        lately = 0 <= today.toordinal() - extra.day <= KEPT_DAYS and extra.after <= cards.last_row()
    except (ValueError, TypeError, KeyError):
        return None
    left = still_to_ask(cards, extra, today) if lately else []
    return replace(extra, cards=tuple(left)) if left else None


def as_text(extra: Extra) -> str:
    """Return what `interrupted` reads."""
    return json.dumps(asdict(extra), ensure_ascii=False)


def _begun(
    cards: Cards, today: date, found: Sequence[int], what: str, otherwise: str, *, counts: bool
) -> Extra:
    extra = Extra(tuple(found), counts, cards.last_row(), what, today.toordinal())
    if not still_to_ask(cards, extra, today):
        raise ForecallError(otherwise)
    return extra
