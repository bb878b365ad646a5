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
ROUNDS, PAUSE_S = 100, 0.03


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
    """Print p50 and p99 of each card's check, the cage's part of it, and how much slower a fresh one is.

    At leisure, as cards are shown; and one after another, so that the next process is still being made.
    """
    worker, free = Worker(), Worker()
    for each in (worker, free):
        await each.warm(torch=False)
        await each.warm(torch=True)
        monkeypatch.setattr(process, "_BOOT", process._BOOT.replace("\nmain(*words)\n", f"\n{UNCAGED}"))
    fresh: list[float] = []
    for pause_s, rounds in ((PAUSE_S, ROUNDS), (0, ROUNDS)):
        took: dict[str, list[float]] = {name: [] for name in CARDS}
        bare: dict[str, list[float]] = {name: [] for name in CARDS}
        for turn in range(rounds):
            if turn % 20 == 0:
                fresh.append(_fresh())
            for name, card in CARDS.items():
                # Whoever comes first finds the processor's caches cold: they take turns.
                pair = [(worker, took[name]), (free, bare[name])]
                for each, into in pair if turn % 2 else reversed(pair):
                    await asyncio.sleep(pause_s)
                    into.append(await _check(each, card, turn))
        _tell(f"{pause_s * 1000:.0f} ms apart", fresh, took, bare)
    assert '"cage": "none"' in free.environment
    assert '"cage": "A"' in worker.environment
    await worker.stop()
    await free.stop()


def _fresh() -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-c", "import torch; torch.ones(2, 3)"], check=True)
    return (perf_counter() - start) * 1000


async def _check(worker: Worker, card: tuple[str, str], seed: int) -> float:
    start = perf_counter()
    run = await worker.run(*card, seed, 10_000)
    assert run.ended is Ended.DONE
    return (perf_counter() - start) * 1000


def _tell(how: str, fresh: list[float], took: dict[str, list[float]], bare: dict[str, list[float]]) -> None:
    floor = quantiles(fresh, n=100)[49]
    print(f"\n{how}; fresh interpreter with torch: p50 {floor:.0f} ms")
    print("bars: p50 20, p99 60, the cage 4 ms, 60 times faster")
    for name, times in took.items():
        cuts = quantiles(times, n=100)
        cage = cuts[49] - quantiles(bare[name], n=100)[49]
        told = f"the cage {cage:4.1f} ms of it, {floor / cuts[49]:4.0f} times faster"
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
    # The process for the first snippet is being made.
    await asyncio.sleep(0.5)
    ours = [path.parent for path in Path("/proc").glob("[0-9]*/cmdline") if _is_in(path, tmp_path)]
    largest = max(_mb(process / "status", "VmRSS") for process in ours)
    whole = sum(_mb(process / "smaps_rollup", "Pss") for process in ours)
    await worker.stop()
    name, bar = ("torch", 330) if torch else ("numpy", 50)
    print(f"\n{name}: ready in {ready:.2f} s (bar 4), longest gap in the loop {max(gaps) * 1000:.1f} ms (20)")
    print(f"{name}: the worker {largest:.0f} MB resident, with the process that waits {whole:.0f} MB ({bar})")


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


def _mb(file: Path, name: str) -> float:
    lines = file.read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(f"{name}:"))


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
    usual, worst = sorted(late)[5], max(late)
    print(f"\n{code[:20]!r}: gone {usual:.1f} ms after its deadline, at worst {worst:.1f} ms (bar 300)")
