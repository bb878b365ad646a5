"""Where it hurts, from the log to the words: what counts, and which answers are taken for which card's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.card import Card, Facet, Kind
from app.core.log import Act, Role
from app.core.statistics.counts import Scope
from app.core.text import Text
from app.core.truth import Outcome
from app.store.opening import open_store
from app.store.store import Store
from app.study.asking import ask
from app.study.trouble import Hurt, confusions, look_for_trouble
from tests.builders import DAY, NOON, a_card, a_live_card
from tests.store.shelf import PARAMS, a_deck, an_act, blank_database, grade, handle, take_in

TODAY = DAY + timedelta(days=60)


def typed(name: str, answer: str, **changes: object) -> Card:
    """A card whose words are typed."""
    return a_card(name, kind=Kind.TYPED, ask=(Facet.TEXT,), answer=Text.plain(answer), **changes)


@pytest.fixture
def store(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two typed cards, a choice between their answers, and a live card with two facets."""
    path = blank_database(tmp_path / "x.sqlite", tmp_path_factory.getbasetemp())
    choice = a_card(
        "d/pick", kind=Kind.CHOICE, answer=Text.plain("soft margin"), wrong=(Text.plain("Dropout"),)
    )
    live = a_live_card("d/live", ask=(Facet.DTYPE, Facet.SHAPE), source="numpy/promotion", tags=("np",))
    with open_store(path, lambda: NOON) as opened:
        deck = a_deck("d", typed("d/drop", "dropout"), typed("d/batch", "batch norm"), choice, live)
        take_in(opened, deck, a_deck("e", typed("e/other", "hinge loss"), "gone"))
        yield opened


def review(store: Store, name: str, n: int, q: int = 2, **changes: object) -> None:
    """Grade a card on some days, the first of which makes it known."""
    for day in range(n):
        grade(store, name, 5 if day == 0 else q, day=DAY + timedelta(days=2 * day), **changes)


def answered(store: Store, name: str, outcome: str, said: str, seed: int | None = None) -> None:
    """Answer a typed or choice card once, on a day of its own."""
    day = store.card(handle(store, name)).state.last_day or DAY
    line = "choice" if seed is not None else "text"
    known = {"typed": json.dumps({line: said}), "outcome": json.dumps({line: outcome}), "seed": seed}
    store.append([an_act(store, name, grade=2, day=day + timedelta(days=1), **known)], PARAMS)


def told(store: Store, scope: Scope | None = None, leech_lapses: int = 8) -> dict[str, Hurt]:
    """What hurts, by key."""
    return {hurt.key: hurt for hurt in look_for_trouble(store, scope or Scope(TODAY), leech_lapses)}


def test_nothing_hurts_at_first(store: Store) -> None:
    """No list is shown empty, not even before the log has a row."""
    assert told(store) == {}
    grade(store, "d/drop", 1)
    assert told(store) == {}


def test_failed_cards_and_their_section(store: Store) -> None:
    """First grades of new cards do not count, undone ones neither; the card can be opened."""
    review(store, "d/live", 13)
    store.undo(NOON, TODAY, PARAMS)
    found = told(store)
    assert found["forgotten"].rows == (("d/live", "11 of 11 failed", handle(store, "d/live")),)
    assert found["places"].rows == (("numpy/promotion", "100 % ± 13 failed, 11 reviews", None),)
    assert found["leeches"].rows[0].told == "11 lapses"
    assert "leeches" in told(store, leech_lapses=11)
    assert "leeches" not in told(store, leech_lapses=12)
    assert "leeches" not in told(store, leech_lapses=0)


def test_drills_do_not_count(store: Store) -> None:
    """Failing a card again on the same day is not another forgetting."""
    review(store, "d/drop", 3)
    for _ in range(5):
        grade(store, "d/drop", 0, day=DAY + timedelta(days=4))
    assert told(store)["forgotten"].rows[0].told == "2 of 2 failed"


