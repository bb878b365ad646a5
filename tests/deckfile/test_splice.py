"""One card's lines are edited within their file; every other byte stays, or the edit is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import ForecallError
from app.deckfile import splice
from app.deckfile.spans import Data, DeckText
from app.deckfile.splice import change, insert, remove, rewrite
from app.deckfile.written import card as new_card

HEAD = "format: 1\ndeck: d\ntitle: t\nsetup: |\n  # - id: not a card\n  import torch\ncards:\n"
PLAIN = "- id: plain\n  q: one  # a note\n  a: two\n  # belongs to plain\n"
STYLES = (
    "- id: styles\n  q:\n    en: 'It''s'   # single\n    zh: \"引\\u53f7\"\n  a: >-\n    folded\n    text\n"
    "  why: |  # kept\n      deep\n        deeper\n\n      end\n  x-mine: [a, 'b c']\n"
)
FLOW = "- {id: flow, q: {en: what, zh: '什么'}, a: this, wrong: [that, those]}\n"
LISTS = "- id: lists\n  q: order\n  steps:\n  - en: a\n    zh: 甲\n  - b  # second\n  - c\n  tags: [x, y]\n"
CODE = (
    "-   id: code\n    q: value\n    run:\n      vary:\n        n: 1..3\n      code: |\n        x = 1\n"
    "        - id: no card\n\n        x + $n\n    ask: value\n"
)
QUOTED = '- id: quoted\n  q: "first\n- id: fake\n  second"\n  a: b\n'
KEPT = "- id: kept\n  q: x\n  a: |+\n    y\n\n\n"
TABS = "- id: tabs\n  q: a\tb\t# not a comment\n  a: |\n    x\ty\n"
ANCHOR = "- id: anchor\n  q: &a x\n  a: *a\n"
CARDS = [PLAIN, STYLES, FLOW, LISTS, CODE, QUOTED, KEPT, TABS, ANCHOR]
# fmt: off
NASTY = [
    "", " ", "x", "no", "1.10", "012", "1:30", "~", "null", "=", "- a", "-", "? a", ": a", "a: b", "a:",
    "a #b", "# x", "'", '"', "''", "\\", "\\frac{a}{b}", "*x", "&x", "!x", "%x", "@x", "`x`", "{{a::b}}",
    "[x", "]", "{", "a, b", "，", "：", "前：后", "a\nb", "a\n", "\na", " a\n b", "a\n\n", "a\n\nb", "\n",
    "\n\n", "\ta", "a\t", "a ", "a\n \nb", "---", "...", "--- a", "a\n---\nb", "a\n- id: z\nb", "<<", "|",
    ">", "x" * 300, "\x07", "a\rb", "a\r\nb", "\u2028", "\ufeff", "\x85", "\U0001f600", "𝒳", "é",
    "\u202e", "\u200b", "cards:",
]
# fmt: on
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
ANY_TEXT = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text(st.sampled_from("a: #-'\"\n\t{}[]|>&*中，"), max_size=12),
)  # fmt: skip
LANGUAGES = st.sampled_from(["en", "zh", "no"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    ANY_TEXT, lambda own: st.lists(own, max_size=3) | st.dictionaries(LANGUAGES, own), max_leaves=4
)
KEYS = ["q", "a", "why", "wrong", "steps", "run", "tags", "x-mine", "ask"]


@st.composite
def decks(draw: st.DrawFn) -> tuple[bytes, str, str]:
    """A deck of some cards with odd gaps; the file, the id of one card, and its line end."""
    cards = draw(st.lists(st.sampled_from(CARDS), min_size=1, max_size=5, unique=True))
    indent = draw(st.sampled_from(["", "  "]))
    gaps = st.sampled_from(["", "\n", "# between\n", "\n  # odd\n\n", "   \n"])
    body = "".join(re.sub("^(?=.)", indent, card, flags=re.MULTILINE) + draw(gaps) for card in cards)
    if QUOTED in cards and indent:
        body = body.replace("  - id: fake", "- id: fake")
    text = HEAD + body
    if draw(st.booleans()) and KEPT not in cards:
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text += ("" if text.endswith("\n") else "\n") + "notes: n.txt  # last\n"
    end = draw(ENDS)
    entry = draw(st.sampled_from(cards)).partition("id: ")[2].partition("\n")[0].partition(",")[0]
    return (draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end)).encode(), entry, end


def all_of(raw: bytes) -> dict[str, object]:
    """What each card of a file holds; what decks can't have is told by its lines."""
    deck = DeckText(raw)
    found: dict[str, object] = {}
    for span in deck.spans:
        try:
            found[span.id] = splice.data(deck, span)
        except ForecallError:
            found[span.id] = deck.block(span)
    return found


