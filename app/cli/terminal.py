"""What the terminal is like, and how wide it shows characters whose width is ambiguous."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from typing import Any

_AMBIGUOUS = "α│"
_PATIENCE_S = 0.5
_REPLY = re.compile(rb"\x1b\[(\d+);(\d+)R")


def terminal() -> dict[str, Any]:
    """Return size, kind and encoding of the terminal; sizes are 0 where there is none."""
    size = os.get_terminal_size(sys.stdout.fileno()) if sys.stdout.isatty() else os.terminal_size((0, 0))
    return {
        "columns": size.columns,
        "lines": size.lines,
        "term": os.environ.get("TERM", ""),
        "colours": os.environ.get("COLORTERM", "") or ("none" if os.environ.get("NO_COLOR") else "by TERM"),
        "encoding": sys.stdout.encoding or "",
        "ambiguous_width": ambiguous_width(),
    }


def ambiguous_width() -> int | None:
    """Return the cells that one ambiguous character takes: 1, or 2 where the terminal breaks all layouts.

    It is written and rubbed out again, and the terminal is asked where the cursor stood.

    Returns:
        None if nobody can tell: there is no terminal, or it does not answer.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        import termios
        import tty
    except ImportError:
        return None
    source, target = sys.stdin.fileno(), sys.stdout.fileno()
    sys.stdout.flush()
    before = termios.tcgetattr(source)
    try:
        tty.setcbreak(source)
        os.write(target, f"\r{_AMBIGUOUS}\x1b[6n".encode())
        column = _column(source)
    except (OSError, UnicodeEncodeError):
        return None
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)
        with contextlib.suppress(OSError):
            os.write(target, b"\r\x1b[K")
    return (column - 1) // len(_AMBIGUOUS) if column else None


def _column(source: int) -> int | None:
    heard, until = b"", time.monotonic() + _PATIENCE_S
    while (left := until - time.monotonic()) > 0 and select.select([source], [], [], left)[0]:
        heard += os.read(source, 64)
        if found := _REPLY.search(heard):
            return int(found[2])
    return None
