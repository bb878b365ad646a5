"""Searching finds what a slow look at every card finds, in any script, after any change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.card import Card, Facet, Kind
from app.core.codec import hash_of, to_json
from app.core.log import Act, RowId
from app.core.query import parse
from app.core.text import Text
from app.store import conditions
from app.store.store import Store
from tests.builders import DAY, NOON, a_card, a_live_card
from tests.store.shelf import PARAMS, a_deck, an_act, grade, handle, take_in

ALL = 100_000
CARDS = (
    a_card(
        "nets/relu",
        question=Text((("en", "Why does ReLU help?"), ("zh", "为什么激活函数用 ReLU？"))),
        answer=Text.plain("It does not saturate."),
        tags=("activation", "two words"),
        source="pytorch/activations",
    ),
    a_card("nets/tanh", question=Text.plain("双曲正切"), why=Text.plain("100% of_it"), tags=("activation",)),
    a_card("svm/margin", kind=Kind.TYPED, ask=(Facet.TEXT,), question=Text.plain('say "ж"')),
    a_live_card("svm/sum", code="x_sum = torch.sum($n)", question=Text.plain("What is x_sum?")),
)


def shelved(store: Store, indexed: str = "all") -> Store:
    """Take in the cards of this module, with all, some or none of their texts in the index."""
    take_in(store, a_deck("nets", *CARDS[:2]))
    if indexed == "some":
        store.index_texts()
    take_in(store, a_deck("svm", *CARDS[2:]))
    if indexed == "all":
        store.index_texts(most=3)
    return store


def found(store: Store, query: str) -> list[str]:
    """Return the names of the cards that a query finds."""
    return [each.name for each in store.listed(store.search(parse(query), DAY, ALL), "en")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["nets/relu", "nets/tanh", "svm/margin", "svm/sum"]),
        ("saturate", ["nets/relu"]),
        ("SATUR", ["nets/relu"]),
        ("激活函数", ["nets/relu"]),
        ("激活", ["nets/relu"]),
        ("函", ["nets/relu"]),
        ("正切", ["nets/tanh"]),
        ("切", ["nets/tanh"]),
        ("ж", ["svm/margin"]),
        ("re", ["nets/relu"]),
        ('"does not"', ["nets/relu"]),
        ('"not does"', []),
        ("does not", ["nets/relu"]),
        ("100%", ["nets/tanh"]),
        ("%", ["nets/tanh"]),
        ("_s", ["svm/sum"]),
        ("torch.sum", ["svm/sum"]),
        ("nets/", ["nets/relu", "nets/tanh"]),
        ("value", []),
        ("live", []),
        ("deck:nets", ["nets/relu", "nets/tanh"]),
        ("deck:s*", ["svm/margin", "svm/sum"]),
        ("-deck:nets", ["svm/margin", "svm/sum"]),
        ("tag:activation", ["nets/relu", "nets/tanh"]),
        ('tag:"two words"', ["nets/relu"]),
        ("kind:live or kind:typed", ["svm/margin", "svm/sum"]),
        ("source:pytorch/*", ["nets/relu"]),
        ("id:sum", ["svm/sum"]),
        ("(relu or tanh) -saturate", ["nets/tanh"]),
        ("'", []),
        ('"\'; DROP TABLE card; --"', []),
    ],
)
@pytest.mark.parametrize("indexed", ["all", "some", "none"])
def test_words_and_fields(store: Store, query: str, names: list[str], indexed: str) -> None:
    """In questions, answers, code, tags and names, but not in what only the format knows."""
    assert found(shelved(store, indexed), query) == names


def test_states(store: Store) -> None:
    """Where a card stands, and what it was graded."""
    shelved(store)
    grade(store, "nets/relu", 2, day=DAY - timedelta(days=3))
    grade(store, "nets/tanh", 5)
    store.append([an_act(store, "svm/sum", act=Act.SUSPEND)], PARAMS)
    store.append([an_act(store, "svm/margin", act=Act.BURY)], PARAMS)
    expected = {
        "is:due": ["nets/relu"],
        "is:new": ["svm/margin", "svm/sum"],
        "is:suspended": ["svm/sum"],
        "is:buried": ["svm/margin"],
        "is:leech": [],
        "-is:leech": ["nets/relu", "nets/tanh", "svm/margin", "svm/sum"],
        "is:held": [],
        "ease>2.5": ["nets/tanh"],
        "ease=2.5": ["nets/relu"],
        "interval>0": ["nets/relu", "nets/tanh"],
        "due<0": ["nets/relu"],
        "due>=0": ["nets/tanh"],
        "rated:1": ["nets/tanh"],
        "rated:3": ["nets/tanh"],
        "rated:4": ["nets/relu", "nets/tanh"],
        "rated:4:2": ["nets/relu"],
        "rated:4:0,5": ["nets/tanh"],
        "-rated:4": ["svm/margin", "svm/sum"],
        "-ease>2.5": ["nets/relu", "svm/margin", "svm/sum"],
    }
    assert {query: found(store, query) for query in expected} == expected


def test_leeches_are_those_that_failed_as_often_as_is_asked_for(store: Store) -> None:
    """The number comes with the query."""
    shelved(store)
    for days, graded in ((9, 4), (8, 2), (7, 4), (1, 2)):
        grade(store, "nets/tanh", graded, day=DAY - timedelta(days=days))
    leeches = {n: store.search(parse("is:leech", n), DAY, ALL) for n in range(4)}
    assert [len(leeches[n]) for n in range(4)] == [0, 1, 1, 0]
    assert len(store.search(parse("-is:leech", 0), DAY, ALL)) == len(CARDS)


def test_a_reset_card_was_rated_all_the_same(store: Store) -> None:
    """Its log is still there."""
    shelved(store)
    grade(store, "nets/relu", 4)
    store.append([an_act(store, "nets/relu", act=Act.RESET)], PARAMS)
    assert found(store, "rated:1") == ["nets/relu"]


@pytest.mark.parametrize("indexed", ["all", "some", "none"])
def test_edits_moves_and_tags_are_seen(store: Store, indexed: str) -> None:
    """The old text is not found any more; a retired card only if it is asked for."""
    shelved(store, indexed)
    relu = a_card("nets/relu", question=Text.plain("Something new"), tags=("fresh",))
    take_in(store, a_deck("nets", relu))
    assert found(store, "saturate") == []
    assert found(store, "new") == ["nets/relu"]
    assert found(store, "fresh") == ["nets/relu"]
    assert found(store, "tanh") == []
    assert found(store, "is:retired") == ["nets/tanh"]
    store.index_texts()
    assert (found(store, "saturate"), found(store, "new")) == ([], ["nets/relu"])
    take_in(store, a_deck("nets", CARDS[1], relu))
    assert found(store, "tanh") == ["nets/tanh"]


@pytest.mark.parametrize("common", [0, 1, 10_000])
def test_common_and_rare_words_are_found_alike(
    store: Store, common: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many cards a character stands in, and whichever way leads to them."""
    monkeypatch.setattr(conditions, "COMMON", common)
    shelved(store, "some")
    for word in ("e", "E", "ReLU", "x", "激", "激活", "_", "切", "z"):
        texts = {card.name: " ".join((card.name, *card.tags, *shown_texts(card))).lower() for card in CARDS}
        assert found(store, f'"{word}"') == [name for name, text in texts.items() if word.lower() in text]


