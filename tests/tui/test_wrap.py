from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from app.tui.wrap import NEVER_FIRST, NEVER_LAST, wrap

MIXED = st.text(alphabet="ab c。，（）“”中文字x[0]—é\u0301👍\ufe0f\u200d", max_size=60)


def wrapped(text: str, width: int) -> list[str]:
    """The lines as texts."""
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("the loss is zero", 8, ["the loss", "is zero"]),
        ("the loss is  zero", 11, ["the loss is", "zero"]),
        ("  indented first", 10, ["  indented", "first"]),
        ("antidisestablishment", 8, ["antidise", "stablish", "ment"]),
        ("激活函数饱和", 8, ["激活函数", "饱和"]),
        ("激活函数，饱和", 8, ["激活函", "数，饱和"]),
        ("梯度（消失）了", 6, ["梯度", "（消", "失）了"]),
        ("说“饱和”的", 6, ["说“饱", "和”的"]),
        ("用 gradient 下降", 8, ["用", "gradient", "下降"]),
        ("中文abc中文", 6, ["中文", "abc中", "文"]),
        ("好(x)吧", 4, ["好", "(x)", "吧"]),
        ("1.5，2.5", 5, ["1.5，", "2.5"]),
        ("。。。。", 4, ["。。", "。。"]),
        ("。\u0301 \u0301", 2, ["。\u0301", " \u0301"]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, width: int, lines: list[str]) -> None:
    """Words whole, blanks eaten, CJK anywhere but at its punctuation; force only without a choice."""
    assert wrapped(text, width) == lines


def test_a_break_after_a_blank_heeds_punctuation_too() -> None:
    """A blank before a full-width comma, as hand-written decks have it, does not start a line with it."""
    assert wrapped("梯度 ，消失", 5) == ["梯", "度 ，", "消失"]


@given(MIXED, st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    """Every line fits, and all but blanks at breaks is there, in order."""
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert cell_len(line) <= width or len(line.strip("\ufe0f\u200d\u0301")) <= 2


@given(st.text(alphabet="中文字a ", min_size=1, max_size=40), st.integers(4, 20))
def test_punctuation_stays_with_its_text(text: str, width: int) -> None:
    """With room for a choice, no line starts with closing or ends with opening punctuation."""
    text = text.strip().replace("文", "（文）").replace("字", "字，") or "中"
    for line in wrapped(text, width + 6)[1:]:
        assert line[:1] not in NEVER_FIRST
    for line in wrapped(text, width + 6)[:-1]:
        assert line[-1:] not in NEVER_LAST


def test_a_long_text_wraps_fast_enough_to_be_shown_at_once() -> None:
    """Work grows with the text, not with its square: a card of 20,000 characters has all its lines."""
    assert len(wrap("饱和" * 10_000, 80)) == 500


@pytest.mark.parametrize(
    ("text", "lines"), [("000000\ufe0f", ["000", "00", "0\ufe0f"]), ("❤\ufe0f❤\ufe0f", 2 * ["❤\ufe0f"])]
)
def test_a_sign_in_emoji_style_takes_two_cells(text: str, lines: list[str]) -> None:
    """It goes to the next line with its style when only one cell is left."""
    assert wrapped(text, 3) == lines
