from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.prose import Code, Formula, Paragraph, Table, blocks, formulas, spans


def told(text: str) -> list[tuple[str, str]]:
    """Each span's text and the first letter of its style."""
    return [(span.text, span.style.value[0]) for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a **b** `c`$x^2$ d", [("a ", "p"), ("b", "b"), (" ", "p"), ("c", "c"), ("x^2", "f"), (" d", "p")]),
        ("`$x$ **y**`", [("$x$ **y**", "c")]),
        ("costs $5 and $6", [("costs $5 and $6", "p")]),
        ("$5-$6", [("$5-$6", "p")]),
        ("${n} and ${m}", [("${n} and ${m}", "p")]),
        (r"\$x$", [(r"\$x$", "p")]),
        ("x**2 + y**2", [("x**2 + y**2", "p")]),
        ("*a* _b_ **", [("*a* _b_ **", "p")]),
        ("梯度$g$下降", [("梯度", "p"), ("g", "f"), ("下降", "p")]),
        ("", [("", "p")]),
    ],
)  # fmt: skip
def test_spans(text: str, found: list[tuple[str, str]]) -> None:
    """What is meant is found, and money, names to be filled in, powers and stray signs are left alone."""
    assert told(text) == found


def test_blocks_follow_one_another() -> None:
    """Paragraph, list with a continued item, table, code and formula, each as it was written."""
    text = "a\nb\n- c\n  d\n1) e\nx | y\n:--|--:\n1 | `|`\n```python\n- z\n```\n$$\n\\frac{a}{b}\n$$\n$c$"
    found = blocks(text)
    assert [type(block) for block in found] == [
        Paragraph,
        Paragraph,
        Paragraph,
        Table,
        Code,
        Formula,
        Formula,
    ]
    assert [block.mark for block in found if isinstance(block, Paragraph)] == ["", "• ", "1) "]
    assert isinstance(found[1], Paragraph)
    assert found[1].spans[0].text == "c\nd"
    assert isinstance(found[3], Table)
    assert found[3].right == (False, True)
    assert [[cell[0].text for cell in row] for row in found[3].rows] == [["x", "y"], ["1", "|"]]
    assert found[4] == Code("- z", "python")
    assert list(formulas(text)) == ["\\frac{a}{b}", "c"]


@pytest.mark.parametrize("text", ["-1 is odd", "a | b", "a | b\nc | d", "```x``` is code", "$$\nx", "--|--"])
def test_what_only_looks_like_a_block_is_text(text: str) -> None:
    """A negative number is no item, a bar no table, and dollars without an end no formula."""
    assert all(isinstance(block, Paragraph) and not block.mark for block in blocks(text))


def test_rows_of_a_table_have_as_many_cells_as_its_rule() -> None:
    """Missing cells are empty, and those too many are left out; a barred sign can be written."""
    [table] = blocks("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n| x \\| y | |")
    assert isinstance(table, Table)
    cells = [["".join(span.text for span in cell) for cell in row] for row in table.rows]
    assert cells == [["a", "b"], ["1", ""], ["1", "2"], ["x | y", ""]]


@given(st.text(alphabet="ab $`*|-\n1.{}\\中", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    """Whatever is written, all its letters are in some block, in order."""
    shown = []
    for block in blocks(text):
        if isinstance(block, Paragraph):
            shown += [block.mark, *(span.text for span in block.spans)]
        elif isinstance(block, Formula | Code):
            shown.append(block.tex if isinstance(block, Formula) else block.language + block.text)
        else:
            return
    assert [c for c in "".join(shown) if c in "ab中"] == [c for c in text if c in "ab中"]
