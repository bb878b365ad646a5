"""The deck of autoencoders and generative adversarial networks."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from tests.decks.oracles.common import Expected, Oracle, mean


def _reconstruction(a: int, b: int, keep: str) -> Expected:
    code = a if keep == "x[:1]" else Fraction(a + b, 2)
    return mean([(code - a) ** 2, (code - b) ** 2])


def _upsampled(n: int, c: int, k: int, s: int, p: int) -> Expected:
    # Each input place stamps a kernel, `s` apart from the last one; the padding is cut off.
    side = len({place * s + step for place in range(n) for step in range(k)}) - 2 * p
    return 1, c, side, side


def _wasserstein(a: list[int], b: list[int]) -> Expected:
    return min(mean([abs(x - y) for x, y in zip(a, order, strict=True)]) for order in permutations(b))


ORACLES: dict[str, Oracle] = {
    "code-shape": lambda b, n, k, part: (b, k if part == "code" else n),
    "reconstruction-error": _reconstruction,
    "denoising-loss": lambda n, e, k, v: (Fraction(e * e, n), Fraction(e * e, n * k * k)),
    "vae-sample": lambda m, s, e: m + s * e,
    "vae-kl": lambda mu: Fraction(sum(x * x for x in mu), 2),
    "gan-fake-loss": lambda p, turn: p if turn == "generator" else 1 - p,
    "detached-fakes": lambda b, k, n, fake: {"shape": (b, n), "grad": "detach" not in fake},
    "generator-upsampling": _upsampled,
    "wgan-clipped-weights": lambda w, c: [sorted((-c, x, c))[1] for x in w],
    "wasserstein-by-sorting": _wasserstein,
    "wgan-critic-loss": lambda r, f: mean(f) - mean(r),
    "cycle-loss-value": lambda a, b, c, x: Fraction(abs(b - c), a),
}
