"""All hostile snippets, by what they are after."""

from __future__ import annotations

import platform

from tests.runner.escape.cases_files import FILES, LEAKS, START
from tests.runner.escape.cases_processes import NETWORK, PROCESSES
from tests.runner.escape.cases_runs import ARCHITECTURE, FORGERIES, PYTHON, RESOURCES, SOURCES, TERMINAL

_GROUPS: dict[str, dict[str, str]] = {
    "files": FILES,
    "leaks": LEAKS,
    "start": START,
    "processes": PROCESSES,
    "network": NETWORK,
    "resources": RESOURCES,
    "forgeries": FORGERIES,
    "terminal": TERMINAL,
    "python": PYTHON,
    "sources": SOURCES,
}
if platform.machine() == "x86_64":
    _GROUPS["architecture"] = ARCHITECTURE

CASES = {f"{group}: {name}": code for group, cases in _GROUPS.items() for name, code in cases.items()}
