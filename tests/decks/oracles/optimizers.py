"""The deck of optimizers. Steps are written as the papers do, with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt, sqrt

from tests.decks.oracles.common import Expected, Oracle, rounded, sign

_TENTH = Fraction(1, 10)


def _momentum(g: int, mu: Fraction) -> Expected:
    steps = _TENTH * g, _TENTH * (mu * g + g)
    return "\n".join(str(rounded(2 - sum(steps[:count]))) for count in (1, 2))


def _look_ahead(at: str, w: int, v: int) -> Expected:
    velocity = Fraction(-v, 2)
    point = w if at == "w" else w + velocity
    return w + velocity - _TENTH * 2 * point


def _rmsprop(alpha: Fraction, g: int, lr: Fraction) -> Expected:
    return rounded(5 - sign(g) * float(lr) / sqrt(1 - alpha))


def _memory(opt: str, n: int, m: int) -> Expected:
    # One number a weight: a velocity, a sum or a mean of squares. Two where both are kept.
    both = opt in ("Adam([w])", "RMSprop([w], momentum=0.9)")
    return 2 if both else 1, n, m


def _accumulated(rule: str, g: int, n: int) -> Expected:
    return n * g * g if rule == "s + g * g" else g * g * (1 - Fraction(1, 2**n))


def _two_parameters(opt: str, a: int, b: int, lr: Fraction) -> Expected:
    return [1 - lr * (1 if opt == "Adagrad" else slope) for slope in (a, b)]


ORACLES: dict[str, Oracle] = {
    "sgd-step": lambda w, a, lr: w - lr * 2 * a * w,
    "newton-step": lambda w, a, b: Fraction(b, 2 * a),
    "momentum-two-steps": _momentum,
    "momentum-or-nesterov": _look_ahead,
    "adagrad-nth-step": lambda n, g, lr: lr / isqrt(n),
    "rmsprop-first-step": _rmsprop,
    "adam-first-step": lambda w, g, lr: w - sign(g) * lr,
    "optimizer-memory": _memory,
    "default-lr": lambda opt: {
        "SGD": "0.001",
        "Adam": "0.001",
        "RMSprop": "0.01",
        "Adagrad": "0.01",
        "Adadelta": "1",
    }[opt],
    "gradients-add-up": lambda a, n, line: a if line == "opt.zero_grad()" else n * a,
    "learning-rate-too-large": lambda w, lr, n: w * (1 - 2 * lr) ** n,
    "momentum-without-gradient": lambda g, mu: _TENTH * mu * g,
    "nesterov-first-step": lambda g, mu, flag: 2 - _TENTH * g * (1 + mu * flag),
    "sum-or-average": _accumulated,
    "adagrad-two-parameters": _two_parameters,
    "adam-bias-correction": lambda b, g, n: ((1 - b**n) * g, g),
    "adam-equal-gradients": lambda g, n, lr: 3 - sign(g) * n * lr,
    "optimizer-errors": lambda n, line: {
        "torch.optim.SGD([], lr=0.1)": "ValueError",
        "torch.optim.SGD(w, lr=0.1)": "TypeError",
        "torch.optim.Adam([w], lr=-0.1)": "ValueError",
        "torch.optim.LBFGS([w]).step()": "TypeError",
    }[line],
}
