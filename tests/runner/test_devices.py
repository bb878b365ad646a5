"""Snippets know their device; where there is none, none is promised."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app.core.truth import Ended
from app.runner import devices
from app.runner.cage.seccomp import ALLOW, REFUSE, assemble
from app.runner.client import Worker
from tests.runner.cage_bpf import verdict

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

MS = 10_000


@pytest.mark.parametrize("setup", ["", "import torch"])
async def test_the_device_is_at_hand(worker: Worker, setup: str) -> None:
    """Setup and snippet find its name, with torch and without."""
    run = await worker.run("device, here", f"{setup}\nhere = device", 1, MS)
    assert run.truth.repr == "('cpu', 'cpu')"
    assert json.loads(run.env)["device"] == "cpu"


async def test_a_gpu_snippet_has_a_process_of_its_own_caged_but_for_the_driver(worker: Worker) -> None:
    """It is told its device, may have threads and control devices; files, programs and network stay shut."""
    code = """
import ctypes, fcntl, os, socket, threading, torch
thread = threading.Thread(target=print, args=("thread",)); thread.start(); thread.join()
def errno_of(act, *args):
    try: return act(*args)
    except OSError as error: return error.errno
for act in (lambda: fcntl.ioctl(0, 0x4611, b"x"), lambda: open("/etc/passwd"), os.fork, socket.socket):
    print(errno_of(act))
try: print(torch.zeros(1, device=device).device)
except Exception as error: print(type(error).__name__)
device, torch.cuda.is_available()
"""
    run = await worker.run(code, "", 1, MS, device="cuda")
    assert run.ended is Ended.DONE, run
    has_gpu = "cuda" in devices.devices()
    assert run.truth.repr == f"('cuda', {has_gpu})"
    assert run.truth.text.split()[:5] == ["thread", "25", "13", "1", "1"]
    assert (run.truth.text.split()[5] == "cuda:0") == has_gpu
    assert json.loads(run.env)["device"] == "cuda"
    other = await worker.run("import torch\ntorch.cuda.is_available()", "", 1, MS)
    assert other.truth.data == ("False",)


async def test_a_device_that_snippets_cannot_have_is_told(worker: Worker) -> None:
    """Nothing runs on the processor in its place."""
    run = await worker.run("1", "", 1, MS, device="mps")
    assert (run.ended, run.detail) == (Ended.UNAVAILABLE, "No snippet can run on mps here.")


async def test_only_a_driver_may_control_devices() -> None:
    """The filter lets any ioctl pass for a GPU's snippet, and for no other."""
    for driver, wanted in ((True, ALLOW), (False, REFUSE)):
        program = assemble("x86_64", changes_files=True, threads=True, driver=driver)
        assert verdict(program.for_pid(1), 0xC000003E, 16, 3, 0xC020462A) == wanted


@pytest.fixture
def _asked_anew() -> None:
    devices.devices.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
async def test_devices_are_asked_outside_of_this_process() -> None:
    """A processor's bfloat16 works; and torch is not imported here."""
    assert "bf16" in devices.devices()
    assert "torch" not in sys.modules


@pytest.mark.usefixtures("_asked_anew")
@pytest.mark.parametrize(
    "ask", ["import os; os.abort()", "import time; time.sleep(60)", "print('cuda')", "1/0"]
)
async def test_a_driver_that_fails_counts_as_none(ask: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It crashes, hangs or talks nonsense: the cards that need it are held, and the app goes on."""
    monkeypatch.setattr(devices, "_ASK", ask)
    monkeypatch.setattr(devices, "_PATIENCE_S", 0.5)
    assert devices.devices() == frozenset()
    devices.devices.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
async def test_without_a_python_there_is_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that can't be started is no reason to fail."""
    monkeypatch.setattr(subprocess, "run", _cannot)
    assert devices.devices() == frozenset()
    devices.devices.cache_clear()


def _cannot(*_: object, **__: object) -> None:
    raise FileNotFoundError("python")
