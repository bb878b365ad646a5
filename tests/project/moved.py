"""`forecall` with its clock moved: `python -m tests.project.moved DAYS [ARGUMENTS…]`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from app.cli import wiring


def main() -> None:
    """Show the home screen, or review if arguments say so, some days from now."""
    days = timedelta(days=int(sys.argv[1]))

    def later() -> datetime:
        return wiring.now() + days

    wiring.show("", sys.argv[2:] or None, later)


if __name__ == "__main__":
    main()
