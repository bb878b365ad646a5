"""From the keys of one entry to what its cards ask, kind by kind."""

from __future__ import annotations

from collections.abc import Callable

from app.core.card import Comparison, Content, Facet, Kind
from app.core.text import Text
from app.core.vary.templates import names_on
from app.deckfile import cloze, runs, values
from app.deckfile import report as rule
from app.deckfile.cloze import Cloze, ClozeError
from app.deckfile.header import Header
from app.deckfile.keys import CARD_KEYS, Shape
from app.deckfile.nodes import Mapping
from app.deckfile.report import Report, shown
from app.deckfile.values import Fields

Contents = list[tuple[str, Content]]
"""Pairs (part, content): one for each card of an entry."""

_MAKES = {
    "run": Kind.LIVE,
    "steps": Kind.ORDER,
    "wrong": Kind.CHOICE,
    "ask": Kind.TYPED,
    "cloze": Kind.CLOZE,
}
_COMPARE = ("digits", "strict", "base_ok")
NEEDS = {
    Kind.LIVE: ("q", "run"),
    Kind.ORDER: ("q", "steps"),
    Kind.CHOICE: ("q", "a", "wrong"),
    Kind.TYPED: ("q", "a", "ask"),
    Kind.CLOZE: ("cloze",),
    Kind.BASIC: ("q", "a"),
}
"""Keys that each kind must have."""
TAKES = {
    Kind.LIVE: ("ask", *_COMPARE),
    Kind.ORDER: (),
    Kind.CHOICE: ("accept",),
    Kind.TYPED: ("accept", *_COMPARE),
    Kind.CLOZE: (),
    Kind.BASIC: ("reverse",),
}
"""Keys that each kind may have beyond those."""
ALWAYS = ("id", "why", "source", "facts", "tags", "added", "lint")
"""Keys that any card may have."""
_ALLOWED = {kind: frozenset({*NEEDS[kind], *TAKES[kind], *ALWAYS}) for kind in Kind}
_NO_TEXT = Text(())
_SAYS = {
    Kind.LIVE: "with `run` this machine knows the answer; it needs `q` and `run`.",
    Kind.ORDER: "the answer is the order of `steps`; it needs `q` and `steps`.",
    Kind.CHOICE: "`wrong` makes a choice; it needs `q`, `a` and `wrong`.",
    Kind.TYPED: "`ask` makes the answer typed; it needs `q`, `a` and `ask`.",
    Kind.CLOZE: "each hole of `cloze` is question and answer.",
    Kind.BASIC: "a card has `q` and `a`; or `cloze`; or `q` and `run`; or `q` and `steps`.",
}
_GOES_WITH = {
    "accept": "It goes with `ask` or `wrong`: add `ask: text`, or remove it.",
    "digits": "It goes with `ask`: add `ask: value`, or remove it.",
    "strict": "It goes with `ask`: add `ask: text`, or remove it.",
    "base_ok": "It goes with `ask`: add `ask: error`, or remove it.",
}


def read(report: Report, header: Header, node: Mapping, found: Fields, is_odd: bool) -> Contents:
    """Return what the cards of an entry ask; what can't be read is reported and left out.

    Args:
        report: Gets the problems.
        header: The deck's own keys.
        node: The entry.
        found: Its values by key.
        is_odd: True if a key of it was refused: then a missing one is not told, too.
    """
    made_by, kind = "", Kind.BASIC
    for key, makes in _MAKES.items():
        if key in found:
            made_by, kind = key, makes
            break
    missing = [key for key in NEEDS[kind] if key not in found]
    if missing and not is_odd:
        keys = " and no ".join(f"`{key}`" for key in missing)
        says = _SAYS[kind]
        report.add(rule.MISSING_KEY, node.start_mark, f"This card has no {keys}.", says[0].upper() + says[1:])
    if _contradicts(report, found, kind, made_by) or missing:
        for key in found:
            if CARD_KEYS[key].shape in (Shape.TEXT, Shape.TEXTS):
                values.texts(report, found[key][1], key)
        return []
    why = values.text(report, found["why"][1], "why") if "why" in found else None
    if kind is Kind.LIVE:
        return _live(report, header, found, why)
    return _READERS[kind](report, found, why)


