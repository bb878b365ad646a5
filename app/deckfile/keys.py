"""The keys of a deck file: what the loader takes and what the JSON Schema says come from these tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

FORMAT = "1"
DECK_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
CARD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
NAME = re.compile(r"[^\W\d]\w*", re.ASCII)
RULE = re.compile(r"-[EWHI]\d{2,3}")
NEED = re.compile(r"[a-z][\w.-]*(?: ?(?:>=|<=|==|!=|<|>) ?\d[\w.]*)?", re.ASCII)
OWN_KEY = "x-"
"""Keys that begin so are the author's: kept and ignored."""


class Shape(StrEnum):
    """What may stand behind a key."""

    TEXT = "text"
    """A text, or a map of language to text."""
    TEXTS = "texts"
    """A list of texts; one text may stand for a list of one."""
    STRING = "string"
    """One string, the same in all languages."""
    NAMES = "names"
    """A list of short names without commas; one may stand alone."""
    FLAG = "flag"
    """``true`` or ``false``."""
    NUMBER = "number"
    FACETS = "facets"
    """One facet or a list of them."""
    VARY = "vary"
    """A map of name to specification."""
    RUN = "run"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what may stand behind it, and what it is for."""

    shape: Shape
    about: str


DECK_KEYS = {
    "format": Key(Shape.NUMBER, "Version of the deck format; 1."),
    "deck": Key(
        Shape.STRING, "Id of the deck, unique in a collection: lower-case letters, digits and hyphens."
    ),
    "title": Key(Shape.TEXT, "What people call the deck."),
    "notes": Key(Shape.STRING, "The notes file the deck was built from."),
    "tags": Key(Shape.NAMES, "Tags that every card of the deck gets."),
    "setup": Key(Shape.STRING, "Python code that runs before every snippet of the deck."),
    "cards": Key(Shape.CARDS, "The cards."),
}
CARD_KEYS = {
    "id": Key(Shape.STRING, "Unique in the deck; minted once when missing. The card's memory hangs on it."),
    "q": Key(Shape.TEXT, "The question."),
    "a": Key(Shape.TEXT, "The answer."),
    "cloze": Key(Shape.TEXT, "A text with holes: {{key::what is to be recalled}}. One card a hole."),
    "wrong": Key(Shape.TEXTS, "Wrong choices: makes the card a choice, shown shuffled."),
    "steps": Key(Shape.TEXTS, "Steps in the right order: makes the card one of putting them in order."),
    "ask": Key(Shape.FACETS, "What is typed and compared by kind; a live card may ask for several facets."),
    "run": Key(Shape.RUN, "Code that this machine runs: makes the card live; the answer is what it gives."),
    "why": Key(Shape.TEXT, "Shown after the answer."),
    "accept": Key(Shape.TEXTS, "Other right answers of a typed card or a choice."),
    "reverse": Key(Shape.FLAG, "Ask in both directions."),
    "digits": Key(Shape.NUMBER, "Significant digits of a number that must be right, 1 to 15."),
    "strict": Key(Shape.FLAG, "For text: width, blanks and punctuation count."),
    "base_ok": Key(Shape.FLAG, "For errors: a base class of the exception is right, too."),
    "source": Key(Shape.STRING, "Section of the notes that the card comes from."),
    "facts": Key(Shape.NAMES, "Ids of the facts that the card covers."),
    "tags": Key(Shape.NAMES, "The card's own tags."),
    "added": Key(Shape.FLAG, "True if the card is not in the notes."),
    "lint": Key(Shape.NAMES, "Rules that the card is exempt from, such as -W150."),
}
RUN_KEYS = {
    "code": Key(Shape.STRING, "Python code; its last expression is the value. $name pastes a drawn number."),
    "vary": Key(Shape.VARY, "Names and what is drawn for them: 8..32 step 4, 1 | 3 | 5, or = n + 2*p."),
    "when": Key(Shape.STRING, "Condition that the drawn numbers must meet."),
    "needs": Key(Shape.NAMES, "What the machine must have, such as cuda or torch>=2.4."),
    "timeout": Key(Shape.NUMBER, "Wall-clock limit in seconds, 0.1 to 600."),
}

TYPICAL_KEY = re.compile(
    "(?:"
    + "|".join(sorted({*DECK_KEYS, *CARD_KEYS, *RUN_KEYS}, key=len, reverse=True))
    + r"|[a-z]{2}(?:-[A-Z]{2})?)"
)
"""A key of the format, or a language: what a line most likely begins with where a colon went wrong."""
