"""The deck of pandas."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, mean


def _shape(n: int, e: str) -> Expected:
    return {
        "df.head()": (5, 4),
        "df.tail(2)": (2, 4),
        "df.head(-2)": (n - 2, 4),
        "df.describe()": (8, 4),
        'df["A"]': (n,),
        'df[["A", "C"]]': (n, 2),
        "df.T": (4, n),
    }[e]


def _quartile(x: list[int], q: int) -> Expected:
    whole, part = divmod(Fraction(q, 100) * (len(x) - 1), 1)
    return x[whole] + part * (x[whole + 1] - x[whole])


def _centre(a: int, b: int, c: int, z: int, f: str) -> Expected:
    numbers = sorted((a, b, c, z))
    return mean(numbers) if f == "mean" else mean(numbers[1:3])


ORACLES: dict[str, Oracle] = {
    "tail-as-slice": lambda f, n, k: [row for row in range(n) if (row < k if f == "head" else row >= n - k)],
    "shape-of-a-selection": _shape,
    "quartiles-of-five": lambda x: sorted(x)[1:4],
    "quartile-between": _quartile,
    "mean-or-median": _centre,
    "loc-or-iloc": lambda i, a, b: b - a + (i == "loc"),  # labels include the end
}
