"""Starting the user's editor on this terminal."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from app.core.errors import ForecallError


def run_editor(command: Sequence[str]) -> None:
    """Run an editor until it ends.

    Raises:
        ForecallError: If it can't be started, or ends with an error.
    """
    fix = "Set $VISUAL or $EDITOR to your editor."
    try:
        status = subprocess.call(list(command))
    except OSError as error:
        raise ForecallError(f"{command[0]} can't be started: {error.strerror}.", fix=fix) from None
    if status:
        raise ForecallError(f"{command[0]} ended with status {status}.", fix=fix)