def outside(raw: bytes, entry: str) -> list[str]:
    """The lines of a file that are not a card's."""
    deck = DeckText(raw)
    spans = [span for span in deck.spans if span.id == entry]
    if not spans:
        return deck.raw.splitlines(keepends=True)
    start, end = deck.in_raw(spans[0].start), deck.in_raw(spans[0].end)
    return [deck.raw[:start], deck.raw[end:]]


def is_alone(after: bytes, new: str, raw: bytes, old: str) -> bool:
    """Tell whether all bytes around a card stayed; a block scalar at the end of a file needs its line end."""
    before, rest = outside(raw, old)
    return outside(after, new) in ([before, rest], [before, rest or DeckText(raw).line_end])


def sought(node: Any, draw: Callable[..., Any]) -> Any:
    """Another value like `node`: one text of it, or an item more or less, or a key."""
    if isinstance(node, dict) and node:
        key = draw(st.sampled_from([*node]))
        return node | {key: sought(node[key], draw)}
    if isinstance(node, list) and node:
        place = draw(st.integers(0, len(node)))
        act = draw(st.sampled_from(["add", "drop", "change"]))
        if act == "add":
            return [*node[:place], draw(ANY_TEXT), *node[place:]]
        rest = node[:place] + node[place + 1 :]
        return (
            rest if act == "drop" else [*node[: place - 1], draw(ANY_TEXT), *node[place:]] if place else rest
        )
    return draw(ANY_TEXT)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(["", "- id: bad\n  q: What is: x\n", "- id: bad\n  a: |  # x\n   \t\n"]))
def test_change_gives_just_what_was_wanted(data: st.DataObject, broken: str) -> None:
    """What is read from the new file is the old with one card changed; all bytes around the card stay.

    Also where another card is broken.
    """
    raw, entry, end = data.draw(decks())
    if broken:
        top = f"cards:{end}"
        indent = "  " if f"{top}  - " in raw.decode() else ""
        lines = "".join(f"{indent}{line}{end}" for line in broken.splitlines())
        raw = raw.replace(top.encode(), f"{top}{lines}".encode())
    before = all_of(raw)
    own = before[entry]
    if not isinstance(own, dict):
        return
    key = data.draw(st.sampled_from(KEYS))
    value = sought(own[key], data.draw) if key in own and data.draw(st.booleans()) else data.draw(VALUES)
    wanted = own | {key: value}
    if data.draw(st.booleans()):
        del wanted[key]
    try:
        after = change(DeckText(raw), {entry: wanted})
    except ForecallError:
        return
    assert all_of(after) == before | {entry: wanted}
    assert is_alone(after, entry, raw, entry)


@pytest.mark.parametrize("card", [PLAIN, STYLES, LISTS, CODE, TABS])
def test_nothing_is_refused_in_usual_cards(card: str) -> None:
    """Each nasty text can stand in each place of a card that is written as people write."""
    deck = DeckText((HEAD + card + PLAIN.replace("plain", "other")).encode())
    own = splice.data(deck, deck.spans[0])
    entry = str(own["id"])
    for key in ("q", "a", "why"):
        for text in NASTY:
            after = change(deck, {entry: own | {key: text}})
            assert all_of(after)[entry] == own | {key: text}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(decks(), st.sampled_from([STYLES, FLOW, LISTS, CODE, QUOTED, TABS, ANCHOR]), st.booleans())
