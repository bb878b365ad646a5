"""The deck of models of machine learning."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, mean, rounded


def _average_precision(hits: list[int]) -> Fraction:
    return mean([Fraction(sum(hits[:rank]), rank) for rank in range(1, len(hits) + 1) if hits[rank - 1]])


def _vote(x: list[int], y: list[int], t: Fraction, k: int) -> Expected:
    near = sorted(range(len(x)), key=lambda place: abs(x[place] - t))[:k]
    return rounded(mean([y[place] for place in near]))


def _joint_or_conditional(a: int, b: int, s: int, c: int, d: int, e: str) -> Expected:
    return rounded(Fraction(a, a + c if "axis" in e else a + b + c + d))


def _naive_bayes(w: Fraction, v: Fraction, a: Fraction, b: Fraction, c: Fraction) -> Expected:
    first, second = w * a * b, v * c * Fraction("0.3")
    return rounded(first / (first + second))


def _hmm(z: list[int], x: list[int]) -> Expected:
    # In tenths: state 0 stays with 8 and comes with 4; it emits either with 5, state 1 emits 1 and 9.
    stay = {(0, 0): 8, (0, 1): 2, (1, 0): 4, (1, 1): 6}[z[0], z[1]]
    emitted = [5 if state == 0 else (1, 9)[seen] for state, seen in zip(z, x, strict=True)]
    return rounded(Fraction(5 * emitted[0] * stay * emitted[1], 10**4))


ORACLES: dict[str, Oracle] = {
    "average-precision": lambda r: rounded(_average_precision(r)),
    "map-of-two-classes": lambda a, b: rounded(mean([_average_precision(a), _average_precision(b)]), 3),
    "knn-vote": _vote,
    "joint-or-conditional": _joint_or_conditional,
    "naive-bayes-posterior": _naive_bayes,
    "hmm-joint": _hmm,
}
