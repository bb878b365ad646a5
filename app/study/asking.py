"""A card as it is asked this time: numbers drawn, choices shuffled, faces filled in."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.card import Content, Facet, Kind
from app.core.collection import StoredCard
from app.core.log import Role
from app.core.text import Text, clean


@dataclass(frozen=True, slots=True)
class Asked:
    """A card as it is asked this time.

    Attributes:
        stored: The card and where it stands.
        role: What a grade given now counts as.
        seed: Seed of everything drawn below and of the run; logged, so that the question can be replayed.
        drawn: The numbers drawn, by name.
        code: The snippet with the numbers in place; empty for cards that are not live.
        options: The choices of a choice card or the steps of an ordering card, shuffled.
        key: For each right place the index in `options`: one for a choice, all for an ordering.
    """

    stored: StoredCard
    role: Role
    seed: int
    drawn: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    options: tuple[Text, ...] = ()
    key: tuple[int, ...] = ()

    @property
    def content(self) -> Content:
        """What the card asks."""
        return self.stored.card.content

    @property
    def facets(self) -> tuple[Facet, ...]:
        """What is to be typed; empty for cards without an answer line of their own facets."""
        return self.content.ask

    def face(self, text: Text | None, language: str) -> str:
        """Return a text of the card, cleaned, with the drawn numbers in place of ``${name}``."""
        if text is None:
            return ""
        if not self.drawn:
            return clean(text.to(language))
        from app.core import vary

        return clean(vary.fill_face(text.to(language), self.drawn))


def ask(stored: StoredCard, role: Role, seed: int) -> Asked:
    """Draw what this time's question needs; the same seed gives the same question."""
    rng = random.Random(seed)
    content = stored.card.content
    if content.run is not None:
        from app.core import vary  # only live cards wait for its import

        drawn = vary.parse(content.run.vary, content.run.when).draw(rng)
        code = vary.substitute(content.run.code, drawn)
        return Asked(stored, role, seed, drawn, code)
    if content.kind is Kind.CHOICE and content.answer is not None:
        return _shuffled(stored, role, seed, (content.answer, *content.wrong), 1, rng)
    if content.kind is Kind.ORDER:
        return _shuffled(stored, role, seed, content.steps, len(content.steps), rng)
    return Asked(stored, role, seed)


def _shuffled(
    stored: StoredCard, role: Role, seed: int, texts: tuple[Text, ...], right: int, rng: random.Random
) -> Asked:
    order = list(range(len(texts)))
    # Steps shown in their right order would give the answer away.
    while order == sorted(order) and right > 1 and len(order) > 1:
        rng.shuffle(order)
    if right == 1:
        rng.shuffle(order)
    key = tuple(order.index(i) for i in range(right))
    return Asked(stored, role, seed, options=tuple(texts[i] for i in order), key=key)
