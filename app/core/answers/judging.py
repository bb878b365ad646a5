"""The way in: which facet is judged how, and how the right answer is shown."""

from __future__ import annotations

from collections.abc import Callable

from app.core.answers import arrays, dtypes, errors, numbers, shapes, texts, values, words
from app.core.answers.finding import RIGHT, Finding, unreadable, wrong
from app.core.answers.folding import bare, is_given_up
from app.core.answers.numbers import Number
from app.core.answers.reading import Call, Group, Node, ReadingError
from app.core.card import Comparison, Facet
from app.core.text import clean
from app.core.truth import Judgement, Outcome, Truth

MAX_TYPED = 64 * 1024
_PLAIN = Comparison()
_NO_SUCH = frozenset({"none", "nothing", "null", "无", "没有"})


def judge(
    facet: Facet, typed: str, truth: Truth, compare: Comparison = _PLAIN, library: str = ""
) -> Judgement:
    """Compare a prediction with the truth.

    Args:
        facet: What was asked.
        typed: What the learner typed.
        truth: What the run gave, or what `truth_of_text` made of the author's answer.
        compare: The card's own wishes.
        library: ``torch`` or ``numpy`` where the truth does not tell it; decides what a bare
            ``float`` or ``int`` means.

    Returns:
        The outcome, the right answer as it is shown, and which part differs first or why the
        prediction can't be read. Nothing typed is unreadable; ``?``, ``idk`` and ``不知道`` are wrong.
        A value is wrong whatever was typed if the run raised.
    """
    right = shown(facet, truth)
    if not typed.strip():
        return Judgement(Outcome.UNREADABLE, right, "Nothing was typed.")
    if len(typed) > MAX_TYPED:
        return Judgement(Outcome.UNREADABLE, right, f"It is longer than {MAX_TYPED} characters.")
    finding = _find(facet, typed, truth, compare, library)
    if finding.outcome is not Outcome.RIGHT and is_given_up(typed):
        finding = wrong("")
    return Judgement(finding.outcome, right, clean(finding.detail))


def shown(facet: Facet, truth: Truth) -> str:
    """Return the right answer as it is shown, without anything that could steer a terminal."""
    return clean(_SHOWN[facet](truth))


def truth_of_text(facet: Facet, text: str) -> Truth:
    """Return the truth that an author wrote as the answer of a typed card.

    What can't be read as the facet is kept as its text, and only that text is right.
    """
    truth = _OF_TEXT[facet](text)
    return Truth(repr=bare(text)) if truth is None else truth


def _find(facet: Facet, typed: str, truth: Truth, compare: Comparison, library: str) -> Finding:
    if facet is Facet.VALUE:
        return values.judge(typed, truth, compare, _library(truth, library))
    if facet is Facet.TEXT:
        if truth.error and not truth.text:
            return wrong(f"it raised {truth.error} and printed nothing")
        return texts.judge(typed, truth.text, compare.strict)
    if facet is Facet.ERROR:
        return errors.judge(typed, truth.error, truth.bases, compare.base_ok)
    if truth.error:
        return wrong(f"it raised {truth.error}")
    return _find_attribute(facet, typed, truth, library)


def _find_attribute(facet: Facet, typed: str, truth: Truth, library: str) -> Finding:
    if facet is Facet.SHAPE and truth.shape is not None:
        return shapes.judge(typed, truth.shape)
    if facet is Facet.DTYPE and truth.dtype:
        return dtypes.judge(typed, truth.dtype, library)
    if facet is Facet.DEVICE and truth.device:
        return words.judge_device(typed, truth.device)
    if facet is Facet.ALIAS and truth.alias is not None:
        return words.judge_alias(typed, truth.alias)
    if facet is Facet.GRAD and truth.grad is not None:
        return words.judge_bool(typed, truth.grad)
    if not truth.type and truth.repr:
        return RIGHT if bare(typed).lower() == truth.repr.lower() else unreadable(f"It is no {facet}.")
    return RIGHT if bare(typed).lower() in _NO_SUCH else wrong(f"it has no {_NAMES[facet]}")


_NAMES = {
    Facet.SHAPE: "shape",
    Facet.DTYPE: "dtype",
    Facet.DEVICE: "device",
    Facet.ALIAS: "pair of arrays",
    Facet.GRAD: "requires_grad",
}


def _library(truth: Truth, library: str) -> str:
    if truth.dtype.startswith("torch.") or truth.type == "Tensor":
        return "torch"
    return library


def _raised(truth: Truth) -> str:
    return f"{truth.error}: {truth.message}" if truth.message else truth.error


def _attribute(found: object, truth: Truth) -> str:
    if truth.error:
        return _raised(truth)
    if found in (None, ""):
        return "none" if truth.type else truth.repr or "none"
    return str(found)


_SHOWN: dict[Facet, Callable[[Truth], str]] = {
    Facet.VALUE: lambda truth: _raised(truth) if truth.error else truth.repr or "None",
    Facet.TEXT: lambda truth: truth.text.rstrip("\n") or _raised(truth),
    Facet.ERROR: lambda truth: truth.error or "none",
    Facet.SHAPE: lambda truth: _attribute(truth.shape, truth),
    Facet.DTYPE: lambda truth: _attribute(truth.dtype, truth),
    Facet.DEVICE: lambda truth: _attribute(truth.device, truth),
    Facet.ALIAS: lambda truth: _attribute(
        None if truth.alias is None else words.alias_shown(truth.alias), truth
    ),
    Facet.GRAD: lambda truth: _attribute(truth.grad, truth),
}


def _value_of_text(text: str) -> Truth | None:
    text = bare(text)
    if (number := numbers.read(text)) is not None:
        return Truth(repr=text, data=(number.text,))
    try:
        node = arrays.read(text)
        if node is None:
            return Truth(type="NoneType", repr="None")
        if isinstance(node, bool):
            return Truth(repr=str(node), data=(str(node),))
        array = arrays.of(node) if isinstance(node, Call | Group) else None
    except ReadingError:
        return None
    data = [_element(item) for item in array.elements] if array else []
    if array is None or None in data:
        return None
    return Truth(repr=text, dtype=array.dtype, shape=array.shape, data=tuple(map(str, data)))


def _element(node: Node) -> str | None:
    return node.text if isinstance(node, Number) else str(node) if isinstance(node, bool) else None


def _shape_of_text(text: str) -> Truth | None:
    shape = shapes.read(text)
    return None if shape is None else Truth(shape=shape)


def _dtype_of_text(text: str) -> Truth | None:
    return Truth(dtype=bare(text)) if dtypes.canonical(bare(text), "") else None


def _device_of_text(text: str) -> Truth | None:
    return Truth(device=bare(text)) if words.read_device(text) else None


def _error_of_text(text: str) -> Truth | None:
    name = errors.read(text)
    return None if name is None else Truth(error=name)


def _alias_of_text(text: str) -> Truth | None:
    shared = words.read_alias(text)
    return None if shared is None else Truth(alias=shared)


def _grad_of_text(text: str) -> Truth | None:
    grad = words.read_bool(text)
    return None if grad is None else Truth(grad=grad)


_OF_TEXT: dict[Facet, Callable[[str], Truth | None]] = {
    Facet.VALUE: _value_of_text,
    Facet.TEXT: lambda text: Truth(text=text),
    Facet.SHAPE: _shape_of_text,
    Facet.DTYPE: _dtype_of_text,
    Facet.DEVICE: _device_of_text,
    Facet.ERROR: _error_of_text,
    Facet.ALIAS: _alias_of_text,
    Facet.GRAD: _grad_of_text,
}
