"""In which looks a screen is held against its goldens."""

from __future__ import annotations

from itertools import product

import pytest

every_look = pytest.mark.parametrize(
    ("size", "language"), list(product([(80, 24), (120, 40)], ["en", "zh"])), ids=str
)
"""Two sizes, two languages."""
