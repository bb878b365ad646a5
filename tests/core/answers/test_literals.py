"""Values of Python that are neither a number nor an array, and the reader behind them."""

from __future__ import annotations

import warnings

import pytest

from app.core.answers import judge
from app.core.answers.reading import MAX_DEPTH, Call, Group, ReadingError, Word, read
from app.core.card import Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, a_literal, outcome

TENSORS = "(tensor([1., 2.]), 3)"
LAYER = "Linear(in_features=2, out_features=3, bias=True)"
SORTED = "torch.return_types.sort(\nvalues=tensor([1., 2.]),\nindices=tensor([0, 1]))"
ROWS: list[tuple[str, str, str, Outcome]] = [
    ("list", "[1, 2]", "[1, 2]", R),
    ("list", "[1, 2]", "[1,2,]", R),
    ("list", "[1, 2]", "[1.0, 2.0]", R),  # by value; a card about types asks for text
    ("list", "[1, 2]", "［１，２］", R),
    ("list", "[1, 2]", "x = [1, 2]", R),
    ("list", "[1, 2]", "tensor([1, 2])", W),
    ("list", "[1, 2]", "(1, 2)", W),
    ("list", "[1, 2]", "1, 2", R),  # without brackets it is neither list nor tuple
    ("list", "[1, 2]", "1，2", R),
    ("list", "[1, 2]", "1, 2,", R),
    ("list", "[1, 2]", "x = 1, 2", R),
    ("list", "[1, 2]", "1, 3", W),
    ("list", "[1, 2]", "1, 2, 3", W),
    ("list", "[1, 2]", "(1), (2)", R),
    ("list", "[1]", "1,", R),
    ("list", "[1]", "1", W),
    ("list", "[1, 2]", "[2, 1]", W),
    ("list", "[1, 2]", "[1, 2, 3]", W),
    ("list", "[1, 2]", "[1, True]", W),
    ("list", "[1, 2]", "3", W),
    ("list", "[1, 2]", "None", W),
    ("list", "[1, 2]", "[1, 2", U),
    ("list", "[1, 2]", "[1, ...]", U),
    ("list", "[1, 2]", "list", U),
    ("list", "[1, 2]", "1 2", U),
    ("list", "[]", "[]", R),
    ("list", "[]", "()", W),
    ("list", "[]", "[[]]", W),
    ("list", "[[1], [2, 3]]", "[[1], [2, 3]]", R),
    ("list", "[[1], [2, 3]]", "[[1], [2, 4]]", W),
    ("list", "[[1], [2, 3]]", "[1], [2, 3]", R),
    ("list", "[[1], [2, 3]]", "[1], (2, 3)", W),
    ("list", "[(1, 2), (3, 4)]", "(1, 2), (3, 4)", R),
    ("list", "[(1, 2), (3, 4)]", "[1, 2], [3, 4]", W),
    ("list", "['a', 'b']", '["a", "b"]', R),
    ("list", "['a', 'b']", "['a'，'b']", R),
    ("list", "['a', 'b']", "[“a”, “b”]", R),
    ("list", "['a', 'b']", "'a', 'b'", R),
    ("list", "['a', 'b']", "['b', 'a']", W),
    ("list", "['a', 'b']", "['A', 'b']", W),
    ("list", "['a', 'b']", "[a, b]", W),
    ("list", "['，']", "['，']", R),  # nothing is folded inside quotes
    ("list", "[np.float32(1.0), np.float32(2.0)]", "[1.0, 2.0]", R),
    ("list", "[1.0, 2.0]", "[np.float32(1.0), float(2)]", R),
    ("list", "[0.1, 0.3333333333333333]", "[0.1, 0.333]", R),
    ("list", "[0.1, 0.3333333333333333]", "[0.1, 0.33]", W),
    ("list", "[None, True]", "[none, true]", R),
    ("list", "[None, True]", "[None, 1]", W),
    ("tuple", "(1, 2)", "(1, 2)", R),
    ("tuple", "(1, 2)", "1, 2", R),
    ("tuple", "(1, 2)", "（1，2）", R),
    ("tuple", "((1, 2), (3, 4))", "(1, 2), (3, 4)", R),
    ("tuple", "([1], [2])", "[1], [2]", R),
    ("tuple", "(1, 2)", "[1, 2]", W),
    ("tuple", "(1, 2)", "(1, 2, 3)", W),
    ("tuple", "(1,)", "(1,)", R),
    ("tuple", "(1,)", "1,", R),
    ("tuple", "(1,)", "(1)", W),  # that is no tuple
    ("tuple", "(1,)", "1", W),
    ("tuple", TENSORS, "(tensor([1., 2.]), 3)", R),
    ("tuple", TENSORS, "(tensor([1, 2], dtype=torch.float32), 3)", R),
    ("tuple", TENSORS, "([1, 2], 3)", R),
    ("tuple", TENSORS, "(tensor([1, 2],), 3)", R),
    ("tuple", TENSORS, "(tensor([1., 3.]), 3)", W),
    ("tuple", TENSORS, "(tensor([1., 2.]), 4)", W),
    ("dict", "{'a': 1, 'b': 2}", "{'a': 1, 'b': 2}", R),
    ("dict", "{'a': 1, 'b': 2}", '{"b": 2, "a": 1}', R),
    ("dict", "{'a': 1, 'b': 2}", "{‘a’：1，‘b’：2}", R),
    ("dict", "{'a': 1, 'b': 2}", "{'a': 1, 'b': 3}", W),
    ("dict", "{'a': 1, 'b': 2}", "{'a': 1}", W),
    ("dict", "{'a': 1, 'b': 2}", "{'a': 1, 'c': 2}", W),
    ("dict", "{'a': 1, 'b': 2}", "{'a', 'b'}", W),
    ("dict", "{'a': 1, 'b': 2}", "{'a': 1, 'b'}", U),
    ("dict", "{9: 'a', 10: 'b'}", "{10: 'b', +9: 'a'}", R),
    ("dict", "{}", "{}", R),
    ("dict", "{}", "set()", W),
    ("set", "{1, 2, 3}", "{3, 2, 1}", R),
    ("set", "{1, 2, 3}", "{1, 2}", W),
    ("set", "{1, 2, 3}", "[1, 2, 3]", W),
    ("set", "{1, 2, 3}", "1, 2, 3", W),
    ("set", "{'b', 'a'}", "{'a', 'b'}", R),
    ("set", "set()", "set()", R),
    ("set", "set()", "{}", W),
    ("str", "'abc'", "'abc'", R),
    ("str", "'abc'", '"abc"', R),
    ("str", "'abc'", "abc", R),
    ("str", "'abc'", "“abc”", R),
    ("str", "'abc'", "s = 'abc'", R),
    ("str", "'abc'", "ABC", W),
    ("str", "'abc'", "'abd'", W),
    ("str", "'a b'", "a c", W),
    ("str", "'3'", "'3'", R),
    ("str", "'a\\nb'", "'a\\nb'", R),
    ("str", "'a\\nb'", "'anb'", W),
    ("str", "'A'", "'\\101'", R),
    ("str", "'\\\\n'", "r'\\n'", R),
    ("str", "'caf\\u00e9'", "cafe\u0301", R),
    ("str", "''", "''", R),
    ("str", "''", "'x'", W),
    ("bytes", "b'ab'", "b'ab'", R),
    ("bytes", "b'ab'", 'b"ab"', R),
    ("bytes", "b'ab'", "'ab'", W),
    ("NoneType", "None", "None", R),
    ("NoneType", "None", "none", R),
    ("NoneType", "None", "无", R),
    ("NoneType", "None", "0", W),
    ("range", "range(0, 3)", "range(0, 3)", R),
    ("range", "range(0, 3)", "range(0,4)", W),
    ("range", "range(0, 3)", "[0, 1, 2]", W),
    ("slice", "slice(1, 2, None)", "slice(1,2,None)", R),
    ("Linear", LAYER, "Linear(in_features=2, out_features=3, bias=True)", R),
    ("Linear", LAYER, "nn.Linear(in_features=2, bias=True, out_features=3)", R),
    ("Linear", LAYER, "Linear(in_features=2, out_features=4, bias=True)", W),
    ("Linear", LAYER, "Linear(2, 3)", W),
    ("Linear", LAYER, "ReLU()", W),
    ("type", "<class 'int'>", "<class 'int'>", R),
    ("type", "<class 'int'>", "<class 'float'>", W),
    ("sort", SORTED, "sort(values=tensor([1, 2]), indices=tensor([0, 1]))", R),
    ("sort", SORTED, "sort(values=tensor([1, 2]), indices=tensor([1, 0]))", W),
    ("ndarray", "array(['a', 'b'], dtype='<U1')", "['a', 'b']", R),
    ("ndarray", "array(['a', 'b'], dtype='<U1')", "['a' 'b']", R),
    ("ndarray", "array(['a', 'b'], dtype='<U1')", "array(['a', 'c'])", W),
    ("ndarray", "array(['a', 'b'], dtype='<U1')", "array(['a', 'b'], dtype='<U2')", W),
    ("Sequential", "Sequential(\n  (0): ReLU()\n)", "Sequential(\n (0): ReLU()\n)", R),
    ("Sequential", "Sequential(\n  (0): ReLU()\n)", "Sequential(\n (0): Tanh()\n)", W),
]


