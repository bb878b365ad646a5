"""Reading a card that is not in its file yet: what it asks, and what is wrong with it, by its own lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.card import Card
from app.core.errors import ForecallError
from app.core.problem import Problem, Severity
from app.deckfile import cut
from app.deckfile import report as rule
from app.deckfile.load import load_text
from app.deckfile.spans import Data, DeckText, Span
from app.deckfile.splice import change, data, indented

CARDS = "cards:\n"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the lines of a card give.

    Attributes:
        cards: Its cards: one, or one for each hole or direction; none if it has errors.
        problems: What is wrong with it; lines count from its first.
        entry: Its id, or the one it would get; empty if it has errors.
    """

    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]
    entry: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep it from being saved."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def try_card(deck: DeckText, block: str, path: str = "") -> Trial:
    """Read the lines of a card as if they stood in a deck.

    Args:
        deck: The deck, for its id, tags and setup.
        block: The lines, from the dash.
        path: The file as problems name it.
    """
    # What stands behind the cards must not come into the way of lines that are half typed.
    head = "\n".join(line for line in cut.in_two(deck.text).head.split("\n") if not line.startswith("cards"))
    text = f"{head.rstrip()}\n{CARDS}{block.rstrip()}\n"
    first = head.rstrip().count("\n") + 2
    loaded = load_text(text, path)
    about = [p for p in loaded.problems if p.line > first and p.rule not in (rule.NO_ID, rule.NOT_WRITTEN)]
    problems = tuple(replace(problem, line=problem.line - first) for problem in about)
    cards = tuple(replace(card, line=1) for card in loaded.deck.cards) if loaded.deck else ()
    if loaded.deck is None and not problems:
        problems = tuple(replace(problem, line=1) for problem in loaded.problems[:1])
    return Trial(cards, problems, cards[0].entry if cards else "")


def fields_of(block: str) -> dict[str, Data]:
    """Return what the lines of a card hold, untyped.

    Raises:
        ForecallError: If YAML can't read them, or they are not one card.
    """
    return data(*_alone(block))


def with_fields(block: str, wanted: dict[str, Data]) -> str:
    """Return the lines of a card with other values in it; what does not change stays as it is written.

    Raises:
        ForecallError: If that can't be done.
    """
    deck, span = _alone(block)
    after = DeckText(change(deck, {span.id: wanted}))
    return after.block(after.spans[0])


def named(block: str, entry: str) -> str:
    """Return the lines of a card without an id with one, as its first key."""
    fields = fields_of(block)
    if "id" in fields:
        return block
    at = block.index("-") + 1
    rest = block[at:].lstrip(" \t")
    if rest.startswith("{"):
        return f"{block[:at]} {{id: {entry}, {rest[1:].lstrip()}"
    column = at + 1
    return f"{block[:at]} id: {entry}\n{' ' * column}{rest}" if not rest.startswith(("\n", "#")) else block


def _alone(block: str) -> tuple[DeckText, Span]:
    deck = DeckText((CARDS + indented(block, 0) + "\n").encode("utf-8", "replace"))
    if len(deck.spans) != 1:
        raise ForecallError("These lines are not one card.", fix="Begin it with a dash and a blank: `- `.")
    return deck, deck.spans[0]
