"""What hand-written YAML does, silently or deadly: caught, explained, and hiding no other card."""

from __future__ import annotations

import pytest

from app.deckfile.load import load_text
from tests.deckfile.decks import GOOD, HEAD, load, names

QUOTE_IT = "Put the whole value in quotes: {}, or write it on the next line below `|`."
ESCAPE = "In double quotes YAML reads `\\` as the start of an escape"
WANTS = "`q` wants a text, or a map of language to text"
COLON = "The text holds a colon with a space (or nothing) after it, which YAML reads as a key."
INDENT = "The indentation of this line does not match the lines around it."

# (value of `q` in line 6, "line:column rule", what, fix); the column of the value is 6
DEADLY = [
    ("What is printed:", "6:21 E109", COLON, QUOTE_IT.format("'What is printed:'")),
    ("What is printed: x", "6:21 E109", COLON, QUOTE_IT.format("'What is printed: x'")),
    ("lambda x: x", "6:14 E109", COLON, QUOTE_IT.format("'lambda x: x'")),
    ("it's lambda x: x", "6:19 E109", COLON, QUOTE_IT.format("'it''s lambda x: x'")),
    ("one\n    two: three", "7:5 E114", INDENT, ""),
    ("one\n    and two: three", "7:12 E109", COLON, QUOTE_IT.format("'and two: three'")),
    (
        "{{a::b}} is",
        "6:6 E108",
        "A value that starts with `{{` is read as a map, not as text.",
        QUOTE_IT.format("'{{a::b}} is'"),
    ),
    (
        "{{a::b}}",
        "6:6 E108",
        "A value that starts with `{{` is read as a map, not as text.",
        "Put the whole value in quotes, or on its own line below `|`.",
    ),
    (
        "[MASK] is",
        "6:6 E108",
        "A value that starts with `[` is read as a list, and this one is not a complete one.",
        QUOTE_IT.format("'[MASK] is'"),
    ),
    (
        "[1, 2",
        "6:6 E108",
        "A value that starts with `[` is read as a list, and this one is not a complete one.",
        QUOTE_IT.format("'[1, 2'"),
    ),
    (
        "{a: 1",
        "6:6 E108",
        "A value that starts with `{` is read as a map, and this one is not a complete one.",
        QUOTE_IT.format("'{a: 1'"),
    ),
    (
        "[x[0, 1], y]",
        "6:6 E108",
        "YAML can't read this list or map in brackets.",
        "Put each text in it in quotes, or the whole value if it is one text.",
    ),
    (
        "**kwargs",
        "6:6 E108",
        "A value that starts with `*` is read as a YAML alias.",
        QUOTE_IT.format("'**kwargs'"),
    ),
    (
        "*args, more",
        "6:6 E108",
        "A value that starts with `*` is read as a YAML alias.",
        QUOTE_IT.format("'*args, more'"),
    ),
    (
        "*args",
        "6:6 E113",
        "`*args` is a YAML alias, and decks have none.",
        "If it is meant as text, put the whole value in quotes.",
    ),
    (
        "@ is matmul",
        "6:6 E108",
        "YAML does not let a value start with `@`.",
        QUOTE_IT.format("'@ is matmul'"),
    ),
    ("`x`", "6:6 E108", "YAML does not let a value start with a backtick.", QUOTE_IT.format("'`x`'")),
    ("%timeit", "6:6 E108", "YAML does not let a value start with `%`.", QUOTE_IT.format("'%timeit'")),
    (", x", "6:6 E108", "YAML does not let a value start with a comma.", QUOTE_IT.format("', x'")),
    (
        "&x y",
        "6:6 E113",
        "`&x` is a YAML anchor, and decks have none.",
        "If it is meant as text, put the whole value in quotes.",
    ),
    (
        "!x y",
        "6:6 E113",
        "`!x` is a YAML tag, and decks have none: every value is its text.",
        "If it is meant as text, put the whole value in quotes.",
    ),
    (
        "- x",
        "6:6 E108",
        "A value that starts with `- ` is read as an item of a list.",
        QUOTE_IT.format("'- x'"),
    ),
    ("-", "6:6 E108", "A value that starts with `- ` is read as an item of a list.", QUOTE_IT.format("'-'")),
    ("? x", "6:6 E108", "A value that starts with `? ` is read as a key.", QUOTE_IT.format("'? x'")),
    (
        "> 5",
        "6:6 E108",
        "`>` begins a text on the next lines, so nothing else may stand behind it.",
        QUOTE_IT.format("'> 5'"),
    ),
    (
        ">= 5",
        "6:6 E108",
        "`>` begins a text on the next lines, so nothing else may stand behind it.",
        QUOTE_IT.format("'>= 5'"),
    ),
    (
        "|x|",
        "6:6 E108",
        "`|` begins a text on the next lines, so nothing else may stand behind it.",
        QUOTE_IT.format("'|x|'"),
    ),
    ("'it's'", "6:6 E108", "There is text behind the closing quote.", QUOTE_IT.format("'it''s'")),
    ('"a" or b', "6:6 E108", "There is text behind the closing quote.", QUOTE_IT.format("'\"a\" or b'")),
    (
        '"a',
        "6:6 E111",
        "The quote that is opened here is not closed before the next key.",
        "Close it at the end of the text.",
    ),
    (
        "'a",
        "6:6 E111",
        "The quote that is opened here is not closed before the next key.",
        "Close it at the end of the text.",
    ),
    (
        '"a\n  why: "c"',
        "6:6 E111",
        "The quote that is opened here is not closed before the next key.",
        "Close it at the end of the text.",
    ),
    (
        '"\\sigma"',
        "6:7 E112",
        f"{ESCAPE}, and this one does not exist.",
        "Use single quotes, or write the text below `|`.",
    ),
    (
        '"\\xi"',
        "6:7 E112",
        f"{ESCAPE}, and this one does not exist.",
        "Use single quotes, or write the text below `|`.",
    ),
    (
        "C # is\n    a language",
        "6:8 E107",
        "YAML takes ` #` as the start of a comment, which ends the text; it can't go on in the next line.",
        "Write the text below `|`, or in quotes.",
    ),
    (
        "a\n\twhy: b",
        "7:1 E110",
        "A tab is used as indentation; YAML takes only spaces there.",
        "Replace the tabs at the start of the line by spaces.",
    ),
    ("a\n   why: b", "7:4 E114", INDENT, "Indent all keys of a card equally, and all cards like the first."),
    ("a\n  wrong: [c, d]\n   a: b", "8:4 E114", INDENT, "Indent all keys of a card equally"),
    ("a\n why: b", "7:2 E114", INDENT, "Indent all keys of a card equally, and all cards like the first."),
    ("a\nwhy: b", "7:1 E114", INDENT, "Indent all keys of a card equally, and all cards like the first."),
    (
        "a\n  why：b",
        "7:3 E115",
        "`why：` is read as text, not as a key: its colon is full-width.",
        "Write `why: ` and then the value.",
    ),
    (
        "a\n  why:b",
        "7:3 E115",
        "`why:` is read as text, not as a key: there is no space after the colon.",
        "Write `why: ` and then the value.",
    ),
    (
        "{en: a， zh: b}",
        "6:12 E116",
        "A full-width `，` separates nothing in YAML.",
        "Write `, `; if it is part of a text, put that text in quotes.",
    ),
    # these are YAML, but not what was meant
    (
        "{en: It saturates, so…}",
        "6:25 E116",
        "YAML cut `q` at a comma: `so…` is read as a key of its own.",
        "Put each text in quotes: {en: 'It saturates, so…'}.",
    ),
    (
        "{en： a}",
        "6:7 E115",
        f"{WANTS}, but `en： a` is a text: its colon is full-width.",
        "Write `en: ` and then the value.",
    ),
    (
        "{en:a}",
        "6:7 E115",
        f"{WANTS}, but `en:a` is a text: there is no space after its colon.",
        "Write `en: ` and then the value.",
    ),
    (
        "\n    en:a",
        "7:5 E115",
        "`en:` is read as text, not as a key: there is no space after the colon.",
        "Write `en: ` and then the value.",
    ),
    (
        "\n    en： a",
        "7:5 E115",
        "`en：` is read as text, not as a key: its colon is full-width.",
        "Write `en: ` and then the value.",
    ),
    (
        "what\n    why:b",
        "7:5 E115",
        "`why:` is read as text, not as a key: there is no space after the colon.",
        "Write `why: ` and then the value.",
    ),
    (
        "what\n    why： b",
        "7:5 E115",
        "`why：` is read as text, not as a key: its colon is full-width.",
        "Write `why: ` and then the value.",
    ),
    (
        '"$\\frac{1}{2}$"',
        "6:6 E112",
        f"{ESCAPE}: '\"$\\frac{{1}}{{2}}$\"' is not what you see. It holds the control character U+000C.",
        "Use single quotes, or write the text below `|`.",
    ),
    (
        '"\\beta"',
        "6:6 E112",
        ESCAPE + ": '\"\\beta\"' is not what you see. It holds the control character U+0008.",
        "Use single quotes, or write the text below `|`.",
    ),
    (
        '"$\\nabla f$"',
        "6:6 E112",
        ESCAPE + ": '\"$\\nabla f$\"' is not what you see.",
        "Use single quotes, or write the text below `|`.",
    ),
    (
        '"tanh is $\\tanh$"',
        "6:6 E112",
        ESCAPE + ": '\"tanh is $\\tanh$\"' is not what you see.",
        "Use single quotes, or write the text below `|`.",
    ),
]


