"""What good decks become."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from app.core.card import Card, Comparison, Content, Deck, Facet, Kind, Snippet
from app.core.text import Text
from app.deckfile.load import load_file, load_text
from tests.deckfile.decks import GOOD, HEAD, card, load, names, told

plain = Text.plain


def content(entry: str) -> Content:
    """Return what the one card of an entry asks."""
    return card(entry).content


def test_a_deck_has_all_its_keys() -> None:
    """Every key of deck and card arrives where it belongs."""
    text = (
        "format: 1\ndeck: activations\ntitle:\n  en: Activations\n  zh: 激活函数\nnotes: n.txt\n"
        "tags: [deep, x]\nsetup: |\n  import torch\nx-mine: {any: [thing]}\ncards:\n"
        "- id: a\n  q: Q\n  a: A\n  why: W\n  source: s/t\n  facts: [f1, f2]\n  tags: [x, own]\n"
        "  added: true\n  lint: [-W20]\n  x-note: kept\n"
    )
    loaded = load_text(text, "a.yaml")
    expected = Card(
        "activations",
        "a",
        "",
        Content(Kind.BASIC, plain("Q"), plain("A"), plain("W")),
        tags=("deep", "x", "own"),
        source="s/t",
        facts=("f1", "f2"),
        added=True,
        lint=("-W20",),
    )
    title = Text((("en", "Activations"), ("zh", "激活函数")))
    assert loaded.problems == ()
    assert loaded.sound
    assert loaded.deck == Deck("activations", title, "n.txt", ("deep", "x"), "import torch", (expected,))
    assert loaded.deck.cards[0].line == 12


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("- id: x\n  q: Q\n  a: A\n", Content(Kind.BASIC, plain("Q"), plain("A"))),
        (
            "- id: x\n  q: Q\n  a: A\n  wrong: [B, C]\n  accept: D\n",
            Content(
                Kind.CHOICE,
                plain("Q"),
                plain("A"),
                accept=(plain("D"),),
                wrong=(plain("B"), plain("C")),
            ),
        ),
        (
            "- id: x\n  q: Q\n  a: (0.9, 0.999)\n  ask: value\n  digits: 3\n  accept: ['1', {en: b}]\n",
            Content(
                Kind.TYPED,
                plain("Q"),
                plain("(0.9, 0.999)"),
                accept=(plain("1"), Text((("en", "b"),))),
                ask=(Facet.VALUE,),
                compare=Comparison(3),
            ),
        ),
        (
            "- id: x\n  q: Q\n  steps: [one, two]\n",
            Content(Kind.ORDER, plain("Q"), steps=(plain("one"), plain("two"))),
        ),
        (
            "- id: x\n  q: Q\n  run:\n    code: |\n      a = 1\n      a\n  strict: true\n  base_ok: true\n",
            Content(
                Kind.LIVE,
                plain("Q"),
                ask=(Facet.VALUE,),
                run=Snippet("a = 1\na"),
                compare=Comparison(None, True, True),
            ),
        ),
    ],
)
def test_the_keys_decide_the_kind(entry: str, expected: Content) -> None:
    """`run`, `steps`, `wrong` and `ask` each make a kind; without them a card is basic."""
    assert content(entry) == expected


def test_a_live_card_has_its_whole_run() -> None:
    """Setup, ranges in the order of the file, constraint, needs, limit and facets arrive."""
    text = (
        "format: 1\ndeck: d\ntitle: t\nsetup: import torch\ncards:\n- id: x\n  q: Shape for ${k}?\n  run:\n"
        "    vary:\n      n: 8..32 step 4\n      k: 1 | 3\n      m: = n + k\n    when: m > k\n"
        "    code: torch.zeros($n, $m)\n    needs: [cuda, torch>=2.4]\n    timeout: 2.5\n"
        "  ask: [shape, dtype]\n"
    )
    loaded = load_text(text, "d")
    vary = (("n", "8..32 step 4"), ("k", "1 | 3"), ("m", "= n + k"))
    snippet = Snippet("torch.zeros($n, $m)", "import torch", vary, "m > k", ("cuda", "torch>=2.4"), 2500)
    assert loaded.problems == ()
    assert loaded.deck is not None
    asked = loaded.deck.cards[0].content
    assert (asked.run, asked.ask, asked.answer) == (snippet, (Facet.SHAPE, Facet.DTYPE), None)


@pytest.mark.parametrize("face", ["q", "why"])
def test_a_name_may_be_used_on_a_face_only(face: str) -> None:
    """What is drawn for the question alone is not idle."""
    faces = {"q": "Q", "why": "W", face: "for ${n}"}
    entry = f"- id: x\n  q: {faces['q']}\n  why: {faces['why']}\n  run: {{vary: {{n: 1..3}}, code: '1'}}\n"
    assert load(entry).problems == ()


def test_a_reversed_card_is_two() -> None:
    """The second one asks in the other direction and has a part of its own."""
    loaded = load("- id: x\n  q: Q\n  a: A\n  why: W\n  reverse: true\n")
    assert loaded.deck is not None
    there, back = loaded.deck.cards[:2]
    assert (there.part, there.content.question, there.content.answer) == ("", plain("Q"), plain("A"))
    assert (back.part, back.content.question, back.content.answer) == ("reverse", plain("A"), plain("Q"))
    assert back.content.why == plain("W")


def test_a_cloze_is_a_card_a_hole() -> None:
    """Each card shows its own hole as […] and the others' text, in each language by key."""
    loaded = load(
        "- id: x\n  cloze:\n    en: tanh {{fault::saturates}}, is {{gain::zero-mean}}.\n"
        "    zh: tanh {{gain::零均值}}，但{{fault::会饱和}}。\n"
    )
    assert loaded.deck is not None
    first, second = loaded.deck.cards[:2]
    assert first.name == "d/x/fault"
    assert first.content.question == Text((("en", "tanh […], is zero-mean."), ("zh", "tanh 零均值，但[…]。")))
    assert first.content.answer == Text((("en", "saturates"), ("zh", "会饱和")))
    assert second.name == "d/x/gain"
    assert second.content.question.to("zh") == "tanh […]，但会饱和。"


