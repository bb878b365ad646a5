"""The value of an expression, whatever its kind: the truth decides how it is compared."""

from __future__ import annotations

from app.core.answers import arrays, dtypes, numbers, shapes, texts, words
from app.core.answers.finding import RIGHT, Finding, excerpt, unreadable, wrong
from app.core.answers.folding import bare
from app.core.answers.literals import ARRAYS, PRINTED, SCALARS, Likeness, difference, written
from app.core.answers.numbers import Number
from app.core.answers.reading import Call, Group, Node, ReadingError, Word
from app.core.card import Comparison
from app.core.truth import Truth

_NONE = frozenset({"none", "nothing", "null", "无", "没有", "空"})


def judge(typed: str, truth: Truth, compare: Comparison, library: str) -> Finding:
    """Compare a typed value with the truth's: truth value, number, array, literal, shape or dtype."""
    if truth.error:
        return wrong(f"it raised {truth.error}")
    if truth.type == "NoneType" or not (truth.type or truth.repr or truth.data):
        return RIGHT if bare(typed).lower() in _NONE else wrong("it is None")
    if truth.type == "Size" and truth.shape is not None:
        return shapes.judge(typed, truth.shape)
    if truth.type in ("dtype", "type") and truth.dtype:
        return dtypes.judge(typed, truth.dtype, library)
    if truth.type == "device" and truth.device:
        return words.judge_device(typed, truth.device)
    if truth.data is not None and len(truth.data) == 1 and truth.shape in (None, ()):
        return _single(typed, truth, compare.digits)
    if arrays.fits(truth):
        return _array(typed, truth, compare.digits, library)
    return _literal(typed, truth, compare, library)


def _single(typed: str, truth: Truth, digits: int | None) -> Finding:
    assert truth.data is not None
    true = truth.data[0]
    if true in ("True", "False"):
        return words.judge_bool(typed, true == "True")
    number = numbers.read(true)
    said = _read_single(bare(typed))
    if isinstance(said, Finding):
        return said
    if number is None or not isinstance(said, Number):
        return wrong(f"it is the number {_shown(true, truth)}")
    return RIGHT if numbers.same(said, number, truth.dtype, digits) else wrong(f"it is {_shown(true, truth)}")


def _shown(number: str, truth: Truth) -> str:
    return excerpt(numbers.displayed(number, truth.dtype))


def _read_single(text: str) -> Node | Finding:
    if (number := numbers.read(text)) is not None:
        return number
    try:
        node = arrays.read(text)
    except ReadingError as error:
        return unreadable(f"{error}.")
    while isinstance(node, Call) and node.name.rpartition(".")[2] in ARRAYS | SCALARS and node.arguments:
        node = node.arguments[0]
    if isinstance(node, Word | Call):
        return unreadable(f"`{written(node)}` is no number.")
    # 0,333 could be meant as a decimal comma: better ask again than call it a pair.
    if isinstance(node, Group) and node.bare:
        return unreadable("Write one number, with a decimal point.")
    return node


def _array(typed: str, truth: Truth, digits: int | None, library: str) -> Finding:
    try:
        node = arrays.read(bare(typed))
    except ReadingError as error:
        return unreadable(f"{error}.")
    if isinstance(node, Word):
        return unreadable(f"`{written(node)}` is no array.")
    return arrays.judge(node, truth, digits, library)


def _literal(typed: str, truth: Truth, compare: Comparison, library: str) -> Finding:
    try:
        true = arrays.read(truth.repr)
    except ReadingError:
        # Not a literal: an object that shows itself in its own way.
        return texts.judge(bare(typed), truth.repr, compare.strict)
    if isinstance(true, str):
        forms = (_inside(typed.strip()), _inside(bare(typed)), typed.strip())
        said = next(form for form in forms if form is not None)
        return wrong(f"it is {written(true)}") if difference(said, true, PRINTED) else RIGHT
    like = Likeness(lambda one, other: numbers.same(one, other, truth.dtype, compare.digits), library=library)
    # Inside quotes nothing may be folded, so the text as it was typed comes first.
    findings = [_against(text, true, like) for text in (typed.strip(), bare(typed))]
    return RIGHT if RIGHT in findings else findings[-1]


def _against(typed: str, true: Node, like: Likeness) -> Finding:
    try:
        said = arrays.read(typed)
    except ReadingError as error:
        return unreadable(f"{error}.")
    if isinstance(said, Word) and not isinstance(true, Word):
        return unreadable(f"`{written(said)}` can't be read as a value.")
    found = difference(said, true, like)
    return wrong(found) if found else RIGHT


def _inside(shown: str) -> str | None:
    """Return the text of a string's repr; None if it is none."""
    try:
        node = arrays.read(shown)
    except ReadingError:
        return None
    return node if isinstance(node, str) else None
