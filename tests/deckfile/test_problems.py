"""What is wrong with a deck is told at its place, with the fix, and hides nothing else."""

from __future__ import annotations

import pytest

from app.core.problem import Severity
from app.deckfile.load import load_text
from tests.deckfile.decks import GOOD, HEAD, load, names, told

# (lines of a card below its id in line 5, "line:column rule", part of what is wrong, part of the fix)
CARDS = [
    # keys
    ("  qq: a\n  a: b\n", "6:3 E120", "A card has no key `qq`.", "Did you mean `q`?"),
    ("  q: a\n  ansr: b\n", "7:3 E120", "no key `ansr`", "It has: id, q, a,"),
    ("  q: a\n  code: 1\n", "7:3 E120", "no key `code`", "It belongs to `run`: mend its indentation."),
    ("  q: a\n  q: c\n  a: b\n", "7:3 E121", "`q` is there twice, first in line 6", "Keep one of them."),
    ("  a: b\n", "5:3 E122", "This card has no `q`.", "A card has `q` and `a`; or `cloze`;"),
    ("  why: c\n", "5:3 E122", "no `q` and no `a`", "or `q` and `steps`."),
    ("  q: a\n  wrong: [b]\n", "5:3 E122", "no `a`", "needs `q`, `a` and `wrong`"),
    ("  q: a\n  a: b\n  accept: c\n", "8:3 E123", "`accept` has no effect", "add `ask: text`"),
    ("  q: a\n  a: b\n  digits: 3\n", "8:3 E123", "`digits` has no effect", "add `ask: value`"),
    ("  q: a\n  a: b\n  run:\n    code: 1\n", "7:3 E123", "`a` does not go with `run`", "Remove one of them"),
    (
        "  q: a\n  a: b\n  ask: text\n  reverse: true\n",
        "9:3 E123",
        "`reverse` does not go with `ask`",
        "Remove",
    ),
    ("  q: a\n  a: b\n  wrong: [c]\n  ask: text\n", "9:3 E123", "`ask` does not go with `wrong`", "Remove"),
    ("  q: a\n  cloze: '{{b}}'\n", "6:3 E123", "`q` does not go with `cloze`", "Remove one of them"),
    # nesting and types
    ("  q: [MASK]\n  a: b\n", "6:6 E124", "`q` wants a text", "put it in quotes: '[MASK]'."),
    ("  q: a\n  a: [(2, 3), (3, 2)]\n", "7:6 E124", "this is a list", "quotes: '[(2, 3), (3, 2)]'."),
    ("  q:\n  - a\n  a: b\n", "7:3 E124", "`q` wants a text", "Move or remove it."),
    ("  q:\n    en: a\n    why: c\n  a: b\n", "8:5 E124", "`why` stands within `q`", "as deep as `q`"),
    ("  q:\n    english: a\n  a: b\n", "7:5 E124", "`english` is not a language", "such as en or zh"),
    ("  q:\n    en: {a: b}\n  a: b\n", "7:9 E124", "`q.en` wants a text", "quotes: '{a: b}'."),
    ("  q: a\n  run: 1\n", "7:8 E124", "`run` wants a map with `code`, but this is the text `1`", "Indent"),
    ("  q: a\n  a:\n    en: x\n    en: y\n", "9:5 E121", "language `en` is there twice", "Keep one"),
    # values
    ("  q:\n  a: b\n", "6:5 E125", "`q` is empty.", "Write a text or remove the key."),
    ("  q: #1 in line\n  a: b\n", "6:5 E125", "`q` is empty.", "quotes: '#1 in line'."),
    ("  q: '  '\n  a: b\n", "6:6 E125", "`q` is empty.", "Write a text"),
    ("  q: a\n  a: b\n  wrong: []\n", "8:10 E125", "The list `wrong` is empty.", "Fill it"),
    ("  q: a\n  a: b\n  reverse: yes\n", "8:12 E126", "true or false, not `yes`", "`reverse: true`"),
    ("  q: a\n  a: b\n  ask: valu\n", "8:8 E126", "`valu` is nothing to ask for", "Did you mean `value`?"),
    ("  q: a\n  a: b\n  ask: [text, shape]\n", "8:8 E123", "Only a card with `run`", "make several cards"),
    ("  q: a\n  a: b\n  ask: text\n  digits: 20\n", "9:11 E126", "from 1 to 15, not `20`", "Mend"),
    ("  q: a\n  a: b\n  ask: text\n  digits: 2.5\n", "9:11 E126", "a whole number", "digits: 3"),
    ("  q: a\n  a: b\n  tags: a, b\n", "8:9 E126", "`a, b` is not a name", "tags: [one, another]"),
    ("  q: a\n  a: b\n  lint: W20\n", "8:9 E126", "`W20` is not a name that `lint`", ""),
    ("  q: a\n  run:\n    code: 1\n    needs: CUDA!\n", "9:12 E126", "`CUDA!` is not a name", ""),
    ("  q: a\n  run:\n    code: 1\n    timeout: 0\n", "9:14 E126", "from 0.1 to 600, not `0`", ""),
    ("  q: a\n  steps: [one]\n", "7:10 E126", "One step has no order.", "at least two"),
    ("  q: a\n  steps: [one, two, one]\n", "7:10 E123", "`one` is in `steps` twice", "Remove one."),
    ("  q: a\n  a: b\n  wrong: [c, b]\n", "8:10 E123", "A right answer stands among the wrong", "Remove it"),
    (f"  q: a\n  a: {'b' * 20_001}\n", "7:6 E106", "20,001 characters", "Split the card."),
    (f"  q: {'[' * 20}{']' * 20}\n  a: b\n", "6:21 E106", "more than 16 levels", "put it in quotes"),
    # clozes
    ("  cloze: a\n", "6:10 E130", "no hole", "{{key::…}}"),
    ("  cloze: a {{b\n", "6:10 E130", "`{{b` is never closed", "}}"),
    ("  cloze: a {{b} c\n", "6:10 E130", "a `}` too many", "}}"),
    ("  cloze: a {{b {{c}} }}\n", "6:10 E130", "opened within another", "{ {"),
    ("  cloze: a {{ }} b\n", "6:10 E130", "A hole is empty", "{{key::text}}"),
    ("  cloze: a}} b {{c}}\n", "6:10 E130", "never opened", "{{"),
    ("  cloze: '{{a::b}} {{a::c}}'\n", "6:10 E130", "`a` is there twice", "its own key"),
    ("  cloze: {en: '{{a}} {{b}}', zh: '{{c}} {{d}}'}\n", "6:10 E130", "`en` a hole has no key", "same keys"),
    ("  cloze: {en: '{{a::x}}', zh: '{{b::x}}'}\n", "6:10 E130", "not have the same holes: `a`, `b`", "same"),
    # runs
    ("  q: a\n  run:\n    when: x\n", "8:5 E122", "`run` has no `code`", "below `code: |`"),
    ("  q: a\n  run:\n    cod: 1\n", "8:5 E120", "`run` has no key `cod`", "Did you mean `code`?"),
    ("  q: a\n  run:\n    code: $n\n", "8:11 E142", "`$n` is not declared", ""),
    ("  q: a\n  run: {vary: {n: -2..2}, code: $n**2}\n", "7:33 E142", "means -(", ""),
    ("  q: ${k} $x$\n  run: {code: '1'}\n", "6:6 E141", "`${k}` in `q` is not declared", "`${ k }`"),
    ("  q: a\n  run:\n    vary: {n: 3..1}\n    code: $n\n", "8:15 E140", "`n`: ", ""),
    ("  q: a\n  run:\n    vary: {n: 1..3}\n    when: n > 5\n    code: $n\n", "9:11 E140", "`when`: ", ""),
    ("  q: a\n  run:\n    vary: {n: [1, 2]}\n    code: $n\n", "8:15 E124", "`n` is a list", "`n: 1 | 2`"),
    ("  q: a\n  run:\n    vary: {n: }\n    code: $n\n", "8:12 E125", "`n` has nothing", "8..32"),
    (
        "  q: a\n  run:\n    vary: {2n: 1..3}\n    code: $n\n",
        "8:12 E116",
        "`2n` is read as a name",
        "own line",
    ),
    (
        "  q: a\n  run:\n    vary:\n      2n: 1..3\n    code: '1'\n",
        "9:7 E126",
        "`2n` is not a name",
        "letters",
    ),
]


