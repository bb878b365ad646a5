"""The folders that snippets work in."""

from __future__ import annotations

import os
import shutil


def remove(scratch: str) -> None:
    """Remove a folder, whatever a snippet made of it."""
    shutil.rmtree(scratch, ignore_errors=True)
    if os.path.isdir(scratch):
        for folder, _, _ in os.walk(scratch):
            os.chmod(folder, 0o700)
        shutil.rmtree(scratch, ignore_errors=True)
