"""The way for systems without a cage of ours, tried here on Linux with nothing of Linux's own in reach."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.core.cage import Cage, Tier
from app.core.truth import Ended, Run
from app.runner import process
from app.runner.client import Worker
from app.runner.portable import REASON
from tests.runner.waiting import eventually

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

Pids = Callable[[], set[int]]
MS = 10_000
LINUX_ONLY = ("bars", "calls", "landlock", "namespaces", "seccomp", "syscalls", "tier")
NO_LINUX = f"""
import os, socket, signal
for name in {LINUX_ONLY}: sys.modules["app.runner.cage." + name] = None
for name in ("memory", "zygote", "forked", "single"): sys.modules["app.runner." + name] = None
def only_linux(event, args):
    if event in ("open", "os.listdir", "os.scandir") and str(args[0]).startswith(("/proc", "/sys")):
        os._exit(77)
sys.addaudithook(only_linux)
os.fork = os.waitid = os.pidfd_open = socket.send_fds = socket.recv_fds = None
"""
"""Runs in each interpreter before our module: what macOS does not have ends it."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mac() -> AsyncIterator[Worker]:
    """A worker as on macOS, which tests share."""
    shared = Worker(ready_s=60, portable=True)
    yield shared
    await shared.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def own() -> AsyncIterator[Worker]:
    """One of the test's own."""
    worker = Worker(ready_s=30, portable=True)
    yield worker
    await worker.stop()


async def answer(worker: Worker, code: str = "6 * 7", ms: int = MS) -> Run:
    """Run a snippet that needs no setup."""
    return await worker.run(code, "", 1, ms)


async def test_nothing_holds_there_and_the_reason_is_told(mac: Worker) -> None:
    """At once, so that a snippet asks before it runs; the run's environment says the same."""
    cage = await mac.cage("1", "")
    assert cage == Cage(Tier.LIMITED, (REASON,))
    assert cage.told == (
        "Snippets run with your rights: nothing cages them here: forecall can cage snippets on Linux only."
    )
    run = await answer(mac)
    assert (json.loads(run.env)["cage"], json.loads(run.env)["device"]) == ("none", "cpu")
    assert set(json.loads(run.env)) == {"cage", "device", "machine", "numpy", "platform", "python"}


SAME = [
    ("6 * 7", ""),
    ("print('a')\nprint('b')", "print('setup')"),
    ("import random, numpy as np\nprint(random.random(), np.random.rand(2), {'a', 'b', 'c'})\n__name__", ""),
    ("torch.rand(3, requires_grad=True) * 2", "import torch"),
    ("x = np.ones((2, 3))\n(x, x.T)", "import numpy as np"),
    ("torch.zeros(2, 3, dtype=torch.bfloat16).shape", "import torch"),
    ("print('before')\n1/0", ""),
    ("open('mine.txt', 'w').write('x')\nopen('mine.txt').read(), device", ""),
]


@pytest.mark.parametrize(("code", "setup"), SAME, ids=range(len(SAME)))
async def test_a_card_gives_what_it_gives_on_linux(
    mac: Worker, worker: Worker, here: Cage, code: str, setup: str
) -> None:
    """Value, shape, dtype, alias, error, printed text and the drawn numbers are the same."""
    if "open(" in code and here.reasons and here.tier is not Tier.LIMITED:
        pytest.skip("snippets can't write files in the cage of this machine")
    run = await mac.run(code, setup, 7, MS)
    assert run.ended is Ended.DONE, run
    assert run.truth == (await worker.run(code, setup, 7, MS)).truth


