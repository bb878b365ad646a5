"""Answers of one word: devices, view or copy, requires_grad."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.card import Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, outcome

DEVICE_ROWS: list[tuple[str, str, Outcome]] = [
    ("cpu", "cpu", R),
    ("cpu", "CPU", R),
    ("cpu", "ＣＰＵ", R),
    ("cpu", "torch.device('cpu')", R),
    ("cpu", "device(type='cpu')", R),
    ("cpu", "'cpu'", R),
    ("cpu", "x.device = cpu", R),
    ("cpu", "cuda", W),
    ("cpu", "mps", W),
    ("cpu", "gpu", U),
    ("cpu", "processor", U),
    ("cpu", "cpu cuda", U),
    ("cuda:0", "cuda", R),
    ("cuda:0", "cuda:0", R),
    ("cuda:0", "Cuda：0", R),
    ("cuda:0", "device(type='cuda', index=0)", R),
    ("cuda:0", "cuda:1", W),
    ("cuda:1", "cuda", W),
    ("cuda", "cuda:0", R),
    ("mps:0", "mps", R),
    ("mps:0", "cuda", W),
    ("meta", "meta", R),
]


@pytest.mark.parametrize(("device", "typed", "expected"), DEVICE_ROWS)
def test_a_device_is_its_type_and_index(device: str, typed: str, expected: Outcome) -> None:
    """Without an index the first one is meant; case and wrapper are free."""
    assert outcome(Facet.DEVICE, typed, Truth(type="Tensor", device=device)) is expected


@pytest.mark.parametrize(
    ("typed", "shared", "unshared"),
    [(word, R, W) for word in ("view", "a view", "View", "shares", "shares memory", "alias", "yes", "True",
                               "共享", "共享内存", "视图", "是", "shared = True")]
    + [(word, W, R) for word in ("copy", "a copy", "Copy.", "not shared", "no", "False", "independent",
                                 "副本", "拷贝", "复制", "不共享", "否")]
    + [(word, U, U) for word in ("maybe", "1", "0", "tensor", "view copy")],
)  # fmt: skip
def test_view_or_copy_is_said_in_the_usual_words(typed: str, shared: Outcome, unshared: Outcome) -> None:
    """The question is whether memory is shared: view, 共享 and yes agree; so do copy, 副本 and no."""
    assert outcome(Facet.ALIAS, typed, Truth(type="tuple", alias=True)) is shared
    assert outcome(Facet.ALIAS, typed, Truth(type="tuple", alias=False)) is unshared


@pytest.mark.parametrize(
    ("typed", "on", "off"),
    [("True", R, W), ("yes", R, W), ("requires_grad=True", R, W), ("False", W, R), ("否", W, R), ("1", U, U)],
)
def test_requires_grad_is_a_truth_value(typed: str, on: Outcome, off: Outcome) -> None:
    """It is answered as any other truth value."""
    assert outcome(Facet.GRAD, typed, Truth(type="Tensor", grad=True)) is on
    assert outcome(Facet.GRAD, typed, Truth(type="Tensor", grad=False)) is off


@pytest.mark.parametrize(
    ("facet", "truth", "shown", "detail"),
    [
        (Facet.DEVICE, Truth(type="Tensor", device="cuda:0"), "cuda:0", "it is cuda:0"),
        (Facet.ALIAS, Truth(type="tuple", alias=True), "view (shares memory)", "it is view (shares memory)"),
        (Facet.ALIAS, Truth(type="tuple", alias=False), "copy", "it is copy"),
        (Facet.GRAD, Truth(type="Tensor", grad=False), "False", "it is False"),
    ],
)
def test_the_right_word_is_told(facet: Facet, truth: Truth, shown: str, detail: str) -> None:
    """A wrong answer is told the right one."""
    other = {"cuda:0": "cpu", "copy": "view", "False": "True"}.get(shown, "copy")
    found = judge(facet, other, truth)
    assert (found.truth, found.detail) == (shown, detail)
