"""`forecall` with its clock moved: `python -m tests.project.moved DAYS [ARGUMENTS…]`.

DAYS is a number, or a file that holds one: written anew, it moves the clock while the program runs.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from app.cli import wiring


def main() -> None:
    """Show the home screen, or review if arguments say so, some days from now."""
    wanted = sys.argv[1]

    def moved() -> datetime:
        days = Path(wanted).read_text() if Path(wanted).exists() else wanted
        return wiring.now() + timedelta(days=float(days))

    wiring.show("", sys.argv[2:] or None, moved)


if __name__ == "__main__":
    main()
