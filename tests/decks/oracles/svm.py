"""The deck of support vector machines."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from tests.decks.oracles.common import Expected, Oracle, rounded


def _distance(w: list[int], a: int, c: int, b: int) -> Expected:
    # From the point to its foot on the line, instead of by the formula for the distance.
    step = Fraction(w[0] * a + w[1] * c + b, w[0] ** 2 + w[1] ** 2)
    return rounded(sqrt((step * w[0]) ** 2 + (step * w[1]) ** 2))


def _soft_margin(w: list[int], s: list[Fraction], C: int) -> Expected:  # noqa: N803 - the card calls it so
    return Fraction(w[0] ** 2 + w[1] ** 2, 2) + C * sum(s)


def _decision(s: int, t: int, k: str, b: int) -> Expected:
    def kernel(u: int) -> int:
        return (u * t + 1) ** 2 if k == "(u * v + 1) ** 2" else u * t

    return Fraction(kernel(1) - kernel(s), 2) + b


ORACLES: dict[str, Oracle] = {
    "margin-width": lambda w: rounded(2 / sqrt(w[0] ** 2 + w[1] ** 2)),
    "hinge-loss": lambda label, a, c, b: max(0, 1 - label * (a - c + b)),
    "polynomial-kernel": lambda a, b, c, e, d: (a * c + b * e + 1) ** d,
    "kernel-matrix-shape": lambda n, m, d: (m, n),
    "distance-to-boundary": _distance,
    "soft-margin-objective": _soft_margin,
    "feature-map-shortcut": lambda x, z: sum(a * b for a, b in zip(x, z, strict=True)) ** 2,
    "kernel-decision": _decision,
}
