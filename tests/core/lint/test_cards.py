"""All rules together: exemptions, places, and what the other cards of a deck have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import lint as lint_room
from app.core.card import Kind, Snippet
from app.core.lint import lint
from app.core.problem import Severity
from app.core.text import Text
from tests.builders import a_card, a_live_card
from tests.core.lint.linted import asking, rules_of


def test_a_card_is_exempt_from_the_rule_it_names() -> None:
    """And from no other."""
    assert rules_of(asking("Explain dropout", "yes", lint=("-W20",))) == ["W21"]
    assert rules_of(asking("Explain dropout", "yes", lint=("-W20", "-W21"))) == []


def test_an_error_can_be_exempted_too() -> None:
    """Lint keeps no card from being learned, so its author has the last word."""
    twin = a_card("d/two", lint=("-E02",))
    assert rules_of(a_card("d/one"), twin) == []


def test_a_problem_names_file_line_card_and_what_to_do() -> None:
    """Severity by the first letter of the rule."""
    [problem] = lint([("d.yaml", asking("Explain dropout", line=7))])
    assert (problem.path, problem.line, problem.card) == ("d.yaml", 7, "optimizers/adam-betas")
    assert (problem.severity, problem.rule) == (Severity.WARNING, "W21")
    assert problem.fix


def test_a_rule_is_told_once_for_all_cards_of_an_entry() -> None:
    """Both directions of a card have the same long text."""
    long = Text.plain(" ".join(["word"] * 30))
    cards = [a_card("d/e", answer=long), a_card("d/e/reverse", answer=long, question=Text.plain("other"))]
    assert rules_of(*cards) == ["W10"]


@pytest.mark.parametrize(("lacks", "rule"), [({"source": ""}, "W40"), ({"why": None}, "I30")])
def test_a_card_lacks_what_most_cards_of_its_deck_have(lacks: dict[str, object], rule: str) -> None:
    """In a deck without sources or reasons nothing is missing."""
    good = [
        a_card(f"d/{at}", question=Text.plain(f"question {at}"), source="s", why=Text.plain("so"))
        for at in range(3)
    ]
    odd = a_card("d/odd", **{"source": "s", "why": Text.plain("so")} | lacks)
    assert rules_of(*good) == []
    assert rules_of(*good, odd) == [rule]
    assert rules_of(good[0], odd) == []


def test_a_card_that_is_not_in_the_notes_needs_no_source() -> None:
    """It has none."""
    good = [a_card(f"d/{at}", question=Text.plain(f"question {at}"), source="s") for at in range(3)]
    assert rules_of(*good, a_card("d/added", added=True)) == []


def test_every_rule_that_is_told_is_in_the_list_of_rules() -> None:
    """So that its id can be looked up."""
    listed = set(re.findall(r"^\| ([EWI]\d\d) \|", lint_room.__doc__ or "", re.MULTILINE))
    room = lint_room.__path__[0]
    used = {
        rule
        for file in (*Path(room).glob("*.py"), Path(room).parents[1] / "study" / "check.py")
        for rule in re.findall(r'"([EWI]\d\d)"', file.read_text(encoding="utf-8"))
    }
    assert used == listed


TEXTS = st.text(max_size=60).map(Text.plain) | st.tuples(st.text(max_size=20), st.text(max_size=20)).map(
    lambda both: Text((("en", both[0]), ("zh", both[1])))
)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from(Kind), st.text(max_size=40)), max_size=5))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_odd_to_be_linted(texts: list[tuple[Text, Text, Kind, str]]) -> None:
    """Any text in any place: no exception."""
    cards = [
        a_live_card(f"d/c{at}", question=question, run=Snippet(code))
        if kind is Kind.LIVE
        else a_card(f"d/c{at}", question=question, answer=answer, kind=kind)
        for at, (question, answer, kind, code) in enumerate(texts)
    ]
    lint([("d.yaml", card) for card in cards])
