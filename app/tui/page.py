"""What all screens have: a notice line, the key bar, and a word if the terminal is too small."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from app.core.errors import ForecallError
from app.study.services import Intake
from app.tui.bars import KeyBar, keys_on_bar
from app.tui.desk import Desk
from app.tui.face import Face, Part, plain
from app.tui.keys import Key
from app.tui.messages import HelpWanted
from app.tui.words import LANGUAGES
from app.tui.work import Work, begin

LEAST_WIDTH, LEAST_HEIGHT = 40, 12

HELP = Key("?", "help", "help", "Show all keys.")
LANGUAGE = Key("l", "language", "language", "Switch the language of the cards.")


class Page(Screen[None]):
    """A screen of forecall.

    Class attributes:
        KEYS: Its keys, the most important first; those with a label stand on the key bar.
        TITLE_OF_HELP: What the help calls it.
        GOES_TO_UPDATES: Whether the palette offers newer decks here, beside its keys.

    Attributes:
        desk: What all screens share.
        keys: Its keys as the config file binds them.
    """

    KEYS: ClassVar[tuple[Key, ...]] = ()
    TITLE_OF_HELP: ClassVar[str] = ""
    GOES_TO_UPDATES: ClassVar[bool] = True
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Page { layout: vertical; }
    Page > #too-small { display: none; }
    Page.-narrow > *, Page.-low > * { display: none; }
    Page.-narrow > #too-small, Page.-low > #too-small { display: block; }
    #notice { padding: 0 1; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.keys = self.KEYS
        changes = desk.services.keys
        if changes:
            from app.tui.remap import rebind, remapped  # most people keep the keys as they are

            self.keys = remapped(self.KEYS, changes)
            rebind(self._bindings, self.KEYS, changes)
        self.notice = Face(id="notice")
        self.bar = KeyBar()

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield self.notice
        yield self.bar
        small = f"terminal too small (needs {LEAST_WIDTH}×{LEAST_HEIGHT})"
        yield Face([Part(plain(small))], id="too-small")

    def body(self) -> ComposeResult:
        """Yield the widgets above the notice line."""
        yield from ()

    def is_bound(self, key: str) -> bool:
        """Tell whether a key does something here, now or at another moment."""
        return key in self._bindings.key_to_bindings

    def update_bar(self) -> None:
        """Show the keys that do something now."""
        possible = [key for key in self.keys if key.label and self.check_action(key.action, ())]
        self.bar.show(keys_on_bar(possible, self.labels()))

    def labels(self) -> dict[str, str]:
        """Return labels of the moment, by action."""
        return {"language": LANGUAGES[self.desk.next_language()]}

    def tell(self, text: str) -> None:
        """Say something in passing; the next thing said replaces it, and an empty text removes it."""
        self.notice.say(text, "$foreground-muted")

    def tell_error(self, error: ForecallError) -> None:
        """Say what went wrong, where, and what to do."""
        parts = [Part(plain(error.what, "$text-error"), Content.styled("✗ ", "bold $text-error"))]
        if error.where:
            parts.append(Part(plain(error.where, "$foreground-muted"), Content("  ")))
        if error.fix:
            parts.append(Part(plain(error.fix), Content("  ")))
        self.notice.show(parts)

    def do(self, work: Callable[[], Work], group: str = "act", *, exclusive: bool = False) -> None:
        """Begin a work beside the screen; an error in it is told here."""

        async def told() -> None:
            try:
                await work()
            except ForecallError as error:
                self.tell_error(error)

        begin(self, told, group=group, exclusive=exclusive)

    def refresh_faces(self) -> None:
        """Show everything anew, because the language or the collection changed."""

    async def taken_in(self, intake: Intake) -> None:
        """Take note that the deck folder was taken in."""

    async def settled(self) -> None:
        """Wait until nothing is on its way to the disk."""

    def action_language(self) -> None:
        self.desk.language = self.desk.next_language()
        self.refresh_faces()
        self.update_bar()
        try:
            self.desk.services.choose_language(self.desk.language)
        except ForecallError as error:
            self.tell_error(error)

    def action_help(self) -> None:
        self.post_message(HelpWanted())
