"""A learner's history for tests of figures: some months, two decks, the same each time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random

from app.core.card import Card, Facet, Kind, uid_of
from app.core.codec import hash_of, to_json
from app.core.log import Act, Entry, Params, RowId
from app.core.text import Text
from app.store.rows import params_json
from app.store.store import Store
from tests.builders import DAY, a_card, a_live_card
from tests.store.shelf import PARAMS, a_deck, take_in

TITLES = {
    "activations": Text((("en", "Activation functions"), ("zh", "激活函数"))),
    "svm": Text((("en", "Support vectors"), ("zh", "支持向量机"))),
}
_NOON = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC)


def cards() -> list[Card]:
    """Cards of four kinds, some tagged, all from sections of the notes."""
    found = [
        a_card(
            f"activations/card-{n:02}",
            tags=("relu",) if n % 3 else ("tanh",),
            source="pytorch/activations" if n % 2 else "pytorch/gradients",
            answer=Text.plain(f"answer {n}"),
            kind=Kind.TYPED if n % 4 == 0 else Kind.BASIC,
            ask=(Facet.TEXT,) if n % 4 == 0 else (),
        )
        for n in range(16)
    ]
    found += [a_card(f"svm/card-{n:02}", kind=Kind.CLOZE, source="svm/kernels") for n in range(10)]
    return [*found, a_live_card("svm/margins", source="svm/margins"), a_card("svm/late", tags=("kernel",))]


def study(store: Store, days: int = 150, seed: int = 7, params: Params = PARAMS) -> None:
    """Take the cards in and review some of them on most days up to today."""
    made = cards()
    decks = [
        a_deck(name, *(card for card in made if card.deck == name), title=TITLES[name]) for name in TITLES
    ]
    take_in(store, *decks, held={"svm/late": "needs cuda"})
    text, random = params_json(params), Random(seed)
    rows: list[Entry] = []
    for back in reversed(range(days)):
        if random.random() < 0.25 and back > 6:
            continue
        asked = random.sample(made[: 5 + (days - back) * 24 // days], 4)
        for place, card in enumerate(asked):
            at = _NOON - timedelta(days=back, hours=-(place * 3 % 10), seconds=-place)
            grade = random.choices((2, 3, 4, 5), (20, 10, 55, 15))[0]
            rows.append(_grade(card, len(rows) + 1, at, grade, random.randint(2_000, 30_000), hash_of(text)))
    store.merge(rows, {hash_of(text): text})


def _grade(card: Card, seq: int, at: datetime, grade: int, ms: int, params: str) -> Entry:
    asks = [facet.value for facet in card.content.ask]
    right = "right" if grade > 2 else "wrong"
    typed = {"text": "answer 4" if card.entry == "card-08" else "answer 8"} if asks == ["text"] else {}
    return Entry(
        id=RowId("desk", seq),
        ord=int(at.timestamp() * 1000),
        at=at,
        offset=0,
        day=at.date(),
        card=uid_of(card.name),
        deck=card.deck,
        act=Act.GRADE,
        grade=grade,
        ms=ms,
        typed=json.dumps(typed) if typed and grade == 2 else None,
        outcome=json.dumps(dict.fromkeys(asks, right)) if asks else "",
        gesture=seq,
        content=hash_of(to_json(card.content)),
        params=params,
    )
