"""The deck of well-known convolutional networks."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from tests.decks.oracles.common import Expected, Oracle, windows


def _lenet(n: int, b: int) -> Expected:
    for _ in range(2):
        n = windows(windows(n, 5), 2, 2)
    return b, 16, n, n


def _alexnet(n: int, o: int, p: int) -> Expected:
    side = windows(n, 11, 4, p)
    return 1, o, side, side


def _reach(k: int, m: int, n: int, c: int) -> Expected:
    seen = {c}
    for _ in range(m):
        seen = {place + step for place in seen for step in range(-(k // 2), k // 2 + 1)}
    return len(seen & {*range(n)}) ** 2


def _edges(a: int, b: int, lo: int, hi: int, w: list[Fraction]) -> Expected:
    line = [lo] * a + [hi] * b
    return [w[0] * left + w[1] * right for left, right in pairwise(line)]


ORACLES: dict[str, Oracle] = {
    "inception-output-shape": lambda n, a, b, k, p: (1, a + b + 3, n, n),
    "inception-branch-mismatch": lambda n, k, join: {
        "torch.cat([a, b], dim=1)": "RuntimeError",
        "torch.cat([a, b], dim=4)": "IndexError",
        "torch.cat(a, b)": "TypeError",
    }[join],
    "one-by-one-saving": lambda c, r, o, k: c * r + r * o * k * k,
    "trainable-after-freezing": lambda a, b, k: k * (b + 1),
    "two-linear-layers": lambda a, b, c, d: (a * c, c * b + d),
    "lenet-shapes": _lenet,
    "alexnet-first-shape": _alexnet,
    "receptive-field-count": _reach,
    "stack-or-large-filter": lambda c, m, k: f"{m * 9 * c * c} {k * k * c * c}",
    "residual-gradient": lambda m, w, block: (w if block == "w * y" else 1 + w) ** m,
    "edge-filter": _edges,
}
