"""The coverage screen: the sections of the learner's notes, and what decks make of them."""

from __future__ import annotations

import asyncio
import os
from collections import Counter, defaultdict
from pathlib import Path

from textual.content import Content

from app.core.card import Card
from app.core.errors import ForecallError
from app.core.text import clean
from app.study.coverage import SectionRow, State, by_section
from app.study.services import Intake
from app.study.survey import Survey, noted_decks, notes_of, places_of, survey
from app.tui.desk import Desk
from app.tui.face import plain
from app.tui.keys import Key, bindings
from app.tui.listing import MOVES, ListPage, Row, wrapped
from app.tui.page import HELP
from app.tui.plots.lines import BAD, DIM, GOOD, OTHER, TITLE, Line, Piece, label
from app.tui.plots.stacked import GLYPHS, Part, shared_out, stacked
from app.tui.section_cards import LOST, SectionScreen
from app.tui.words import count
from app.tui.work import begin

INKS = {
    State.COVERED: GOOD,
    State.ADDED: OTHER,
    State.NO_CARD: DIM,
    State.EMPTY: DIM,
    State.OPEN: BAD,
}
BAR_CELLS, NUMBER_CELLS, LEAST_NAME_CELLS = 10, 7, 16


class CoverageScreen(ListPage):
    """Shows which sections of some notes have cards.

    Args:
        desk: What all screens share.
        notes: The notes; None means those that most decks name, looked for around the decks.
        facts: A list of what they say, if it is not beside them.
    """

    TITLE_OF_HELP = "Coverage of your notes"
    KEYS = (
        Key("enter space", "open", "cards", "List the cards of the section under the cursor."),
        Key("o", "only_open", "only gaps", "Show only the sections that have no card yet, or all again."),
        Key("n", "next_notes", "next notes", "Look at the next notes that decks were made from."),
        *MOVES,
        HELP,
        Key("q escape", "close", "back", "Go back."),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, desk: Desk, notes: Path | None = None, facts: Path | None = None) -> None:
        super().__init__(desk)
        self.found: Survey | None = None
        self._given, self._facts = notes, facts
        self._names: tuple[str, ...] = ()
        self._at = 0
        self._missing: tuple[str, ...] = ("Reading the decks…",)
        self._only_open = False
        self._cards: dict[str, list[Card]] = {}
        self._states: dict[str, Counter[State]] = {}

    def on_mount(self) -> None:
        self._read()

    async def taken_in(self, intake: Intake) -> None:
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next_notes":
            return len(self._names) > 1
        return self.found is not None if action in ("open", "only_open") else True

    def refresh_faces(self) -> None:
        name = self.found.notes.name if self.found else self._wanted
        title = Content.styled("Coverage", "bold $text-primary")
        made = count(len(self.found.decks), "deck") if self.found else ""
        self.top.show(title + plain(f"  {clean(name)}"), plain(made, "$foreground-muted"))
        super().refresh_faces()
        self.update_bar()

    def action_open(self) -> None:
        sections = self._shown()
        if self.found is None or self.cursor >= len(sections) + ("" in self._cards):
            return
        row = sections[self.cursor] if self.cursor < len(sections) else None
        cards = self._cards.get(row.section.slug if row else "", [])
        self.app.push_screen(SectionScreen(self.desk, self.found, row, cards))

    def action_only_open(self) -> None:
        self._only_open, self.cursor = not self._only_open, 0
        self.refresh_faces()
        self.action_move(0)

    def action_next_notes(self) -> None:
        self._at, self._given, self._facts = (self._at + 1) % len(self._names), None, None
        self.cursor = 0
        self._read()

    def rows(self, width: int) -> list[Row]:
        if self.found is None:
            return []
        rows = [Row(row.section.slug, self._told(row, width)) for row in self._shown()]
        if lost := self._cards.get(""):
            told = [Piece(f"{len(lost):>{NUMBER_CELLS}}", BAD), Piece(" " * 2 * NUMBER_CELLS)]
            rows.append(Row(LOST, told))
        return rows

    def above(self, width: int) -> list[Line]:
        if self.found is None:
            return [line for text in self._missing for line in wrapped(text, width)]
        found = self.found.coverage
        lines: list[Line] = []
        for what, states in (
            ("section", Counter(row.state for row in found.sections)),
            ("fact", Counter(found.facts.values())),
        ):
            if states:
                lines.append([Piece(count(states.total(), what), TITLE)])
                parts = [Part(state.value, states[state], INKS[state]) for state in State]
                lines += [*stacked(parts, width, glyphs=True), []]
        head = "".join(f"{name:>{NUMBER_CELLS}}" for name in ("cards", "live", "added"))
        return [*lines, [Piece(label(head, width, right=True), DIM)]]

    def below(self, width: int) -> list[Line]:
        if self.found is None:
            return []
        nothing = (
            ("No section is without a card or a reason.",) if self._only_open and not self._shown() else ()
        )
        return [line for text in (*nothing, *self.found.told) for line in ([], *wrapped(text, width))]

    @property
    def _wanted(self) -> str:
        if self._given is not None:
            return self._given.name
        return self._names[self._at % len(self._names)] if self._names else ""

    def _shown(self) -> list[SectionRow]:
        rows = self.found.coverage.sections if self.found else ()
        return [row for row in rows if not self._only_open or row.state is State.OPEN]

    def _told(self, row: SectionRow, width: int) -> Line:
        numbers = "".join(f"{n or '·':>{NUMBER_CELLS}}" for n in (row.cards, row.live, row.added))
        cells = self._bar_cells(width)
        told = [Piece(" "), *self._bar(row, cells), Piece(numbers)]
        if cells and row.state is not State.COVERED:
            told.insert(0, Piece(f" {row.state.value}", BAD if row.state is State.OPEN else DIM))
        return told

    def _bar(self, row: SectionRow, cells: int) -> Line:
        """Return the shares of a section's facts; of its cards if there is no list of facts."""
        states = self._states.get(row.section.slug) or Counter(
            {State.COVERED: row.cards, State.ADDED: row.added}
        )
        if not states.total():
            states = Counter({row.state: 1})
        shares = shared_out([states[state] for state in State], cells) if cells else [0] * len(State)
        return [
            Piece(mark * share, INKS[state])
            for mark, state, share in zip(GLYPHS, State, shares, strict=True)
            if share
        ]

    def _bar_cells(self, width: int) -> int:
        return BAR_CELLS if width - 2 - 3 * NUMBER_CELLS >= BAR_CELLS + LEAST_NAME_CELLS else 0

    def _read(self) -> None:
        """Read decks and notes off this thread; what is asked for later comes instead of it."""

        async def read() -> None:
            try:
                await self._survey()
            except ForecallError as error:
                self.found, self._missing = None, ("The coverage can't be reckoned.",)
                self.tell_error(error)
            self.refresh_faces()
            self.action_move(0)

        begin(self, read, group="survey", exclusive=True)

    async def _survey(self) -> None:
        root = Path(self.desk.services.decks_at)
        decks = await asyncio.to_thread(noted_decks, root)
        self._names = notes_of(decks)
        notes = self._given or next(filter(os.path.isfile, places_of(root, self._wanted)), None)
        if not self._wanted or notes is None:
            self.found, self._missing = None, _what_to_do(root, self._wanted)
            return
        self.found = await asyncio.to_thread(survey, decks, notes, self._facts)
        sections = [row.section for row in self.found.coverage.sections]
        self._cards = by_section(sections, (card for each in self.found.decks for card in each.deck.cards))
        self._states = defaultdict(Counter)
        for fact in self.found.facts:
            self._states[fact.section][self.found.coverage.facts[fact.id]] += 1
        self.tell("" if self.found.decks else f"No deck says `notes: {clean(notes.name)}`.")


def _what_to_do(root: Path, name: str) -> tuple[str, ...]:
    """Return what to say where there are no notes to look at: what was looked for, where, and what helps."""
    if not name:
        return (
            f"No deck in {root} says which notes it was made from.",
            "Write `notes: FILE` among the first lines of a deck, or draft one by `forecall new FILE`.",
        )
    return (
        f"The notes {name} are not here. Looked for:",
        *(f"  {place}" for place in places_of(root, name)),
        "Put them at one of these places, or name them: `forecall coverage FILE --screen`.",
    )