@pytest.mark.parametrize(("value", "where", "what", "fix"), DEADLY)
def test_a_slip_is_explained_where_it_was_made(value: str, where: str, what: str, fix: str) -> None:
    """One slip, one error in a learner's words with the mended value; the other cards are there."""
    before = "- id: before\n  q: one\n  a: two\n"
    loaded = load_text(f"{HEAD}- id: x\n  q: {value}\n  a: two\n{before}{GOOD}", "d.yaml")
    assert [f"{p.line}:{p.column} {p.rule}" for p in loaded.problems] == [where]
    assert loaded.problems[0].what == what
    assert loaded.problems[0].fix.startswith(fix)
    assert loaded.problems[0].card == "d/x"
    assert names(loaded) == ["d/before", "d/good"]


@pytest.mark.parametrize(("value", "where", "what", "fix"), DEADLY)
def test_its_place_is_right_deep_in_a_file(value: str, where: str, what: str, fix: str) -> None:
    """Lines count from the start of the file, also when the card is the last one, indented, after CRLF."""
    text = f"{HEAD}{GOOD}- id: x\n  q: {value}\n  a: two\n".replace("\n", "\r\n")
    line, rest = where.split(":")
    loaded = load_text(text, "d.yaml")
    assert [f"{p.line}:{p.column} {p.rule}" for p in loaded.problems] == [f"{int(line) + 3}:{rest}"]
    assert names(loaded) == ["d/good"]


