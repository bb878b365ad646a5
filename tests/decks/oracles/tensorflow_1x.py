"""The deck of TensorFlow 1 ideas and their running twins."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from typing import Any

from tests.decks.oracles.common import Expected, Oracle, rounded


def _wrapped(t: str, a: int, b: int) -> Expected:
    low, high = {"int8": (-128, 127), "uint8": (0, 255), "int16": (-(2**15), 2**15 - 1)}[t]
    return (a + b - low) % (high - low + 1) + low


def _shape_dtype(n: int, m: int, t: str, e: str) -> Expected:
    shape = {"x[0]": (m,), "x.T": (m, n), "x > 0": (n, m), "x[None]": (1, n, m), "x.sum(0) > 0": (m,)}[e]
    return {"shape": shape, "dtype": "torch.bool" if ">" in e else f"torch.{t}"}


def _since_init(s: int, k: int, ops: str) -> Expected:
    last = f"[v.init, {ops[1:]}".rpartition("v.init")[2]
    return s + k * last.count("v.add")


def _fed(d: tuple[Any, Any], a: int, b: int, c: int) -> Expected:
    pairs = [(1, a), (3, b), (5, c)]  # the two others have another number of axes
    return sum(d[0] in (None, rows) and d[1] in (None, width) for rows, width in pairs)


def _nodes(y: str, c: str, e: str, f: str) -> Expected:
    needs = {"c": c, "d": "b", "e": e, "f": f, "g": "df"}
    found, todo = set(), deque(y)
    while todo:
        node = todo.popleft()
        found.add(node)
        todo.extend(needs.get(node, ""))
    return "".join(sorted(found))


def _lopsided(y: list[int], p: list[int], over: int, under: int) -> Expected:
    gaps = [said - true for true, said in zip(y, p, strict=True)]
    return over * sum(gap for gap in gaps if gap > 0) - under * sum(gap for gap in gaps if gap < 0)


def _average(n: int, decay: Fraction, s: int, v: int) -> Expected:
    return rounded(v + min(decay, Fraction(1 + n, 10 + n)) * (s - v))


def _refused(c: list[tuple[str, bool]]) -> Expected:
    # A name is first made by a call without reuse; with reuse it fails before that, without it after.
    failed = 0
    for name in ("w", "b"):
        reuses = [reuse for each, reuse in c if each == name]
        first = reuses.index(False) if False in reuses else len(reuses)
        failed += first + reuses[first + 1 :].count(False)
    return failed


def _queued(a: int, b: int, n: int, k: int) -> Expected:
    return (a if n % 2 else b) + k * ((n - 1) // 2)


def _added(y: list[int], z: list[int], d: int) -> Expected:
    lists = [[1, 2, 3], y, z]
    return [sum(each) for each in (zip(*lists, strict=True) if d == 0 else lists)]


def _name(k: str, l: str, f: str, s: str, n: str) -> Expected:  # noqa: E741 - the card calls it so
    named = [scope for kind, scope in ((k, s), (l, "out")) if "variable" in (kind, f.lower())]
    return "/".join([*named, n])


def _throughput(t: list[int], m: str) -> Expected:
    return 3 * (60 // sorted(t)[-1]) if "max" in m else sum(60 // each for each in t)


def _stale(w: int, lr: Fraction, g: str) -> Expected:
    return w * (1 - 4 * lr) if g == "stale" else w * (1 - 2 * lr) ** 2


ORACLES: dict[str, Oracle] = {
    "integer-wraps": _wrapped,
    "shape-and-dtype": _shape_dtype,
    "initializer-resets": _since_init,
    "placeholder-none": _fed,
    "feed-and-run": lambda p, q, u, v: p * u + q * v,
    "which-nodes-run": _nodes,
    "lopsided-loss": _lopsided,
    "where-indices": lambda x, t: [place for place, each in enumerate(x) if each > t],
    "two-relu-gates": lambda u, v, b: [u * s + v * max(0, s - b) for s in (0, 1, 1, 2)],
    "ema-step": _average,
    "get-variable-calls": _refused,
    "continued-or-not": lambda a, b, c: f"{a - b} {a} {a * c}",
    "fifo-queue": _queued,
    "add-n-twin": _added,
    "scoped-name": _name,
    "parallel-throughput": _throughput,
    "stale-gradient": _stale,
}
