"""From the entries of a deck file to cards."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.core.card import Card, Comparison, Content, Facet, Kind
from app.core.codec import to_json
from app.core.text import Text
from app.core.vary.templates import names_on
from app.deckfile import cloze, runs, values
from app.deckfile import report as rule
from app.deckfile.cloze import Cloze, ClozeError
from app.deckfile.header import Header
from app.deckfile.keys import CARD_ID, CARD_KEYS, RULE
from app.deckfile.nodes import Mapping, Node, Scalar
from app.deckfile.report import Report, shown
from app.deckfile.values import Fields

MAX_CARDS = 200_000
_MAKES = {
    "run": Kind.LIVE,
    "steps": Kind.ORDER,
    "wrong": Kind.CHOICE,
    "ask": Kind.TYPED,
    "cloze": Kind.CLOZE,
}
NEEDS = {
    Kind.LIVE: ("q", "run"),
    Kind.ORDER: ("q", "steps"),
    Kind.CHOICE: ("q", "a", "wrong"),
    Kind.TYPED: ("q", "a", "ask"),
    Kind.CLOZE: ("cloze",),
    Kind.BASIC: ("q", "a"),
}
_COMPARE = ("digits", "strict", "base_ok")
TAKES = {
    Kind.LIVE: ("ask", *_COMPARE),
    Kind.ORDER: (),
    Kind.CHOICE: ("accept",),
    Kind.TYPED: ("accept", *_COMPARE),
    Kind.CLOZE: (),
    Kind.BASIC: ("reverse",),
}
ALWAYS = ("id", "why", "source", "facts", "tags", "added", "lint")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An entry without an id: the one it would get, and where it and its first key stand (from 0)."""

    id: str
    line: int
    key_line: int
    key_column: int
    flow: bool


