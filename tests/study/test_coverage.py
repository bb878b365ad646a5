"""What cards cover of notes, against a slow recount."""

from __future__ import annotations

import random

import pytest

from app.core.card import Card
from app.core.errors import ForecallError
from app.core.outline import Section
from app.study.coverage import Fact, State, cover, read_facts
from tests.builders import a_card, a_live_card

SECTIONS = (
    Section("a", "A", 1, 1, 2),
    Section("a/b", "B", 2, 3, 4),
    Section("empty", "Empty", 1, 5, 5, is_empty=True),
    Section("c", "C", 1, 6, 9),
)
FACTS = tuple(Fact(f"f{number}", "c") for number in range(6))


def test_cards_are_counted_by_section_and_kind() -> None:
    """Live ones are counted among the others; added ones apart."""
    cards = [a_card("d/1", source="a"), a_live_card("d/2", source="a"), a_card("d/3", source="c", added=True)]
    rows = cover(SECTIONS, (), cards).sections
    assert [(row.cards, row.live, row.added) for row in rows] == [(2, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 1)]
    assert [row.state for row in rows] == [State.COVERED, State.OPEN, State.EMPTY, State.ADDED]


def test_an_empty_section_is_told_so_whatever_cards_are_added_to_it() -> None:
    """What is not in the notes covers nothing of them."""
    row = cover(SECTIONS, (), [a_card(source="empty", added=True)]).sections[2]
    assert (row.state, row.added) == (State.EMPTY, 1)


@pytest.mark.parametrize(
    ("source", "found"),
    [("a/b", 1), ("A/B", 1), ("b", 1), (" a/b ", 1), ("a / b", 1), ("x/b", None), ("", None)],
)
def test_a_source_is_a_slug_or_its_last_part(source: str, found: int | None) -> None:
    """Case and blanks make no difference."""
    coverage = cover(SECTIONS, (), [a_card("d/1", source=source)])
    counted = [at for at, row in enumerate(coverage.sections) if row.cards]
    assert counted == ([] if found is None else [found])
    assert coverage.lost == ((("d/1", source),) if found is None else ())


def test_a_last_part_that_two_sections_have_names_neither() -> None:
    """It would be a guess."""
    sections = (*SECTIONS, Section("c/b", "B", 2, 10, 11))
    assert cover(sections, (), [a_card("d/1", source="b")]).lost == (("d/1", "b"),)


def test_facts_are_covered_left_out_added_or_open() -> None:
    """A card beats a reason, a reason beats an added card."""
    cards = [
        a_card("d/1", source="c", facts=("f0", "f1")),
        a_card("d/2", source="c", facts=("f2", "f3"), added=True),
        a_card("d/3", source="c", facts=("f9",)),
    ]
    found = cover(SECTIONS, FACTS, cards, ["f1", "f3", "f4"])
    assert [state.value for state in found.facts.values()] == [
        "covered", "covered", "only added", "no card", "no card", "none",
    ]  # fmt: skip
    assert found.unknown == (("d/3", "f9"),)
    assert not found.is_decided


def test_all_is_decided_once_every_fact_has_a_card_or_a_reason() -> None:
    """And no card points nowhere."""
    card = a_card("d/1", source="c", facts=("f0",))
    assert cover(SECTIONS, FACTS[:2], [card], ["f1"]).is_decided
    assert not cover(SECTIONS, FACTS[:2], [card]).is_decided
    assert not cover(SECTIONS, FACTS[:1], [card, a_card("d/2", source="nowhere")]).is_decided


def test_without_a_list_of_facts_no_fact_is_unknown() -> None:
    """The sections can be reckoned all the same."""
    found = cover(SECTIONS, (), [a_card(source="c", facts=("f9",))])
    assert (found.unknown, found.is_decided) == ((), True)


def test_a_section_whose_facts_are_left_out_is_told_so() -> None:
    """It needs no card."""
    assert cover(SECTIONS, FACTS[:1], [], ["f0"]).sections[3].state is State.NO_CARD


def test_the_figures_are_those_of_a_slow_recount() -> None:
    """Many cards at random, counted the plain way."""
    rng = random.Random(5)
    sources = ["a", "a/b", "empty", "c", "nowhere"]
    for _ in range(50):
        cards: list[Card] = []
        for number in range(rng.randrange(40)):
            make = rng.choice([a_card, a_live_card])
            facts = tuple(f"f{rng.randrange(6)}" for _ in range(rng.randrange(3)))
            cards.append(
                make(f"d/{number}", source=rng.choice(sources), added=rng.random() < 0.3, facts=facts)
            )
        no_card = [f"f{number}" for number in range(6) if rng.random() < 0.3]
        found = cover(SECTIONS, FACTS, cards, no_card)
        for row in found.sections:
            mine = [card for card in cards if card.source == row.section.slug]
            assert row.cards == sum(not card.added for card in mine)
            assert row.added == sum(card.added for card in mine)
            assert row.live == sum(card.content.run is not None and not card.added for card in mine)
        for fact, state in found.facts.items():
            naming = [card for card in cards if fact in card.facts]
            if any(not card.added for card in naming):
                assert state is State.COVERED
            elif fact in no_card:
                assert state is State.NO_CARD
            else:
                assert state is (State.ADDED if naming else State.OPEN)
        assert {card for card, _ in found.lost} == {card.name for card in cards if card.source == "nowhere"}


def test_a_list_of_facts_is_read_from_json() -> None:
    """Other keys are of no account."""
    section = '{"slug": "a/b", "first": 3, "last": 4, "resolution": "real H1"}'
    text = f'{{"about": 1, "outline": [{section}], "facts": [{{"id": "f", "section": "a/b"}}]}}'
    sections, facts = read_facts(text, "facts.json")
    assert (sections[0].slug, sections[0].level, sections[0].first, sections[0].last) == ("a/b", 2, 3, 4)
    assert facts == (Fact("f", "a/b"),)
    assert read_facts("{}", "facts.json") == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "1",
        '{"outline": [1]}',
        '{"facts": [{"id": "f"}]}',
        '{"facts": 3}',
        "[" * 100_000,
        '{"outline": [{"slug": "a", "first": 5, "last": 4}]}',
        '{"outline": [{"slug": "a", "first": 0, "last": 4}]}',
    ],
)
def test_what_is_no_list_of_facts_is_refused_with_its_file(text: str) -> None:
    """And with what it should be."""
    with pytest.raises(ForecallError, match=r"facts\.json: .*It wants"):
        read_facts(text, "facts.json")
