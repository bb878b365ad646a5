"""Decks and cards as the rest of forecall sees them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.text import Text


class Kind(StrEnum):
    """How a card is asked."""

    BASIC = "basic"
    CLOZE = "cloze"
    CHOICE = "choice"
    TYPED = "typed"
    ORDER = "order"
    LIVE = "live"


class Facet(StrEnum):
    """What a typed or live card asks to be predicted."""

    VALUE = "value"
    TEXT = "text"
    SHAPE = "shape"
    DTYPE = "dtype"
    DEVICE = "device"
    ERROR = "error"
    ALIAS = "alias"
    GRAD = "grad"


@dataclass(frozen=True, slots=True)
class Snippet:
    """The code of a live card, before any number is drawn.

    Attributes:
        code: Source with `$name` places; its last expression is the value.
        setup: The deck's `setup`, which runs before it.
        vary: Pairs (name, specification as written), in the order of the file.
        when: Constraint on the drawn names; empty if there is none.
        needs: Capabilities such as ``cuda`` or ``torch>=2.4``; the card is held where one is missing.
        timeout_ms: Wall-clock limit in milliseconds; None means the setting's.
    """

    code: str
    setup: str = ""
    vary: tuple[tuple[str, str], ...] = ()
    when: str = ""
    needs: tuple[str, ...] = ()
    timeout_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a typed answer is compared, beyond the rules for its facet.

    Attributes:
        digits: Significant digits that must be right; None means the rule's own tolerance.
        strict: For text: width, blanks and punctuation count.
        base_ok: For errors: a base class of the exception is right, too.
    """

    digits: int | None = None
    strict: bool = False
    base_ok: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a card asks: all of it, and nothing else. Its hash tells whether a card changed.

    Attributes:
        kind: How it is asked.
        question: The front. In a cloze, the hole asked for is shown as ``[…]``.
        answer: The back; None for live cards (this machine knows) and for ordering cards.
        why: Shown after the answer.
        accept: Other right answers, for typed and choice cards.
        wrong: The wrong choices.
        steps: The steps of an ordering card, in the right order.
        ask: What is to be predicted; empty where nothing is typed.
        run: The code of a live card.
        compare: How a typed answer is compared.
    """

    kind: Kind
    question: Text
    answer: Text | None = None
    why: Text | None = None
    accept: tuple[Text, ...] = ()
    wrong: tuple[Text, ...] = ()
    steps: tuple[Text, ...] = ()
    ask: tuple[Facet, ...] = ()
    run: Snippet | None = None
    compare: Comparison = Comparison()


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that is reviewed: a whole entry of a deck file, one hole of a cloze, or one direction.

    Attributes:
        deck: Id of its deck.
        entry: Id of its entry in the deck file.
        part: Key of the hole, ``reverse`` for the other direction, or ``""``.
        content: What it asks.
        tags: The deck's and its own, without doubles.
        source: Section of the notes it was made from.
        facts: Ids of the facts it covers.
        added: True if it is not in the notes.
        lint: Rules it is exempt from, as written (``-W20``).
        line: Line of the entry in its file, from 1.
    """

    deck: str
    entry: str
    part: str
    content: Content
    tags: tuple[str, ...] = ()
    source: str = ""
    facts: tuple[str, ...] = ()
    added: bool = False
    lint: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """``deck/entry`` or ``deck/entry/part``: how a card is known to its author."""
        return f"{self.deck}/{self.entry}/{self.part}" if self.part else f"{self.deck}/{self.entry}"


@dataclass(frozen=True, slots=True)
class Deck:
    """The good cards of one deck file.

    Attributes:
        id: Unique in a collection.
        title: What people call it.
        notes: The notes file it was built from; may be empty.
        setup: Code that runs before every snippet.
        cards: In the order of the file.
    """

    id: str
    title: Text
    notes: str = ""
    tags: tuple[str, ...] = ()
    setup: str = ""
    cards: tuple[Card, ...] = ()


def family_of(deck: str, entry: str) -> int:
    """Return a number that the cards of one entry share: 48 bits, so that all that is read stays small."""
    return int(uid_of(f"{deck}/{entry}")[:12], 16)


def uid_of(name: str) -> str:
    """Return the uid of a card first seen under `name`: 32 hex digits, the same on every machine."""
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
