"""Drafts of decks: they load but for what is to be filled in, and say nothing that the notes do not."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.card import Kind
from app.core.errors import ForecallError
from app.deckfile.load import load_text
from app.deckfile.values import FILL_IN
from app.study.draft import deck_id_of, draft

NOTES = """\
# Adam
- keeps two means: `m` and `v`  # of the gradient
- bias is corrected

```python
cost = "$5"

print(cost)
```
## Defaults
betas are (0.9, 0.999)
# Empty
"""


def rules_in(text: str) -> set[str]:
    """Return the rules that a deck breaks."""
    return {problem.rule for problem in load_text(text, "d.yaml").problems}


def test_a_draft_has_a_card_for_each_piece_linked_to_its_section() -> None:
    """With what the notes say, as YAML reads it."""
    cards = yaml.safe_load(draft(NOTES, "n.md", "adam"))["cards"]
    assert [(card["source"], card["x-line"]) for card in cards] == [
        ("adam", 2),
        ("adam", 3),
        ("adam", 5),
        ("adam/defaults", 11),
    ]
    assert [card.get("x-note", "").strip() for card in cards] == [
        "keeps two means: `m` and `v`  # of the gradient",
        "bias is corrected",
        "",
        "betas are (0.9, 0.999)",
    ]


def test_nothing_is_asked_before_it_is_filled_in() -> None:
    """Each place is told at its line, and no card is taken in."""
    text = draft(NOTES, "n.md", "adam")
    loaded = load_text(text, "d.yaml")
    assert rules_in(text) == {"E128"}
    assert len(loaded.problems) == text.count(FILL_IN) - 1
    assert loaded.deck is not None
    assert loaded.deck.cards == ()


def test_filled_in_it_is_a_deck_whose_code_is_the_notes_own() -> None:
    """A `$` of the notes stays one."""
    text = (
        draft(NOTES, "n.md", "adam").replace(f"ask: {FILL_IN}", "ask: text").replace(f": {FILL_IN}", ": mine")
    )
    loaded = load_text(text, "d.yaml")
    assert rules_in(text) == {"H161"}
    assert loaded.deck is not None
    assert [card.content.kind for card in loaded.deck.cards].count(Kind.LIVE) == 1
    [code] = [card.content.run.code for card in loaded.deck.cards if card.content.run]
    assert code.rstrip() == 'cost = "$$5"\n\nprint(cost)'


def test_an_empty_heading_is_named_and_gets_no_card() -> None:
    """Nothing is invented."""
    assert "# Empty: line 12\n# empty in the source\n" in draft(NOTES, "n.md", "adam")


@pytest.mark.parametrize(
    ("block", "is_live"),
    [
        ("```python\nx = 1\n```", True),
        ("```py\n>>> x = 1\n>>> x\n1\n```", True),
        ("```python\nx = \n```", False),
        ("```js\nx = 1\n```", False),
        ("```\nx = 1\n```", False),
    ],
)
def test_only_python_that_can_be_read_becomes_live(block: str, is_live: bool) -> None:
    """Other code is material for a card."""
    assert ("\n  run:\n" in draft(f"# A\n{block}\n", "n.md", "d")) is is_live


def test_the_prompts_of_a_session_go() -> None:
    """And what it printed."""
    text = draft("# A\n```python\n>>> for i in x:\n...     i\n3\n```\n", "n.md", "d")
    assert "      for i in x:\n          i\n  ask" in text


def test_notes_without_anything_are_refused() -> None:
    """A heading alone makes no card."""
    for text in ("", "# A\n\n# B\n", "---\ntitle: x\n---\n"):
        with pytest.raises(ForecallError, match=r"n\.md: There is nothing"):
            draft(text, "n.md", "d")


def test_a_wrong_id_is_refused() -> None:
    """With what an id is."""
    with pytest.raises(ForecallError, match="can't be the id"):
        draft(NOTES, "n.md", "No Id")


@pytest.mark.parametrize(
    "stem", ["notes", "Übung 3", "深度学习", "000_78afbb53eb0d8ca2", "a" * 100, "---", "x" * 63 + "-y"]
)
def test_any_file_name_gives_an_id(stem: str) -> None:
    """That a deck can have."""
    assert rules_in(draft(NOTES, f"{stem}.md", deck_id_of(stem))) == {"E128"}


_PARTS = (
    "# h\n|#a: 'b'\n|- x\n|  - y: z\n|```python\n|```\n|x = 1\n|\t|$n|''|\"|{{a}}|\n| |\\|---\n|%|@|&a|*b|!c"
    "|>|\x00|\x85|\u2028|\ufeff|\ufffe|\ud800|\U0001fffe|\r|(to fill in)|: | #|深|1. "
)
UGLY = st.lists(st.sampled_from([*_PARTS.split("|"), "|"]), max_size=25).map("".join)


@given(UGLY | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_draft_of_any_notes_loads_but_for_what_is_to_be_filled_in(text: str) -> None:
    """Whatever stands in them."""
    try:
        told = draft(text, "n: 'x'.md", "d")
    except ForecallError:
        return
    assert rules_in(told) == {"E128"}
