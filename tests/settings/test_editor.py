"""The user's editor opens at the line, each in its own way of saying so."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ForecallError
from app.settings.editor import editor_command

FILE = Path("/d/a b.yaml")


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+7", str(FILE)]),
        ("nvim -n", ["nvim", "-n", "+7", str(FILE)]),
        ("/usr/bin/nano", ["/usr/bin/nano", "+7", str(FILE)]),
        ("hx", ["hx", f"{FILE}:7"]),
        ("code", ["code", "--wait", "--goto", f"{FILE}:7"]),
        ("code --wait", ["code", "--wait", "--goto", f"{FILE}:7"]),
        ("subl -w", ["subl", "-w", f"{FILE}:7"]),
        ("'/my editors/ed' -x", ["/my editors/ed", "-x", str(FILE)]),
    ],
)
def test_command(monkeypatch: pytest.MonkeyPatch, editor: str, command: list[str]) -> None:
    """One that is not known gets the file alone."""
    monkeypatch.setenv("VISUAL", editor)
    assert editor_command(FILE, 7) == command


def test_which_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """VISUAL, then EDITOR, then vi; an empty one counts for nothing."""
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", "emacs -nw")
    assert editor_command(FILE, 1)[:2] == ["emacs", "-nw"]
    monkeypatch.delenv("EDITOR")
    assert editor_command(FILE, 1)[0] == "vi"


@pytest.mark.parametrize("editor", ["'open", "   "])
def test_no_command(monkeypatch: pytest.MonkeyPatch, editor: str) -> None:
    """Told with what to write."""
    monkeypatch.setenv("VISUAL", editor)
    with pytest.raises(ForecallError, match="no command"):
        editor_command(FILE, 1)
