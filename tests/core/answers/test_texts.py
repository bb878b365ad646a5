"""What is printed."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.card import Comparison, Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, W, outcome, raised

TENSOR = "tensor([[1, 2],\n        [3, 4]])\n"
ROWS: list[tuple[str, str, Outcome]] = [
    ("a b\n", "a b", R),
    ("a b\n", "a b\n\n", R),
    ("a b\n", "a   b  ", R),
    ("a\tb\n", "a b", R),
    ("a  b\n", "a b", R),
    ("a b\n", "ab", W),
    ("a b\n", "A b", W),
    ("a b\n", "a\nb", W),
    ("a b\n", "a", W),
    ("a b\n", "a b c", W),
    ("a, b\n", "a,b", W),
    ("a=1, b=2\n", "a=1,b=2", W),
    ("f(1, 2)\n", "f(1,2)", R),
    ("f(1, 2)\n", "g(1, 2)", W),
    ("<class 'int'>\n", "<class 'int'>", R),
    ("a b\n", "...", W),  # the learner has no ellipsis
    ("a b\n", "a ...", W),
    ("a\nb\n", "a\nb", R),
    ("a\nb\n", "a\r\nb\r\n", R),
    ("a\nb\n", "a  \nb", R),
    ("a\nb\n", "b\na", W),
    ("a\nb\n", "a\n\nb", W),
    ("a\n\nb\n", "a\n\nb", R),
    ("a\n\nb\n", "a\nb", W),
    ("a\r\nb\r\n", "a\nb", R),
    ("  a\n", " a", R),
    ("  a\n", "a", W),  # that it starts with a blank can be seen
    ("你好，世界\n", "你好，世界", R),
    ("你好，世界\n", "你好,世界", R),
    ("你好,世界！\n", "你好，世界!", R),
    ("“a”\n", '"a"', R),
    ("（1）\n", "(1)", R),
    ("好。\n", "好.", R),
    ("Ａ\n", "A", W),  # letters keep their width
    ("１\n", "1", W),
    ("cafe\u0301\n", "caf\u00e9", R),
    ("1\n", "1", R),
    ("1\n", "1.0", W),
    ("1.0\n", "1", W),
    ("1.0\n", "1.00", R),
    ("1000.0\n", "1e3", R),
    ("0.30000000000000004\n", "0.30000000000000004", R),
    ("0.333\n", "0.3333", W),
    ("True\n", "True", R),
    ("True\n", "true", W),
    ("True\n", "1", W),
    ("True\n", "np.True_", W),
    ("None\n", "None", R),
    ("None\n", "none", W),
    ("[1, 2]\n", "[1,2]", R),
    ("[1, 2]\n", "[1 2]", W),  # that is how an array prints
    ("[1 2]\n", "[1, 2]", W),
    ("[1 2]\n", "[1   2]", R),
    ("[True]\n", "[true]", W),
    ("[inf]\n", "[inf]", R),
    ("[1, 2]\n", "（1，2）", W),
    ("[1, 2]\n", "[1, 2.0]", W),
    ("[1, 2]\n", "(1, 2)", W),
    ("[1, 2]\n", "[2, 1]", W),
    ("[1, 2]\n", "1, 2", W),
    ("(1, 2)\n", "(1,2)", R),
    ("(1, 2)\n", "1, 2", R),
    ("['a', 'b']\n", '["a", "b"]', R),
    ("['a', 'b']\n", "['a','b']", R),
    ("['a', 'b']\n", "[a, b]", W),
    ("'abc'\n", '"abc"', R),
    ("'abc'\n", "abc", W),  # the quotes were printed
    ("abc\n", "'abc'", W),
    ("{'a': 1, 'b': 2}\n", '{"a":1,"b":2}', R),
    ("{'a': 1, 'b': 2}\n", "{'b': 2, 'a': 1}", W),
    ("{'a': 1}\n", "{'a': 1.0}", W),
    ("{1, 2}\n", "{2, 1}", R),
    ("{1, 2}\n", "{1, 2, 3}", W),
    ("{1, 2}\n", "[1, 2]", W),
    ("(1, [2, {'a': 'b'}])\n", '(1,[2,{"a":"b"}])', R),
    ("[1, 2]\n[3, 4]\n", "[1,2]\n[3,4]", R),
    ("[1, 2]\n[3, 4]\n", "[1,2] [3,4]", W),
    (TENSOR, "tensor([[1, 2], [3, 4]])", R),
    (TENSOR, "tensor([[1,2],[3,4]])", R),
    (TENSOR, "tensor([[1, 2],\n[3, 4]])", R),
    (TENSOR, "[[1, 2], [3, 4]]", W),
    (TENSOR, "tensor([[1, 2], [3, 5]])", W),
    (TENSOR, "tensor([[1., 2.], [3., 4.]])", W),
    (TENSOR, "Tensor([[1, 2], [3, 4]])", W),
    ("tensor([1.], dtype=torch.float64)\n", "tensor([1.])", W),
    ("array([1, 2])\n", "array([1,2])", R),
    ("torch.Size([2, 3])\n", "torch.Size([2,3])", R),
    ("torch.Size([2, 3])\n", "(2, 3)", W),
    ("<function f at 0x7f12ab34cd56>\n", "<function f at 0x7fffffffffff>", R),
    ("<function f at 0x7f12ab34cd56>\n", "<function f at 0x1>", W),
    ("<function f at 0x7f12ab34cd56>\n", "<function f>", W),
    ("0xdeadbeef\n", "0xdeadbeee", W),  # a number, not an address
    ("0xff\n", "0xff", R),
    ("", "nothing", R),
    ("\n", "没有输出", R),
    ("", "None", W),
    ("x\n", "nothing", W),
    ("nothing\n", "nothing", R),
    ("?\n", "?", R),  # it may well be what is printed
    ("x\n", "?", W),
]


@pytest.mark.parametrize(("printed", "typed", "expected"), ROWS)
def test_printed_text_is_compared_line_by_line(printed: str, typed: str, expected: Outcome) -> None:
    """Lines and types count; blanks, width of punctuation, quotes and addresses do not."""
    assert outcome(Facet.TEXT, typed, Truth(text=printed)) is expected


STRICT_ROWS: list[tuple[str, str, Outcome]] = [
    ("a b\n", "a b", R),
    ("a b\n", "a b\n", R),
    ("a b\r\n", "a b", R),
    ("a b\n", "a  b", W),
    ("a b\n", "a b ", W),
    ("你好，\n", "你好，", R),
    ("你好，\n", "你好,", W),
    ("[1, 2]\n", "[1,2]", W),
    ("'a'\n", '"a"', W),
    (TENSOR, "tensor([[1, 2], [3, 4]])", W),
    (TENSOR, TENSOR, R),
]


@pytest.mark.parametrize(("printed", "typed", "expected"), STRICT_ROWS)
def test_strict_cards_let_nothing_pass(printed: str, typed: str, expected: Outcome) -> None:
    """With `strict`, width, blanks and punctuation count; only the newline at the end is free."""
    assert outcome(Facet.TEXT, typed, Truth(text=printed), Comparison(strict=True)) is expected


@pytest.mark.parametrize(
    ("printed", "typed", "detail"),
    [
        ("a\n你好，b\n", "a\n你好", "line 2 is 你好，b"),
        ("a\nb\n", "a", "it is 2 lines, you said 1"),
        ("a\n", "a\nb", "it is 1 line"),
        ("a\n", "b", "it is a"),
        ("a\n\nb\n", "a\nb", "line 2 is empty"),
        ("\x1b[31mred\n", "red", "it is \ufffd[31mred"),
    ],
)
def test_the_first_line_that_differs_is_told(printed: str, typed: str, detail: str) -> None:
    """The detail shows the line as it was printed, without what could steer a terminal."""
    assert judge(Facet.TEXT, typed, Truth(text=printed)).detail == detail


def test_what_was_printed_before_an_exception_counts() -> None:
    """Text that came before the exception is judged; without any, every prediction is wrong."""
    assert outcome(Facet.TEXT, "a", Truth(text="a\n", error="ValueError")) is R
    found = judge(Facet.TEXT, "a", raised("ValueError"))
    assert (found.outcome, found.detail) == (W, "it raised ValueError and printed nothing")
