"""Whole screens as text: FORECALL_GOLDEN=write pytest … writes them anew."""

from __future__ import annotations

import pytest

from app.core.card import Card, Facet
from app.tui import review
from app.tui.summary import SummaryScreen
from tests.builders import a_card, a_live_card
from tests.study.fakes import FakeStore
from tests.tui.rig import Rig, a_choice, both, opened, plain, shown, until
from tests.tui.screen_text import is_golden, screen_text

CARDS: tuple[Card, ...] = (
    a_card(
        "activations/sigmoid-faults",
        question=both(
            "Two drawbacks of `sigmoid` as a hidden activation?", "`sigmoid` 用作隐藏层激活有哪两个缺点？"
        ),
        answer=both(
            "It saturates, so that gradients vanish, and its output is not zero-mean.",
            "它会饱和，使梯度消失；它的输出也不是零均值的，因此各层权重的更新方向会被绑在一起，收敛变慢。",
        ),
        why=both(
            "Its derivative is at most 1/4.",
            "它的导数最大只有 1/4（在 0 处取到），层数一多，连乘之后就接近于 0。",
        ),
        source="pytorch/activations",
    ),
    a_choice(question=plain("Which SVM fits data that are almost linearly separable?")),
    a_live_card(
        "numpy-shapes/reshape",
        code="a = np.arange(12)\na.reshape($n, -1)",
        question=plain("What comes out for ${n} rows?"),
        ask=(Facet.VALUE, Facet.SHAPE),
        why=plain("-1 is what is left."),
    ),
)
TITLES = {
    "activations": both("Activation functions", "激活函数"),
    "svm": both("Support vectors", "支持向量机"),
}


def rig(first: int = 0) -> Rig:
    """A rig whose first card is one of the cards above."""
    return Rig(FakeStore([*CARDS[first:], *CARDS[:first]], TITLES))


@pytest.mark.parametrize(
    ("name", "size", "language"), [("home", (80, 24), "en"), ("home_zh", (120, 40), "zh")]
)
async def test_home(name: str, size: tuple[int, int], language: str) -> None:
    """Decks, counts and keys, aligned in both languages."""
    async with opened(rig(), size=size, language=language) as pilot:
        assert is_golden(pilot.app, name)


@pytest.mark.parametrize(
    ("name", "size", "language"), [("answer", (80, 24), "en"), ("answer_zh", (80, 24), "zh")]
)
async def test_answer(name: str, size: tuple[int, int], language: str) -> None:
    """Question, answer, why, source and the grade keys."""
    async with opened(rig(), [], size=size, language=language) as pilot:
        await pilot.press("space")
        await shown(pilot)
        assert is_golden(pilot.app, name)


async def test_choice() -> None:
    """Numbered options, the right one and the picked one marked."""
    async with opened(rig(1), []) as pilot:
        await pilot.press("1")
        await shown(pilot)
        assert is_golden(pilot.app, "choice")


async def test_live_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict is readable by its signs alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(rig(2), [], size=(120, 40)) as pilot:
        await until(lambda: "torch 2.13.0" in screen_text(pilot.app))
        await pilot.press("7", "enter", "(", "3", ",", "4", ")", "enter")
        await shown(pilot)
        assert is_golden(pilot.app, "live")


async def test_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sitting came to, in no time."""
    monkeypatch.setattr(review, "monotonic", lambda: 0.0)
    async with opened(rig(), []) as pilot:
        await pilot.press("space", "1")
        await until(lambda: "Support vectors" in screen_text(pilot.app))
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await pilot.pause()
        assert is_golden(pilot.app, "summary")
