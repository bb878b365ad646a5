"""How the numbers of a card are drawn."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.vary import Plan, VaryError, parse

CONV = [("n", "8..32 step 4"), ("k", "1 | 3 | 5"), ("p", "0..2"), ("m", "= n + 2*p")]


def draws(plan: Plan, count: int = 300) -> list[dict[str, str]]:
    """Draw many times from one seeded source."""
    rng = Random(7)
    return [plan.draw(rng) for _ in range(count)]


def test_every_draw_satisfies_the_condition() -> None:
    """Derived values fit the drawn ones and the condition holds, in every draw."""
    for drawn in draws(parse(CONV, "m - k >= 10 and k > 1")):
        n, k, p, m = (int(drawn[name]) for name in "nkpm")
        assert m == n + 2 * p
        assert m - k >= 10
        assert k > 1


def test_a_draw_has_all_names_in_the_order_of_the_file() -> None:
    """Names come as declared, derived ones among them, whatever they depend on."""
    plan = parse([("c", "= b*2"), ("b", "= a + 1"), ("a", "1..3")])
    assert plan.names == ("c", "b", "a")
    assert all(list(drawn) == ["c", "b", "a"] for drawn in draws(plan))
    assert {tuple(drawn.values()) for drawn in draws(plan)} == {
        ("4", "2", "1"),
        ("6", "3", "2"),
        ("8", "4", "3"),
    }


@pytest.mark.parametrize("pairs", [CONV, [("a", "1..100000"), ("b", "= a + 1")], []])
def test_a_seed_fixes_the_draw(pairs: list[tuple[str, str]]) -> None:
    """The same source of randomness gives the same draw, so that a review can be replayed."""
    plan, again = parse(pairs), parse(pairs)
    assert [plan.draw(Random(seed)) for seed in range(20)] == [again.draw(Random(seed)) for seed in range(20)]


def test_all_good_combinations_are_equally_likely() -> None:
    """A constraint takes combinations out and leaves the others as likely as each other."""
    counts = Counter(
        tuple(drawn.values()) for drawn in draws(parse([("a", "1..4"), ("b", "1..4")], "a < b"), 3000)
    )
    assert len(counts) == 6
    assert all(380 < count < 620 for count in counts.values())


@pytest.mark.parametrize(
    ("pairs", "when", "size"),
    [
        ([], "", 1),
        (CONV, "", 63),
        (CONV, "n == 8", 9),
        ([("a", "x")], "", 1),
        ([("a", "1..1000"), ("b", "1..1000")], "", 1_000_000),
        ([("a", "1..1000"), ("b", "1..1000")], "a < b", None),
        ([("a", "0..140"), ("b", "0..140")], "a*b == 19600", 1),
        ([("a", "0..4"), ("b", "= 12 // a")], "", 4),
        ([("s", "shuffle 1..5")], "", 120),
    ],
)
def test_size_counts_different_draws(pairs: list[tuple[str, str]], when: str, size: int | None) -> None:
    """The size is exact where all combinations can be looked at, or none is ruled out."""
    assert parse(pairs, when).size == size


def test_a_combination_without_value_is_passed_over() -> None:
    """Where a derived value divides by zero, that combination is never drawn."""
    assert {drawn["a"] for drawn in draws(parse([("a", "-2..2"), ("b", "= 6 / a")]))} == {
        "-2",
        "-1",
        "1",
        "2",
    }
    large = parse([("a", "0..1"), ("c", "1..100000"), ("b", "= c // a")])
    assert {drawn["a"] for drawn in draws(large)} == {"1"}


@pytest.mark.parametrize(
    ("pairs", "when", "name", "word"),
    [
        ([("a", "1..5")], "a > 6", "when", "No numbers"),
        ([("a", "1..100000"), ("b", "1..100000")], "a == b", "when", "Hardly any"),
        ([("a", "1..100000"), ("b", "1..100000")], "a > b + 100000", "when", "Hardly any"),
        ([("a", "1..5"), ("b", "= a / 0")], "", "b", "divides by zero"),
        ([], "1 > 2", "when", "No numbers"),
        ([("a", "1..5")], "a", "when", "neither True nor False"),
        ([("a", "1..5")], "a >", "when", "ends too early"),
        ([("a", "x | 3")], "a > 1", "when", "not a number"),
        ([("a", "x"), ("b", "= a + 1")], "", "b", "not a number"),
        ([("a", "= b"), ("b", "= c"), ("c", "= a")], "", "", "derived from itself"),
        ([("a", "= a + 1")], "", "a", "derived from itself"),
        ([("a", "= ")], "", "a", "ends too early"),
        ([("num", "1..5"), ("b", "= nun")], "", "b", "`nun` is not declared"),
        ([("a", "1..5"), ("a", "1..6")], "", "a", "twice"),
        ([("1a", "1..5")], "", "1a", "can't be a name"),
        ([("ä", "1..5")], "", "ä", "can't be a name"),
        ([("min", "1..5")], "", "min", "meaning"),
        ([("a", "5..1")], "", "a", "empty"),
        ([(f"v{i}", "1..2") for i in range(51)], "", "v50", "more than 50"),
    ],
)
def test_what_cannot_be_drawn_is_told_when_it_is_read(
    pairs: list[tuple[str, str]], when: str, name: str, word: str
) -> None:
    """A plan that exists can be drawn from: anything else is an error that names the variable."""
    with pytest.raises(VaryError, match=word) as caught:
        parse(pairs, when)
    assert name in ("", caught.value.name)
    assert caught.value.what.endswith(".")


def test_the_nearest_name_is_suggested() -> None:
    """A misspelt name in an expression or in code is told with the name that was meant."""
    with pytest.raises(VaryError) as caught:
        parse([("kernel", "1..5")], "kernal > 1")
    assert "Did you mean `kernel`?" in caught.value.fix
    assert parse([("kernel", "1..5")]).lint("$kernal $kernel") == [
        "`$kernal` is not declared. Did you mean `kernel`?"
    ]


def test_reading_is_quick_even_where_nothing_fits() -> None:
    """The search for good numbers is bounded, also for hostile plans."""
    start = time.process_time()
    for when in ("a*b == 19601", "min(a, b) > max(a, b)"):
        with pytest.raises(VaryError, match="No numbers"):
            parse([("a", "0..140"), ("b", "0..140")], when)
    parse([(f"v{i}", "list of 100 from 1..999999999") for i in range(20)])
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("spec", "code", "word"),
    [
        ("-3..3", "$n**2", "write `($n)`"),
        ("-3..3", "${n} ** 2", "write `($n)`"),
        ("= -k", "$n**2", "write `($n)`"),
        ("2 | -1", "$n.bit_length()", "write `($n)`"),
        ("1..3", "$n.bit_length()", "write `($n)`"),
        ("-90000..90000", "$n**2", "write `($n)`"),
        ("1|3|5", "$n", "with blanks"),
        ("1..3", "1", "never used"),
        ("1..3", "$n $", "`$$`"),
        ("1..3", "$n $m", "not declared"),
    ],
)
def test_doubtful_code_is_told(spec: str, code: str, word: str) -> None:
    """Pasting that changes the meaning, unused and unknown names, and a stray `$` are each told once."""
    found = parse([("n", spec), ("k", "1..3")]).lint(code + " $k")
    assert len(found) == 1
    assert word in found[0]


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ("-3..3", "-$n + 2**$n - $n*2 // ($n)**2"),
        ("1..3", "$n**2"),
        ("-3..3", "${n}0"),
        ("x | y", "$n.shape"),
        ("-3..3", "x$n $n"),
        ("-3..3", "$n1**2 + $n"),
        ("a|b", "$n.x"),
    ],
)
def test_sound_code_is_left_alone(spec: str, code: str) -> None:
    """No false alarm where Python reads the pasted code as meant."""
    plan = parse([("n", spec), ("n1", "1..3"), ("k", "= n1 + 1")], "k > 0")
    found = [line for line in plan.lint(code + " $n1") if "is one text" not in line and "`k`" not in line]
    assert found == []


def test_a_name_used_only_on_a_face_or_in_a_condition_is_used() -> None:
    """Derived values for the explanation and names in `when` are no waste."""
    plan = parse([("n", "1..3"), ("m", "= n*2"), ("q", "1..2"), ("z", "1..2")], "q > 1")
    assert plan.lint("$n", ["twice is ${m}", "$z$"]) == ["`z` is declared but never used."]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.text("0123456789.| =-+*shufleitorm step", max_size=30))),
    st.text(),
)
def test_any_plan_is_read_or_told(pairs: list[tuple[str, str]], when: str) -> None:
    """Whatever a deck holds, reading gives a plan that draws, or a VaryError."""
    with contextlib.suppress(VaryError):
        assert set(parse(pairs, when).draw(Random(1))) == {name for name, _ in pairs}
