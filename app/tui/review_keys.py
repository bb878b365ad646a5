"""Keys of the review screen."""

from __future__ import annotations

from app.tui.card_keys import CARD_KEYS
from app.tui.keys import Key
from app.tui.page import HELP, LANGUAGE

REVIEW_KEYS = (
    Key("space enter", "reveal", "reveal", "Show the answer."),
    Key("space enter", "submit_picks", "submit", "Submit the order that was picked by numbers."),
    Key("space enter", "accept", "accept", "After the answer: take the grade that stands out."),
    Key(
        "1 2 3 4 5 0 6 7 8 9",
        "digit",
        "",
        "After the answer: grade the card. Before it: pick an option of a choice or an order.",
        shown="digits",
        each=True,
    ),
    Key("y", "permit", "run it", "Let this very snippet run."),
    Key("n", "refuse", "do not run", "Review the card without running its snippet."),
    Key("u", "undo", "undo", "Take the last act back and ask its card again; works across restarts."),
    Key("U", "redo", "", "Do again what was undone last."),
    Key("n", "skip", "", "Skip this card until the others were asked."),
    Key("b", "bury", "", "Bury this card: it comes again tomorrow."),
    Key("s", "suspend", "", "Suspend this card: it is not asked any more, until you say so."),
    Key("f", "flag", "", "Flag this card with a note, or take its flag away."),
    Key("R", "reset", "", "Reset this card: it is new again, and its history stays in the log."),
    Key("r", "again", "new numbers", "After the answer of a live card: ask it again with new numbers."),
    Key("c", "copy", "", "After the answer of a live card: copy its snippet."),
    Key("p", "past", "", "After the answer: show or hide your earlier predictions on this card."),
    Key("x", "change", "change it", "After the answer of a live card: change the code and run it."),
    Key("v", "setup", "setup", "Show or hide the code that runs before the snippet."),
    *CARD_KEYS,
    LANGUAGE,
    HELP,
    Key("q", "home", "home", "Go home. Every grade is saved already."),
    Key("backspace", "unpick", "", "Take back the last option picked for an order."),
    Key("pagedown down", "scroll_down", "", "Scroll a long card down.", "pgdn ↓"),
    Key("pageup up", "scroll_up", "", "Scroll a long card up.", "pgup ↑"),
    Key("right", "shift_right", "", "Move wide code to see its right end.", "→"),
    Key("left", "shift_left", "", "Move wide code back.", "←"),
)

LINE_KEYS = (
    Key("enter", "submit", "submit", "Go to the next answer line; on the last one, submit the prediction."),
    Key("ctrl+j", "newline", "", "Begin a new line within an answer."),
    Key("escape", "leave", "stop typing", "Stop typing: keys are commands; tab goes back to typing.", "esc"),
)
"""Keys of an answer line; all others are typed."""
LINE_ACTIONS = frozenset(key.action for key in LINE_KEYS)
