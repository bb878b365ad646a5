"""The deck of recurrent networks."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}


def _cell(f: list[Fraction], i: list[int], g: list[int]) -> Expected:
    # What came in at each step, times all that is forgotten after it.
    kept = [8, *(gate * new for gate, new in zip(i, g, strict=True))]
    return sum(kept[step] * _product(f[step:]) for step in range(len(kept)))


def _product(factors: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


ORACLES: dict[str, Oracle] = {
    "memory-by-hand": lambda u, x: x[0] * u * u + x[1] * u + x[2],
    "forgetting-by-hand": _cell,
    "gradient-through-time": lambda w, n: w**n,
    "gru-update-by-hand": lambda z, h, n: n + z * (h - n),
    "recurrent-parameter-count": lambda cell, i, h: _GATES[cell] * h * (i + h + 2),
    "recurrent-weight-shape": lambda cell, i, h, which: (_GATES[cell] * h, {"ih": i, "hh": h}[which]),
    "lstm-output-shape": lambda t, b, h, layers, both: (t, b, h * (1 + both)),
    "lstm-state-shape": lambda t, b, n, layers, first: (layers, b, n),
    "state-length": lambda cell, i, h, layers: 2 if cell == "LSTM" else layers,
    "lstm-errors": lambda i, h, line: {
        "lstm(torch.zeros(5, 2, i + 1))": "RuntimeError",
        "lstm(torch.zeros(i))": "ValueError",
        "lstm(torch.zeros(5, 2, i)).shape": "AttributeError",
    }[line],
}
