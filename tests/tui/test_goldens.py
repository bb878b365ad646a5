"""Whole screens as text, in two sizes and two languages: FORECALL_GOLDEN=write pytest … writes them anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from app.core.card import Card, Facet, Kind
from app.core.rules import Rules
from app.tui import acts, review
from app.tui.browse import BrowseScreen
from app.tui.edit import EditScreen
from app.tui.help import HelpScreen
from app.tui.past import PastScreen
from app.tui.summary import SummaryScreen
from tests.builders import a_card, a_live_card
from tests.study.fakes import FakeStore
from tests.tui.looks import every_look
from tests.tui.rig import Page, Rig, a_choice, both, opened, plain, shown, until
from tests.tui.screen_text import is_golden, screen_text
from tests.tui.shelf_rig import Shelf, browsing

BASIC = a_card(
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
)
CHOICE = a_choice(
    question=both("Which SVM fits almost linearly separable data?", "哪种 SVM 适合近似线性可分的数据？")
)
ORDER = a_card(
    "pca/steps",
    kind=Kind.ORDER,
    question=both("Put the steps of PCA in order.", "把 PCA 的各步按顺序排好。"),
    answer=None,
    steps=(
        both("standardise", "标准化"),
        both("correlation matrix", "相关系数矩阵"),
        both("eigenvectors", "特征向量"),
    ),
)
TYPED = a_card(
    "optimizers/beta",
    kind=Kind.TYPED,
    question=both("The first default beta of Adam?", "Adam 默认的第一个 beta 是多少？"),
    ask=(Facet.VALUE,),
    answer=plain("0.9"),
)
LIVE = a_live_card(
    "numpy-shapes/reshape",
    code="a = np.arange(12)\na.reshape($n, -1)",
    question=both("What comes out for ${n} rows?", "取 ${n} 行时得到什么？"),
    ask=(Facet.VALUE, Facet.SHAPE),
    why=both("-1 is what is left.", "-1 表示剩下的长度。"),
)
TABLE = a_card(
    "activations/table",
    question=both(
        "| op | gives |\n|---|---|\n| `mean` | $\\frac{1}{n}\\sum_i x_i$ |\n\n"
        "$$\\frac{e^{z_i}}{\\sum_j e^{z_j}}$$",
        "| 运算 | 结果 |\n|---|---|\n| `sum` | 求和，去掉一个轴 |\n\n"
        "这一行很长，用来看换行：行首不能是逗号，也不能是句号。"
        "所以换行的时候要把前一个字一起带到下一行去，这样才好看，读起来也顺。",
    ),
    answer=both("- **one**\n- `two`", "- **一**\n- `二`"),
)
TITLES = {
    "activations": both("Activation functions", "激活函数"),
    "numpy-shapes": both("NumPy shapes", "NumPy 形状"),
    "optimizers": both("Optimizers", "优化器"),
    "pca": both("Principal components", "主成分分析"),
    "svm": both("Support vectors", "支持向量机"),
}
Size = tuple[int, int]


def rig(*first: Card) -> Rig:
    """A rig that asks some cards first."""
    rest = [card for card in (BASIC, CHOICE, LIVE) if card not in first]
    return Rig(FakeStore([*first, *rest], TITLES))


@pytest.fixture(autouse=True)
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys need not wait."""
    monkeypatch.setattr(review, "DEAD_S", 0.0)
    monkeypatch.setattr(acts, "SLOW_S", 60.0)


@every_look
async def test_home(size: Size, language: str) -> None:
    """Decks, counts and keys, aligned in both languages."""
    async with opened(rig(), size=size, language=language) as pilot:
        assert is_golden(pilot.app, "home", language)


@every_look
async def test_home_when_all_is_done(size: Size, language: str) -> None:
    """What one can do now."""
    async with opened(rig(), size=size, language=language, rules=Rules(new_per_day=0)) as pilot:
        assert is_golden(pilot.app, "home_done", language)


@every_look
async def test_home_without_cards(size: Size, language: str) -> None:
    """Where they are looked for."""
    async with opened(Rig(FakeStore([])), size=size, language=language) as pilot:
        assert is_golden(pilot.app, "home_empty", language)