class Entries:
    """The entries of one deck file, taken one after the other.

    Attributes:
        cards: The good cards so far, in the order of the file.
        unnamed: Those of them that have no id.
    """

    def __init__(self, report: Report, header: Header, bad_lines: Sequence[int] = ()) -> None:
        self.cards: list[Card] = []
        self.unnamed: list[Unnamed] = []
        self._report = report
        self._header = header
        self._bad_lines = bad_lines
        self._lines: dict[str, int] = {}
        self._is_full = False

    @property
    def deck(self) -> str:
        """Id of the deck."""
        return self._header.id

    def name_of(self, entry: str) -> str:
        """Return how the card `entry` is called in problems; the deck's id if `entry` is empty."""
        return f"{self._header.id}/{entry}" if entry else self._header.id

    def clear(self) -> None:
        """Forget all entries taken so far."""
        self.cards.clear()
        self.unnamed.clear()
        self._lines.clear()
        self._is_full = False

    def add(self, node: Node) -> None:
        """Take one entry; what is wrong with it is reported, and then it gives no card."""
        report = self._report
        report.card = self._header.id
        if not isinstance(node, Mapping):
            values.wrong_type(report, node, "A card is a map of keys")
            return
        if len(self.cards) >= MAX_CARDS:
            self._refuse_more(node)
            return
        errors, since = report.errors, len(report.problems)
        report.card = self._name_in(node)
        found = values.fields(report, node, CARD_KEYS, "a card")
        line = node.start_mark.line + report.shift + 1
        identity = self._read_id(found, line)
        kind = self._kind(node, found)
        exempt = values.names(report, found["lint"][1], "lint", RULE) if "lint" in found else ()
        contents = self._contents(kind, found) if kind else []
        frame = self._frame(found, line, exempt)
        is_bad = report.errors > errors or self._has_bad_line(node)
        if exempt:
            report.exempt(since, exempt)
        if is_bad or not contents:
            return
        entry = identity or self._mint(node, [content for _, content in contents])
        for part, content in contents:
            self.cards.append(replace(frame, entry=entry, part=part, content=content))

    def _refuse_more(self, node: Mapping) -> None:
        if not self._is_full:
            what = f"A deck holds at most {MAX_CARDS:,} cards; the rest is left out."
            self._report.add(rule.LIMIT, node.start_mark, what, "Split the deck.")
        self._is_full = True

    def _name_in(self, node: Mapping) -> str:
        for key, value in node.pairs:
            if key.value == "id" and isinstance(value, Scalar) and CARD_ID.fullmatch(value.value):
                return self.name_of(value.value)
        return self._header.id

    def _read_id(self, found: Fields, line: int) -> str:
        if "id" not in found:
            return ""
        report, node = self._report, found["id"][1]
        identity = values.string(report, node, "id")
        if identity is None:
            return ""
        if not CARD_ID.fullmatch(identity):
            what = f"`{shown(identity)}` can't be an id."
            fix = "Use letters, digits, `-`, `_` and `.`, at most 64 of them."
            report.add(rule.BAD_VALUE, node.start_mark, what, fix)
        elif identity in self._lines:
            first = self._lines[identity]
            what = f"The id `{identity}` of line {line} is taken by the card in line {first}."
            fix = "Give one of them another id; if this card is a copy, remove its `id` line."
            report.add(rule.DUPLICATE_ID, node.start_mark, what, fix)
        else:
            self._lines[identity] = line
        return identity

    def _kind(self, node: Mapping, found: Fields) -> Kind | None:
        report = self._report
        made_by, kind = next(((k, kind) for k, kind in _MAKES.items() if k in found), ("", Kind.BASIC))
        good = True
        allowed = {*NEEDS[kind], *TAKES[kind], *ALWAYS}
        for key in found:
            if key not in allowed:
                good = False
                what = f"`{key}` does not go with `{made_by}`." if made_by else f"`{key}` has no effect here."
                fix = f"Remove one of them: {_REASONS[kind]}" if made_by else _GOES_WITH[key]
                report.add(rule.CONTRADICTION, found[key][0].start_mark, what, fix)
        missing = [key for key in NEEDS[kind] if key not in found]
        if missing:
            keys = " and ".join(f"`{key}`" for key in missing)
            report.add(rule.MISSING_KEY, node.start_mark, f"This card has no {keys}.", _REASONS[kind])
        return kind if good and not missing else None

    def _frame(self, found: Fields, line: int, exempt: tuple[str, ...]) -> Card:
        report = self._report
        tags = values.names(report, found["tags"][1], "tags") if "tags" in found else ()
        return Card(
            deck=self._header.id,
            entry="",
            part="",
            content=_NO_CONTENT,
            tags=tuple(dict.fromkeys((*self._header.tags, *tags))),
            source=(values.string(report, found["source"][1], "source") or "") if "source" in found else "",
            facts=values.names(report, found["facts"][1], "facts") if "facts" in found else (),
            added=values.flag(report, found["added"][1], "added") if "added" in found else False,
            lint=exempt,
            line=line,
        )

    def _contents(self, kind: Kind, found: Fields) -> list[tuple[str, Content]]:
        why = values.text(self._report, found["why"][1], "why") if "why" in found else None
        return _READERS[kind](self, found, why)

    def _text(self, found: Fields, key: str) -> Text:
        return values.text(self._report, found[key][1], key) or _NO_TEXT

    def _texts(self, found: Fields, key: str) -> tuple[Text, ...]:
        return values.texts(self._report, found[key][1], key) if key in found else ()

    def _basic(self, found: Fields, why: Text | None) -> list[tuple[str, Content]]:
        front, back = self._text(found, "q"), self._text(found, "a")
        contents = [("", Content(Kind.BASIC, front, back, why))]
        if "reverse" in found and values.flag(self._report, found["reverse"][1], "reverse"):
            contents.append(("reverse", Content(Kind.BASIC, back, front, why)))
        return contents

    def _choice(self, found: Fields, why: Text | None) -> list[tuple[str, Content]]:
        answer, accept = self._text(found, "a"), self._texts(found, "accept")
        wrong = self._texts(found, "wrong")
        right = {*answer.variants}.union(*(text.variants for text in accept))
        if any(right.intersection(text.variants) for text in wrong):
            mark = found["wrong"][1].start_mark
            what = "A right answer stands among the wrong ones, too."
            self._report.add(rule.CONTRADICTION, mark, what, "Remove it from `wrong`.")
        self._forbid_doubles(found, "wrong", wrong)
        content = Content(Kind.CHOICE, self._text(found, "q"), answer, why, accept, wrong)
        return [("", content)]

    def _order(self, found: Fields, why: Text | None) -> list[tuple[str, Content]]:
        steps = self._texts(found, "steps")
        if len(steps) == 1:
            mark = found["steps"][1].start_mark
            self._report.add(
                rule.BAD_VALUE, mark, "One step has no order.", "Write a list of at least two steps."
            )
        self._forbid_doubles(found, "steps", steps)
        return [("", Content(Kind.ORDER, self._text(found, "q"), why=why, steps=steps))]

    def _typed(self, found: Fields, why: Text | None) -> list[tuple[str, Content]]:
        ask = values.facets(self._report, found["ask"][1])
        if len(ask) > 1:
            mark = found["ask"][1].start_mark
            what = "Only a card with `run` can ask for several things: here `a` is the one answer."
            self._report.add(rule.CONTRADICTION, mark, what, "Ask for one thing, or make several cards.")
        content = Content(
            Kind.TYPED,
            self._text(found, "q"),
            self._text(found, "a"),
            why,
            self._texts(found, "accept"),
            ask=ask,
            compare=self._comparison(found),
        )
        return [("", content)]

    def _live(self, found: Fields, why: Text | None) -> list[tuple[str, Content]]:
        report = self._report
        question, compare = self._text(found, "q"), self._comparison(found)
        ask = values.facets(report, found["ask"][1]) if "ask" in found else (Facet.VALUE,)
        if not self._header.setup_is_good:
            what = "This card needs the deck's `setup`, which has an error."
            report.add(rule.WRONG_TYPE, found["run"][0].start_mark, what, "Mend `setup`.")
            return []
        run = runs.read(report, found["run"][1], self._header.setup)
        if run is None:
            return []
        faces = [*question.each(), *(why.each() if why else ())]
        for message in run.plan.lint(run.snippet.code, faces):
            report.add(rule.CODE_NAME, run.code, shown(message, 200))
        for key, text in (("q", question), ("why", why)):
            for name in sorted({n for face in text.each() for n in names_on(face)} if text else ()):
                if name not in run.plan.names:
                    what = f"`${{{name}}}` in `{key}` is not declared in `vary`."
                    fix = f"Declare it; if it is a formula, write a space: `${{ {name} }}`."
                    report.add(rule.FACE_NAME, found[key][1].start_mark, what, fix)
        content = Content(Kind.LIVE, question, None, why, ask=ask, run=run.snippet, compare=compare)
        return [("", content)]

    def _cloze(self, found: Fields, why: Text | None) -> list[tuple[str, Content]]:
        text = self._text(found, "cloze")
        try:
            clozes = {language: cloze.parse(variant) for language, variant in text.variants}
            order = _hole_order(clozes) if clozes else ()
        except ClozeError as error:
            mark = found["cloze"][1].start_mark
            self._report.add(rule.CLOZE, mark, error.what, error.fix)
            return []
        contents = []
        for part, places in order:
            asked = [(lang, clozes[lang], places[lang]) for lang in clozes]
            question = Text(tuple((lang, whole.asking(hole)) for lang, whole, hole in asked))
            answer = Text(tuple((lang, whole.holes[hole].text) for lang, whole, hole in asked))
            contents.append((part, Content(Kind.CLOZE, question, answer, why)))
        return contents

    def _comparison(self, found: Fields) -> Comparison:
        report = self._report
        digits = values.number(report, found["digits"][1], "digits", 1, 15) if "digits" in found else None
        if digits is not None and digits != int(digits):
            mark = found["digits"][1].start_mark
            report.add(rule.BAD_VALUE, mark, "`digits` is a whole number.", "Write, say, `digits: 3`.")
        return Comparison(
            int(digits) if digits is not None else None,
            "strict" in found and values.flag(report, found["strict"][1], "strict"),
            "base_ok" in found and values.flag(report, found["base_ok"][1], "base_ok"),
        )

    def _forbid_doubles(self, found: Fields, key: str, texts: tuple[Text, ...]) -> None:
        if len({*texts}) < len(texts):
            double = next(text for text in texts if texts.count(text) > 1)
            what = f"`{shown(double.to(''))}` is in `{key}` twice."
            self._report.add(rule.CONTRADICTION, found[key][1].start_mark, what, "Remove one.")

    def _has_bad_line(self, node: Mapping) -> bool:
        first = node.start_mark.line + self._report.shift
        last = max(node.end_mark.line + self._report.shift, first + 1)
        at = bisect_left(self._bad_lines, first)
        return at < len(self._bad_lines) and self._bad_lines[at] < last

    def _mint(self, node: Mapping, contents: list[Content]) -> str:
        base = "\n".join(to_json(content) for content in contents)
        identity, place = cloze.short_hash(base), 2
        while identity in self._lines:
            identity, place = cloze.short_hash(f"{base}\n{place}"), place + 1
        key = node.pairs[0][0].start_mark
        line = node.start_mark.line + self._report.shift
        self._lines[identity] = line + 1
        self.unnamed.append(Unnamed(identity, line, key.line + self._report.shift, key.column, node.flow))
        what = "This card has no id yet: once its text is edited, it is a new card."
        self._report.add(rule.NO_ID, node.start_mark, what, f"Add `id: {identity}`.")
        return identity


