"""The deck of frameworks that the notes only name."""

from __future__ import annotations

from tests.decks.oracles.common import Expected, Oracle, windows


def _caffe(n: int, k: int, s: int, c: bool) -> Expected:
    side = windows(n, k, s)
    # Caffe rounds up: one more window, which hangs over the edge, if something is left.
    side += c and (side - 1) * s + k < n
    return 1, 8, side, side


ORACLES: dict[str, Oracle] = {
    "caffe-pooling": _caffe,
    "dense-parameters": lambda n, u, b: u * (n + b),
}
