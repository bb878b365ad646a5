"""The deck of numpy's shapes, axes, views and dtypes."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, columns


def _along(p: list[int], q: list[int], ax: int) -> list[list[int]]:
    """Return the lines of the matrix with rows `p` and `q` that an axis joins."""
    return columns([p, q]) if ax == 0 else [p, q]


def _without_axis(n: int, m: int, k: int, ax: int, d: bool) -> Expected:
    shape = [n, m, k]
    shape[ax : ax + 1 or None] = [1] if d else []
    return tuple(shape)


def _sorted_or_not(row: list[int], call: str) -> Expected:
    return str({"a.sort()": sorted(row), "a[1:].sort()": row[:1] + sorted(row[1:])}.get(call, row))


def _sorted_row(p: list[int], q: list[int], r: list[int], i: int, ax: int) -> Expected:
    rows = [p, q, r]
    return sorted(rows[i]) if ax == 1 else [sorted(column)[i] for column in columns(rows)]


def _squeezed(n: int, m: int, ax: int | str) -> Expected:
    return {"None": (n, m), 0: (n, 1, m), 2: (1, n, m), -2: (1, n, m)}[ax]


def _expanded(n: int, m: int, e: str) -> Expected:
    return {
        "np.expand_dims(x, 0)": (1, n, m),
        "x[None]": (1, n, m),
        "np.expand_dims(x, 1)": (n, 1, m),
        "x[:, None]": (n, 1, m),
        "np.expand_dims(x, -1)": (n, m, 1),
        "x[:, :, None]": (n, m, 1),
    }[e]


def _written_through(v: int, e: str) -> Expected:
    first = {"a[2:]": 2, "a[1:4]": 1, "a[::2]": 0, "a[::-1]": 5}.get(e)  # the others are copies
    return [v if place == first else place for place in range(6)]


def _joined(f: str, n: int, m: int, k: int, ax: int) -> Expected:
    if f == "stack":
        return (k, n, m) if ax == 0 else (n, k, m)
    return (k * n, m) if ax == 0 else (n, k * m)


def _sum_dtype(s: str, t: str) -> Expected:
    bits = int(s.lstrip("uint"))
    if t == "int8":
        return "int16" if s == "uint8" else s  # no 8 bits hold both -128 and 255
    holds = {8: 16, 16: 32, 32: 64, 64: 64}[bits]  # a float whose mantissa holds such whole numbers
    return f"float{max(holds, int(t.removeprefix('float')))}"


def _reduced(n: int, m: int, t: str, f: str, ax: int) -> Expected:
    small = {"sum": "int64", "mean": "float64", "max": "int8"}
    dtype = "int64" if f == "argmin" else small[f] if t == "int8" else t
    return {"shape": (m,) if ax == 0 else (n,), "dtype": dtype}


_VIEWS_OF_ALL = ("a.ravel()", "a.reshape(-1)", "a.T")
_SLICES = ("a[0]", "a[1:]", "a[::2]", "a[:, 2]")

ORACLES: dict[str, Oracle] = {
    "randint-reshape": lambda r, c, n: (r, c),
    "sum-over-axis": lambda p, q, ax: [sum(line) for line in _along(p, q, ax)],
    "argmin-rows": lambda p, q, r: [row.index(min(row)) for row in (p, q, r)],
    "std-over-axis": lambda p, q, r, s, ax: [
        Fraction(abs(line[0] - line[1]), 2) for line in _along([p, q], [r, s], ax)
    ],
    "keepdims-shape": _without_axis,
    "sort-in-place": _sorted_or_not,
    "sort-along-axis": _sorted_row,
    "squeeze-shape": _squeezed,
    "expand-dims-shape": _expanded,
    "ravel-or-flatten": lambda n, e: "view" if e in _VIEWS_OF_ALL else "copy",
    "slice-or-fancy": lambda n, e: "view" if e in _SLICES else "copy",
    "write-through-view": _written_through,
    "transpose-shape": lambda n, m, k, p: tuple((n, m, k)[axis] for axis in p),
    "concatenate-or-stack": _joined,
    "broadcast-shape": lambda n, m, k: (n, k, m),
    "shape-errors": lambda n, m, e: {
        "x + np.zeros(3)": "ValueError",
        "x.reshape(3, 3)": "ValueError",
        "x.squeeze(axis=0)": "ValueError",
        "x[0, 8]": "IndexError",
        "x[5]": "IndexError",
        "x.size()": "TypeError",
        "np.zeros(2, 3)": "TypeError",
        "x.unsqueeze(0)": "AttributeError",
    }[e],
    "dtype-of-sum": _sum_dtype,
    "reduce-shape-dtype": _reduced,
}
