"""Floor 4: the commands. Wires the rooms together; the one place where errors become exit codes.

Nothing is imported here beyond click, so that `--help` answers at once: each command imports what it needs.
"""

from app.cli.commands import main

__all__ = ["main"]
