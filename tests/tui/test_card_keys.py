"""From the review screen to the card's own text, and back to the same card."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.log import Act
from app.tui.edit import EditScreen
from app.tui.past import PastScreen
from tests.builders import DAY
from tests.store.shelf import PARAMS, an_act
from tests.tui.rig import asks, until
from tests.tui.screen_text import screen_text
from tests.tui.shelf_rig import NETS, Shelf, browsing, says
from tests.tui.terminal import Terminal

EDITOR = """\
#!{python}
import pathlib, sys
assert sys.stdin.isatty() and sys.stdout.isatty()
line, file = sys.argv[1:]
path = pathlib.Path(file)
text = path.read_text(encoding="utf-8")
old = text.partition("en: ")[2].partition("\\n")[0]
new = input(f"EDITING {{path.name}} {{line}}: {{old}} BECOMES ")
path.write_text(text.replace(old, new), encoding="utf-8")
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Two decks and their store."""
    made = Shelf(tmp_path)
    yield made
    assert made.store.differences() == []
    made.store.close()


async def test_edit_and_come_back_to_the_card(shelf: Shelf) -> None:
    """The question is asked with its new text; nothing is graded."""
    async with browsing(shelf, keys="a") as pilot:
        await asks(pilot, "nets/relu")
        await pilot.press("e")
        await until(lambda: isinstance(pilot.app.screen, EditScreen))
        screen = pilot.app.screen
        assert isinstance(screen, EditScreen)
        await pilot.pause()
        screen.text.text = screen.text.text.replace("Why ReLU?", "What for?")
        await pilot.press("ctrl+s")
        await until(lambda: "What for?" in screen_text(pilot.app) and pilot.app.screen is not screen)
        await asks(pilot, "nets/relu")
        assert shelf.state("nets/relu").is_new


async def test_suspend_bury_and_undo(shelf: Shelf) -> None:
    """The next card is asked at once; undo brings the card back."""
    async with browsing(shelf, keys="a") as pilot:
        await asks(pilot, "nets/relu")
        await pilot.press("s")
        await asks(pilot, "nets/tanh")
        await says(pilot, "Suspended: nets/relu")
        assert shelf.state("nets/relu").suspended
        await pilot.press("b")
        await asks(pilot, "svm/margin")
        assert shelf.state("nets/tanh").buried_until is not None
        await pilot.press("u")
        await asks(pilot, "nets/tanh")
        await pilot.press("u")
        await asks(pilot, "nets/relu")
        assert not shelf.state("nets/relu").suspended
        await pilot.press("h")
        await until(lambda: isinstance(pilot.app.screen, PastScreen))
        assert "suspend" in screen_text(pilot.app)


@pytest.mark.parametrize(("text", "marked"), [("What for?", True), ("why relu", False)])
async def test_a_new_meaning_is_marked(shelf: Shelf, text: str, marked: bool) -> None:
    """Once it was passed under another; a change of layout is no other meaning."""
    shelf.store.append([an_act(shelf.store, "nets/relu", day=DAY - timedelta(days=1))], PARAMS)
    others = [name for name in shelf.names() if name != "nets/relu"]
    shelf.store.append([an_act(shelf.store, name, act=Act.SUSPEND) for name in others], PARAMS)
    (shelf.root / "nets.yaml").write_text(NETS.replace("Why ReLU?", text))
    async with browsing(shelf, keys="a") as pilot:
        await asks(pilot, "nets/relu")
        await pilot.app.workers.wait_for_complete()
        said = "asks something else than when you last passed it" in screen_text(pilot.app)
        assert said == marked


def test_a_real_editor_on_a_real_terminal(tmp_path: Path) -> None:
    """It gets the terminal in line mode and the card's line; its text is asked then, and taken back."""
    (tmp_path / "decks").mkdir()
    deck = tmp_path / "decks" / "nets.yaml"
    deck.write_text(NETS, encoding="utf-8")
    editor = tmp_path / "vim"
    editor.write_text(EDITOR.format(python=sys.executable))
    editor.chmod(0o755)
    home = {
        "FORECALL_DATA": str(tmp_path / "data"),
        "FORECALL_CONFIG": str(tmp_path / "config.toml"),
        "FORECALL_DECKS": str(tmp_path / "decks"),
        "VISUAL": str(editor),
    }
    with Terminal((sys.executable, "-m", "app", "review"), 100, 30, home) as terminal:
        for old, new in (("Why ReLU?", "为什么?"), ("为什么?", "What is ReLU for?")):
            terminal.wait_for(old)
            terminal.settle()
            terminal.write(b"E")
            terminal.wait_for(f"EDITING nets.yaml +6: {old} BECOMES")
            terminal.write(f"{new}\n".encode())
        terminal.wait_for("What is ReLU for?")
        terminal.settle()
        assert deck.read_text(encoding="utf-8") == NETS.replace("Why ReLU?", "What is ReLU for?")
        terminal.write(b"q")
        terminal.wait_for("today:")
        terminal.write(b"b")
        terminal.wait_for("What is ReLU for?")
        for before in ("为什么?", "Why ReLU?"):
            terminal.settle()
            terminal.write(b"u")
            terminal.wait_for("Taken back: edit of nets/relu")
            terminal.wait_for(before)
        assert deck.read_text(encoding="utf-8") == NETS
        terminal.write(b"q")
        terminal.wait_for("today:")
        assert terminal.leave(b"q") == 0


@pytest.mark.parametrize("vim", [found for name in ("vim", "vi") if (found := shutil.which(name))][:1])
def test_vim_itself(tmp_path: Path, vim: str) -> None:
    """Where there is one: it opens on the card's line, and its keys are its own."""
    (tmp_path / "decks").mkdir()
    deck = tmp_path / "decks" / "nets.yaml"
    deck.write_text(NETS, encoding="utf-8")
    home = {
        "FORECALL_DATA": str(tmp_path / "data"),
        "FORECALL_CONFIG": str(tmp_path / "config.toml"),
        "FORECALL_DECKS": str(tmp_path / "decks"),
        "VISUAL": f"{vim} -u NONE -T vt100",
    }
    with Terminal(
        (sys.executable, "-m", "app", "review"), 200, 30, home
    ) as terminal:  # vim asks for enter if its greeting is wider
        terminal.wait_for("Why ReLU?")
        terminal.settle()
        terminal.write(b"E")
        terminal.wait_for("- id: relu")
        terminal.settle()
        terminal.write(b":.+2s/Why ReLU/What for/\r:wq\r")
        terminal.wait_for("What for?")
        terminal.wait_for("reveal")
        assert deck.read_text(encoding="utf-8") == NETS.replace("Why ReLU", "What for")
        assert terminal.leave(b"\x11") == 0
