"""Snippets that mean harm, or do harm by mistake: none hangs, outlives its run, or spoils the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.cage import Cage, Tier
from app.core.truth import Ended
from app.runner import wire
from app.runner.client import Worker
from tests.runner.waiting import eventually

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

SHORT_MS = 400
"""For those that are to be killed at their deadline."""
LONG_MS = 10_000

DONE, TIMEOUT, EARLY, LIMIT = Ended.DONE, Ended.TIMEOUT, Ended.EARLY, Ended.LIMIT
SLEEP = "import os, time, signal\n"

HOSTILE: dict[str, tuple[str, set[Ended], str]] = {
    "loop": ("while True: pass", {TIMEOUT}, "stopped after 0.4 s"),
    "sleep": ("import time\ntime.sleep(100)", {TIMEOUT}, "stopped after"),
    "loop in setup's helper": ("f()", {TIMEOUT}, "stopped after"),
    "stubborn": (
        "import signal\nfor n in range(1, 65):\n  try: signal.signal(n, signal.SIG_IGN)\n"
        "  except (OSError, ValueError): pass\nwhile True: pass",
        {TIMEOUT},
        "stopped after",
    ),
    "stops itself": (SLEEP + "os.kill(os.getpid(), signal.SIGSTOP)", {TIMEOUT}, "stopped after"),
    "prints for ever": ("while True: print('x' * 1000)", {LIMIT}, "printed more than 64 KiB"),
    "prints too much, quickly": ("print('x' * 65536)", {LIMIT}, "printed more than 64 KiB"),
    "raw output": ("import os\nwhile True: os.write(1, b'x' * 9999)", {LIMIT}, "printed more than"),
    "errors for ever": ("import sys\nwhile True: print('x', file=sys.stderr)", {TIMEOUT}, "stopped after"),
    "exits well": ("import os\nos._exit(0)", {EARLY}, "before its last line"),
    "exits badly": ("import os\nos._exit(3)", {EARLY}, "before its last line"),
    "sys.exit": ("import sys\nsys.exit()", {EARLY}, "before its last line"),
    "raise SystemExit": ("raise SystemExit(0)", {EARLY}, "before its last line"),
    "kills itself": (SLEEP + "os.kill(os.getpid(), signal.SIGKILL)", {EARLY}, "SIGKILL"),
    "kills its group": (SLEEP + "os.killpg(0, signal.SIGKILL)", {LIMIT}, "may not do"),
    "crashes": ("import ctypes\nctypes.string_at(0)", {EARLY}, "crashed (SIGSEGV)"),
    "aborts": ("import os\nos.abort()", {EARLY}, "crashed (SIGABRT)"),
    "kills the worker": (SLEEP + "os.kill(os.getppid(), signal.SIGKILL)", {LIMIT}, "may not do"),
    "freezes the worker": (SLEEP + "os.kill(os.getppid(), signal.SIGSTOP)", {LIMIT}, "may not do"),
    "2 GB": ("bytearray(2 << 30)", {LIMIT}, "more than 1 GiB of memory"),
    "2 GB, numpy": ("import numpy\nnumpy.ones(1 << 28)", {LIMIT}, "more than 1 GiB of memory"),
    "2 GB, torch": ("import torch\ntorch.ones(1 << 29)", {LIMIT}, "more than 1 GiB of memory"),
    "2 GB, bit by bit": ("x = []\nwhile True: x.append(bytearray(1 << 24))", {LIMIT, TIMEOUT}, ""),
    "2 GB repr": ("class A:\n  def __repr__(self): return 'x' * (2 << 30)\nA()", {LIMIT}, "memory"),
    "endless repr": ("class A:\n  def __repr__(self):\n    while True: pass\nA()", {TIMEOUT}, "stopped"),
    "repr exits": ("class A:\n  def __repr__(self): raise SystemExit\nA()", {EARLY}, "last line"),
    "endless str of an error": (
        "class E(Exception):\n  def __str__(self):\n    while True: pass\nraise E",
        {TIMEOUT},
        "stopped",
    ),
    "nested value": ("x = []\nfor _ in range(100_000): x = [x]\nx", {DONE}, ""),
    "value in itself": ("x = []\nx.append(x)\nx", {DONE}, ""),
    "huge int": ("10 ** 100_000", {DONE}, ""),
    "recursion without limit": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        {EARLY, LIMIT, TIMEOUT},
        "",
    ),
    "deep source": ("-" * 60_000 + "1", {DONE, EARLY, LIMIT}, ""),
    "nested source": ("(" * 30_000 + ")" * 30_000, {DONE, EARLY, LIMIT}, ""),
    "source with NUL": ("1\0", {DONE}, ""),
    "source with a surrogate": ("'\ud800'", {DONE}, ""),
    # Should any of these ever get away, it ends by itself within seconds.
    "leaves a child": (SLEEP + "if os.fork() == 0:\n  time.sleep(5)\n  os._exit(0)", {LIMIT}, "may not do"),
    "leaves a program": ("import subprocess\nsubprocess.Popen(['sleep', '5'])\n1", {LIMIT}, "may not do"),
    "waits for a program": ("import os\nos.system('sleep 5')", {DONE}, ""),
    "leaves a thread": (
        "import threading\ndef f():\n  while True: pass\nthreading.Thread(target=f).start()",
        {DONE, LIMIT},
        "",
    ),
    "leaves a hook": ("import atexit, time\natexit.register(time.sleep, 100)", {DONE}, ""),
    "closes everything": ("import os\nos.closerange(0, 256)\n1", {EARLY}, "before its last line"),
    "closes its output": ("import sys\nsys.stdout.close()\n1", {DONE}, ""),
    "writes everywhere": (
        "import os\nfor n in range(256):\n  try: os.write(n, b'\\xff garbage')\n  except OSError: pass\n1",
        {EARLY},
        "broke the record",
    ),
    "endless record": ("import os\nwhile True: os.write(3, b'x' * 9999)", {EARLY}, "broke the record"),
    "shuts its line": (
        "import os, socket\nsocket.socket(fileno=os.dup(3)).shutdown(socket.SHUT_RDWR)\n1",
        {EARLY},
        "before its last line",
    ),
    "records what is not a field": (
        f"import os\nos.write(3, {wire.pack({'ended': 'done', 'evil': 1})!r})\nos._exit(0)",
        {EARLY},
        "broke the record",
    ),
    "spoils json": ("import json\njson.dumps = lambda _: 'x'\n1", {EARLY}, "broke the record"),
    "spoils builtins": ("import builtins\nvars(builtins).clear()\n1", {DONE, EARLY}, ""),
    "large file": ("open('f', 'wb').write(b'x' * (17 << 20))", {DONE, LIMIT}, ""),
    "many files": ("[open('/dev/null') for _ in range(100)]", {DONE}, ""),
    "deep folders": ("import os\nos.makedirs('a/b/c')\nos.symlink('/', 'a/root')", {DONE, LIMIT}, ""),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_snippet_is_held(
    worker: Worker, here: Cage, snippets: Callable[[], set[int]], scratch: str, name: str
) -> None:
    """It ends in a state of its own, in time; nothing of it is left; the next card is as ever."""
    code, ended, detail = HOSTILE[name]
    if here.tier is Tier.LIMITED and detail == "may not do":
        ended, detail = set(Ended), ""
    await worker.warm("torch" in code)
    deadline = SHORT_MS if TIMEOUT in ended else LONG_MS
    run = await worker.run(code, "def f():\n  while True: pass", 1, deadline)
    assert run.ended in ended, run
    assert detail in run.detail
    assert bool(run.detail) == (run.ended is not Ended.DONE)
    assert run.ms < LONG_MS
    assert snippets() == set()
    after = await worker.run("import os\nprint(os.listdir('.'))\n6 * 7", "", 1, LONG_MS)
    assert (after.truth.data, after.truth.text) == (("42",), "[]\n")
    await eventually(lambda: all(_scratches(base) <= 1 for base in Path(scratch).iterdir()), within_s=3)


def _scratches(base: Path) -> int:
    """Count the folders of snippets: one is of the process that waits for the next."""
    return sum(path.name != "inductor" for path in base.iterdir())


async def test_the_deadline_holds_for_the_setup_too(worker: Worker) -> None:
    """A setup that never ends is killed at the snippet's deadline."""
    run = await worker.run("1", "while True: pass", 1, SHORT_MS)
    assert run.ended is Ended.TIMEOUT


