from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.app import App
from textual.content import Content
from textual.strip import Strip

import app.tui
from app.tui.face import Face, plain, prose
from tests.builders import a_card
from tests.tui.rig import a_choice, notice_of, question_of, review_of, reviewing, shown, until
from tests.tui.rig import plain as text_of
from tests.tui.screen_text import screen_text, styles_of

ROOM = Path(app.tui.__file__).parent
NASTY = "[MASK] x[i] list[int] [/INST] [/b] [@click=app.bell]bell[/] [red]r[/red]"


def shown_of(text: str) -> list[tuple[str, bool]]:
    """Each part's text, and whether it is code."""
    return [(part.body.plain, part.code) for part in prose(text)]


def test_fenced_code_is_code_and_the_rest_is_prose() -> None:
    """Fences part the two; an unclosed fence runs to the end; backticks are not shown."""
    text = "Use `x.T`:\n```python\ny = x.T\n\n  z\n```\nthen\n```\nopen"
    assert shown_of(text) == [("Use x.T:", False), ("y = x.T\n\n  z", True), ("then", False), ("open", True)]


@pytest.mark.parametrize("text", [NASTY, "a ` lone tick", "$5 or $6", "x**2 + y**2", "", "``", "*a* _b_ ~c~"])
def test_what_is_not_code_is_shown_as_typed(text: str) -> None:
    """Markup, formulas and stray signs mean nothing and lose nothing."""
    assert "".join(part.body.plain for part in prose(text)) == text


def test_inline_code_stands_out() -> None:
    """Text between backticks has a style of its own."""
    [part] = prose("the `x` is")
    assert [(span.start, span.end) for span in part.body.spans if span.style] == [(4, 5)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("so $\\frac{a}{b+1}$ it is", "so a/(b + 1) it is"),
        ("**never** on __init__", "never on __init__"),
        ("- one\n- two", "• one\n• two"),
        ("1. one\n   more\n2. two", "1. one\nmore\n2. two"),
        ("$$\\frac{a}{b+1}$$", "a/(b + 1)"),
        ("n | 贡献\n--|--:\n`x` | 1", "n · 贡献\nx · 1"),
    ],
)
def test_what_is_markdown_is_set(text: str, shown: str) -> None:
    """Formulas, bold, lists and tables are shown as what they mean."""
    assert "\n".join(part.prefix.plain + part.body.plain for part in prose(text)) == shown


def test_what_needs_lines_of_its_own_is_drawn_where_it_fits() -> None:
    """A formula alone on its line has two dimensions, a table columns; where they are too wide, lines."""
    parts = prose("$$\\frac{a}{b+1}$$\n贡献 | n\n--|--:\nx | 10\n")
    rows = list(Face(parts)._content(12).plain.split("\n"))
    assert rows == ["  a  ", "─────", "b + 1", "贡献 │  n", "─────┼───"[:4] + "─┼───", "x    │ 10"]
    assert Face(parts)._content(4).plain.split("\n")[:2] == ["a/(b", "+ 1)"]


def test_a_prefix_indents_all_that_follows() -> None:
    """The parts of an option stand below one another, behind its number."""
    parts = prose("one\n- two\n```\ny\n```", prefix=Content("1  "))
    assert [part.prefix.plain for part in parts] == ["1  ", "   • ", ""]


def test_python_in_a_fence_is_coloured_and_other_code_is_not() -> None:
    """The highlighter knows Python only."""
    parts = prose("```python\nx\n```\n```sh\ny\n```", highlight=lambda text: Content(text.upper()))
    assert [part.body.plain for part in parts] == ["X", "y"]


def test_controls_are_cleaned_wherever_they_come_from() -> None:
    """ESC, C1 and bidi characters become a visible replacement."""
    assert plain("a\x1b[31mb\x9bc\u202ed").plain == "a\ufffd[31mb\ufffdc\ufffdd"
    assert prose("a\x1b]0;t\x07b")[0].body.plain == "a\ufffd]0;t\ufffdb"


async def test_deck_text_is_never_markup() -> None:
    """Question, options, answer, why, source, title and notice show brackets as typed."""
    cards = [
        a_choice(question=text_of(NASTY), why=text_of(NASTY), source="[b]s", tags=()),
        a_card("[b]deck/[x]"),
    ]
    async with reviewing(*cards, size=(120, 40)) as pilot:
        assert screen_text(pilot.app).count(NASTY) == 1
        await pilot.press("space")
        text = await shown(pilot)
        assert text.count(NASTY) == 2
        assert "source: [b]s" in text
        await pilot.press("3")
        await pilot.pause(0.1)
        assert "[b]deck" in screen_text(pilot.app).splitlines()[0]
        await pilot.press("space", "3")
        await pilot.pause(0.1)
        await pilot.press("u")
        await pilot.pause(0.1)
        assert question_of(pilot).asked.stored.card.name in notice_of(pilot)


