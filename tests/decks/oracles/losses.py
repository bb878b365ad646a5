"""The deck of loss functions."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, mean


def _mse_gradient(p: list[int], t: list[int], how: str) -> Expected:
    return [Fraction(2 * (a - b), len(p) if how == "mean" else 1) for a, b in zip(p, t, strict=True)]


def _softmax_gradient(a: int, b: int, c: int, k: int) -> Expected:
    return [Fraction(weight, a + b + c) - (place == k) for place, weight in enumerate((a, b, c))]


ORACLES: dict[str, Oracle] = {
    "mse-value": lambda p, t: mean([(a - b) ** 2 for a, b in zip(p, t, strict=True)]),
    "mse-reduction": lambda n, m, a, b, how: (a - b) ** 2 * (1 if how == "mean" else n * m),
    "loss-shape": lambda n, m, how: () if how == "mean" else (n, m),
    "mse-gradient": _mse_gradient,
    "one-outlier": lambda e, n: (Fraction(e, n), Fraction(e * e, n)),
    "mse-broadcast-trap": lambda n, dims: (n, n) if dims == "n, 1" else (n,),
    "cross-entropy-probability": lambda a, b, c, k: Fraction((a, b, c)[k], a + b + c),
    "cross-entropy-gradient": _softmax_gradient,
    "cross-entropy-unreduced-shape": lambda n, c, h: (n, h),
    "cross-entropy-errors": lambda n, c, t: {
        "torch.full((n,), c)": "IndexError",
        "torch.zeros(n)": "RuntimeError",
        "torch.zeros(n + 1).long()": "ValueError",
    }[t],
    "nll-picks": lambda p, q, i, j: mean([p[i], q[j]]),
    "bce-value": lambda p, y: p if y else 1 - p,
    "bce-errors": lambda n, p: {
        "torch.full((n,), 2.0)": "RuntimeError",
        "torch.full((n, 1), 0.5)": "ValueError",
    }[p],
}