def shown_texts(card: Card) -> list[str]:
    """All that a card shows, in all languages."""
    content = card.content
    texts = [each for text in (content.question, content.answer, content.why) if text for each in text.each()]
    return [*texts, content.run.code if content.run else ""]


WORDS = st.text(st.sampled_from("abAB 激活函é"), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=5), st.text(st.sampled_from("abA激活é"), min_size=1, max_size=4))
def test_words_are_found_wherever_they_stand(store: Store, texts: list[str], word: str) -> None:
    """Each part of each text is found, whatever its length, and nothing else."""
    cards: list[Card] = [
        a_card(f"z/{place:02}", question=Text.plain(f"{place}{text}"), answer=Text.plain("-"))
        for place, text in enumerate(texts)
    ]
    take_in(store, a_deck("z", *cards))
    expected = [c.name for c in cards if word.lower() in c.content.question.to("").lower()]
    assert sorted(found(store, f'deck:z "{word}"')) == expected


def reworded(store: Store, text: str = "Something else?") -> None:
    """Ask something else by the first card."""
    relu = a_card("nets/relu", question=Text.plain(text), answer=Text.plain("It does not saturate."))
    take_in(store, a_deck("nets", relu, CARDS[1]))


def test_changed_cards_are_those_that_ask_something_else(store: Store) -> None:
    """Until they are passed, or forgotten; a fail settles nothing, and layout is no change."""
    shelved(store)
    take_in(store, a_deck("new", "a", "b"))
    take_in(store, a_deck("new", a_card("new/a", question=Text.plain("Never asked")), "b"))
    assert found(store, "is:changed") == []
    reworded(store, "Why?")
    grade(store, "nets/relu", 4, day=DAY - timedelta(days=9))
    reworded(store, "  why")
    assert found(store, "is:changed") == []
    reworded(store)
    assert found(store, "is:changed") == ["nets/relu"]
    assert "nets/relu" not in found(store, "-is:changed")
    grade(store, "nets/relu", 1, day=DAY - timedelta(days=3))
    assert found(store, "is:changed or is:due") == ["nets/relu"]
    assert found(store, "is:changed tanh") == []
    grade(store, "nets/relu", 4, day=DAY - timedelta(days=2))
    assert found(store, "is:changed") == []
    store.undo(NOON, DAY, PARAMS)
    assert found(store, "is:changed") == ["nets/relu"]
    reworded(store, "Why?")
    assert found(store, "is:changed") == []
    reworded(store)
    store.append([an_act(store, "nets/relu", act=Act.RESET)], PARAMS)
    assert found(store, "is:changed") == []


