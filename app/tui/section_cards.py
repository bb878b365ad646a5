"""The cards of one section of the notes, and what the section says that has none."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.card import Card, Kind
from app.core.errors import ForecallError
from app.core.text import clean
from app.study.coverage import SectionRow, State
from app.study.survey import Survey
from app.tui.desk import Desk
from app.tui.face import plain
from app.tui.hurts import CardScreen
from app.tui.keys import Key, bindings
from app.tui.listing import MOVES, ListPage, Row, wrapped
from app.tui.page import HELP, LANGUAGE
from app.tui.plots.lines import BAD, DIM, Line, Piece, label

LOST = "Cards that point nowhere"


class SectionScreen(ListPage):
    """Lists the cards of a section, and what it says that has none.

    Args:
        desk: What all screens share.
        found: What decks make of the notes.
        row: The section; None stands for what points nowhere.
        cards: Its cards.
    """

    TITLE_OF_HELP = "Cards of a section"
    KEYS = (
        Key("enter space", "open", "open", "Show the card under the cursor."),
        *MOVES,
        LANGUAGE,
        HELP,
        Key("q escape", "close", "back", "Go back."),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, desk: Desk, found: Survey, row: SectionRow | None, cards: Sequence[Card]) -> None:
        super().__init__(desk)
        self._found, self._row, self._cards = found, row, cards

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._cards) if action == "open" else True

    def refresh_faces(self) -> None:
        section = self._row.section if self._row else None
        told = f"lines {section.first}-{section.last}" if section else ""
        name = clean(section.title or section.slug) if section else LOST
        self.top.show(plain(name, "bold $text-primary"), plain(told, "$foreground-muted"))
        super().refresh_faces()

    async def action_open(self) -> None:
        name = self._cards[self.cursor].name
        try:
            handle = await self.desk.call(self.desk.reader.handle_of, name)
            if handle is None:
                self.tell(f"{clean(name)} is not taken in yet: see `forecall check`.")
                return
            stored = await self.desk.call(self.desk.reader.card, handle)
        except ForecallError as error:
            self.tell_error(error)
            return
        self.app.push_screen(CardScreen(self.desk, stored))

    def rows(self, width: int) -> list[Row]:
        return [self._row_of(card) for card in self._cards]

    def above(self, width: int) -> list[Line]:
        if self._cards:
            return []
        state = self._row.state.value if self._row else ""
        return wrapped(f"No card was made from this section ({state}).", width)

    def below(self, width: int) -> list[Line]:
        lines: list[Line] = []
        reasons, states = self._found.reasons, self._found.coverage.facts
        slug = self._row.section.slug if self._row else None
        for fact in (fact for fact in self._found.facts if fact.section == slug):
            if states[fact.id] is State.NO_CARD:
                text = f"No card for {fact.id}: {reasons[fact.id].to(self.desk.language)}"
                lines += wrapped(text, width)
            elif states[fact.id] is not State.COVERED:
                ink = BAD if states[fact.id] is State.OPEN else DIM
                lines.append([Piece(label(f"{fact.id}: {states[fact.id].value}", width), ink)])
        return [[], *lines] if lines else []

    def _row_of(self, card: Card) -> Row:
        question = clean(card.content.question.to(self.desk.language)).replace("\n", " ")
        marks = "  live" if card.content.kind is Kind.LIVE else ""
        marks += "  added" if card.added else ""
        told = [Piece(f"  {card.source or 'no source'}", BAD)] if self._row is None else [Piece(marks, DIM)]
        return Row(f"{card.name}  {question}", told)