def _contradicts(report: Report, found: Fields, kind: Kind, made_by: str) -> bool:
    """Report keys that do not go with the kind of a card."""
    if found.keys() <= _ALLOWED[kind]:
        return False
    odd = found.keys() - _ALLOWED[kind]
    for key in sorted(odd, key=lambda key: found[key][0].start_mark.index):
        what = f"`{key}` does not go with `{made_by}`." if made_by else f"`{key}` has no effect here."
        fix = f"Remove one of them: {_SAYS[kind]}" if made_by else _GOES_WITH[key]
        report.add(rule.CONTRADICTION, found[key][0].start_mark, what, fix)
    return True


def _basic(report: Report, found: Fields, why: Text | None) -> Contents:
    front, back = _text(report, found, "q"), _text(report, found, "a")
    contents = [("", Content(Kind.BASIC, front, back, why))]
    if _flag(report, found, "reverse"):
        contents.append(("reverse", Content(Kind.BASIC, back, front, why)))
    return contents


def _choice(report: Report, found: Fields, why: Text | None) -> Contents:
    question, answer = _text(report, found, "q"), _text(report, found, "a")
    accept, wrong = _texts(report, found, "accept"), _texts(report, found, "wrong")
    right = {*answer.variants}.union(*(text.variants for text in accept))
    if any(right.intersection(text.variants) for text in wrong):
        mark = found["wrong"][1].start_mark
        what = "A right answer stands among the wrong ones, too."
        report.add(rule.CONTRADICTION, mark, what, "Remove it from `wrong`.")
    _forbid_doubles(report, found, "wrong", wrong)
    return [("", Content(Kind.CHOICE, question, answer, why, accept, wrong))]


def _order(report: Report, found: Fields, why: Text | None) -> Contents:
    steps = _texts(report, found, "steps")
    if len(steps) == 1:
        mark = found["steps"][1].start_mark
        report.add(rule.BAD_VALUE, mark, "One step has no order.", "Write a list of at least two steps.")
    _forbid_doubles(report, found, "steps", steps)
    return [("", Content(Kind.ORDER, _text(report, found, "q"), why=why, steps=steps))]


def _typed(report: Report, found: Fields, why: Text | None) -> Contents:
    ask = values.facets(report, found["ask"][1])
    if len(ask) > 1:
        mark = found["ask"][1].start_mark
        what = "Only a card with `run` can ask for several things: here `a` is the one answer."
        report.add(rule.CONTRADICTION, mark, what, "Ask for one thing, or make several cards.")
    question, answer = _text(report, found, "q"), _text(report, found, "a")
    accept, compare = _texts(report, found, "accept"), _comparison(report, found)
    return [("", Content(Kind.TYPED, question, answer, why, accept, ask=ask, compare=compare))]


def _cloze(report: Report, found: Fields, why: Text | None) -> Contents:
    text = _text(report, found, "cloze")
    try:
        clozes = {language: cloze.parse(variant) for language, variant in text.variants}
        order = _hole_order(clozes) if clozes else []
    except ClozeError as error:
        report.add(rule.CLOZE, found["cloze"][1].start_mark, error.what, error.fix)
        return []
    contents = []
    for part, places in order:
        question = Text(tuple((lang, whole.asking(places[lang])) for lang, whole in clozes.items()))
        answer = Text(tuple((lang, whole.holes[places[lang]].text) for lang, whole in clozes.items()))
        contents.append((part, Content(Kind.CLOZE, question, answer, why)))
    return contents