async def test_nothing_of_linux_is_reached(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """No module of the cage, /proc, fork or passing of descriptors: neither in the app nor beside it."""
    load, call = process._BOOT.split("\nmain = ")
    # Without the holes of the cage that FORECALL_MACHINE names: there is none.
    boot = f"{load}\n{NO_LINUX}\nmain = {call.splitlines()[0]}\nmain(*words)\n"
    monkeypatch.setattr(process, "_BOOT", boot)
    for name in LINUX_ONLY:
        monkeypatch.setitem(sys.modules, f"app.runner.cage.{name}", None)
    for module, name in ((os, "fork"), (os, "waitid"), (os, "pidfd_open"), (socket, "send_fds")):
        monkeypatch.setattr(module, name, None)
    assert (await own.cage("1", "")).tier is Tier.LIMITED
    run = await answer(own)
    assert (run.ended, run.truth.repr) == (Ended.DONE, "42"), run
    assert (await answer(own, "while True: pass", 300)).ended is Ended.TIMEOUT
    # The hook would have told: a look at /proc ends the interpreter.
    assert (await answer(own, "open('/proc/self/status')")).ended is Ended.EARLY


ENDS = {
    "loop": ("while True: pass", Ended.TIMEOUT, "stopped after 0.4 s"),
    "sleep": ("import time\ntime.sleep(60)", Ended.TIMEOUT, "stopped after"),
    "stops itself": ("import os\nos.kill(os.getpid(), 19)", Ended.TIMEOUT, "stopped after"),
    "exits well": ("import os\nos._exit(0)", Ended.EARLY, "before its last line"),
    "exits badly": ("import os\nos._exit(3)", Ended.EARLY, "before its last line"),
    "sys.exit": ("import sys\nsys.exit()", Ended.EARLY, "before its last line"),
    "crashes": ("import ctypes\nctypes.string_at(0)", Ended.EARLY, "crashed (SIGSEGV)"),
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", Ended.EARLY, "SIGKILL"),
    "kills its group": ("import os\nos.killpg(0, 9)", Ended.EARLY, "SIGKILL"),
    "prints for ever": ("while True: print('x' * 1000)", Ended.LIMIT, "printed more than 64 KiB"),
    "breaks the record": ("import os\nos.write(3, b'nonsense')", Ended.EARLY, "broke the record"),
    "forges a record": (
        "import os\nos.write(3, b'\\0\\0\\0\\2{}'); os._exit(0)",
        Ended.EARLY,
        "broke the rec",
    ),
    "endless record": ("import os\nwhile True: os.write(3, b'x' * 9999)", Ended.EARLY, "broke the record"),
    "long source": ("1" + " " * (64 << 10), Ended.LIMIT, "longer than 64 KiB"),
    "huge file": ("open('f', 'wb').write(bytes(17 << 20))", Ended.DONE, ""),
}


@pytest.mark.parametrize("name", ENDS)
async def test_a_run_ends_in_its_own_state_and_leaves_nothing(mac: Worker, family: Pids, name: str) -> None:
    """In time; and the next one is as ever."""
    code, ended, detail = ENDS[name]
    await answer(mac)
    run = await answer(mac, code, 400 if ended is Ended.TIMEOUT else MS)
    assert (run.ended, detail in run.detail) == (ended, True), run
    assert run.ms < 400 + 300 or ended is not Ended.TIMEOUT
    if name == "huge file":
        assert (run.truth.error, "File too large" in run.truth.message) == ("OSError", True)
    assert (await answer(mac)).truth.repr == "42"


@pytest.mark.parametrize("last", ["while True: pass", "time.sleep(60)", "1"])
async def test_the_whole_group_is_killed(own: Worker, family: Pids, tmp_path: Path, last: str) -> None:
    """What a snippet started and left behind goes with it, at its deadline and at its end."""
    others, kept = family(), tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(kept)!r}, 'w').write(str(child.pid))\n{last}"
    )
    run = await answer(own, code, 1_000)
    assert run.ended is (Ended.DONE if last == "1" else Ended.TIMEOUT), run
    await eventually(lambda: not is_there(int(kept.read_text())))
    await own.stop()
    assert family() == others


