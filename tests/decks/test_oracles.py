"""What live cards give, held against oracles in plain Python; with FORECALL_SWEEP=1, by many drawings."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.core import vary
from app.core.answers import judge
from app.core.card import Card, Facet
from app.core.truth import Ended, Outcome
from app.deckfile.bundled import bundled_dir
from app.deckfile.find import deck_files
from app.deckfile.load import load_file
from app.runner.client import Worker
from app.study.needs import held_because
from tests.decks.oracles.common import Expected, read, written
from tests.decks.oracles.table import ORACLES

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("oracles")]

DRAWS = 50 if os.environ.get("FORECALL_SWEEP") else 2
TIMEOUT_MS = 30_000
LIVE: dict[str, Card] = {
    card.name: card
    for file in deck_files(bundled_dir())
    if (deck := load_file(file).deck)
    for card in deck.cards
    if card.content.run
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Worker]:
    """One worker for all cards, since torch takes seconds to import."""
    shared = Worker(ready_s=120)
    yield shared
    await shared.stop()


async def test_every_live_card_has_an_oracle() -> None:
    """And every oracle has a card."""
    assert len(LIVE) > 200
    assert ORACLES.keys() == LIVE.keys()


@pytest.mark.parametrize("name", sorted(LIVE))
async def test_a_run_gives_what_the_oracle_says(name: str, worker: Worker) -> None:
    """Whatever is drawn: typing what the oracle says is right, in every facet."""
    card = LIVE[name]
    if held := held_because(card):
        pytest.skip(held)
    snippet = card.content.run
    assert snippet is not None
    plan = vary.parse(snippet.vary, snippet.when)
    drawings = {tuple(plan.draw(random.Random(seed)).items()) for seed in range(DRAWS)}
    for drawn in sorted(drawings):
        code = vary.substitute(snippet.code, dict(drawn))
        run = await worker.run(code, snippet.setup, 1, TIMEOUT_MS)
        assert run.ended is Ended.DONE, (drawn, run.detail)
        expected = ORACLES[name](**{variable: read(text) for variable, text in drawn})
        for facet, answer in typed(card, expected).items():
            found = judge(facet, answer, run.truth, card.content.compare)
            assert found.outcome is Outcome.RIGHT, (drawn, facet.value, answer, found)


def typed(card: Card, expected: Expected) -> dict[Facet, str]:
    """Return what a learner would type into each answer line of a card."""
    asked = card.content.ask
    answers = expected if isinstance(expected, dict) else {asked[0].value: expected}
    assert answers.keys() == {facet.value for facet in asked}
    return {facet: written(answers[facet.value]) for facet in asked}