def _live(report: Report, header: Header, found: Fields, why: Text | None) -> Contents:
    question, compare = _text(report, found, "q"), _comparison(report, found)
    ask = values.facets(report, found["ask"][1]) if "ask" in found else (Facet.VALUE,)
    if not header.setup_is_good:
        what = "This card needs the deck's `setup`, which has an error."
        report.add(rule.WRONG_TYPE, found["run"][0].start_mark, what, "Mend `setup`.")
        return []
    run = runs.read(report, found["run"][1], header.setup)
    if run is None:
        return []
    faces = [*question.each(), *(why.each() if why else ())]
    for message in run.plan.lint(run.snippet.code, faces):
        report.add(rule.CODE, run.code, shown(message, 200))
    for key, text in (("q", question), ("why", why)):
        for name in sorted({n for face in text.each() for n in names_on(face)} if text else ()):
            if name not in run.plan.names:
                what = f"`${{{name}}}` in `{key}` is not declared in `vary`."
                fix = f"Declare it; if it is a formula, write a space: `${{ {name} }}`."
                report.add(rule.FACE_NAME, found[key][1].start_mark, what, fix)
    return [("", Content(Kind.LIVE, question, None, why, ask=ask, run=run.snippet, compare=compare))]


_Reader = Callable[[Report, Fields, Text | None], Contents]
_READERS: dict[Kind, _Reader] = {
    Kind.ORDER: _order,
    Kind.CHOICE: _choice,
    Kind.TYPED: _typed,
    Kind.CLOZE: _cloze,
    Kind.BASIC: _basic,
}


def _hole_order(clozes: dict[str, Cloze]) -> list[tuple[str, dict[str, int]]]:
    """Return for each hole its part and its place in each language, in the order of the first language."""
    keys = {language: [hole.key for hole in parsed.holes] for language, parsed in clozes.items()}
    first = next(iter(keys))
    for language, own in keys.items():
        _check_keys(own, language, len(clozes))
        if {*own} != {*keys[first]}:
            odd = sorted({*keys[first]} ^ {*own})
            names = ", ".join(f"`{key}`" if key else "one without a key" for key in odd)
            what = f"`{first}` and `{language}` do not have the same holes: {shown(names)}."
            raise ClozeError(what, "Use the same keys in each language.")
    parts = cloze.parts_of(clozes[first].holes)
    if len(keys) == 1:
        return [(part, {first: at}) for at, part in enumerate(parts)]
    return [
        (part, {language: own.index(key) for language, own in keys.items()})
        for part, key in zip(parts, keys[first], strict=True)
    ]


def _check_keys(keys: list[str], language: str, languages: int) -> None:
    labelled = [key for key in keys if key]
    if len({*labelled}) < len(labelled):
        double = next(key for key in labelled if labelled.count(key) > 1)
        raise ClozeError(f"The hole `{double}` is there twice.", "Give each hole its own key.")
    if languages > 1 and len(labelled) < len(keys) > 1:
        what = f"In `{language}` a hole has no key: with several holes in several languages each needs one."
        raise ClozeError(what, "Write `{{key::text}}`, with the same keys in each language.")


def _text(report: Report, found: Fields, key: str) -> Text:
    return values.text(report, found[key][1], key) or _NO_TEXT


def _texts(report: Report, found: Fields, key: str) -> tuple[Text, ...]:
    return values.texts(report, found[key][1], key) if key in found else ()


def _flag(report: Report, found: Fields, key: str) -> bool:
    return key in found and values.flag(report, found[key][1], key)


def _comparison(report: Report, found: Fields) -> Comparison:
    digits = values.number(report, found["digits"][1], "digits", 1, 15) if "digits" in found else None
    if digits is not None and digits != int(digits):
        mark = found["digits"][1].start_mark
        report.add(rule.BAD_VALUE, mark, "`digits` is a whole number.", "Write, say, `digits: 3`.")
    strict, base_ok = _flag(report, found, "strict"), _flag(report, found, "base_ok")
    return Comparison(None if digits is None else int(digits), strict, base_ok)


def _forbid_doubles(report: Report, found: Fields, key: str, texts: tuple[Text, ...]) -> None:
    if len({*texts}) < len(texts):
        double = next(text for text in texts if texts.count(text) > 1)
        what = f"`{shown(double.to(''))}` is in `{key}` twice."
        report.add(rule.CONTRADICTION, found[key][1].start_mark, what, "Remove one.")
