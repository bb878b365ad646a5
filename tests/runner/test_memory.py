"""The worker's memory is settled once all is loaded: less of it, in larger pages, and nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SETTLE = """
import ctypes, json, sys
import numpy as np
from app.runner import memory
def told():
    with open("/proc/self/smaps_rollup") as rollup:
        lines = [line.split() for line in rollup][1:]
    found = {name.rstrip(":"): int(size) for name, size, *_ in lines}
    return found["Rss"] - found["Anonymous"], found["AnonHugePages"]
square, data = np.arange(9.0).reshape(3, 3), [str(n) for n in range(200_000)]
before = np.linalg.svd(square)[1].tolist()
code, _ = told()
memory.settle()
less, huge = told()
assert np.linalg.svd(square)[1].tolist() == before and data[-1] == "199999"
page = ctypes.create_string_buffer(4 << 20)
joins = ctypes.CDLL(None).madvise(ctypes.c_void_p(ctypes.addressof(page) + 2**21 & -2**21), 2**21, 25) == 0
print(json.dumps([code, less, huge, joins]))
"""


@pytest.fixture(scope="module")
def settled() -> list[int]:
    """Kilobytes of code before and after, kilobytes in huge pages, and whether this kernel can join pages."""
    return list(json.loads(subprocess.check_output([sys.executable, "-c", SETTLE], text=True)))


def test_code_that_was_needed_once_is_let_go(settled: list[int]) -> None:
    """What runs again comes back: the results are the same."""
    before, after, *_ = settled
    assert after < 0.8 * before


def test_data_lies_in_huge_pages(settled: list[int]) -> None:
    """Otherwise each fork with torch takes 15 ms to make and to end."""
    *_, huge, joins = settled
    if not joins:
        pytest.skip("this kernel joins no pages (Linux 6.1 does)")
    assert huge >= 4096
