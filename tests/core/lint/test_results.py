"""Rules about what snippets gave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.card import Comparison, Facet
from app.core.lint import Sample, lint_samples
from app.core.truth import Ended, Run, Truth
from tests.builders import a_live_card


def value(text: str, ms: float = 1) -> Run:
    """A run that gave a number."""
    return Run(Ended.DONE, Truth(type="int", repr=text, data=(text,), shape=()), ms=ms)


def printed(text: str) -> Run:
    """A run that printed."""
    return Run(Ended.DONE, Truth(text=text))


def rules(ask: Facet, *samples: Sample, limit_ms: int = 5000, digits: int | None = None) -> list[str]:
    """Return the ids of the rules that a card with these runs breaks."""
    card = a_live_card(ask=(ask,), compare=Comparison(digits=digits))
    return [finding.rule for finding in lint_samples(card, samples, limit_ms)]


def test_two_runs_that_differ_are_told_with_both_results() -> None:
    """Only what is asked for is compared."""
    sample = Sample("n = 3", value("1"), value("2"))
    [found] = lint_samples(a_live_card(), [sample], 5000)
    assert (found.rule, "`1` and `2`" in found.what, "n = 3" in found.fix) == ("E51", True, True)
    assert rules(Facet.SHAPE, sample) == []
    assert rules(Facet.VALUE, Sample("", value("1"), value("1"))) == []


def test_a_run_that_is_not_done_says_nothing_else() -> None:
    """E50 has told it."""
    broken = Run(Ended.TIMEOUT, ms=5000)
    assert rules(Facet.VALUE, Sample("", broken, value("1")), Sample("", value("1"), broken)) == []


@pytest.mark.parametrize(
    "shown",
    ["<object object at 0x7f3a11c0>", "0x7f3a11c0ff", "saved to /tmp/xyz", "/home/me/a.npy", "{'a', 'b'}"],
)
def test_what_changes_from_machine_to_machine_is_an_error(shown: str) -> None:
    """Addresses, paths, the order of a set."""
    assert rules(Facet.TEXT, Sample("", printed(shown))) == ["E53"]


@pytest.mark.parametrize(
    "shown", ["0xff", "a/b", "1/2", "{'a': 1, 'b': 2}", "{1, 2}", "{'a'}", "N/A", "and/or /x"]
)
def test_what_is_the_same_everywhere_is_fine(shown: str) -> None:
    """A short hex number, a fraction, a dict."""
    assert rules(Facet.TEXT, Sample("", printed(shown))) == []


def test_a_set_is_compared_as_a_value_without_order() -> None:
    """Only printed ones have an order."""
    run = Run(Ended.DONE, Truth(type="set", repr="{'a', 'b'}"))
    assert rules(Facet.VALUE, Sample("", run)) == []


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("1\n" * 5, []),
        ("1\n" * 6, ["W57"]),
        (" ".join(["1"] * 24), []),
        (" ".join(["1"] * 25), ["W57"]),
        ("0.1234", []),
        ("0.12345", ["W58"]),
        ("12.5000000", []),
        ("123456", []),
        ("-0.00012", []),
        ("1.2345e-05", ["W58"]),
    ],
)
def test_what_is_typed_as_printed_is_short(shown: str, found: list[str]) -> None:
    """Five lines, 24 numbers, four digits."""
    assert rules(Facet.TEXT, Sample("", printed(shown))) == found


def test_a_value_may_be_long_since_three_digits_of_it_will_do() -> None:
    """But not one of 25 elements, nor one of which six digits are asked."""
    assert rules(Facet.VALUE, Sample("", value("0.6321205588"))) == []
    assert rules(Facet.VALUE, Sample("", value("0.6321205588")), digits=6) == ["W58"]
    many = Run(Ended.DONE, Truth(type="ndarray", repr="[…]", data=("1",) * 25, shape=(25,)))
    assert rules(Facet.VALUE, Sample("", many)) == ["W57"]
    assert rules(Facet.SHAPE, Sample("", many)) == []


@pytest.mark.parametrize(("ms", "found"), [((2600, 2501), ["W52"]), ((2600, 2400), [])])
def test_a_snippet_is_slow_if_its_fastest_run_takes_half_its_time(
    ms: tuple[float, ...], found: list[str]
) -> None:
    """One slow run may be the machine's fault."""
    assert rules(Facet.VALUE, *(Sample("", value("1", each)) for each in ms)) == found


@pytest.mark.parametrize(
    ("ones", "twos", "found"), [(13, 7, ["W63"]), (12, 8, []), (12, 7, []), (20, 0, ["W63"])]
)
def test_one_answer_for_most_draws_can_be_guessed(ones: int, twos: int, found: list[str]) -> None:
    """More than 60 % of at least 20 draws."""
    samples = [Sample("a", value("1"), times=ones), Sample("b", value("2"), times=twos)]
    assert rules(Facet.VALUE, *samples) == found


def test_a_card_that_draws_nothing_has_one_answer() -> None:
    """It is not guessed but known."""
    card = a_live_card()
    assert card.content.run
    fixed = replace(card, content=replace(card.content, run=replace(card.content.run, vary=())))
    assert lint_samples(fixed, [Sample("", value("1"), times=50)], 5000) == []


def test_a_tie_in_rounding_is_told_with_its_numbers() -> None:
    """A learner who rounds by hand would be wrong."""
    [found] = lint_samples(a_live_card(), [Sample("n = 2", value("1"), tie=True)], 5000)
    assert (found.rule, "n = 2" in found.fix) == ("W67", True)


def test_a_warning_is_told_by_its_class() -> None:
    """The learner would not see it."""
    [found] = lint_samples(a_live_card(), [Sample("n = 2", value("1"), warned="RuntimeWarning")], 5000)
    assert (found.rule, "RuntimeWarning" in found.what) == ("W61", True)


def test_each_rule_is_told_once() -> None:
    """With the first numbers it was seen with."""
    samples = [Sample(f"n = {n}", printed("0.12345")) for n in range(3)]
    [found] = lint_samples(a_live_card(ask=(Facet.TEXT,)), samples, 5000)
    assert "n = 0" in found.fix
