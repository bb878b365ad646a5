"""The decks that come with forecall: sound, well made, running, in two languages, and covering the notes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.card import Card, Deck
from app.core.lint import lint
from app.core.lint.measure import words
from app.core.rules import Rules
from app.core.text import Text
from app.deckfile.bundled import bundled_dir
from app.deckfile.decisions import no_card
from app.deckfile.find import deck_files
from app.deckfile.load import Loaded, load_file
from app.runner.client import Worker
from app.study.check import check_live
from app.study.coverage import Coverage, State, cover, read_facts
from app.study.trust import Trust

FACTS = Path(__file__).with_name("facts.json")
FILES = deck_files(bundled_dir())
LOADED: dict[str, Loaded] = {file.name: load_file(file) for file in FILES}
DECKS: list[Deck] = [loaded.deck for loaded in LOADED.values() if loaded.deck]
CARDS: list[Card] = [card for deck in DECKS for card in deck.cards]
LISTED = json.loads(FACTS.read_text(encoding="utf-8"))
"""The notes' facts: a verdict on each, and what says better where the notes are not right today."""
UNTRUE = [fact for fact in LISTED["facts"] if fact["verdict"] in ("wrong", "outdated", "unclear")]
IN_BRACKETS = re.compile(r"\(([^()]*)\)|（([^（）]*)）")
FULL_DEPTH: dict[tuple[str, ...], int] = {
    ("activations",): 27,
    ("optimizers",): 28,
    ("svm",): 14,
    ("pca",): 19,
    ("numpy-basics", "numpy-shapes"): 68,
}
"""Cards that the five subjects of the notes that matter most have at least."""


@pytest.mark.parametrize("name", LOADED)
def test_a_deck_loads_without_any_problem(name: str) -> None:
    """No error, no warning, not even a hint."""
    assert [str(problem) for problem in LOADED[name].problems] == []
    assert LOADED[name].deck is not None


def test_no_card_breaks_a_rule_for_good_cards() -> None:
    """What is exempt says so on the card."""
    cards = [(deck.id, card) for deck in DECKS for card in deck.cards]
    assert [str(problem) for problem in lint(cards)] == []


async def test_every_live_card_runs_and_gives_what_is_asked_for() -> None:
    """In the real runner, with several drawings; the same with another seed."""
    worker, trust = Worker(), Trust()
    for snippet in (card.content.run for card in CARDS):
        if snippet:
            trust.agree(snippet)
    try:
        pairs = [(card.deck, card) for card in CARDS]
        found = [checked async for checked in check_live(pairs, worker, trust, Rules(), seed=11)]
    finally:
        await worker.stop()
    assert [str(problem) for checked in found for problem in checked.problems] == []
    not_run = {checked.not_run for checked in found} - {""}
    assert not_run <= {"needs pandas"}
    assert len(found) - sum(checked.not_run != "" for checked in found) >= 200


def test_ids_are_unique() -> None:
    """Of decks and of cards."""
    for names in ([deck.id for deck in DECKS], [card.name for card in CARDS]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def texts_of(card: Card) -> Iterator[Text]:
    """Give the texts that are sentences."""
    yield card.content.question
    if card.content.why:
        yield card.content.why


def is_name(text: Text) -> bool:
    """Tell whether a text is a mere name, such as ``GBDT``, which is the same in both languages."""
    return len(text.variants) == 1 and text.to("").isascii() and words(text.to("")) <= 2


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.id)
def test_every_sentence_is_there_in_both_languages(deck: Deck) -> None:
    """Answers may be the same in both, as names and numbers are; where they differ, both are there."""
    for text in (deck.title, *(text for card in deck.cards for text in texts_of(card))):
        assert is_name(text) or [language for language, _ in text.variants] == ["en", "zh"], text
    for card in deck.cards:
        asked = card.content
        for part in (asked.answer, *asked.accept, *asked.wrong, *asked.steps):
            if part is not None:
                assert [language for language, _ in part.variants] in ([""], ["en", "zh"]), card.name


