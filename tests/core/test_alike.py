"""Near copies."""

from __future__ import annotations

import pytest

from app.core.alike import are_alike
from app.core.text import Text
from tests.builders import a_card, a_live_card


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("What is the default beta1 of Adam?", "What is the default beta2 of Adam?", True),
        ("What is the default beta1 of Adam?", "what is the Default beta1 of Adam", True),
        ("What is the default beta1 of Adam?", "Which SVM fits noisy data?", False),
        ("Adam 的默认 beta1 是多少？", "Adam 的默认 beta2 是多少？", True),
        ("什么是梯度消失？", "卷积层有什么参数？", False),
        ("x", "y", False),
    ],
)
def test_questions_that_differ_in_a_word_are_alike(one: str, other: str, alike: bool) -> None:
    """In either script, and both ways round."""
    cards = [a_card(question=Text.plain(text)).content for text in (one, other)]
    assert are_alike(*cards) is are_alike(*reversed(cards)) is alike


def test_snippets_count_as_words() -> None:
    """Two live cards ask the same words of different code."""
    one = a_live_card(code="torch.zeros(2, 3).shape", question=Text.plain("What comes out?")).content
    other = a_live_card(code="np.linalg.svd(a @ b)[0]", question=Text.plain("What comes out?")).content
    assert are_alike(one, one)
    assert not are_alike(one, other)
