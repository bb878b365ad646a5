"""Whatever a file holds: an answer, never an exception, and nothing good is lost to a neighbour."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.problem import Severity
from app.core.text import clean
from app.deckfile import cloze
from app.deckfile.cloze import ClozeError
from app.deckfile.keys import CARD_KEYS, DECK_KEYS, RUN_KEYS
from app.deckfile.load import Loaded, load_text
from app.deckfile.load import load_bytes as load_raw
from app.deckfile.report import Report
from tests.deckfile.decks import GOOD, HEAD

_WORDS = [*DECK_KEYS, *CARD_KEYS, *RUN_KEYS, "en", "zh", "x-y", "<<", "value", "shape", "true", "1..3", "d"]
_MARKS = [
    *(
        ": ",
        ":",
        "：",
        "- ",
        "-",
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n- id: ",
        " #",
        "#",
        "\t",
        "'",
        '"',
        "\\",
        "|",
    ),
    *(
        ">",
        "|2",
        "[",
        "]",
        "{",
        "}",
        "{{",
        "}}",
        "::",
        ",",
        "，",
        "&a",
        "*a",
        "!t",
        "!!str",
        "%",
        "@",
        "`",
        "?",
    ),
    *(
        "? ",
        "---",
        "...",
        "$",
        "${n}",
        "$n",
        "\x00",
        "\x85",
        "\ufeff",
        "\ud800",
        "\r",
        "中",
        " ",
        "=",
        "~",
        "no",
    ),
]
_soup = st.lists(st.sampled_from([*_WORDS, *_MARKS]), max_size=40).map("".join)
_line = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=30)


def check(loaded: Loaded, lines: int) -> None:
    """Check what holds for every answer."""
    for problem in loaded.problems:
        assert 1 <= problem.line <= lines + 2  # libyaml ends the last line itself
        assert problem.column >= 1
        assert problem.what.endswith((".", "…", ")"))
        told = problem.what + problem.fix
        assert told == clean(told).replace("\n", " ")
        assert problem.rule[0] == problem.severity.value[0].upper()
    names = [card.name for card in loaded.deck.cards] if loaded.deck else []
    assert len({*names}) == len(names)
    assert loaded.sound == all(problem.severity is not Severity.ERROR for problem in loaded.problems)


@settings(max_examples=200, deadline=None)
@given(_soup)
def test_any_text_gives_an_answer(text: str) -> None:
    """A soup of YAML's marks and our keys never raises."""
    check(load_text(text, "f"), text.count("\n") + text.count("\r"))


@settings(max_examples=200, deadline=None)
@given(_soup)
def test_a_soup_within_a_card_hides_no_neighbour(soup: str) -> None:
    """As long as it begins no new card or document, the card before and the card behind stay."""
    soup = (
        soup.replace("- ", "").replace("---", "").replace("...", "").replace("\r", "").replace("\n", "\n    ")
    )
    before = GOOD.replace("good", "before")
    text = f"{HEAD}{before}- id: soup\n  q: {soup}\n  a: b\n{GOOD}"
    loaded = load_text(text, "f")
    check(loaded, text.count("\n"))
    assert loaded.deck is not None
    entries = [card.entry for card in loaded.deck.cards]
    assert entries[0] == "before"
    assert entries[-1] == "good"
    assert "soup" in entries or not loaded.sound


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 60))
def test_any_bytes_give_an_answer(raw: bytes, at: int) -> None:
    """Bytes on their own, and thrown into a deck, never raise."""
    deck = (HEAD + GOOD).encode()
    for file in (raw, deck[:at] + raw + deck[at:]):
        check(load_raw(file, Report("f")), file.count(b"\n") + file.count(b"\r"))


@settings(max_examples=200, deadline=None)
@given(_line.filter(lambda line: line.strip() and line.isprintable()))
def test_a_quoted_text_comes_back_as_it_is(line: str) -> None:
    """What stands in single quotes is the text, whatever it is."""
    quoted = line.replace("'", "''")
    loaded = load_text(f"{HEAD}- id: x\n  q: '{quoted}'\n  a: b\n", "f")
    assert loaded.problems == ()
    assert loaded.deck is not None
    assert loaded.deck.cards[0].content.question.to("") == line.rstrip()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("{}:ab \\$"), max_size=30))
def test_a_cloze_loses_nothing(text: str) -> None:
    """Whatever the braces, it is refused or taken apart so that filling its holes gives the text back."""
    try:
        parsed = cloze.parse(text)
    except ClozeError:
        return
    filled = "".join(
        a + b for a, b in zip(parsed.between, [*(hole.text for hole in parsed.holes), ""], strict=True)
    )
    for number, hole in enumerate(parsed.holes):
        asking = parsed.asking(number)
        assert asking.count("[…]") == 1
        assert asking.replace("[…]", hole.text) == filled
    assert len({*cloze.parts_of(parsed.holes)} - {""}) == len(
        {i if not hole.key else hole.key for i, hole in enumerate(parsed.holes)}
    )