QUIET = [
    (
        "a: C # is\n",
        "7:7 W150",
        "YAML takes ` #` as the start of a comment: `# is` is not part of the text.",
        "Put the text in quotes: 'C # is'; before a comment, write two spaces.",
    ),
    (
        "a: b\n  wrong: [c，d]\n",
        "8:11 W151",
        "A full-width comma `，` does not separate items, so this is one item.",
        "Write `, `; if it is part of the text, put the item in quotes.",
    ),
    (
        "a: no\n",
        "7:6 H160",
        "It is taken as the text `no`; other YAML programs read true or false here.",
        "Quotes say the same to all: 'no'.",
    ),
]


@pytest.mark.parametrize(("value", "where", "what", "fix"), QUIET)
def test_a_doubtful_value_is_told_but_taken(value: str, where: str, what: str, fix: str) -> None:
    """What may be meant so is a warning or a hint: the card is there."""
    loaded = load(f"- id: x\n  q: one\n  {value}")
    assert [(f"{p.line}:{p.column} {p.rule}", p.what, p.fix) for p in loaded.problems] == [(where, what, fix)]
    assert names(loaded) == ["d/x", "d/good"]
    assert loaded.sound


@pytest.mark.parametrize(
    "lines",
    [
        "  q: C  # two spaces: a comment\n  a: 'C # is'\n",
        "  q: 'x: y'\n  a: \"tab\\tand\\nnewline\"\n",
        "  q: 'en: a, b'\n  a: |\n    lambda x: x # kept\n    @x\n",
        "  q: 比例 a：b 是多少，为什么？\n  a: 'a：b'\n",
        "  q: '$\\frac{a}{b}$'\n  a: $\\nabla f$ and \\beta\n",
        '  q: "\\\\frac"\n  a: "\\u4e2d"\n',
        "  q: x[0]\n  a: f(a, b) -> {c}\n  wrong: ['(2, 3)', \"(3, 2)\", x]\n",
        "  q: a\n  a: b\n  wrong: ['c，d', e]\n",
        "  q: see http://x.org/a:b\n  a: 12:30 o'clock\n",
        "  q: {en: 'It saturates, so…', zh: 饱和}\n  a: {en: x}\n",
    ],
)
def test_what_is_written_well_is_not_doubted(lines: str) -> None:
    """Quotes, block texts, comments after two spaces and Chinese prose give no problem."""
    assert load("- id: x\n" + lines).problems == ()


