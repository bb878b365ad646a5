from __future__ import annotations

import sys

from tests.tui.nasty_app import MARKUP, SHOWN
from tests.tui.terminal import Terminal

APP = (sys.executable, "-m", "tests.tui.nasty_app")


def test_a_deck_cannot_draw_on_the_terminal() -> None:
    """ESC, OSC, C1 and bidi of deck and run never arrive; brackets and their text do, as typed."""
    with Terminal(APP, 120, 40) as terminal:
        terminal.wait_for("today:")
        terminal.write(b"\r")
        for _ in range(3):
            terminal.wait_for(f"{MARKUP} {SHOWN}")
            # Besides answer and grade: earlier predictions, and the code changed, run and left.
            for key in (b"\x1b", b" ", b"p", b"x", b"\x12", b"\x1b", b"3"):
                terminal.settle()
                terminal.write(key)
            terminal.settle()
        terminal.wait_for("Sitting over")
        terminal.write(b"q")
        terminal.wait_for("All done for today.")
        assert terminal.leave(b"q") == 0
    for sign in (b"\x1b]0;", b"\xc2\x9b", b"\xe2\x80\xae", b"OWNED\x07"):
        assert sign not in terminal.raw, sign
    assert b"earlier" in terminal.raw
    assert b"Nothing here is graded" in terminal.raw


def test_the_terminal_is_left_as_it_was() -> None:
    """After leaving, screen, cursor, mouse, paste mode, keyboard protocol and line mode are the old ones."""
    with Terminal(APP) as terminal:
        terminal.wait_for("today:")
        terminal.settle()
        assert terminal.leave(b"q") == 0
    for mode in (b"?1049", b"?1000", b"?1003", b"?2004"):
        assert terminal.raw.rfind(b"\x1b[" + mode + b"l") > terminal.raw.rfind(b"\x1b[" + mode + b"h"), mode
    assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")
    assert terminal.raw.rfind(b"\x1b[<u") > terminal.raw.rfind(b"\x1b[>1u")
    assert terminal.modes_after == terminal.modes_before
