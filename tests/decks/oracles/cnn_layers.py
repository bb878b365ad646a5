"""The deck of the layers of a convolutional network."""

from __future__ import annotations

from fractions import Fraction

from tests.decks.oracles.common import Expected, Oracle, mean, windows


def _parameters(c: int, layer: str) -> Expected:
    return {
        "nn.MaxPool2d(2)": 0,
        "nn.AvgPool2d(2)": 0,
        "nn.BatchNorm2d(c)": 2 * c,
        "nn.Conv2d(c, c, 1)": c * c + c,
        "nn.Conv2d(c, c, 3, groups=c)": 9 * c + c,
    }[layer]


def _same_padding(n: int, k: int, s: int) -> Expected:
    total = 0
    while windows(n + total, k, s) < -(-n // s):
        total += 1
    return total // 2, total - total // 2


def _overlap(place: int) -> int:
    """Count the rows of a padded 3-wide window around `place` that lie on a line of 5."""
    return sum(0 <= place + step < 5 for step in (-1, 0, 1))


def _default_stride(n: int, k: int, layer: str) -> Expected:
    side = windows(n, k, 1 if "Conv" in layer else k)
    return 1, 4, side, side


def _pooled(a: int, k: int, pool: str) -> Expected:
    corners = [row * 4 + column for row in (0, 2) for column in (0, 2)]
    blocks = [[a + k * (corner + step) for step in (0, 1, 4, 5)] for corner in corners]
    return [max(block) if pool == "MaxPool2d" else mean(block) for block in blocks]


def _pool_gradient(v: list[int], pool: str, g: int) -> Expected:
    return [g * (x == max(v)) for x in v] if pool == "MaxPool2d" else [Fraction(g, 4)] * 4


ORACLES: dict[str, Oracle] = {
    "features-to-classifier": lambda b, c, n: (b, c * (n // 2) * (n // 2)),
    "conv-parameter-count": lambda i, o, k, bias: o * (i * k * k + bias),
    "conv-weight-shape": lambda i, o, k: (o, i, k, k),
    "layer-parameter-contrast": _parameters,
    "conv-output-shape": lambda b, o, n, k, s, p: (b, o, windows(n, k, s, p), windows(n, k, s, p)),
    "dilated-output-shape": lambda n, k, d: (1, 4, *[windows(n, d * (k - 1) + 1)] * 2),
    "same-or-valid": lambda n, k, o, how: (1, o, *[n if how == "same" else windows(n, k)] * 2),
    "tf-same-padding-amount": _same_padding,
    "conv-errors": lambda n, conv: {
        "nn.Conv2d(4, 8, 3)": "RuntimeError",
        'nn.Conv2d(3, 8, 3, stride=2, padding="same")': "ValueError",
        "nn.Conv2d(3, 8, 9)": "RuntimeError",
        "nn.Conv2d(3, 8, 3, groups=2)": "ValueError",
    }[conv],
    "ones-convolved": lambda c, i, j: c * _overlap(i) * _overlap(j),
    "depthwise-weight-shape": lambda c, g, k: (2 * c, 1 if g == "c" else c // g, k, k),
    "nhwc-to-nchw": lambda b, h, w, order: tuple((b, h, w, 3)[int(axis)] for axis in order.split(",")),
    "pool-or-conv-default-stride": _default_stride,
    "pooled-values": _pooled,
    "pooling-gradient": _pool_gradient,
    # Each of the four windows holds one v and three places of padding.
    "avg-pool-counts-padding": lambda v, flag: 4 * Fraction(v, 4 if flag else 1),
    "global-average-pool": lambda b, c, h, m: (b, c, m, m),
    "batch-norm-attributes": lambda b, c, n, what: (b, c, n, n) if what == "y" else (c,),
    "batch-norm-errors": lambda c, bn: {
        "nn.BatchNorm2s(c)": "AttributeError",
        "nn.BatchNorm2d(c + 1)": "RuntimeError",
        "nn.BatchNorm1d(c)": "ValueError",
    }[bn],
}
