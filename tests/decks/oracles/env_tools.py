"""The deck of tools and the environment."""

from __future__ import annotations

from tests.decks.oracles.common import Oracle

ORACLES: dict[str, Oracle] = {
    "mib-or-mb": lambda g, u: g * 1024 if u == "2**20" else g * 1024**3 // 1_000_000,
    "sieve-rounds": lambda n, p, lo: sorted({*range(lo + 1, n)} - {q * i for q in p for i in range(2, n)}),
    "import-errors": lambda e, i: {
        "import no_such_module": "ModuleNotFoundError",
        "from math import nope": "ImportError",
        "import math.nope": "ModuleNotFoundError",
        "math.nope()": "AttributeError",
        "nope.sqrt(4)": "NameError",
        'import_module("no_such_module")': "ModuleNotFoundError",
    }[e],
}