@pytest.mark.parametrize(("code", "setup"), [("#" * 65_537, ""), ("1", "é" * 32_769)])
async def test_a_long_source_is_refused_unsent(worker: Worker, code: str, setup: str) -> None:
    """A snippet or setup of more than 64 KiB is never run."""
    run = await worker.run(code, setup, 1, LONG_MS)
    assert (run.ended, run.detail) == (Ended.LIMIT, "Its source is longer than 64 KiB.")


async def test_the_longest_source_runs(worker: Worker) -> None:
    """Exactly 64 KiB of code and as much setup get through."""
    run = await worker.run("1".rjust(65_536, "\n"), "#" * 65_536, 1, LONG_MS)
    assert run.truth.data == ("1",)


async def test_the_longest_output_is_kept(worker: Worker) -> None:
    """Exactly 64 KiB of output are a result."""
    run = await worker.run("print('x' * 65_535)", "", 1, LONG_MS)
    assert run.truth.text == "x" * 65_535 + "\n"


async def test_control_characters_arrive_as_data(worker: Worker) -> None:
    """What could steer a terminal is in the result as it was given: whoever shows it must clean it."""
    evil = "\x1b]52;c;AAAA\x07\x00\x9b\u202e[red]"
    run = await worker.run(f"print({evil!r})\nraise ValueError({evil!r})", "", 1, LONG_MS)
    assert (run.truth.text, run.truth.message) == (evil + "\n", evil)
    run = await worker.run(f"class A:\n  def __repr__(self): return {evil!r}\nA()", "", 1, LONG_MS)
    assert run.truth.repr == evil


