"""The progress screen: all figures of a scope, each plot with its numbers as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from app.core.statistics.counts import Scope
from app.core.statistics.progress import Progress
from app.core.text import clean
from app.study.progress import sections
from app.study.services import Intake
from app.tui import ways
from app.tui.bars import TopLine
from app.tui.desk import Desk
from app.tui.face import plain
from app.tui.keys import Key, bindings
from app.tui.page import HELP, LANGUAGE, Page
from app.tui.panels import Look, sheet_lines
from app.tui.plots.lines import Line
from app.tui.plots.sheet import Sheet
from app.tui.words import title_of
from app.tui.work import Work

Item = TypeVar("Item")
PERIODS: dict[int | None, str] = {30: "30 days", 90: "90 days", 365: "a year", None: "all time"}


class ProgressScreen(Page):
    """Shows figures; keys choose what is looked at."""

    TITLE_OF_HELP = "Progress"
    KEYS = (
        Key("d", "deck(1)", "deck", "Look at the next deck only; after the last at all of them."),
        Key("t", "tag(1)", "tag", "Look only at cards with the next tag; after the last at all of them."),
        Key("p", "period", "period", "Look back 30 days, 90 days, a year, or at everything."),
        Key("w", "hurts", "where it hurts", "See the cards, sections and predictions that go wrong most."),
        Key("c", "coverage", "coverage", "See which sections of your notes have cards, and which have none."),
        Key("f", "forecast", "forecast", "Switch the forecast between a month and a year."),
        Key("x", "define", "define", "Tell what each figure counts, and what it does not."),
        Key("D", "deck(-1)", "", "Look at the deck before.", "D"),
        Key("T", "tag(-1)", "", "Look at the tag before.", "T"),
        Key("a", "everything", "", "Look at all decks, all tags and a year again."),
        Key("down j", "down", "", "Scroll down.", "↓"),
        Key("up k", "up", "", "Scroll up.", "↑"),
        Key("pagedown space", "page_down", "", "Scroll down a page.", "PgDn"),
        Key("pageup b", "page_up", "", "Scroll up a page.", "PgUp"),
        Key("home g", "top", "", "Go to the top.", "Home"),
        LANGUAGE,
        HELP,
        Key("q escape", "close", "back", "Go back."),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "ProgressScreen #figures { height: 1fr; padding: 1 2 0 2; }"

    def __init__(self, desk: Desk, found: Progress) -> None:
        super().__init__(desk)
        self.found = found
        self._told = sections(found)
        self._look = Look(glyphs=False)
        self._titles: dict[str, str] = {}
        self.top = TopLine()
        self.sheet = Sheet()

    def body(self) -> ComposeResult:
        yield self.top
        with VerticalScroll(id="figures", can_focus=False):
            yield self.sheet

    async def on_mount(self) -> None:
        self.refresh_faces()
        self.update_bar()

    def refresh_faces(self) -> None:
        scope = self.found.scope
        parts = [self._titles.get(scope.deck, scope.deck) if scope.deck else "all decks"]
        parts += [f"#{scope.tag}"] if scope.tag else []
        told = clean(" · ".join([*parts, PERIODS.get(scope.days, f"{scope.days} days")]))
        self.top.show(Content.styled("Progress", "bold $text-primary") + plain(f"  {told}"), Content(""))
        self.sheet.show(self._lines)

    async def taken_in(self, intake: Intake) -> None:
        self._look_at(self.found.scope)

    def action_deck(self, step: int) -> None:
        self._go(partial(self._step_deck, step))

    def action_tag(self, step: int) -> None:
        self._go(partial(self._step_tag, step))

    def action_period(self) -> None:
        days = _after(list(PERIODS), self.found.scope.days, 1)
        self._look_at(replace(self.found.scope, days=days))

    def action_everything(self) -> None:
        self._look_at(Scope(self.desk.today))

    def action_forecast(self) -> None:
        self._look = replace(self._look, year=not self._look.year)
        self.refresh_faces()

    def action_define(self) -> None:
        self._look = replace(self._look, defined=not self._look.defined)
        self.refresh_faces()

    def action_hurts(self) -> None:
        self._go(self._show_hurts)

    def action_coverage(self) -> None:
        self.app.push_screen(ways.coverage(self.desk))

    def action_down(self) -> None:
        self.query_one("#figures").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#figures").scroll_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one("#figures").scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self.query_one("#figures").scroll_page_up(animate=False)

    def action_top(self) -> None:
        self.query_one("#figures").scroll_home(animate=False)

    def action_close(self) -> None:
        self.dismiss()

    def _lines(self, width: int, glyphs: bool) -> list[Line]:
        return sheet_lines(self.found, self._told, width, replace(self._look, glyphs=glyphs))

    def _go(self, reading: Callable[[], Work]) -> None:
        """Read what is to be shown; what is asked for later comes instead of it."""
        self.do(reading, "measure", exclusive=True)

    def _look_at(self, scope: Scope) -> None:
        self._go(partial(self._measure, scope))

    async def _measure(self, scope: Scope) -> None:
        self.found = await self.desk.call(self.desk.measure, scope)
        self._told = sections(self.found)
        self.refresh_faces()

    async def _show_hurts(self) -> None:
        from app.study.trouble import look_for_trouble
        from app.tui.hurts import HurtScreen

        leech_lapses = self.desk.services.rules.leech_lapses
        found = await self.desk.call(look_for_trouble, self.desk.reader, self.found.scope, leech_lapses)
        self.app.push_screen(HurtScreen(self.desk, found))

    async def _step_deck(self, step: int) -> None:
        decks = await self.desk.call(self.desk.reader.decks, self.desk.today)
        self._titles = {deck.deck: title_of(deck.title, self.desk.language) for deck in decks}
        scope = self.found.scope
        await self._measure(replace(scope, deck=_after(["", *self._titles], scope.deck, step)))

    async def _step_tag(self, step: int) -> None:
        tags = await self.desk.call(self.desk.reader.tags)
        scope = self.found.scope
        await self._measure(replace(scope, tag=_after(["", *tags], scope.tag, step)))


def _after(every: Sequence[Item], now: Item, step: int) -> Item:
    """Return the item so many steps on, round the end; the first if `now` is none of them."""
    return every[(every.index(now) + step) % len(every)] if now in every else every[0]
