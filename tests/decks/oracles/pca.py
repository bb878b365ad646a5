"""The deck of principal component analysis."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from tests.decks.oracles.common import Expected, Oracle, rounded


def _correlation(p: list[int], s: int) -> Expected:
    # Spearman's shortcut: both are orders of 1 to 5; a scale changes nothing.
    return rounded(1 - Fraction(6 * sum((i - v) ** 2 for i, v in enumerate(p, 1)), 5 * (25 - 1)), 2)


def _keep(lam: list[Fraction], t: Fraction) -> Expected:
    return next(k for k in range(1, len(lam) + 1) if sum(lam[:k]) >= t * sum(lam))


ORACLES: dict[str, Oracle] = {
    "correlation-of-z-scores": _correlation,
    "eigenvalues-two-variables": lambda r: [1 - abs(r), 1 + abs(r)],
    "contribution-first": lambda r: rounded(50 * (1 + abs(r)), 1),
    "contribution-cumulative": lambda lam, k: rounded(100 * sum(lam[:k]) / sum(lam), 1),
    "components-to-keep": _keep,
    "loading-two-variables": lambda r: rounded(sqrt((1 + abs(r)) / 2), 3),
    "scores-shape": lambda n, p, k: (n, k),
    "variance-along-direction": lambda r, w: w[0] ** 2 + w[1] ** 2 + 2 * r * w[0] * w[1],
    "score-of-a-sample": lambda a, b, i: Fraction(6 * a + 8 * b if i == 1 else 6 * b - 8 * a, 10),
}