@pytest.mark.parametrize(("lines", "where", "what", "fix"), CARDS)
def test_a_problem_of_a_card_is_told_once_and_at_its_place(
    lines: str, where: str, what: str, fix: str
) -> None:
    """One mistake, one error, with the card's name; the card is left out and the next one is there."""
    loaded = load("- id: x\n" + lines)
    assert [f"{p.line}:{p.column} {p.rule}" for p in loaded.problems] == [where]
    problem = loaded.problems[0]
    assert what in problem.what
    assert fix in problem.fix
    assert (problem.path, problem.card, problem.severity) == ("d.yaml", "d/x", Severity.ERROR)
    assert names(loaded) == ["d/good"]
    assert not loaded.sound


# (text of a file, "line:column rule what" of each problem, names of the good cards or None)
FILES = [
    ("", ["1:1 E103 The file is empty."], None),
    ("\n# only talk\n", ["1:1 E103 The file is empty."], None),
    (
        "- id: x\n  q: a\n",
        ["1:1 E104 A deck is a map with `format`, `deck`, `title` and `cards`, but this is a list."],
        None,
    ),
    (
        "text",
        ["1:1 E104 A deck is a map with `format`, `deck`, `title` and `cards`, but this is a text."],
        None,
    ),
    (
        HEAD + GOOD + "---\na: b\n",
        ["8:1 E105 A second document begins here; a deck file holds one."],
        ["d/good"],
    ),
    (
        HEAD.replace("1", "2") + GOOD,
        ["1:9 E126 This version reads decks of format 1, not `2`."],
        None,
    ),
    (HEAD.replace("d\n", "A b\n", 1) + GOOD, ["2:7 E126 `A b` can't be the id of a deck."], None),
    (HEAD.replace("deck: d\n", "") + GOOD, ["1:1 E122 The deck has no id."], None),
    (
        HEAD.replace("deck: d\n", "") + "- id: x\n  q: a\n",
        ["1:1 E122 The deck has no id.", "4:3 E122 This card has no `a`."],
        None,
    ),
    (
        HEAD.replace("format: 1\n", "") + GOOD,
        ["1:1 W153 The deck does not say its format; 1 is assumed."],
        ["d/good"],
    ),
    (
        HEAD.replace("title: t\n", "") + GOOD,
        ["1:1 W153 The deck has no `title`; its id is shown."],
        ["d/good"],
    ),
    (
        HEAD.replace("title", "titel") + GOOD,
        ["1:1 W153 The deck has no `title`; its id is shown.", "3:1 E120 The deck has no key `titel`."],
        ["d/good"],
    ),
    (HEAD, ["1:1 W152 The deck has no cards yet."], []),
    (HEAD.removesuffix("cards:\n"), ["1:1 E122 The deck has no `cards`."], []),
    (
        HEAD.removesuffix("\n") + " x\n",
        ["4:8 E124 `cards` wants a list of cards, but this is the text `x`."],
        [],
    ),
    (
        HEAD + "- text\n- []\n-\n" + GOOD,
        [
            "5:3 E124 A card is a map of keys, but this is the text `text`.",
            "6:3 E124 A card is a map of keys, but this is a list.",
            "7:2 E124 A card is a map of keys, but this is empty.",
        ],
        ["d/good"],
    ),
    (
        HEAD + GOOD + GOOD,
        ["8:7 E127 The id `good` of line 8 is taken by the card in line 5."],
        ["d/good"],
    ),
    (
        HEAD + GOOD + "cards:\n- id: x\n  q: a\n  a: b\n",
        ["8:1 E121 The key `cards` is there twice."],
        ["d/good", "d/x"],
    ),
    (HEAD + "- id: a b\n  q: a\n  a: b\n" + GOOD, ["5:7 E126 `a b` can't be an id."], ["d/good"]),
]


