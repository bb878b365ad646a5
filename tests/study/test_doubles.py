"""What is asked already is found while it is typed, and little else."""

from __future__ import annotations

import pytest

from app.core.text import Text
from app.study.doubles import doubles
from tests.builders import DAY, a_card
from tests.study.fakes import FakeStore

CARDS = (
    a_card("a/relu", question=Text((("en", "Why does ReLU help?"), ("zh", "为什么用 ReLU 激活函数？")))),
    a_card("a/long", question=Text.plain("Why does a network that has no activation at all stay linear?")),
    a_card("a/answer", question=Text.plain("Which one?"), answer=Text.plain("Why does ReLU help?")),
)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Why", []),
        ("Why does", []),
        ("Why does ReL", ["a/relu"]),
        ("  Why does ReLU help? ", ["a/relu"]),
        ("why does relu help?", ["a/relu"]),
        ("为什么用 ReLU 激", ["a/relu"]),
        ("Why does a network that has no activation", ["a/long"]),
        ("Why does ReLU help? And when not?", []),
    ],
)
def test_half_of_a_question_tells(typed: str, names: list[str]) -> None:
    """In any language; what begins like many questions tells nothing."""
    assert [each.card.name for each in doubles(FakeStore(CARDS, {}), ["", typed], DAY)] == names