@pytest.mark.parametrize(("kind", "shown", "typed", "expected"), ROWS)
def test_a_value_of_python_is_judged_as_python_would(
    kind: str, shown: str, typed: str, expected: Outcome
) -> None:
    """Equal as Python values, with the number rules inside; a list is no tuple, where brackets say which."""
    assert outcome(Facet.VALUE, typed, a_literal(shown, kind)) is expected


BOOL_ROWS: list[tuple[str, str, Outcome]] = [
    ("True", "True", R),
    ("True", "true", R),
    ("True", "TRUE", R),
    ("True", "yes", R),
    ("True", "对", R),
    ("True", "是。", R),
    ("True", "np.True_", R),
    ("True", "tensor(True)", R),
    ("True", "torch.tensor(True)", R),
    ("True", "np.array(True)", R),
    ("True", "ok = True", R),
    ("True", "Ｔｒｕｅ", R),
    ("True", "False", W),
    ("True", "错", W),
    ("True", "tensor(False)", W),
    ("True", "1", U),
    ("True", "1.0", U),
    ("True", "[True]", U),
    ("True", "maybe", U),
    ("True", "t", U),
    ("False", "False", R),
    ("False", "no", R),
    ("False", "错", R),
    ("False", "否", R),
    ("False", "0", U),
    ("False", "None", U),
]