@pytest.mark.parametrize(("text", "problems", "good"), FILES)
def test_a_problem_of_a_file_is_told(text: str, problems: list[str], good: list[str] | None) -> None:
    """What is wrong with the deck itself leaves what can be used."""
    loaded = load_text(text, "d.yaml")
    assert told(loaded) == problems
    assert (names(loaded) if loaded.deck else None) == good
    assert all(problem.fix for problem in loaded.problems)


def test_a_broken_head_is_read_key_by_key() -> None:
    """Each broken key of the deck is explained; the others and the cards that do not need it stand."""
    head = "format: 1\ndeck: d\ntitle: a: b\nsetup: @x\ntagz: 1\ncards:\n"
    loaded = load_text(head + GOOD + "- id: live\n  q: a\n  run: {code: '1'}\n", "d.yaml")
    assert told(loaded) == [
        "3:9 E109 The text holds a colon with a space (or nothing) after it, which YAML reads as a key.",
        "4:8 E108 YAML does not let a value start with `@`.",
        "5:1 E120 The deck has no key `tagz`.",
        "12:3 E124 This card needs the deck's `setup`, which has an error.",
    ]
    assert names(loaded) == ["d/good"]


def test_all_problems_come_at_once_and_in_order() -> None:
    """A card with three mistakes and a file with three such cards give nine problems."""
    entry = "- id: {}\n  q: ''\n  a: b\n  reverse: x\n  tags: 'a, b'\n"
    loaded = load("".join(entry.format(name) for name in "abc"))
    assert [p.rule for p in loaded.problems] == ["E125", "E126", "E126"] * 3
    assert [p.line for p in loaded.problems] == [6, 8, 9, 11, 13, 14, 16, 18, 19]
    assert names(loaded) == ["d/good"]
