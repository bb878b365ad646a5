"""The deck of activation functions."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, rounded


def _dtype(f: str, t: str, n: int, m: int) -> Expected:
    # A sigmoid or tanh of whole numbers is no whole number: torch takes its default dtype.
    kept = f == "relu" or t.startswith("float")
    return {"shape": (n, m), "dtype": f"torch.{t if kept else 'float32'}"}


def _symmetric_sum(f: str, k: int) -> Expected:
    if f == "sigmoid":
        return Fraction(2 * k + 1, 2)  # each pair ±x sums to 1
    return sum(range(k + 1)) if f == "relu" else 0


def _weights(layer: str, n: int) -> Expected:
    linear = layer.startswith("nn.Linear")
    return {"shape": (n, 5 if linear else 3), "grad": linear or layer == "nn.PReLU()"}


def _slopes(f: str, a: int, b: int, c: int) -> Expected:
    left = {
        "nn.ReLU()": 0,
        "nn.ReLU6()": 0,
        "nn.LeakyReLU(0.1)": Fraction(1, 10),
        "nn.LeakyReLU(0.25)": Fraction(1, 4),
    }[f]
    inside = {"nn.ReLU6()": 0 < b < 6}.get(f, b > 0)
    return [left, int(inside), 1]


_SLOPE_AT_ZERO = {
    "torch.sigmoid(y) - 0.5": Fraction(1, 4),
    "torch.tanh(y)": Fraction(1),
    "2 * torch.sigmoid(y) - 1": Fraction(1, 2),
}

ORACLES: dict[str, Oracle] = {
    "sigmoid-slope": lambda s: s * (1 - s),
    "tanh-slope": lambda t: 1 - t * t,
    "symmetric-inputs-sum": _symmetric_sum,
    "dying-relu-gradient": lambda w, b: sum(x for x in (1, 2, 4) if w * x > b),
    "relu-inplace-print": lambda flag, a, b, c: f"{b if flag else b - a - c} {b}",
    "relu-slips": lambda act, n: {
        "nn.RELU(True)": "AttributeError",
        "nn.ReLU(in_place=True)": "TypeError",
        "nn.ReLU(True)": "RuntimeError",
    }[act],
    "activation-dtype": _dtype,
    "activation-has-no-weights": _weights,
    "maxout-value": lambda x, a, b, c, d: max(a * x + c, d - b * x),
    "sigmoid-of-log-odds": lambda k, sign: Fraction(k if sign == "+" else 1, k + 1),
    "logistic-location-scale": lambda m, s, k, at: {
        "m": Fraction(1, 2),
        "m + s * log_k": Fraction(k, k + 1),
        "m - s * log_k": Fraction(1, k + 1),
    }[at],
    "gradient-through-layers": lambda n, layer: rounded(_SLOPE_AT_ZERO[layer] ** n),
    "leaky-relu-value": lambda a, b, s: [-a * s, b],
    "relu-family-gradient": _slopes,
    "count-dead-units": lambda a, b: sum(max(pair) <= 0 for pair in zip(a, b, strict=True)),
    "maxout-layer-parameters": lambda n, m, k: m * k * (n + 1),
}