def _hole_order(clozes: dict[str, Cloze]) -> list[tuple[str, dict[str, int]]]:
    """Return for each hole its part and its place in each language, in the order of the first language."""
    keys = {language: [hole.key for hole in parsed.holes] for language, parsed in clozes.items()}
    for language, own in keys.items():
        double = next((key for key in own if key and own.count(key) > 1), "")
        if double:
            raise ClozeError(f"The hole `{double}` is there twice.", "Give each hole its own key.")
        if len(clozes) > 1 and len(own) > 1 and not all(own):
            where = f"In `{language}` a hole has no key"
            fix = "Write `{{key::text}}`, with the same keys in each language."
            raise ClozeError(f"{where}: with several holes in several languages each needs one.", fix)
    first, *others = keys
    for other in others:
        if {*keys[first]} != {*keys[other]}:
            odd = ", ".join(sorted({*keys[first]} ^ {*keys[other]}) or ["(none)"])
            what = f"`{first}` and `{other}` do not have the same holes: {shown(odd)}."
            raise ClozeError(what, "Use the same keys in each language.")
    parts = cloze.parts_of(clozes[first].holes)
    places = [
        {lang: keys[lang].index(key) if key else at for lang in keys} for at, key in enumerate(keys[first])
    ]
    return list(zip(parts, places, strict=True))


