"""The deck of PyTorch's basics."""

from __future__ import annotations

import math
from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, windows

_BITS = {"Short": 16, "Int": 32, "Long": 64, "Float": 32, "Double": 64}


def _write(n: int, v: int, e: str) -> Expected:
    array = list(range(n))
    tensor = array if e in ("torch.from_numpy(a)", "torch.as_tensor(a)") else array.copy()
    array[0] = v
    tensor[1] = v
    return f"{sum(array)} {sum(tensor)}"


def _dtype_of_list(x: list[int | Fraction], e: str) -> Expected:
    if not any(isinstance(each, Fraction) for each in x):
        return "torch.float32" if e == "torch.Tensor(x)" else "torch.int64"
    return "torch.float64" if "numpy" in e else "torch.float32"


def _promoted(s: str, r: int | Fraction | str) -> Expected:
    real, bits = s in ("Float", "Double"), _BITS[s]
    if isinstance(r, Fraction) and not real:
        real, bits = True, 32  # a Python float brings only its kind: the default dtype
    elif isinstance(r, str):
        other = r.removeprefix("torch.").partition("Tensor")[0]
        if (other == "Float") == real:
            bits = max(bits, _BITS[other])
        elif other == "Float":
            real, bits = True, 32
    return f"torch.{'float' if real else 'int'}{bits}"


def _cast(x: list[Fraction], f: str) -> Expected:
    # Halves go to the even neighbour.
    return [
        {"long()": math.trunc(each), "round().long()": round(each), "floor().long()": math.floor(each)}[f]
        for each in x
    ]


def _formatted(lo: int, n: int, e: str) -> Expected:
    numbers = list(range(lo, lo + n))
    shown = {
        "a": f"tensor({numbers})",
        "a.tolist()": numbers,
        "a[0]": lo,
        "a[0].item()": lo,
        "a.shape[0]": n,
        "a.sum()": sum(numbers),
    }[e]
    return f"a is :{shown}"


def _created(n: int, m: int, k: int, e: str) -> Expected:
    return {
        "torch.zeros((n, m)).T": (m, n),
        "torch.randn(n, m)[0]": (m,),
        "torch.zeros([m, n]) @ torch.ones(n, k)": (m, k),
        "torch.zeros(n, m)[:, None]": (n, 1, m),
        "torch.ones(n, m).sum(0)": (m,),
    }[e]


def _batch(k: int, b: int, i: int, f: str) -> Expected:
    items = [{"i + 100": at + 100, "i * i": at * at, "10 - i": 10 - at}[f] + k for at in range(8)]
    return items[b * i : b * i + b]


def _module_error(i: str, f: str, n: int) -> Expected:
    if i == "self.n = 1":
        return "AttributeError"  # no place for layers before super().__init__()
    return {"forward": "RuntimeError", "foward": "NotImplementedError"}[f]


def _linear_shape(i: int, o: int, n: int, e: str) -> Expected:
    return {
        "layer(x)": (n, o),
        "layer.weight": (o, i),
        "layer.bias": (o,),
        "layer(x[0])": (o,),
        "layer(x[None])": (1, n, o),
        "layer.weight @ x.T": (o, n),
    }[e]


def _linear(w: list[int], v: list[int], b: list[int], x: list[int]) -> Expected:
    return [row[0] * x[0] + row[1] * x[1] + bias for row, bias in zip((w, v), b, strict=True)]


def _joined(f: str, n: int, m: int, k: int, d: int) -> Expected:
    if f == "stack":
        return {0: (k, n, m), 1: (n, k, m), -1: (n, m, k)}[d]
    return (k * n, m) if d == 0 else (n, k * m)


def _cat_values(x: list[int], y: list[int], e: str) -> Expected:
    return {
        "torch.cat([x, y], dim=0)": [x, y],
        "torch.cat([x, y], dim=1)": [x + y],
        "torch.stack([x[0], y[0]], dim=1)": [[x[0], y[0]], [x[1], y[1]]],
    }[e]


_SHARED = (
    "torch.from_numpy(a)",
    "torch.as_tensor(a)",
    "torch.from_numpy(a).double()",  # it is double already
    "torch.from_numpy(a)[1:]",
)

ORACLES: dict[str, Oracle] = {
    "shared-or-copied": lambda n, e: "view" if e in _SHARED else "copy",
    "write-after-conversion": _write,
    "conversion-dtype": _dtype_of_list,
    "promotion": _promoted,
    "bytes-of-tensor": lambda s, n, m: n * m * _BITS[s] // 8,
    "cast-truncates": _cast,
    "format-a-tensor": _formatted,
    "creation-shape": _created,
    "number-of-batches": lambda n, b, d: windows(n, b, b) if d else windows(n + b - 1, b, b),
    "own-dataset-batch": _batch,
    # Digits come before capitals, capitals before small letters; "10" is text.
    "imagefolder-ids": lambda f, c: ["10", "9", "Ant", "bee", "cat", "dog"].index(str(c)),
    "registered-layers": lambda box, n, m: m + 1 + (0 if box == "layers" else n * m + m),
    "module-errors": _module_error,
    "linear-shapes": _linear_shape,
    "linear-value": _linear,
    "linear-parameters": lambda a, b, c, s: b * (a + s) + c * (b + 1),
    "cat-shape": _joined,
    "cat-values": _cat_values,
    "tensor-errors": lambda n, e: {
        "x.numpy()": "RuntimeError",
        "torch.from_numpy([1, 2])": "TypeError",
        "torch.cat(x, x)": "TypeError",
        "x.item()": "RuntimeError",
        "x[9]": "IndexError",
        "x + torch.ones(7)": "RuntimeError",
        "torch.cat([x, torch.zeros(2, 2)])": "RuntimeError",
        "x.foo": "AttributeError",
        "x.size(4)": "IndexError",
        'torch.ones(2, dtype="float32")': "TypeError",
    }[e],
    "totensor-twin": lambda h, w, c, e: {
        "shape": (c, h, w),
        "dtype": "torch.float32" if e == "/ 255" else "torch.uint8",
    },
}