def test_a_list_cut_at_commas_within_brackets_is_an_error() -> None:
    """`[(2, 3), (3, 2)]` has four items for YAML."""
    loaded = load("- id: x\n  q: a\n  a: b\n  wrong: [(2, 3), (3, 2)]\n")
    assert [(p.line, p.column, p.rule) for p in loaded.problems] == [(8, 11, "E116")]
    assert "`(2` is one item" in loaded.problems[0].what


@pytest.mark.parametrize(
    ("lines", "where", "rule"),
    [
        ("vary: {n:8..32}", "8:12", "E115"),
        ("vary: n:8..32", "8:11", "E115"),
        ("vary: {n: 1, 2}", "8:18", "E116"),
    ],
)
def test_a_slip_in_vary_is_explained(lines: str, where: str, rule: str) -> None:
    """`{n:8..32}` is one key without a value, `{n: 1, 2}` two names."""
    loaded = load(f"- id: x\n  q: a\n  run:\n    {lines}\n    code: $n\n")
    assert [(f"{p.line}:{p.column}", p.rule) for p in loaded.problems] == [(where, rule)]


def test_a_merge_key_is_refused() -> None:
    """`<<` would have done nothing, or brought keys from elsewhere."""
    loaded = load("- id: x\n  <<: {a: b}\n  q: a\n  a: b\n")
    assert [(p.line, p.column, p.rule) for p in loaded.problems] == [(6, 3, "E113")]


def test_each_broken_card_is_explained_on_its_own() -> None:
    """Five cards broken in five ways, between good ones."""
    values = ["a: b", "@x", "'open", "[1", '"\\sigma"']
    text = HEAD + "".join(
        f"- id: bad-{i}\n  q: {value}\n  a: x\n\n# between\n- id: good-{i}\n  q: y\n  a: z\n"
        for i, value in enumerate(values)
    )
    loaded = load_text(text, "d")
    assert [(p.card, p.line) for p in loaded.problems] == [(f"d/bad-{i}", 6 + 8 * i) for i in range(5)]
    assert names(loaded) == [f"d/good-{i}" for i in range(5)]


def test_a_card_that_is_not_indented_like_the_others_is_found() -> None:
    """Its place is told, and it is read all the same."""
    loaded = load_text(HEAD + GOOD + "  - id: x\n    q: a\n    a: b\n- id: y\n  q: a\n  a: b\n", "d")
    assert [(p.line, p.column, p.rule, p.what) for p in loaded.problems] == [
        (8, 3, "E114", "This card is not indented like the others.")
    ]
    assert names(loaded) == ["d/good", "d/x", "d/y"]


def test_text_between_cards_and_the_first_card_is_an_error() -> None:
    """What belongs nowhere is told even if each card can be read."""
    loaded = load_text(HEAD + "  junk\n" + GOOD, "d")
    assert [p.line for p in loaded.problems] == [6]
    assert names(loaded) == ["d/good"]