def test_a_pass_on_another_machine_tells_of_the_text_it_had_there(store: Store) -> None:
    """What came by merging counts like what was done here."""
    shelved(store)
    text = to_json(replace(CARDS[1].content, question=Text.plain("What was asked there?")))
    act = an_act(store, "nets/tanh", grade=5)
    entry = replace(act, id=RowId("elsewhere", 1), ord=1, content=hash_of(text), deck="nets")
    store.merge([entry], {entry.content: text})
    assert found(store, "is:changed") == ["nets/tanh"]


def test_limit_and_order(store: Store) -> None:
    """The first cards come first, in the order in which they were added."""
    shelved(store)
    relu, tanh, margin, _ = every = store.search(parse(""), DAY, 9)
    assert every == [handle(store, card.name) for card in CARDS]
    assert store.search(parse(""), DAY, 2) == [relu, tanh]
    assert store.search(parse(""), DAY, 2, relu) == [tanh, margin]
    assert store.search(parse("s"), DAY, 9, margin) == [every[-1]]


def test_history_and_last_passed(store: Store) -> None:
    """Acts in order, with what counts, and the text each was about."""
    shelved(store)
    grade(store, "nets/relu", 4)
    before = store.last_passed(handle(store, "nets/relu"))
    take_in(store, a_deck("nets", a_card("nets/relu", question=Text.plain("New?")), CARDS[1]))
    grade(store, "nets/relu", 1, day=DAY + timedelta(days=1))
    store.undo(an_act(store, "nets/relu").at, DAY, PARAMS)
    past = store.history(handle(store, "nets/relu"))
    assert [(act.act, act.grade, act.counts) for act in past.acts] == [
        ("grade", 4, True),
        ("grade", 1, False),
        ("undo", None, False),
    ]
    assert [past.contents[act.content].question.to("en") for act in past.acts[:2]] == [
        "Why does ReLU help?",
        "New?",
    ]
    assert before == CARDS[0].content == store.last_passed(handle(store, "nets/relu"))
    assert store.last_passed(handle(store, "nets/tanh")) is None
    assert store.handle_of("nets/relu") == handle(store, "nets/relu")
    assert store.handle_of("nets/none") is None


@pytest.mark.parametrize(
    ("is_what", "negated"), list(product(["due", "new", "suspended", "held"], [True, False]))
)
def test_a_state_and_its_opposite_are_all_cards(store: Store, is_what: str, negated: bool) -> None:
    """NULL is no third answer."""
    shelved(store)
    grade(store, "nets/relu", 4)
    query = f"-is:{is_what} or is:{is_what}" if negated else f"-(is:{is_what} -is:{is_what})"
    assert len(found(store, query)) == len(CARDS)
