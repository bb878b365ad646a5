"""Snippets know their device; where there is none, none is promised."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from app.core.cage import Cage, Tier
from app.core.truth import Ended
from app.runner import devices
from app.runner.cage.seccomp import ALLOW, REFUSE, assemble
from app.runner.client import Worker
from tests.runner.cage_bpf import verdict
from tests.runner.conftest import Start
from tests.runner.waiting import eventually

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

MS = 10_000


@pytest.mark.parametrize("setup", ["", "import torch"])
async def test_the_device_is_at_hand(worker: Worker, setup: str) -> None:
    """Setup and snippet find its name, with torch and without."""
    run = await worker.run("device, here", f"{setup}\nhere = device", 1, MS)
    assert run.truth.repr == "('cpu', 'cpu')"
    assert json.loads(run.env)["device"] == "cpu"


async def test_a_gpu_snippet_is_caged_but_for_the_driver(start: Start, here: Cage) -> None:
    """It is told its device, may have threads and control devices; files, programs and network stay shut."""
    code = """
import ctypes, fcntl, os, socket, threading, torch
thread = threading.Thread(target=print, args=("thread",)); thread.start(); thread.join()
def errno_of(act, *args):
    try: return act(*args)
    except OSError as error: return error.errno
for act in (lambda: fcntl.ioctl(0, 0x4611, b"x"), lambda: os.open("/etc/passwd", 0), os.fork, socket.socket):
    print(errno_of(act))
device
"""
    if here.tier is Tier.LIMITED:
        pytest.skip("nothing holds snippets on this machine")
    worker = start("from app.runner import single\nsingle.start_device = lambda _: None")
    run = await worker.run(code, "", 1, MS, device="cuda")
    assert run.ended is Ended.DONE, run
    thread, ioctl, opened, *others = run.truth.text.split()
    assert (run.truth.repr, thread, ioctl, others) == ("'cuda'", "thread", "25", ["1", "1"])
    assert (opened == "13") == (here.tier is Tier.CAGED)
    assert json.loads(run.env)["device"] == "cuda"


@pytest.mark.parametrize("device", ["cuda", "mps"])
async def test_a_device_that_is_not_there_is_told(start: Start, device: str) -> None:
    """The run is unavailable, with the driver's words: nothing runs on the processor in its place."""
    if device in devices.devices():
        run = await start("").run("import torch\ntorch.zeros(1, device=device)", "", 1, MS, device=device)
        assert run.truth.device.startswith(device)
    else:
        run = await start("").run("1", "", 1, MS, device=device)
        assert (run.ended, run.detail[:20]) == (Ended.UNAVAILABLE, "It could not begin: ")


async def test_no_other_device_is_known(worker: Worker) -> None:
    """A device that nobody heard of is none."""
    run = await worker.run("1", "", 1, MS, device="tpu")
    assert (run.ended, run.detail) == (Ended.UNAVAILABLE, "No snippet can run on tpu here.")


async def test_the_cage_is_closed_before_the_device_is_started(start: Start, here: Cage) -> None:
    """What a driver starts is bound as well: Landlock holds no thread that was there before it."""
    if here.tier is Tier.LIMITED:
        pytest.skip("nothing holds snippets on this machine")
    worker = start(
        "from app.runner import single\nimport os\nsingle.start_device = lambda _: os.chmod('.', 7)"
    )
    run = await worker.run("1", "", 1, MS, device="cuda")
    assert run.detail.startswith("It could not begin: PermissionError"), run


async def test_a_single_use_interpreter_waits_caged_for_one_snippet(
    start: Start, waiting: Callable[[], set[int]]
) -> None:
    """Each snippet has one of its own, started ahead, and the next is started when it is gone."""
    worker, code = (
        start("", single_use=True),
        "import os, sys\nsys.orig_argv[7], os.getpid(), len(os.listdir('.'))",
    )
    others = waiting()
    one = await worker.run(code, "", 1, MS)
    await eventually(lambda: len(waiting() - others) == 1)
    (next_one,) = waiting() - others
    other = await worker.run(code, "", 1, MS)
    assert one.truth.repr.startswith("('single', ")
    assert other.truth.repr == f"('single', {next_one}, 0)"


