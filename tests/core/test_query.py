"""What is typed into the browser becomes a tree of conditions, or an error at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.query import (
    EVERY,
    All,
    Any,
    Is,
    Named,
    Not,
    Number,
    Query,
    QueryError,
    Rated,
    State,
    Words,
    parse,
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERY),
        ("  ", EVERY),
        ("adam", Words("adam")),
        ("激活 函数", All((Words("激活"), Words("函数")))),
        ('"zero mean"', Words("zero mean")),
        ("“零 均值”", Words("零 均值")),
        ("deck:cnn", Named("deck", "cnn")),
        ("deck：cnn", Named("deck", "cnn")),
        ('tag:"two words"', Named("tag", "two words")),
        ("source:py*", Named("source", "py*")),
        ("kind:live", Named("kind", "live")),
        ("is:due -is:suspended", All((State(Is.DUE), Not(State(Is.SUSPENDED))))),
        ("ease<2", Number("ease", "<", 2)),
        ("interval>=30", Number("interval", ">=", 30)),
        ("due≤-3", Number("due", "<=", -3)),
        ("rated:7", Rated(7)),
        ("rated:7:1", Rated(7, (1,))),
        ("rated:30:0,1,2", Rated(30, (0, 1, 2))),
        ("a b or c", Any((All((Words("a"), Words("b"))), Words("c")))),
        ("a (b OR c)", All((Words("a"), Any((Words("b"), Words("c")))))),
        ("a（b or c）", All((Words("a"), Any((Words("b"), Words("c")))))),
        ("-(a b)", Not(All((Words("a"), Words("b"))))),
        ("-(a or b)", Not(Any((Words("a"), Words("b"))))),
        ("a and b", All((Words("a"), Words("b")))),
        ("order", Words("order")),
        ("x-ray", Words("x-ray")),
        ("a - b", All((Words("a"), Words("-"), Words("b")))),
        ("lease<2", Words("lease<2")),
    ],
)
def test_query(text: str, query: Query) -> None:
    """Words, fields, states, numbers, negation, `or` and groups."""
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a (b", "(", "never closed"),
        ("a b)", ")", "closes nothing"),
        ('a "b', '"', "never closed"),
        ('a ""', '""', "nothing between"),
        ("a ()", "()", "nothing between"),
        ("is:dew", "dew", "due, new"),
        ("kind:life", "life", "live"),
        ("dek:cnn", "dek:", "`deck:`"),
        ("http://x", "http:", "quotes"),
        ("deck: cnn", "deck:", "nothing behind"),
        ("ease<x", "ease<x", "a number"),
        ("rated:x", "x", "rated:7"),
        ("rated:0", "0", "rated:7"),
        ("rated:7:9", "7:9", "rated:7"),
        ("a or", "or", "missing"),
        ("or a", "or", "missing"),
        ("a or or b", "or", "missing"),
        ("a -", None, ""),
        ("a -or b", "-", "nothing to negate"),
    ],
)
def test_an_error_points_at_its_place(text: str, place: str | None, said: str) -> None:
    """And says what to write instead."""
    if place is None:
        assert parse(text) == All((Words("a"), Words("-")))
        return
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert text[caught.value.start : caught.value.end].strip() == place
    assert said in caught.value.what


def test_a_leech_is_what_the_settings_call_one() -> None:
    """A number of lapses; 0 means that no card is one."""
    assert parse("is:leech") == Number("lapses", ">=", 8)
    assert parse("-is:leech", 3) == Not(Number("lapses", ">=", 3))
    assert parse("is:leech", 0) == Not(EVERY)


@given(st.text(st.sampled_from('ab中 ():"-<>=orndis:due ，（')), st.text(max_size=30))
def test_any_text_is_a_query_or_an_error_within_it(text: str, other: str) -> None:
    """Nothing typed can do anything else."""
    for each in (text, other):
        found = outcome(each)
        assert not isinstance(found, QueryError) or 0 <= found.start <= found.end <= len(each)


@pytest.mark.parametrize("text", ["(" * 900, "a " * 400, "-" * 900 + "a", "-(" * 200 + "a", "x" * 1001])
def test_monsters_are_refused(text: str) -> None:
    """Length, parts and depth have bounds."""
    assert isinstance(outcome(text), QueryError)


def outcome(text: str) -> Query | QueryError:
    """Return the query or its error."""
    try:
        return parse(text)
    except QueryError as error:
        return error