_Reader = Callable[[Entries, Fields, Text | None], list[tuple[str, Content]]]
_READERS: dict[Kind, _Reader] = {
    Kind.LIVE: Entries._live,
    Kind.ORDER: Entries._order,
    Kind.CHOICE: Entries._choice,
    Kind.TYPED: Entries._typed,
    Kind.CLOZE: Entries._cloze,
    Kind.BASIC: Entries._basic,
}
_NO_TEXT = Text(())
_NO_CONTENT = Content(Kind.BASIC, _NO_TEXT)
_REASONS = {
    Kind.LIVE: "with `run` this machine knows the answer; it needs `q` and `run`.",
    Kind.ORDER: "the answer is the order of `steps`; it needs `q` and `steps`.",
    Kind.CHOICE: "`wrong` makes a choice; it needs `q`, `a` and `wrong`.",
    Kind.TYPED: "`ask` makes the answer typed; it needs `q`, `a` and `ask`.",
    Kind.CLOZE: "each hole of `cloze` is question and answer.",
    Kind.BASIC: "A card has `q` and `a`; or `cloze`; or `q` and `run`; or `q` and `steps`.",
}
_GOES_WITH = {
    "accept": "It goes with `ask` or `wrong`: add `ask: text`, or remove it.",
    "digits": "It goes with `ask`: add `ask: value`, or remove it.",
    "strict": "It goes with `ask`: add `ask: text`, or remove it.",
    "base_ok": "It goes with `ask`: add `ask: error`, or remove it.",
}