async def _nothing(_: Page) -> None:
    """Stay where it is."""


async def _reveal(pilot: Page) -> None:
    await pilot.press("space")
    await shown(pilot)


async def _pick(pilot: Page) -> None:
    await pilot.press("2")
    await shown(pilot)


async def _put_in_order(pilot: Page) -> None:
    await pilot.press("2", "1", "3")
    await pilot.pause()
    assert "Press the numbers" in screen_text(pilot.app)
    await pilot.press("space")
    await shown(pilot)


async def _type(pilot: Page) -> None:
    await pilot.press(*"0.8", "enter")
    await shown(pilot)


async def _predict(pilot: Page) -> None:
    await until(lambda: "torch 2.13.0" in screen_text(pilot.app))
    await pilot.press("7", "enter", *"(3,4)", "enter")
    await shown(pilot)


async def _flag(pilot: Page) -> None:
    await pilot.press("f", *"typo")
    await pilot.pause()


async def _help(pilot: Page) -> None:
    await pilot.press("question_mark")
    await until(lambda: isinstance(pilot.app.screen, HelpScreen))
    await pilot.pause()


async def _info(pilot: Page) -> None:
    await pilot.press("i")
    await until(lambda: isinstance(pilot.app.screen, PastScreen))
    await until(lambda: "Nothing happened" in screen_text(pilot.app))


REVIEWS: dict[str, tuple[Card, Callable[[Page], Awaitable[None]]]] = {
    "question": (BASIC, _nothing),
    "answer": (BASIC, _reveal),
    "table": (TABLE, _reveal),
    "choice": (CHOICE, _pick),
    "order": (ORDER, _put_in_order),
    "typing": (TYPED, _nothing),
    "typed": (TYPED, _type),
    "live": (LIVE, _predict),
    "flag": (BASIC, _flag),
    "help": (BASIC, _help),
    "info": (BASIC, _info),
}


@pytest.mark.parametrize("name", REVIEWS)
@every_look
async def test_review(name: str, size: Size, language: str) -> None:
    """Each kind of card, asked and answered, and what opens from there."""
    card, go = REVIEWS[name]
    async with opened(rig(card), [], size=size, language=language) as pilot:
        await go(pilot)
        await pilot.pause()
        assert is_golden(pilot.app, name, language)


@every_look
async def test_summary(size: Size, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sitting came to, in no time."""
    monkeypatch.setattr("app.tui.stopwatch.Stopwatch.ms", 0)
    async with opened(rig(BASIC), [], size=size, language=language) as pilot:
        await _reveal(pilot)
        await pilot.press("1")
        await until(lambda: "SVM" in screen_text(pilot.app))
        await pilot.press("q")
        await until(lambda: isinstance(pilot.app.screen, SummaryScreen))
        await until(lambda: "streak" in screen_text(pilot.app))
        assert is_golden(pilot.app, "summary", language)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Two decks in a folder."""
    made = Shelf(tmp_path)
    yield made
    made.store.close()


@every_look
async def test_browser(shelf: Shelf, size: Size, language: str) -> None:
    """Cards in a list, and what is chosen."""
    async with browsing(shelf, "b", size, language=language) as pilot:
        await until(lambda: isinstance(pilot.app.screen, BrowseScreen) and "ReLU" in screen_text(pilot.app))
        await pilot.pause(0.3)
        assert is_golden(pilot.app, "browse", language)


@every_look
async def test_editor(shelf: Shelf, size: Size, language: str) -> None:
    """The card as text, with its faces beside it."""
    async with browsing(shelf, "a", size, language=language) as pilot:
        await until(lambda: isinstance(pilot.app.screen, review.ReviewScreen))
        await pilot.press("e")
        await until(lambda: isinstance(pilot.app.screen, EditScreen))
        await pilot.pause(0.5)
        assert is_golden(pilot.app, "edit", language)


async def test_a_verdict_is_readable_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its signs alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(rig(LIVE), [], size=(120, 40)) as pilot:
        await _predict(pilot)
        assert is_golden(pilot.app, "live", "en")


async def test_too_small() -> None:
    """Only what it needs."""
    async with opened(rig(), size=(20, 10)) as pilot:
        assert is_golden(pilot.app, "too_small", "en")