def test_scope_and_retired_cards(store: Store) -> None:
    """By deck, tag and period; a card that left the decks hurts nobody."""
    review(store, "d/live", 12)
    review(store, "e/gone", 12)
    assert len(told(store)["forgotten"].rows) == 2
    assert [r.name for r in told(store, Scope(TODAY, deck="d"))["forgotten"].rows] == ["d/live"]
    assert [r.name for r in told(store, Scope(TODAY, tag="np"))["forgotten"].rows] == ["d/live"]
    assert told(store, Scope(TODAY, days=7)) == {}
    take_in(store, a_deck("e", typed("e/other", "hinge loss")))
    assert [r.name for r in told(store)["forgotten"].rows] == ["d/live"]


def test_facets_that_fail(store: Store) -> None:
    """By facet and section, unreadable answers and choices left out."""
    wrong = json.dumps({"dtype": "wrong", "shape": "right"})
    review(store, "d/live", 8, 2, outcome=wrong)
    review(store, "d/pick", 20, 2, outcome='{"choice": "wrong"}')
    for day in range(1, 5):
        right = json.dumps({"dtype": "right"})
        grade(store, "d/live", 4, day=DAY + timedelta(days=20 + day), outcome=right)
    grade(store, "d/live", 2, day=TODAY, outcome=json.dumps({"dtype": Outcome.UNREADABLE}))
    assert [row[:2] for row in told(store)["facets"].rows] == [
        ("dtype · numpy/promotion", "67 % ± 24 wrong, 12 answers")
    ]


def test_pairs_from_typed_and_chosen_answers(store: Store) -> None:
    """What was typed, or the option that was picked, is the answer of another card of the deck."""
    answered(store, "d/batch", "wrong", " DROPOUT ")
    answered(store, "d/drop", "wrong", "`Batch  norm`")
    answered(store, "d/drop", "wrong", "hinge loss")
    answered(store, "d/drop", "right", "batch norm")
    stored = store.card(handle(store, "d/pick"))
    for seed in range(3):
        asked = ask(stored, Role.SCHEDULED, seed)
        place = 2 - asked.key[0]
        answered(store, "d/pick", "wrong", str(place), seed)
        answered(store, "d/pick", "wrong", "99", seed)
    assert [row[:2] for row in told(store)["confused"].rows] == [
        ("d/drop — d/pick", "3×"),
        ("d/drop ⇄ d/batch", "2×"),
    ]


def test_answers_to_a_question_that_changed_are_left_out(store: Store) -> None:
    """What was wrong then may be right now."""
    answered(store, "d/batch", "wrong", "dropout")
    answered(store, "d/batch", "wrong", "dropout")
    assert "confused" in told(store)
    take_in(store, a_deck("d", typed("d/drop", "dropout"), typed("d/batch", "layer norm")))
    assert "confused" not in told(store)


def test_an_answer_of_several_cards_tells_nothing() -> None:
    """Only what belongs to one other card names a pair; any language will do."""
    both = Text((("en", "zero"), ("zh", "零")))
    contents = {
        1: typed("d/a", "one").content,
        2: typed("d/b", "two").content,
        3: typed("d/c", "two").content,
        4: a_card("d/d", answer=both).content,
    }
    assert list(
        confusions([(1, ("two",)), (2, ("one",)), (1, ("零",)), (2, ("none",)), (1, ("one",))], contents)
    ) == [
        (2, 1),
        (1, 4),
    ]


def test_only_the_latest_rows_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the log, the cost is that of its end."""
    review(store, "d/live", 12)
    review(store, "e/gone", 5)
    store.append([an_act(store, "e/other", act=Act.FLAG)], PARAMS)
    monkeypatch.setattr("app.core.statistics.trouble.RECENT", 4)
    assert [(r.name, r.told) for r in told(store)["forgotten"].rows] == [("e/gone", "3 of 3 failed")]
