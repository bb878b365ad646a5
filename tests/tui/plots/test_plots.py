"""Plots as lines: never wider than asked for, in proportion, and readable at any size."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from app.tui.plots.braille import line
from app.tui.plots.columns import AXIS, columns, room
from app.tui.plots.heatmap import heatmap, level_of
from app.tui.plots.lines import BAD, BEST, LEVELS, Line, Piece, label, names_at, width_of
from app.tui.plots.stacked import Part, shared_out, stacked
from tests.builders import DAY

WIDTHS = st.integers(20, 160)
TEXTS = st.text(st.sampled_from("ab 激活é\u200b[/]\x1b"), max_size=12)


def text_of(found: Line) -> str:
    """A line without its inks."""
    return "".join(piece.text for piece in found)


def heights(lines: list[Line], width: int) -> list[int]:
    """The height of each column in eighths."""
    rows = [text_of(each)[AXIS:] for each in lines[:-1]]
    slots = range(0, len(rows[0]), width)
    return [sum(" ▁▂▃▄▅▆▇█".index(row[slot]) for row in rows) for slot in slots]


class TestLines:
    @given(text=TEXTS, width=st.integers(1, 20), right=st.booleans())
    def test_labels_take_their_cells(self, text: str, width: int, right: bool) -> None:
        """Wide characters, joiners and what could steer a terminal included."""
        told = label(text, width, right=right)
        assert cell_len(told) == width
        assert "\x1b" not in told

    @given(names=st.lists(TEXTS.map(str.strip), max_size=12), width=WIDTHS)
    def test_names_never_touch(self, names: list[str], width: int) -> None:
        """Each that is told begins at its place; one that would touch the one before is left out."""
        clean = [name if name.isprintable() else "" for name in names]
        told = names_at(clean, [5 * place for place in range(len(names))], width)
        assert cell_len(told) == width

    def test_names_that_do_not_fit_are_left_out(self) -> None:
        """The next that fits is told again."""
        assert names_at(["激活", "b", "c"], [0, 3, 6], 8) == "激活  c "
        assert names_at(["a", "bcd"], [0, 2], 4) == "a   "


class TestColumns:
    @given(
        values=st.lists(st.integers(0, 10**6), min_size=1, max_size=150),
        width=WIDTHS,
        height=st.integers(1, 9),
    )
    def test_width_and_visibility(self, values: list[int], width: int, height: int) -> None:
        """No line is wider than asked for; what is not 0 is seen, and the order of heights is kept."""
        values = values[: room(width)]
        lines = columns(values, [""] * len(values), width, height)
        if not any(values):
            assert lines == []
            return
        assert len(lines) == height + 1
        assert all(width_of(each) <= width for each in lines)
        slot = min(6, max(1, room(width) // len(values)))
        found = heights(lines, slot)[: len(values)]
        assert max(found) == 8 * height
        for value, tall in zip(values, found, strict=True):
            assert (tall > 0) == (value > 0)
            assert abs(tall - 8 * height * value / max(values)) <= 1

    def test_by_hand(self) -> None:
        """Scale, eighths, gaps, names."""
        lines = [text_of(each) for each in columns([1, 0, 8, 4], list("abcd"), AXIS + 12, 1)]
        assert lines == ["     8 ▁▁    ██ ▄▄ ", "     0 a  b  c  d  "]

    @pytest.mark.parametrize(
        ("top", "told"), [(12_345, "12k"), (123, "123"), (2.5, "2.5"), (2, "2"), (14.6, "15")]
    )
    def test_scale(self, top: float, told: str) -> None:
        """Short enough for its place."""
        assert text_of(columns([top], [""], 30, 1)[0]).split()[0] == told


class TestBraille:
    @settings(max_examples=60)
    @given(
        points=st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=60),
        width=WIDTHS,
        height=st.integers(1, 8),
    )
    def test_any_points(self, points: list[float | None], width: int, height: int) -> None:
        """No line is wider than asked for; nothing is drawn of nothing; every other plot has dots."""
        lines = line(points, [""] * len(points), width, height)
        known = [each for each in points if each is not None]
        assert bool(lines) == bool(known)
        assert all(width_of(each) <= width for each in lines)
        if known:
            drawn = "".join(text_of(each)[AXIS:] for each in lines[:-1])
            assert any("\u2800" < char <= "\u28ff" for char in drawn)

    def test_the_scale_begins_at_half_where_it_can(self) -> None:
        """Shares above half would else lie in the upper half."""
        assert text_of(line([0.5, 1.0], ["", ""], 40, 2)[1]).startswith("  50 %")
        assert text_of(line([0.4, 1.0], ["", ""], 40, 2)[1]).startswith("   0 %")

    def test_unknown_points_part_the_line(self) -> None:
        """A gap is left where nothing is known, and a lone point is seen."""
        whole = text_of(line([1.0, 1.0, 1.0], ["", "", ""], 40, 1)[0])[AXIS:]
        parted = text_of(line([1.0, None, 1.0], ["", "", ""], 40, 1)[0])[AXIS:]
        assert " " not in whole.rstrip()
        assert parted.rstrip().count(" ") >= 6
        assert parted[0] != " "

    def test_high_is_up(self) -> None:
        """The first line holds the highest share."""
        lines = line([0.0, 1.0], ["", ""], 40, 4)
        assert text_of(lines[0])[AXIS:].rstrip().startswith(" ")
        assert text_of(lines[3])[AXIS] != " "


class TestHeatmap:
    @given(
        width=st.integers(20, 160),
        back=st.integers(0, 400),
        today=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    )
    def test_any_day(self, width: int, back: int, today: date) -> None:
        """Seven lines between months and legend, none too wide; the last square is today's."""
        lines = heatmap({today: 3, today - timedelta(days=back): 1}, today, width, glyphs=True)
        assert len(lines) == 9
        assert all(width_of(each) <= max(width, 31) for each in lines)
        row = lines[1 + today.weekday()]
        assert row[-1] == Piece("█ ", LEVELS[4])
        assert all(each[-1].text == "  " for each in lines[2 + today.weekday() : 8])

    def test_levels_rise_with_answers(self) -> None:
        """No answer is level 0, the busiest day level 4, and in between even steps."""
        assert [level_of(n, 8) for n in (0, 1, 2, 3, 4, 5, 6, 7, 8)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
        assert [level_of(n, 3) for n in (0, 1, 2, 3)] == [0, 2, 3, 4]
        assert (level_of(0, 0), level_of(9, 1)) == (0, 4)

    def test_shades_need_no_glyphs(self) -> None:
        """Squares alike, told apart by their ink."""
        lines = heatmap({DAY: 3}, DAY, 60, glyphs=False)
        assert {piece.text for piece in lines[1][1:-1]} == {"■ "}
        assert lines[1 + DAY.weekday()][-1].ink == LEVELS[4]


class TestStacked:
    @given(numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=5), cells=st.integers(5, 200))
    def test_cells_are_shared_out(self, numbers: list[int], cells: int) -> None:
        """All of them, at least one for what is not 0, none for what is."""
        if not any(numbers):
            return
        found = shared_out(numbers, cells)
        assert sum(found) == cells
        assert [each > 0 for each in found] == [each > 0 for each in numbers]

    def test_glyphs_and_legend(self) -> None:
        """Parts are told apart without colours; what is 0 is in neither."""
        parts = [Part("a", 3, BEST), Part("b", 0, BAD), Part("激活", 1, BAD)]
        lines = [text_of(each).rstrip() for each in stacked(parts, 8, glyphs=True)]
        assert lines == ["██████▒▒", "█ a 3", "▒ 激活 1"]
        assert stacked([Part("a", 0, BAD)], 20, glyphs=True) == []