async def test_a_face_wraps_anew_when_its_width_changes() -> None:
    """Resizing the terminal re-wraps the card by words, and CJK by its rules."""
    card = a_card("a/x", question=text_of("激活函数饱和时，梯度消失。" * 6))
    async with reviewing(card, size=(120, 24)) as pilot:
        wide = [line for line in screen_text(pilot.app).splitlines() if "梯" in line]
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        narrow = [line.strip() for line in screen_text(pilot.app).splitlines() if "梯" in line]
        assert len(narrow) > len(wide)
        assert all(line[0] not in "，。" for line in narrow)


async def test_cjk_lines_end_where_they_are_cut() -> None:
    """Rows with wide characters are exactly as wide as the terminal: nothing slides."""
    card = a_card("a/x", question=text_of("梯度消失 and 爆炸。" * 10), source="笔记")
    async with reviewing(card) as pilot:
        strips = pilot.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {80}


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_it_draws_in_the_terminals_own_colours(theme: str) -> None:
    """With the 16 colours of the terminal, text has its default colour, whatever that is."""
    async with reviewing(a_card("a/x"), theme=theme) as pilot:
        await pilot.press("space")
        await shown(pilot)
        assert styles_of(pilot.app, "question") == ["bold default on default"]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_it_draws_on_light_and_dark(theme: str) -> None:
    """On both, muted text differs from the text it accompanies."""
    async with reviewing(a_card("a/x", source="notes"), theme=theme) as pilot:
        await pilot.press("space")
        await shown(pilot)
        assert styles_of(pilot.app, "source") != styles_of(pilot.app, "answer")


async def test_it_draws_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves greys only."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with reviewing(a_card("a/x")) as pilot:
        await pilot.press("space")
        await shown(pilot)
        colours = {
            (segment.style.color, segment.style.bgcolor)
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in strip.apply_filter(pilot.app._filters[-1], pilot.app.screen.background_colors[1])
            if segment.style
        }
        triplets = {c.triplet for pair in colours for c in pair if c is not None and c.triplet is not None}
        assert all(t.red == t.green == t.blue for t in triplets)


def test_one_widget_shows_foreign_text() -> None:
    """`Static`, `Label`, `notify` and `from_markup` read markup: no screen uses them."""
    banned = re.compile(r"\b(Static|Label|Markdown|DataTable|OptionList|notify|from_markup|RichLog)\b")
    for path in ROOM.glob("*.py"):
        assert not banned.findall(path.read_text(encoding="utf-8")), path.name


def test_colours_come_from_the_theme() -> None:
    """No colour is written down: light, dark and the terminal's own all work."""
    for path in ROOM.glob("*.py"):
        assert not re.findall(r"#[0-9a-fA-F]{6}\b|rgb\(", path.read_text(encoding="utf-8")), path.name


def test_an_empty_face_takes_no_line() -> None:
    """The notice line is there only when there is something to say."""
    face = Face()
    assert face.text == ""
    assert face.render() == Content("")


async def test_python_in_a_text_is_coloured_and_formulas_are_laid_out() -> None:
    """On cards that are not live, too, in question, answer and why."""
    card = a_card(
        "a/x",
        question=text_of("What is $\\frac{a}{b}$ here?\n```python\nimport x\n```"),
        answer=text_of("$$\\frac{a}{b+1}$$"),
        why=text_of("```python\nreturn y\n```"),
    )
    async with reviewing(card) as pilot:
        assert "What is a/b here?" in screen_text(pilot.app)
        await until(lambda: review_of(pilot).card.highlight is not Content)
        await pilot.press("space")
        lines = (await shown(pilot)).splitlines()
        bar = next(n for n, line in enumerate(lines) if line.strip() == "─────")
        assert (lines[bar - 1].strip(), lines[bar + 1].strip()) == ("a", "b + 1")
        assert "import x" not in {s.text for strip in _strips(pilot.app) for s in strip}
        assert "return y" not in {s.text for strip in _strips(pilot.app) for s in strip}


def _strips(app: App[None]) -> list[Strip]:
    return app.screen._compositor.render_strips()