async def test_no_surrogate_gets_through(worker: Worker) -> None:
    """A lone surrogate, which no database takes, arrives escaped; bytes that are no text, replaced."""
    run = await worker.run("print('\\ud800')\nraise ValueError('\\udfff')", "", 1, LONG_MS)
    assert (run.truth.text, run.truth.message) == ("\\ud800\n", "\\udfff")
    run = await worker.run("import os\nos.write(1, b'a\\xffb')", "", 1, LONG_MS)
    assert run.truth.text == "a\ufffdb"


BOUNDS = """
import ctypes, os, resource
def is_open(number):
    try: return bool(os.fstat(number))
    except OSError: return False
bounds = {
    "no new privileges": ctypes.CDLL(None).prctl(39, 0, 0, 0, 0),
    "own session": os.getsid(0) == os.getpid() == os.getpgid(0),
    "descriptors": [number for number in range(1024) if is_open(number)],
    "home": os.environ["HOME"] == os.environ["TMPDIR"] == os.getcwd(),
    "cpu": resource.getrlimit(resource.RLIMIT_CPU),
    "file": resource.getrlimit(resource.RLIMIT_FSIZE),
    "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "stdin": os.read(0, 1),
    "threads": os.environ["OMP_NUM_THREADS"] + os.environ["OMP_THREAD_LIMIT"],
}
bounds
"""


async def test_a_snippet_is_bounded(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its limits, descriptors and environment are those that were set; none is the app's."""
    monkeypatch.setenv("FORECALL_SECRET", "hunter2")
    run = await worker.run(BOUNDS, "", 1, LONG_MS)
    assert run.truth.repr == repr(
        {
            "no new privileges": 1,
            "own session": True,
            "descriptors": [0, 1, 2, 3],
            "home": True,
            "cpu": (12, 12),
            "file": (16 << 20, 16 << 20),
            "files": (64, 64),
            "core": (1, 1),
            "stdin": b"",
            "threads": "11",
        }
    )
    assert "hunter2" not in (await worker.run("import os\nos.environ", "", 1, LONG_MS)).truth.repr


PROBES = (
    "import numpy as np, random, torch\nprint(np.array([1/3]), len(str(sorted({'a', 'b'}))))\n"
    "np.random.rand(2), random.random()",
    "import torch\nprint(torch.tensor([1/3]), torch.tensor(1.0).dtype)\ntorch.rand(3, requires_grad=True)",
)
POLLUTERS = (
    "np.set_printoptions(precision=1); torch.set_printoptions(precision=1)",
    "torch.set_default_dtype(torch.float64)",
    "np.random.seed(5); np.random.rand(9); torch.manual_seed(5); torch.rand(9)",
    "import builtins; builtins.len = lambda _: 0; builtins.print = None",
    "np.array = torch.tensor = None",
    "import sys; sys.modules.clear()",
    "import warnings; warnings.simplefilter('error')",
    "import os; os.environ.clear(); os.chdir('/'); os.umask(0)",
    "torch.set_grad_enabled(False); torch.use_deterministic_algorithms(True); torch.set_num_threads(1)",
    "import numpy.random, random; random.random = lambda: 0; np.random.rand = lambda *_: 0",
    "import signal; signal.alarm(1)",
    "import linecache; linecache.cache.clear(); import __main__; __main__.x = 1",
)


@pytest.mark.parametrize("polluter", POLLUTERS)
async def test_a_snippet_leaves_no_trace(worker: Worker, polluter: str) -> None:
    """After any snippet the next gives exactly what it gives without."""
    before = [(await worker.run(probe, "", 3, LONG_MS)).truth for probe in PROBES]
    polluted = await worker.run(polluter, "import torch\nimport numpy as np", 1, LONG_MS)
    assert (polluted.ended, polluted.truth.error) in {(Ended.DONE, ""), (Ended.EARLY, "")}
    after = [(await worker.run(probe, "", 3, LONG_MS)).truth for probe in PROBES]
    assert after == before
    assert all(truth.text and not truth.error for truth in before)