SAME = [
    ("import random, numpy as np\nprint(random.random(), np.random.rand(2), {'a', 'b', 'c'})\n__name__", ""),
    ("torch.rand(3, requires_grad=True) * 2", "import torch"),
    ("w = nn.Linear(3, 2)\nw.bias.detach() @ w.weight.detach()", "import torch\nfrom torch import nn"),
    ("1/0", ""),
]


async def test_both_ways_give_the_same(worker: Worker, start: Start) -> None:
    """A fork and an interpreter of its own differ in nothing that a card can show, and in no deadline."""
    single = start("", single_use=True)
    for code, setup in SAME:
        # Loading torch alone takes longer than this.
        run = await single.run(code, setup, 7, 900)
        assert run.truth == (await worker.run(code, setup, 7, MS)).truth
        assert run.ended is Ended.DONE


@pytest.mark.parametrize("single_use", [False, True])
async def test_processor_time_to_get_ready_is_not_the_snippets(start: Start, single_use: bool) -> None:
    """Loading torch takes seconds of it; a snippet of one second has more than two and at most three."""
    code = "import resource, time, torch\nresource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time()"
    run = await start("", single_use=single_use).run(code, "", 1, 1_000)
    assert 1.9 < float((run.truth.data or ("0",))[0]) <= 3


async def test_who_gives_up_while_it_loads_keeps_nobody_waiting(start: Start) -> None:
    """The interpreter stays for the next snippet."""
    single = start("", single_use=True)
    gone = asyncio.create_task(single.run("import torch", "", 1, MS))
    await asyncio.sleep(0.1)
    gone.cancel()
    assert (await single.run("1 # torch", "", 1, MS)).truth.data == ("1",)


async def test_a_library_that_cannot_be_loaded_is_told(start: Start) -> None:
    """It is installed, but broken: whoever asks is told by the first snippet."""
    single = start("if room == 'single':\n  sys.modules['numpy'] = None", single_use=True)
    run = await single.run("1", "", 1, MS)
    assert run.ended is Ended.UNAVAILABLE
    assert "ModuleNotFoundError: import of numpy halted" in run.detail


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
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
async def test_where_no_snippet_runs_no_device_is_promised(
    monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """A Mac's GPU is there for its cards; Windows' cards are held."""
    monkeypatch.setattr(devices, "_ASK", "print('[\"mps\"]')")
    monkeypatch.setattr(sys, "platform", system)
    assert devices.devices() == (frozenset() if system == "win32" else {"mps"})
    devices.devices.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
@pytest.mark.parametrize("has_bf16", [True, False])
async def test_a_mac_is_asked_what_its_gpu_can(monkeypatch: pytest.MonkeyPatch, has_bf16: bool) -> None:
    """One without bfloat16, before macOS 14, has a GPU all the same. The torch is a stand-in for a Mac's."""
    torch = f"""
import sys, types
def ones(*_, device="cpu", dtype=None):
    if device == "mps" and dtype and not {has_bf16}:
        raise TypeError("no BFloat16 on MPS")
    return types.SimpleNamespace(sum=lambda: types.SimpleNamespace(item=lambda: 4))
def has(found):
    return types.SimpleNamespace(is_available=lambda: found)
mps = types.SimpleNamespace(mps=has(True))
sys.modules["torch"] = types.SimpleNamespace(ones=ones, bfloat16="bf16", cuda=has(False), backends=mps)
"""
    monkeypatch.setattr(devices, "_ASK", torch + devices._ASK)
    assert devices.devices() == {"bf16", "mps", *(["mps bf16"] if has_bf16 else [])}
    devices.devices.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
async def test_without_a_python_there_is_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that can't be started is no reason to fail."""
    monkeypatch.setattr(subprocess, "run", _cannot)
    assert devices.devices() == frozenset()
    devices.devices.cache_clear()


def _cannot(*_: object, **__: object) -> None:
    raise FileNotFoundError("python")
