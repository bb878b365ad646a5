"""Which editor the user writes in."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from app.core.errors import ForecallError

_PLUS = frozenset(
    ["vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "ne"]
)
_PLACE = frozenset(["hx", "helix", "zed", "subl"])
_GOTO = frozenset(["code", "code-insiders", "codium", "cursor", "windsurf"])
_WAITS = frozenset(["zed", "subl", *_GOTO])


def editor_command(file: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line, from ``$VISUAL`` or ``$EDITOR``; vi without both.

    Args:
        file: The file.
        line: From 1.

    Raises:
        ForecallError: If the variable can't be read as a command.
    """
    written = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(written)
    except ValueError:
        command = []
    if not command:
        raise ForecallError(f"$VISUAL or $EDITOR is no command: {written}", fix="Write, say, EDITOR=nvim.")
    name = Path(command[0]).name.removesuffix(".exe")
    if name in _WAITS and "--wait" not in command and "-w" not in command:
        command.append("--wait")
    if name in _GOTO:
        return [*command, "--goto", f"{file}:{line}"]
    if name in _PLACE:
        return [*command, f"{file}:{line}"]
    return [*command, f"+{line}", str(file)] if name in _PLUS else [*command, str(file)]