def covered() -> Coverage:
    """Reckon the coverage of the notes' facts."""
    sections, facts = read_facts(FACTS.read_text(encoding="utf-8"), str(FACTS))
    reasons = [fact for file in FILES for fact in no_card(file)[0]]
    return cover(sections, facts, CARDS, reasons)


def test_every_fact_of_the_notes_is_decided() -> None:
    """It has a card, or a reason why it has none; every card points to a section and to known facts."""
    found = covered()
    assert len(found.facts) == 255
    assert [fact for fact, state in found.facts.items() if state is State.OPEN] == []
    assert (found.lost, found.unknown) == ((), ())


def test_where_the_notes_are_not_right_a_card_says_so_and_names_who_is() -> None:
    """In both languages: it tells what the notes have, and names in brackets a source listed for the fact."""
    left_out = {fact for file in FILES for fact in no_card(file)[0]}
    asked = [fact for fact in UNTRUE if fact["id"] not in left_out]
    assert len(asked) >= 40
    assert [fact["id"] for fact in asked if not any(sets_right(card, fact) for card in CARDS)] == []


def sets_right(card: Card, fact: dict[str, Any]) -> bool:
    """Tell whether a card about a fact says what the notes have, and where what is right comes from."""
    if fact["id"] not in card.facts or card.content.why is None:
        return False
    told = card.content.why
    names = [name for key in fact["sources"] for name in LISTED["sources"][key]]

    def cites(text: str) -> bool:
        return any(name in "".join(group) for group in IN_BRACKETS.findall(text) for name in names)

    return "notes" in told.to("en") and "笔记" in told.to("zh") and all(map(cites, told.each()))


@pytest.mark.parametrize(
    "why",
    [
        Text((("en", "The notes say 46."), ("zh", "笔记说 46（Szegedy et al. 2015）。"))),
        Text((("en", "It is 42 (Szegedy et al. 2015)."), ("zh", "笔记说 46（Szegedy et al. 2015）。"))),
        Text((("en", "The notes say 46 (a blog)."), ("zh", "笔记说 46（博客）。"))),
        None,
    ],
)
def test_a_card_that_names_no_source_or_not_the_notes_sets_nothing_right(why: Text | None) -> None:
    """Or that does so in one language only."""
    fact = next(fact for fact in UNTRUE if fact["id"] == "tf-48")
    good = next(card for card in CARDS if sets_right(card, fact))
    assert not sets_right(replace(good, content=replace(good.content, why=why)), fact)
    assert not sets_right(good, fact | {"id": "tf-47"})


def test_what_is_decided_is_decided_once() -> None:
    """No reason is given twice, for an unknown fact, or for one that has a card."""
    reasons = [fact for file in FILES for fact in no_card(file)[0]]
    found = covered()
    assert len(reasons) == len({*reasons})
    assert {found.facts.get(fact) for fact in reasons} <= {State.NO_CARD}
    assert [problem for file in FILES for problem in no_card(file)[1]] == []


def test_the_subjects_that_matter_most_are_there_at_full_depth() -> None:
    """And enough cards from the notes in all."""
    entries = {(card.deck, card.entry) for card in CARDS}
    counts = Counter(deck for deck, _ in entries)
    for decks, least in FULL_DEPTH.items():
        assert sum(counts[deck] for deck in decks) >= least, decks
    assert len({(card.deck, card.entry) for card in CARDS if not card.added}) >= 242


@pytest.mark.parametrize(
    "slug", ["caffe", "keras", "theano", "mxnet", "fast-ai", "matplotlib", "pytorch/capacity"]
)
def test_an_empty_heading_has_at_most_two_cards_and_they_are_marked(slug: str) -> None:
    """Beside live ones: the notes say nothing there."""
    cards = [card for card in CARDS if card.source == slug]
    assert cards
    assert all(card.added and "not-in-notes" in card.tags for card in cards)
    assert len({card.entry for card in cards if not card.content.run}) <= 2