def test_whole_cards_come_and_go(made: tuple[bytes, str, str], other: str, replaces: bool) -> None:
    """A card put in another's place, put behind it or taken out leaves all others what they were."""
    raw, entry, end = made
    before, deck = all_of(raw), DeckText(raw)
    new = other.replace("id: ", "id: new-", 1).replace("\n", end)
    read = all_of((HEAD + new).encode())
    try:
        if replaces:
            after = rewrite(deck, deck.find(entry), new)
            wanted = {key: value for key, value in before.items() if key != entry} | read
            assert is_alone(after, next(iter(read)), raw, entry)
        else:
            after = insert(deck, new, deck.find(entry))
            is_last = deck.find(entry) == deck.spans[-1] and not raw.decode().endswith(end)
            wanted = (all_of(raw + end.encode()) if is_last else before) | read
    except ForecallError:
        assert other in (ANCHOR, QUOTED)
    else:
        assert all_of(after) == wanted
    left = remove(deck, [deck.find(entry)])
    assert all_of(left) == {key: value for key, value in before.items() if key != entry}


def edited(text: str, entry: str, **values: Data) -> str:
    """Change keys of a card and return the file's text."""
    deck = DeckText(text.encode())
    return change(deck, {entry: splice.data(deck, deck.find(entry)) | values}).decode()


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("  a: b  # why\n", {"a": "c"}, "  a: c  # why\n"),
        ("  a: 'b'\n", {"a": "it's"}, "  a: 'it''s'\n"),
        ('  a: "b"\n', {"a": "c"}, '  a: "c"\n'),
        ("  a: b\n", {"a": "no"}, "  a: 'no'\n"),
        ("  a: 0.5\n", {"a": "0.25"}, "  a: 0.25\n"),
        ("  a: b  # why\n", {"a": "c\nd"}, "  a: |-  # why\n    c\n    d\n"),
        ("  a: |  # why\n      c\n      d\n", {"a": "e\nf\n"}, "  a: |  # why\n      e\n      f\n"),
        ("  a: |  # why\n    c\n", {"a": "e\n"}, "  a: |  # why\n    e\n"),
        ("  a: {en: b, zh: 乙}\n", {"a": {"en": "c", "zh": "乙"}}, "  a: {en: c, zh: 乙}\n"),
        ("  a: b  # why\n", {"a": {"en": "b", "zh": "乙"}}, "  a:  # why\n    en: b\n    zh: 乙\n"),
        ("  a:\n    en: b\n    zh: 乙\n", {"a": "b"}, "  a: b\n"),
        ("  a: b\n  tags: [x, y]\n", {"tags": ["x", "z"]}, "  a: b\n  tags: [x, z]\n"),
        ("  a: b\n  tags: [x]\n", {"tags": ["x", "z"]}, "  a: b\n  tags: [x, z]\n"),
        ("  a: b\n", {"tags": ["x"]}, "  a: b\n  tags: [x]\n"),
        ("  a: b\n  wrong:\n  - c  # 1\n  - d  # 2\n", {"wrong": ["c", "e", "f"]},
         "  a: b\n  wrong:\n  - c  # 1\n  - e  # 2\n  - f\n"),
        ("  a: b\n  wrong:\n  - c  # 1\n  - d  # 2\n", {"wrong": ["d"]}, "  a: b\n  wrong:\n  - d  # 2\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_edits_look_as_a_person_would_make_them(
    before: str, values: dict[str, Data], after: str, end: str
) -> None:
    """Style, comments and order stay; only the text that changed is written anew."""
    head, tail = HEAD + "- id: c\n  q: x\n", "# end\n" + PLAIN
    found = edited((head + before + tail).replace("\n", end), "c", **values)
    assert found == (head + after + tail).replace("\n", end)


