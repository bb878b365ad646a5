"""A check of a warm live card against a fresh interpreter, in one run; start, memory, and the kill."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import pytest

from app.core.truth import Ended
from app.runner import process
from app.runner.client import Worker

pytestmark = [pytest.mark.bench, pytest.mark.asyncio]

ADAM = """
layer = nn.Linear(4, 2)
adam = torch.optim.Adam(layer.parameters())
layer(torch.ones(3, 4)).sum().backward()
adam.step()
layer.weight.shape
"""
CARDS = {
    "1 + 1, numpy only": ("1 + 1", ""),
    "reshape, numpy only": ("np.arange(6).reshape(2, 3)", "import numpy as np"),
    "tensor": ("torch.ones(2, 3)", "import torch"),
    "matmul and backward": (
        "w = torch.rand(64, 64, requires_grad=True)\n(w @ w).sum().backward()\nw.grad.shape",
        "import torch",
    ),
    "one step of Adam": (ADAM, "import torch\nfrom torch import nn"),
}
ROUNDS = 100


UNCAGED = """
from app.core.cage import Cage, Tier
from app.runner import zygote
from app.runner.cage import bars, limits
limits.limit = lambda *_, **__: None
zygote.build = lambda *_: (bars.Bars(Tier.LIMITED, False, 0, None), Cage(Tier.LIMITED))
main(*words)
"""
"""Ends the start of a worker without a cage."""


async def test_a_warm_check_against_a_fresh_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print p50 and p99 of each card's check, the cage's part of it, and how much slower a fresh one is."""
    worker, free = Worker(), Worker()
    for each in (worker, free):
        await each.warm(torch=False)
        await each.warm(torch=True)
        monkeypatch.setattr(process, "_BOOT", process._BOOT.replace("main(*words)\n", UNCAGED))
    fresh: list[float] = []
    took: dict[str, list[float]] = {name: [] for name in CARDS}
    bare: dict[str, list[float]] = {name: [] for name in CARDS}
    for turn in range(ROUNDS):
        for name, (code, setup) in CARDS.items():
            # Whoever comes first finds the processor's caches cold: they take turns.
            pair = [(worker, took), (free, bare)]
            for each, into in pair if turn % 2 else reversed(pair):
                start = perf_counter()
                run = await each.run(code, setup, turn, 10_000)
                into[name].append((perf_counter() - start) * 1000)
                assert run.ended is Ended.DONE
        if turn % 20 == 0:
            start = perf_counter()
            subprocess.run([sys.executable, "-c", "import torch; torch.ones(2, 3)"], check=True)
            fresh.append((perf_counter() - start) * 1000)
    assert '"cage": "none"' in free.environment
    assert '"cage": "A"' in worker.environment
    await worker.stop()
    await free.stop()
    floor = quantiles(fresh, n=100)[49]
    print(f"\nfresh interpreter with torch: p50 {floor:.0f} ms")
    for name, times in took.items():
        cuts = quantiles(times, n=100)
        cage = cuts[49] - quantiles(bare[name], n=100)[49]
        told = f"the cage {cage:3.1f} ms of it, {floor / cuts[49]:4.0f} times faster"
        print(f"{name:>22}: p50 {cuts[49]:5.1f}  p99 {cuts[98]:5.1f} ms, {told}")


@pytest.mark.parametrize("torch", [False, True])
async def test_start_and_memory(torch: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Print how long a worker takes to be ready, the longest gap in the loop meanwhile, and its memory."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    worker = Worker()
    gaps: list[float] = []
    ticking = asyncio.create_task(_tick(gaps))
    start = perf_counter()
    await worker.warm(torch)
    ready = perf_counter() - start
    ticking.cancel()
    memory = [
        _resident_mib(path.parent) for path in Path("/proc").glob("[0-9]*/cmdline") if _is_in(path, tmp_path)
    ]
    await worker.stop()
    name = "torch" if torch else "numpy"
    print(f"\n{name}: ready in {ready:.2f} s, {max(memory):.0f} MiB resident", end="")
    print(f", longest gap in the loop {max(gaps) * 1000:.1f} ms")


async def _tick(gaps: list[float]) -> None:
    while True:
        start = perf_counter()
        await asyncio.sleep(0.005)
        gaps.append(perf_counter() - start - 0.005)


def _is_in(words: Path, scratch: Path) -> bool:
    try:
        return str(scratch).encode() in words.read_bytes()
    except OSError:
        return False


def _resident_mib(process: Path) -> float:
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time\ntime.sleep(60)",
        "print('x')\nx = 'y' * (1 << 28)\nwhile True: x = x[1:]",
    ],
)
async def test_a_kill_after_the_deadline(code: str) -> None:
    """Print how long after its deadline a snippet is gone."""
    worker = Worker()
    await worker.warm(torch=False)
    late = []
    for _ in range(10):
        start = perf_counter()
        run = await worker.run(code, "", 1, 300)
        late.append((perf_counter() - start) * 1000 - 300)
        assert run.ended is Ended.TIMEOUT
    await worker.stop()
    print(f"\n{code[:20]!r}: gone {sorted(late)[5]:.1f} ms after its deadline, at worst {max(late):.1f} ms")
