"""The deck of the tricks of training."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from tests.decks.oracles.common import Expected, Oracle, mean


def _whitened(a: int, b: int, f: str) -> Expected:
    power = {"lam.sqrt()": 0, "lam": -2, "torch.ones(2)": 2}[f]
    return [round(Fraction(spread) ** power, 4) for spread in (a, b)]


def _batch_norm(mode: str, a: int, d: int, g: int, b: int, hi: int) -> Expected:
    # Two numbers are one standard deviation from their mean; fresh running figures are 0 and 1.
    return [b - g, b + g] if mode == "train" else [a * g + b, hi * g + b]


ORACLES: dict[str, Oracle] = {
    "penalty-gradient": lambda a, b, f: [1, -1] if f == "w.abs()" else [2 * a, -2 * b],
    "weight-decay-only": lambda w, d, n: w * (1 - Fraction(d, 10)) ** n,
    "split-lengths": lambda n, v, t: [n - 2 * (n * v), n * v, n * v],
    "centred-row": lambda a, b: [x - mean([x, y]) for x, y in zip(a, b, strict=True)],
    "z-score-value": lambda m, d, v, lo, hi: Fraction(v - m, d),
    "whitened-variance": _whitened,
    "symmetric-gradient": lambda x, w, v: [x * each for each in v],
    "init-then-constant": lambda n, m, c, b: m * (n * c + b),
    "sparse-init-zeros": lambda n, m, s: m * ceil(n * s),
    "batch-norm-modes": _batch_norm,
    "batch-norm-running-mean": lambda a, b, m: m * mean([a, b]),
    "dropout-values": lambda p, v, mode: [v] if mode == "eval" else [0, v / (1 - p)],
}