def is_there(pid: int) -> bool:
    """Tell whether a process lives; one that nobody reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_two_snippets_have_nothing_in_common(own: Worker) -> None:
    """Each has an interpreter, names, modules, numbers and a folder of its own."""
    leave = "import math, os\nkept = math.pi = 3; open('kept', 'w').close()\nos.getpid()"
    first = await answer(own, leave)
    look = "import math, os\nos.getpid(), math.pi, 'kept' in globals(), os.listdir('.')"
    second = await answer(own, look)
    pid, rest = second.truth.repr[1:].split(", ", 1)
    assert first.truth.repr != pid
    assert rest == "3.141592653589793, False, [])"


async def test_the_seed_decides_the_numbers(mac: Worker) -> None:
    """Fresh numbers for another seed; the same for the same."""
    code = "import random, numpy as np\nrandom.random(), np.random.rand()"
    one, other, again = [(await mac.run(code, "", seed, MS)).truth.repr for seed in (7, 8, 7)]
    assert one == again != other


async def test_loading_counts_for_no_deadline(own: Worker) -> None:
    """Loading torch takes longer than this snippet may."""
    run = await answer(own, "import torch\ntorch.ones(2).sum()", 900)
    assert (run.ended, run.truth.repr) == (Ended.DONE, "tensor(2.)"), run


async def test_processor_time_is_bounded_too(own: Worker) -> None:
    """Should the app be frozen, a loop ends by itself."""
    code = "import resource, time\nresource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time()"
    assert 1.9 < float((await answer(own, code, 1_000)).truth.repr) <= 3


async def test_a_run_that_nobody_waits_for_is_killed(own: Worker, family: Pids, tmp_path: Path) -> None:
    """Cancelling the caller kills its snippet; the next has its own."""
    kept = tmp_path / "pid"
    code = f"import os, time\nopen({str(kept)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    run = asyncio.create_task(answer(own, code, 60_000))
    await eventually(lambda: kept.exists() and bool(kept.read_text()))
    run.cancel()
    assert (await answer(own)).truth.repr == "42"
    assert not is_there(int(kept.read_text()))


async def test_one_that_died_while_it_waited_is_replaced_unnoticed(own: Worker, family: Pids) -> None:
    """No snippet is blamed for it."""
    others = family()
    await answer(own)
    await eventually(lambda: len(family() - others) == 1)
    (pid,) = family() - others
    os.kill(pid, signal.SIGKILL)
    assert (await answer(own)).truth.repr == "42"


async def test_stopping_leaves_nothing(own: Worker, family: Pids, scratch: str) -> None:
    """Neither a process that runs, waits or loads, nor a folder; and it can be used again."""
    others, before = family(), set(Path(scratch).iterdir())
    running = asyncio.create_task(answer(own, "import os, time\nos.chmod('.', 0)\ntime.sleep(60)", 60_000))
    await own.warm(torch=True)
    await eventually(lambda: len(family() - others) == 2)
    await own.stop()
    assert (await running).ended is Ended.UNAVAILABLE
    assert (family(), set(Path(scratch).iterdir())) == (others, before)
    assert (await answer(own)).truth.repr == "42"


SCRIPT = """
import asyncio, sys
from app.runner.client import Worker
async def main():
    worker = Worker(portable=True)
    await worker.run("1", "", 1, 60_000)
    print("ready", flush=True)
    print((await worker.run(sys.argv[1], "", 1, 60_000)).truth.repr, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.parametrize(
    "code", ["while True: pass", "import time; time.sleep(60)", "import os; os.system('sleep 60')", "1"]
)
async def test_killing_the_app_ends_everything(scratch: str, family: Pids, code: str) -> None:
    """After a SIGKILL of the app in the middle of a run, or between two, nothing of it is left."""
    before, others = set(Path(scratch).iterdir()), family()
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, code],
        env={**os.environ, "TMPDIR": scratch, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
    ) as app:
        assert app.stdout is not None
        await asyncio.to_thread(app.stdout.readline)
        if code == "1":
            await asyncio.to_thread(app.stdout.readline)
        await eventually(lambda: bool(family() - others))
        app.kill()
    await eventually(lambda: not family() - others)
    await eventually(lambda: set(Path(scratch).iterdir()) == before)


@pytest.mark.parametrize("what", ["torch", "boot", "interpreter", "scratch", "windows"])
async def test_what_cannot_start_is_told(own: Worker, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """The run is unavailable, with the reason; a later try works."""
    told = {
        "torch": "No module named torch. Try: ",
        "boot": "The worker ended before the snippet began.",
        "interpreter": "No such file",
        "scratch": "No such file",
        "windows": "Live cards need Linux or macOS.",
    }
    with monkeypatch.context() as patch:
        _spoil(patch, what)
        run = await answer(own, "1 # torch" if what == "torch" else "1")
    assert (run.ended, told[what] in run.detail) == (Ended.UNAVAILABLE, True), run
    assert (await answer(own)).truth.repr == "42"


def _spoil(patch: pytest.MonkeyPatch, what: str) -> None:
    def missing(_: str) -> Any:
        raise ModuleNotFoundError("No module named torch")

    match what:
        case "torch":
            patch.setattr("app.runner.warmup.find_versions", missing)
        case "boot":
            patch.setattr(process, "_BOOT", "raise SystemExit(3)")
        case "interpreter":
            patch.setattr(sys, "executable", "/nonexistent/python")
        case "scratch":
            patch.setattr("tempfile.tempdir", "/nonexistent")
        case "windows":
            patch.setattr(sys, "platform", "win32")


async def test_a_gpu_goes_the_same_way(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snippet for mps is told its device, which was started before it came; none here: it is told."""
    run = await own.run("1", "", 1, MS, device="mps")
    assert (run.ended, run.detail[:20]) == (Ended.UNAVAILABLE, "It could not begin: ")
    await own.stop()
    line = "from app.runner import alone\nalone.start_device = print"
    monkeypatch.setattr(process, "_BOOT", process._BOOT.replace("\nmain(*words)", f"\n{line}\nmain(*words)"))
    run = await own.run("device", "", 1, MS, device="mps")
    assert (run.ended, run.truth.repr, json.loads(run.env)["device"]) == (Ended.DONE, "'mps'", "mps")
