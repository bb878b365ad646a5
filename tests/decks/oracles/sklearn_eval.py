"""The deck of scikit-learn and of evaluating models."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, rounded


def _split(n: int, a: int, b: int) -> Expected:
    first, second = n * a // 100, n * b // 100
    return [first, second - first, n - second]


def _precision_or_recall(y: list[int], p: list[int], d: str) -> Expected:
    hits = sum((true, said) == (1, 1) for true, said in zip(y, p, strict=True))
    return rounded(Fraction(hits, (y if d == "y" else p).count(1)), 3)


def _score(name: str, tp: int, fp: int, fn: int, tn: int) -> Expected:
    return rounded(Fraction(tp, tp + {"precision": fp, "recall": fn}[name]), 2)


ORACLES: dict[str, Oracle] = {
    "choose-degree": lambda t, v, s: min(range(1, 6), key=lambda degree: v[degree - 1]),
    "split-sizes": _split,
    "precision-or-recall-from-labels": _precision_or_recall,
    "confusion-matrix": _score,
    "accuracy-of-doing-nothing": lambda pos, n, neg: rounded(1 - Fraction(pos, n)),
}