@pytest.mark.parametrize(("true", "typed", "expected"), BOOL_ROWS)
def test_a_truth_value_is_said_in_words(true: str, typed: str, expected: Outcome) -> None:
    """True and False in the usual words; 1 and 0 could mean something else and are asked again."""
    truth = Truth(type="bool", repr=true, data=(true,))
    assert outcome(Facet.VALUE, typed, truth) is expected
    assert outcome(Facet.VALUE, typed, Truth(type="Tensor", repr="…", data=(true,), shape=())) is expected


@pytest.mark.parametrize(
    ("shown", "typed", "detail"),
    [
        ("[1, [2, 3]]", "[1, [2, 4]]", "element [1, 1] is 3"),
        ("[1, 2]", "[1]", "it has 2 elements, you said 1"),
        ("[1, 2]", "(1, 2)", "it is a list, you said a tuple"),
        ("[1, 2]", "1, 3", "element [1] is 2"),
        ("{1, 2}", "1, 2", "it is a set, you said a tuple"),
        ("(1, 'a')", "(1, 2)", "element [1] is a text, you said a number"),
        ("'abc'", "abd", "it is 'abc'"),
        ("[1, {'a': (1, 2)}]", "[1, {'a': (1, 3)}]", "element [1, 0, 1] is 2"),
    ],
)
def test_the_first_difference_is_told(shown: str, typed: str, detail: str) -> None:
    """The detail leads to the innermost place that differs."""
    assert judge(Facet.VALUE, typed, a_literal(shown, "list")).detail == detail


def test_nested_values_are_read() -> None:
    """Calls, words, strings and groups become nodes; nothing is called."""
    node = read("f.g([1, 'a\\x41'], k={x.y})")
    assert isinstance(node, Call)
    assert (node.name, node.keywords) == ("f.g", (("k", Group("set", (Word("x.y"),))),))
    assert isinstance(node.arguments[0], Group)
    assert node.arguments[0].items[1] == "aA"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 5000, "nested too deeply"),
        ("f(" * 5000, "nested too deeply"),
        ("{1:" * 5000, "nested too deeply"),
        ("'abc", "quote is not closed"),
        ("[1", "bracket is not closed"),
        ("1]", "`]` is not expected"),
        ("[...]", "stands for nothing"),
        ("1/0", "divides by zero"),
        ("a + b", "can't be read"),
        ("lambda: 1", "no brackets around it|not expected"),
        ("-x", "can't be read"),
        ("", "nothing is there"),
        ("a b", "no brackets around it"),
        ("f(a=)", "not expected"),
        ("x" * 70_000, "too long"),
    ],
)
def test_what_can_not_be_read_says_why(text: str, why: str) -> None:
    """Anything that is no value is refused with the reason."""
    with pytest.raises(ReadingError, match=why):
        read(text)


def test_depth_is_allowed_up_to_numpys_number_of_axes() -> None:
    """64 brackets are read, 65 are not."""
    read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(ReadingError):
        read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_odd_escapes_warn_nobody() -> None:
    r"""A `\d` in quotes, which Python's own parser warns about, is read in silence."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert outcome(Facet.VALUE, r"'\d'", a_literal(r"'\\d'", "str")) is R
        assert outcome(Facet.VALUE, "1is 2", a_literal("[1]", "list")) is U
