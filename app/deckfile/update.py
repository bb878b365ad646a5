"""A newer version of a deck brought into a file that its owner may have edited, card by card.

Three texts are compared: the version that the owner's file was made from, the owner's, and the newer one.
A card that its owner left alone becomes the newer one; an edited card stays and is told of beside the
newer one; a new card is added; one that is gone from the newer version goes, unless it was edited.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import ForecallError
from app.deckfile import cut, splice
from app.deckfile.spans import DeckText, Span
from app.deckfile.trial import fields_of


@dataclass(frozen=True, slots=True)
class Clash:
    """A card that both its owner and the newer version changed: it stays as the owner wrote it.

    Attributes:
        entry: Its id.
        mine: The owner's lines; empty if the owner removed it.
        theirs: The newer lines; empty if the newer version has it no more.
    """

    entry: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Update:
    """What bringing a file up to date would do, and the file that comes of it.

    Attributes:
        raw: The new bytes of the file.
        updated, added, removed: Ids of cards.
        clashes: Cards left to the owner's decision.
        head: True if title, tags, notes or setup are taken from the newer version.
        head_clashes: True if these were edited by both; the owner's stay.
    """

    raw: bytes
    updated: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    head: bool = False
    head_clashes: bool = False

    @property
    def changes(self) -> bool:
        """True if the file would change."""
        return bool(self.updated or self.added or self.removed or self.head)


HEAD = ""
"""Stands for what is before the cards, where cards are named."""


class What(StrEnum):
    """What an update does to a card."""

    EDITED = "edited by you"
    UPDATED = "updated"
    ADDED = "new"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A card that an update changes, or leaves to its owner, with its lines on both sides."""

    entry: str
    what: What
    mine: str
    theirs: str


def card_by_card(found: Update, mine: bytes, theirs: bytes) -> list[Change]:
    """Return what an update does card by card, first what its owner has to decide."""
    own, new = _blocks(mine), _blocks(theirs)
    told = [Change(clash.entry, What.EDITED, clash.mine, clash.theirs) for clash in found.clashes]
    if found.head or found.head_clashes:
        what = What.UPDATED if found.head else What.EDITED
        told.append(Change(HEAD, what, _head(mine), _head(theirs)))
    for what, entries in (
        (What.UPDATED, found.updated),
        (What.ADDED, found.added),
        (What.REMOVED, found.removed),
    ):
        told += [Change(entry, what, own.get(entry, ""), new.get(entry, "")) for entry in entries]
    return told


def update(base: bytes, mine: bytes, theirs: bytes, take: Collection[str] = ()) -> Update:
    """Bring an owner's file up to a newer version.

    Args:
        base: The version that the owner's file was made from; empty if it is not known. Then every
            card that differs counts as edited.
        mine: The owner's file.
        theirs: The newer version.
        take: Cards of which the owner takes the newer version though they edited them; `HEAD`, too.

    Raises:
        ForecallError: If one of them can't be read as a deck, or a card can't be put into the file.
    """
    old, own, new = (_blocks(raw) for raw in (base, mine, theirs))
    updated, added, removed, clashes = _sorted_out(old, own, new, take)
    raw = mine
    for entry in updated:
        deck = DeckText(raw)
        raw = splice.rewrite(deck, deck.find(entry), new[entry])
    for entry in added:
        deck = DeckText(raw)
        raw = splice.insert(deck, new[entry], _neighbour(entry, list(new), deck))
    if removed:
        deck = DeckText(raw)
        raw = splice.remove(deck, [deck.find(entry) for entry in removed])
    heads = [_head(text) for text in (base, mine, theirs)]
    differs = heads[1] != heads[2]
    untouched = (heads[1] == heads[0] and bool(base)) or HEAD in take
    if differs and untouched:
        raw = _with_head(raw, theirs)
    return Update(
        raw,
        tuple(updated),
        tuple(added),
        tuple(removed),
        tuple(clashes),
        head=differs and untouched,
        head_clashes=differs and not untouched and heads[0] != heads[2],
    )


def _sorted_out(
    old: dict[str, str], own: dict[str, str], new: dict[str, str], take: Collection[str]
) -> tuple[list[str], list[str], list[str], list[Clash]]:
    """Return which cards are updated, added and removed, and which are left to the owner."""
    updated, added, removed = list[str](), list[str](), list[str]()
    clashes: list[Clash] = []
    for entry in {**own, **old}:
        before, ours, newer = old.get(entry, ""), own.get(entry, ""), new.get(entry, "")
        if _same(ours, newer) or _same(before, newer):
            continue
        if not _same(ours, before) and entry not in take:
            clashes.append(Clash(entry, ours, newer))
        elif not newer:
            removed.append(entry)
        else:
            (updated if ours else added).append(entry)
    added += [entry for entry in new if entry not in own and entry not in old]
    return updated, added, removed, clashes


def _blocks(raw: bytes) -> dict[str, str]:
    deck = DeckText(raw)
    if not deck.is_sound:
        raise ForecallError(
            "A version of the deck has errors.", fix="Run `forecall check` and mend them first."
        )
    return {span.id: deck.block(span) for span in deck.spans if span.id}


def _same(one: str, other: str) -> bool:
    """Tell whether two cards hold the same, however they are written."""
    if one == other:
        return True
    if not one or not other:
        return False
    try:
        return fields_of(one) == fields_of(other)
    except ForecallError:
        return False


def _neighbour(entry: str, order: list[str], deck: DeckText) -> Span | None:
    """Return the card behind which a new one goes: the nearest before it that the owner has."""
    known = {span.id: span for span in deck.spans}
    before = order[: order.index(entry)]
    return next((known[name] for name in reversed(before) if name in known), None)


def _head(raw: bytes) -> str:
    text = DeckText(raw).text
    return "\n".join(line for line in cut.in_two(text).head.split("\n") if line.strip())


def _with_head(raw: bytes, theirs: bytes) -> bytes:
    """Return the file with what stands before `cards:` taken from the newer version, proved as a whole."""
    deck, new = DeckText(raw), DeckText(theirs)
    if deck.body is None or new.body is None:
        return raw
    at = deck.in_raw(deck.text.index(deck.body.text))
    head = new.text[: new.text.index(new.body.text)].replace("\n", deck.line_end)
    mark = "\ufeff" if deck.raw.startswith("\ufeff") else ""
    made = (mark + head + deck.raw[at:]).encode("utf-8")
    if _head(made) != _head(theirs) or _blocks(made) != _blocks(raw):
        raise ForecallError("The head of the deck can't be brought up to date.", fix="Edit it by hand.")
    return made
