"""The deck of gradient boosting and expectation maximisation."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, mean, rounded, sign


def _stump(y: list[int], lr: Fraction) -> Expected:
    return rounded(mean(y) + lr * (mean(y[:2]) - mean(y)))


def _posterior(a: Fraction, b: Fraction, w: Fraction, n: int) -> Expected:
    return rounded(1 / (1 + (1 - w) / w * (b / a) ** n))


def _m_step(x: list[int], r: list[Fraction], name: str) -> Expected:
    weighted = sum(share * value for share, value in zip(r, x, strict=True))
    return rounded(weighted / sum(r) if name == "mean" else mean(r))


ORACLES: dict[str, Oracle] = {
    "boosting-one-stump": _stump,
    "shrinking-residual": lambda y, lr, n: rounded(y * (1 - lr) ** n),
    "negative-gradient": lambda y, F, loss: {  # noqa: N803 - the card calls it so
        "(y - f) ** 2 / 2": y - F,
        "(y - f) ** 2": 2 * (y - F),
        "abs(y - f)": sign(y - F),
    }[loss],
    "xgboost-leaf-weight": lambda r, lam: rounded(Fraction(sum(r), len(r) + lam), 3),
    "e-step-two-coins": _posterior,
    "m-step-weighted": _m_step,
    # Two seen and two filled in: the distance to the mean of the seen halves in each round.
    "em-missing-values": lambda m, s, j, n, a, b, start: m + Fraction(start - m, 2**n),
}
