"""Which devices snippets can have on this machine: asked in a process of its own, never in the app."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

_ASK = """
import json, torch
found = []
if torch.ones(2, 2, dtype=torch.bfloat16).sum().item() == 4:
    found.append("bf16")
if torch.cuda.is_available():
    torch.ones(1, device="cuda")
    found.append("cuda")
    if torch.cuda.is_bf16_supported():
        found.append("cuda bf16")
if torch.backends.mps.is_available():
    torch.ones(1, device="mps")
    found.append("mps")
    try:
        torch.ones(1, device="mps", dtype=torch.bfloat16)
        found.append("mps bf16")
    except (TypeError, RuntimeError):  # before macOS 14
        pass
print(json.dumps(found))
"""
_PATIENCE_S = 60


@cache
def devices() -> frozenset[str]:
    """Return what works here of ``bf16``, ``cuda``, ``mps``, ``cuda bf16`` and ``mps bf16``.

    Slow (it imports torch), so asked once. A driver that crashes or hangs takes only that process with it,
    and counts as none; so does one on Windows, where no snippet runs.
    """
    if sys.platform == "win32":
        return frozenset()
    try:
        told = subprocess.run(
            [sys.executable, "-I", "-B", "-c", _ASK],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=_PATIENCE_S,
            check=True,
            cwd="/",
        )
        return frozenset(map(str, json.loads(told.stdout)))
    except (OSError, ValueError, subprocess.SubprocessError):
        return frozenset()