def test_a_list_within_a_line_gets_lines_of_its_own_when_it_is_too_long() -> None:
    """One tag after another can be given to a card, and taken away; what stands around the list stays."""
    made = HEAD + "- id: a\n  q: one\n  tags: [t0]  # mine\n  why: so\n" + PLAIN
    tags: list[Data] = ["t0"]
    for number in range(1, 40):
        tags.append(f"a-long-tag-{number}")
        made = edited(made, "a", tags=list(tags))
    assert "  tags:  # mine\n  - t0\n  - a-long-tag-1\n" in made
    assert made.startswith(HEAD + "- id: a\n  q: one\n")
    assert made.endswith("  why: so\n" + PLAIN)
    while len(tags) > 1:
        tags.pop()
        made = edited(made, "a", tags=list(tags))
    assert made == HEAD + "- id: a\n  q: one\n  tags:  # mine\n  - t0\n  why: so\n" + PLAIN


def test_a_new_card_is_written_as_in_the_bundled_decks() -> None:
    """Keys in order, languages below, code in a block; one blank line between cards."""
    card: dict[str, Data] = {
        "id": "n",
        "q": {"en": "What is printed: x?", "zh": "什么"},
        "run": {"vary": {"n": "1..3"}, "code": "x = 1\nx\n"},
        "ask": ["value", "shape"],
    }
    raw = insert(DeckText((HEAD + PLAIN + "\n" + LISTS).encode()), new_card(card)).decode()
    assert raw.endswith(
        "  tags: [x, y]\n\n- id: n\n  q:\n    en: 'What is printed: x?'\n    zh: 什么\n  run:\n    vary:\n"
        "      n: 1..3\n    code: |\n      x = 1\n      x\n  ask: [value, shape]\n"
    )


@pytest.mark.parametrize(
    "cards", ["cards:\n", "cards: []\n", "cards:  # none yet", "cards: [ ] # x\ntags: t\n"]
)
def test_the_first_card_of_a_deck(cards: str) -> None:
    """Goes below `cards:`, however empty that is written."""
    raw = insert(DeckText(("format: 1\ndeck: d\n" + cards).encode()), "- id: n\n  q: x\n  a: y\n")
    assert all_of(raw) == {"n": {"id": "n", "q": "x", "a": "y"}}


def test_a_broken_card_is_mended_beside_another() -> None:
    """What YAML can't read can be replaced, and what it can read can be edited, in a broken file."""
    broken = "- id: bad\n  q: What is printed: x\n  a: b\n"
    other = '- id: worse\n  q: "open\n  a: b\n'
    deck = DeckText((HEAD + PLAIN + broken + LISTS + other).encode())
    assert [span.id for span in deck.spans] == ["plain", "bad", "lists", "worse"]
    after = rewrite(deck, deck.find("bad"), "- id: bad\n  q: 'What is printed: x'\n  a: b\n")
    assert all_of(after)["bad"] == {"id": "bad", "q": "What is printed: x", "a": "b"}
    again = change(DeckText(after), {"plain": {"id": "plain", "q": "one", "a": "three"}})
    assert again.decode() == after.decode().replace("a: two", "a: three")


@pytest.mark.parametrize(
    "block",
    ["", "x", "- a",  "- id: a\n  q: x\n- id: b\n", "- id: a\n  q: 'x\n", "- id: a\nq: x",
     "- id: a\n---\n- b: c\n",
     "- id: a\n  q: x\ntags: y\n", "  - id: a\nq: x", "- q: &a x\n  a: *b\n  tags: [", "- {id: a"],
)  # fmt: skip
def test_what_is_not_one_card_is_refused(block: str) -> None:
    """Nothing is written that would open, close or become another card."""
    deck = DeckText((HEAD + PLAIN + LISTS).encode())
    with pytest.raises(ForecallError):
        rewrite(deck, deck.find("plain"), block)
    with pytest.raises(ForecallError):
        insert(deck, block)


def test_an_id_that_is_there_twice_is_told_with_both_places() -> None:
    """Which of the two is meant is for the author to say."""
    deck = DeckText((HEAD + PLAIN + LISTS + PLAIN).encode())
    with pytest.raises(ForecallError, match=r"twice, in lines 8 and 20"):
        deck.find("plain")
    with pytest.raises(ForecallError, match="taken"):
        insert(deck, PLAIN)
