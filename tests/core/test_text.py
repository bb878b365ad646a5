"""The cleaner that all foreign text passes, and texts in several languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import Text, clean

STEERING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    "char",
    [
        "\x1b",
        "\x00",
        "\x07",
        "\x7f",
        "\x9b",
        "\r",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\ud800",
        "\ue000",
    ],
)
def test_what_can_steer_a_terminal_becomes_a_visible_mark(char: str) -> None:
    """ESC, C1, bidi, zero-width, surrogates and private characters are replaced, not dropped."""
    assert clean(f"a{char}b") == "a\ufffdb"


def test_newlines_stay_and_tabs_become_blanks() -> None:
    """Layout survives cleaning."""
    assert clean("a\r\n\tb\n") == "a\n    b\n"


@pytest.mark.parametrize("text", ["[MASK] x[i] [/INST]", "梯度消失，因为 σ′ ≤ 0.25", "é ñ 👩‍🔬 नि‍"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    """Brackets, Chinese, combining characters and joined emoji are text."""
    assert clean(text) == text


@given(st.text(st.characters(), max_size=60))
def test_nothing_that_steers_is_left(text: str) -> None:
    """Whatever comes in, only newlines and the two joiners of the steering categories go out."""
    left = {c for c in clean(text) if unicodedata.category(c) in STEERING}
    assert left <= {"\n", "\u200c", "\u200d"}
    assert clean(clean(text)) == clean(text)


def test_a_text_falls_back_to_its_first_language() -> None:
    """A missing translation shows something rather than nothing."""
    both = Text((("en", "yes"), ("zh", "是")))
    assert (both.to("zh"), both.to("fr"), both.each()) == ("是", "yes", ("yes", "是"))
    assert Text.plain("(0.9, 0.999)").to("zh") == "(0.9, 0.999)"
