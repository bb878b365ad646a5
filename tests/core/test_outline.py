"""The outline of notes, clean and messy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.outline import Section, outline, slug_of, within
from app.core.pieces import Form


def slugs(text: str) -> list[str]:
    """Return the slugs of the sections."""
    return [section.slug for section in outline(text)]


def test_headings_nest_by_their_level() -> None:
    """A section within another one has both names; its lines are its own."""
    found = outline("# A\none\n## B\ntwo\n\n### C\nthree\n# D\nfour\n")
    assert [(s.slug, s.level, s.first, s.last) for s in found] == [
        ("a", 1, 1, 2),
        ("a/b", 2, 3, 4),
        ("a/b/c", 3, 6, 7),
        ("d", 1, 8, 9),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("#pytorch", "pytorch"),
        ("##numpy知识", "numpy知识"),
        ("# 支持向量机：", "支持向量机"),
        ("#keras ", "keras"),
        ("## A ##", "A"),
        ("   ### *B* `c`", "B c"),
        ("# [Adam](https://x.org)", "Adam"),
        ("#\tTab", "Tab"),
    ],
)
def test_a_heading_needs_no_blank_and_loses_its_marks(line: str, title: str) -> None:
    """As people type them."""
    assert [section.title for section in outline(f"{line}\ntext")] == [title]


@pytest.mark.parametrize(
    "line",
    [
        "＃按行独立排序",
        "#!/bin/sh",
        "#include <a.h>",
        "####### seven",
        "    # indented code",
        "a # b",
        "#",
        "# :",
        "a ＃b",
    ],
)
def test_what_only_looks_like_a_heading_is_none(line: str) -> None:
    """Full-width signs, shebangs, comments in the middle of a line."""
    assert slugs(f"# A\n{line}\n") == ["a"]


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```python", "- ```"])
def test_what_stands_in_a_code_fence_is_no_heading(fence: str) -> None:
    """A comment of Python is none."""
    close = fence.strip("- ").rstrip("python")
    [section] = outline(f"# A\n{fence}\n# comment\n{close}\n")
    assert [(piece.form, piece.text) for piece in section.pieces] == [(Form.CODE, "# comment")]


def test_a_fence_that_is_never_closed_swallows_nothing() -> None:
    """Nor does one that a shorter or other one seems to close."""
    assert slugs("# A\n```\n# B\n~~~\n# C\n") == ["a", "b", "c"]
    assert slugs("# A\n````\n# B\n```\n# C\n````\n# D\n") == ["a", "d"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: x\ntags:\n  - y\n\n# c\n---\n# A\n", ["a"]),
        ("+++\ntitle = 'x'\n+++\n# A\n", ["a"]),
        ("---\nno yaml at all, a sentence\n# A\n---\n", ["top", "a"]),
        ("---\ntitle: never closed\n# A\n", ["top", "a"]),
        ("\ufeff---\ntitle: x\n---\n# A\n", ["a"]),
        ("---\r\ntitle: x\r\n---\r\n# A\r\n", ["a"]),
    ],
)
def test_front_matter_is_no_section(text: str, found: list[str]) -> None:
    """Closed, and made of keys."""
    assert slugs(text) == found


def test_underlined_headings_are_read() -> None:
    """But neither a rule between paragraphs nor a table."""
    assert slugs("Title\n=====\ntext\n\nPart\n----\nmore\n") == ["title", "title/part"]
    assert slugs("# A\ntwo lines\nof text\n---\n\n---\n| a |\n---\n- b\n---\n") == ["a"]


def test_a_sentence_as_a_heading_is_a_remark_and_a_piece() -> None:
    """Its section is named by it."""
    [section, other] = outline(
        "##损失函数刻画差距。然后通过反向传播使差距减小\ntf.nn.relu\n##参数计算：\nx\n"
    )
    assert (section.is_remark, other.is_remark) == (True, False)
    assert [piece.text for piece in section.pieces] == [
        "损失函数刻画差距。然后通过反向传播使差距减小",
        "tf.nn.relu",
    ]


@pytest.mark.parametrize("title", ["fast.ai", "1. Intro", "Adam, RMSprop", "What is PCA?", "GPT-4.5 notes"])
def test_a_title_with_a_stop_in_it_is_no_remark(title: str) -> None:
    """Versions, numbers, questions."""
    assert not outline(f"# {title}\nx")[0].is_remark


def test_an_empty_heading_is_told_and_an_outer_one_is_not_empty() -> None:
    """What has sections within is no empty heading."""
    found = outline("# caffe\n\n# keras\n## layers\ntext\n# theano\n---\n")
    assert [(s.slug, s.is_empty) for s in found] == [
        ("caffe", True),
        ("keras", False),
        ("keras/layers", False),
        ("theano", True),
    ]


def test_equal_headings_get_different_slugs() -> None:
    """Numbered from the second on."""
    assert slugs("# A\n# A\n# A\n## B\n## B\n") == ["a", "a-2", "a-3", "a-3/b", "a-3/b-2"]


def test_a_slug_holds_letters_of_any_script() -> None:
    """Full-width ones are folded."""
    assert slug_of("Ｔensor 的拼接 (cat)!") == "tensor-的拼接-cat"
    assert slug_of("!!") == "section"


def test_pieces_are_bullets_with_what_is_below_them_paragraphs_and_code() -> None:
    """With their lines."""
    [section] = outline(
        "# A\n- one\n  more\n  - inner\n* two\n\n（1）梯度消失\n3.14 is pi\nand on\n\n**bold** text\n"
    )
    assert [(p.form.value, p.text, p.line) for p in section.pieces] == [
        ("bullet", "one\nmore\n- inner", 2),
        ("bullet", "two", 5),
        ("bullet", "梯度消失\n3.14 is pi\nand on", 7),
        ("paragraph", "**bold** text", 11),
    ]


def test_a_block_of_code_keeps_its_inner_margin_and_its_language() -> None:
    """The margin of the fence goes."""
    [section] = outline("# A\n  ```{.Python .x}\n  if a:\n\n      b\n  ```\n")
    [piece] = section.pieces
    assert (piece.text, piece.language) == ("if a:\n\n    b", "python")


def test_what_stands_before_the_first_heading_is_a_section() -> None:
    """Only if there is anything."""
    assert slugs("text\n# A\n") == ["top", "a"]
    assert slugs("\n\n# A\n") == ["a"]
    assert slugs("") == []


def test_sections_from_elsewhere_are_told_empty_by_the_lines_they_have() -> None:
    """A heading alone is empty; a line of text is not."""
    given_ = [
        Section(slug, "", 1, first, last) for slug, first, last in [("a", 1, 2), ("b", 3, 3), ("c", 4, 4)]
    ]
    found = within([*given_, Section("c/d", "", 2, 5, 9)], "#a\n\ntext\n#c\n##d\nx\n")
    assert [section.is_empty for section in found] == [True, False, False, False]


@given(
    st.lists(
        st.sampled_from(["#", "##", " a", "\n", "```", "---", "- ", "1. ", "＃", "\t", "x. y", "===", "\r"])
    )
)
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_outline(parts: list[str]) -> None:
    """Slugs are unique, lines are in order, each piece is where it is said to be."""
    text = "".join(parts)
    found = outline(text)
    assert len({section.slug for section in found}) == len(found)
    assert [section.first for section in found] == sorted(section.first for section in found)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for section in found:
        assert section.first <= section.last <= len(lines)
        for piece in section.pieces:
            assert section.first <= piece.line <= section.last
            assert piece.text


@pytest.mark.parametrize(
    "text", ["```x\n" * 4000, "# [" * 30000, "#" + " a" * 50000, "- " * 50000, "```" + "a" * 50000 + "`"]
)
def test_hostile_notes_take_no_longer_than_others(text: str) -> None:
    """Nothing here is looked at again and again; otherwise this test would take minutes."""
    assert len(outline(text)) <= 1
