"""The deck of numpy's basics."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, mean, rounded


def _created(n: int, m: int, e: str) -> Expected:
    shape, dtype = {
        "np.zeros((n, m))": ((n, m), "float64"),
        "np.ones((n, m), dtype=np.int8)": ((n, m), "int8"),
        "np.zeros_like(x)": ((m, n), "int32"),
        "np.ones_like(x) / 2": ((m, n), "float64"),
        "np.full((n, m), 7)": ((n, m), "int64"),
        "np.eye(m)": ((m, m), "float64"),
        "np.ones(n)": ((n,), "float64"),
    }[e]
    return {"shape": shape, "dtype": dtype}


def _bytes(f: str, n: int, m: int, t: str) -> Expected:
    bits = {"dtype=np.float32": 32, "dtype=np.uint8": 8, "dtype=np.int16": 16}.get(t, 64)
    return n * m * bits // 8


def _random_shape(n: int, m: int, e: str) -> Expected:
    return {
        "randn(n, m)": (n, m),
        "rand(m)": (m,),
        "randint(n, m)": (),
        "randint(n, m, 6)": (6,),
        "randint(n, size=(m, n))": (m, n),
        "normal(n, m, 3)": (3,),
        "standard_normal((m, n))": (m, n),
    }[e]


def _elementwise(n: int, k: int, e: str) -> Expected:
    operations = {
        "a + k": lambda a: a + k,
        "a * k": lambda a: a * k,
        "k - a": lambda a: k - a,
        "a ** 2 + k": lambda a: a * a + k,
        "a // 2 + k": lambda a: (a - a % 2) // 2 + k,
        "a % 3 * k": lambda a: (a - a // 3 * 3) * k,
    }
    return [operations[e](a) for a in range(n)]


def _array_or_list(t: str, a: int, b: int, e: str) -> Expected:
    times = 3 if e == "x * 3" else 2
    return [a, b] * times if t == "list" else [times * a, times * b]


def _dtype(t: str, e: str) -> Expected:
    # A Python number brings its kind, not its size: whole numbers become float64 where they must.
    real = "float64" if t == "int32" else t
    return {
        "a + 5": t,
        "a + 0.5": real,
        "a / 2": real,
        "a // 2": t,
        "a > 2": "bool",
        "np.sqrt(a)": real,
        "a.mean()": real,
    }[e]


def _linspace(n: int, j: int, a: int, b: int, e: bool) -> Expected:
    return [a + Fraction(place * (b - a), n - e) for place in range(n)]


def _product(a: int, b: int, p: int, q: int, op: str) -> Expected:
    return [a * p, b * 3] if op == "*" else [a * p + b * q, a * 3 + b * 2]


def _product_shape(n: int, k: int, m: int, e: str) -> Expected:
    return {
        "A @ B": (n, m),
        "A * A": (n, k),
        "A @ A.T": (n, n),
        "A.T @ A": (k, k),
        "np.dot(A, v)": (n,),
        "np.dot(v, B)": (m,),
        "A * v": (n, k),
        "v @ v": (),
    }[e]


def _dot_or_outer(x: list[int], y: list[int], e: str) -> Expected:
    products = [a * b for a, b in zip(x, y, strict=True)]
    return {
        "np.dot(x, y)": sum(products),
        "(x * y).max()": max(products),
        "np.outer(x, y).sum()": sum(x) * sum(y),
        "x @ np.ones(3)": sum(x),
    }[e]


def _std(a: list[int], k: int, c: int) -> Expected:
    moved = [k * x + c for x in a]
    return rounded(float(mean([(x - mean(moved)) ** 2 for x in moved])) ** 0.5)


def _reduced(a: list[int], f: str) -> Expected:
    if f == "mean":
        return mean(a)
    return {
        "sum": sum(a),
        "min": min(a),
        "max": max(a),
        "argmin": a.index(min(a)),
        "argmax": a.index(max(a)),
    }[f]


def _accuracy(a: list[int], b: list[int], c: list[int], y: list[int]) -> Expected:
    return mean([row.index(max(row)) == label for row, label in zip((a, b, c, [1, 5, 4]), y, strict=True)])


ORACLES: dict[str, Oracle] = {
    "creation-shape-dtype": _created,
    "zeros-with-a-block": lambda f, n, m, k, v: n * k * v + n * (m - k) * (f == "ones"),
    "array-bytes": _bytes,
    "random-shapes": _random_shape,
    "randint-no-choice": lambda k, h, n: [k] * n,
    "arange-list": lambda a, s, w, b: [x for x in range(a, b) if (x - a) % s == 0],
    "arithmetic-with-scalar": _elementwise,
    "array-or-list": _array_or_list,
    "dtype-after-arithmetic": _dtype,
    "uint8-wraps": lambda a, b, k: [(a + k) % 256, (b + k) % 256],
    "linspace-step": lambda b, n: rounded(Fraction(b, n - 1)),
    "linspace-endpoint": _linspace,
    "star-or-at": _product,
    "product-shapes": _product_shape,
    "dot-or-outer": _dot_or_outer,
    "std-scale-shift": _std,
    "variance-ddof": lambda m, s, d: Fraction(10 * s * s, 5 - d),
    "count-by-mask": lambda a, t, f: sum(x > t for x in a) if f == "sum" else mean([x > t for x in a]),
    "reduce-one-array": _reduced,
    "argmax-flattened": lambda a, f, s: a.index((min if f == "argmin" else max)(a)),
    "accuracy-from-scores": _accuracy,
    "basic-errors": lambda e: {
        "[0, 1, 2] + 5": "TypeError",
        "np.random.randn((2, 3))": "TypeError",
        "np.random.randint(5, 5)": "ValueError",
        "np.dot(np.ones(3), np.ones(4))": "ValueError",
        "np.array([]).max()": "ValueError",
        "np.arange(6).median()": "AttributeError",
        "np.arange(6)[6]": "IndexError",
        "np.arrange(6)": "AttributeError",
        "np.linspace(0, 1, 2.5)": "TypeError",
    }[e],
    # Text keeps no dtype.
    "save-and-load": lambda s, t, w, r: {"shape": s, "dtype": t if w == "save" else "float64"},
}