@pytest.mark.parametrize("value", ["no", "1.10", "012", "1:30", "2026-01-01", "~", "0x1F", "1_000", "yes"])
def test_no_yaml_type_changes_a_text(value: str) -> None:
    """A scalar is its text; that other programs see a type is a hint, and quotes still it."""
    loaded = load(f"- id: x\n  q: {value}\n  a: '{value}'\n")
    assert loaded.deck is not None
    asked = loaded.deck.cards[0].content
    assert (asked.question, asked.answer) == (plain(value), plain(value))
    assert [(p.line, p.column, p.rule, str(p.severity)) for p in loaded.problems] == [(6, 6, "H160", "hint")]


@pytest.mark.parametrize("value", ["5", "-1", "0.9", "True", "1e-3", "None", "(1, 2)", "x", "nan"])
def test_a_value_that_means_its_text_gets_no_hint(value: str) -> None:
    """Numbers and names that every reader shows alike need no quotes."""
    assert load(f"- id: x\n  q: {value}\n  a: b\n").problems == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_matter(line_end: str, mark: str) -> None:
    """The same deck comes from every line end, at the same lines and columns."""
    text = HEAD + "- id: x\n  q: |\n    a\n    b\n  a: no\n" + GOOD
    loaded = load_text(mark + text.replace("\n", line_end), "d.yaml")
    assert loaded == load_text(text, "d.yaml")
    assert loaded.deck is not None
    assert loaded.deck.cards[0].content.question == plain("a\nb")


@pytest.mark.parametrize(
    "text",
    [
        '{"format": 1, "deck": "d", "title": "t", "cards": [{"id": "good", "q": "one", "a": "two"}]}',
        "---\n" + HEAD + GOOD,
        "cards:\n" + GOOD + "title: t\ndeck: d\nformat: 1\n",
        "cards: # all of them\n  - a: two\n    id: good\n    q: one\nformat: 1\ntitle: t\ndeck: d\n",
        HEAD + "-\n  id: good\n  q: one\n  a: two\n...\n",
    ],
)
def test_the_same_deck_may_be_written_differently(text: str) -> None:
    """JSON, another order of keys, indented lists and document marks give the same deck."""
    loaded = load_text(text, "d.yaml")
    assert loaded.problems == ()
    assert loaded.deck == load_text(HEAD + GOOD, "d.yaml").deck


def test_deck_keys_behind_the_cards_count_for_them() -> None:
    """Tags and setup that stand below the cards reach them."""
    live = "- id: x\n  q: Q\n  run: {code: '1'}\n"
    loaded = load_text(HEAD + live + "tags:\n- t1\nsetup: a = 1\n", "d.yaml")
    assert loaded.problems == ()
    assert loaded.deck is not None
    one = loaded.deck.cards[0]
    assert one.tags == ("t1",)
    assert one.content.run == Snippet("1", "a = 1")


def test_a_card_without_id_can_be_reviewed() -> None:
    """It gets an id made of its content, the same for two clones, and a hint that says which."""
    first, second = (load_text(f"{HEAD}{before}- q: Q\n  a: A\n", "d") for before in ("", GOOD))
    assert first.deck is not None
    entry = first.deck.cards[0].entry
    assert names(second) == ["d/good", f"d/{entry}"]
    assert told(first) == ["5:3 H161 This card has no id yet: once its text is edited, it is a new card."]
    assert first.problems[0].fix == f"Add `id: {entry}`."
    assert set(entry) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert len(entry) == 8


def test_two_cards_alike_without_id_get_two_ids() -> None:
    """Ids stay unique in a deck, even minted ones."""
    loaded = load_text(HEAD + "- q: Q\n  a: A\n" * 3, "d")
    assert len({*names(loaded)}) == 3


def test_lint_exempts_from_hints_and_warnings_only() -> None:
    """A rule named in `lint` is silent for that card; an error never is."""
    entry = "- id: x\n  q: no\n  a: C # is\n  lint: [-H160, -W150]\n"
    assert load(entry).problems == ()
    broken = load(entry.replace("-W150", "-E123") + "  accept: x\n")
    assert [p.rule for p in broken.problems] == ["W150", "E123"]


def test_a_large_deck_takes_time_in_proportion(tmp_path: Path) -> None:
    """20,000 cards load, and every one is there: nothing is looked up in a list."""
    file = tmp_path / "big.yaml"
    file.write_text(HEAD + "".join(f"- id: c{i}\n  q: q{i}\n  a: a{i}\n" for i in range(20_000)))
    loaded = load_file(file)
    assert loaded.sound
    assert loaded.deck is not None
    assert len(loaded.deck.cards) == 20_000
    assert all(a.line + 3 == b.line for a, b in pairwise(loaded.deck.cards))
