"""A worker starts when it is needed, comes back when it dies, and ends with the app."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from app.core.truth import Ended, Run
from app.runner import process
from app.runner.client import Worker
from app.study.ports import Runner
from tests.runner.waiting import eventually

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

Pids = Callable[[], set[int]]


@pytest_asyncio.fixture(loop_scope="session")
async def own() -> AsyncIterator[Worker]:
    """A worker of the test's own; it starts nothing until it is used."""
    worker = Worker(ready_s=60)
    yield worker
    await worker.stop()


async def answer(worker: Runner, code: str = "6 * 7", ms: int = 10_000) -> Run:
    """Run a snippet that needs no setup."""
    return await worker.run(code, "", 1, ms)


async def test_nothing_starts_before_it_is_needed(own: Worker, zygotes: Pids) -> None:
    """Making a worker starts no process and knows no environment; the first snippet starts one."""
    before = zygotes()
    assert (own.environment, own.device) == ("", "")
    run = await answer(own)
    assert len(zygotes() - before) == 1
    assert own.device == "cpu"
    assert run.env == own.environment
    assert set(json.loads(run.env)) == {"cage", "device", "machine", "numpy", "platform", "python"}


async def test_torch_is_loaded_only_for_those_who_mention_it(worker: Worker) -> None:
    """Snippets with torch in code or setup run in another process than those without."""
    seen = "import os, sys\n('torch' + '.nn') in sys.modules, os.getppid()"
    without = await answer(worker, seen.replace("torch", "tor' + 'ch"))
    in_code = await answer(worker, seen + " # torch")
    in_setup = await worker.run(seen.replace("torch", "tor' + 'ch"), "import torch", 1, 10_000)
    assert without.truth.repr.startswith("(False, ")
    assert in_code.truth.repr == in_setup.truth.repr
    assert in_code.truth.repr.startswith("(True, ")
    assert "torch" not in json.loads(without.env)
    assert json.loads(in_code.env)["torch"]


async def test_the_client_imports_no_library() -> None:
    """Importing the client loads neither numpy nor torch, so the app never does."""
    code = "import app.runner.client, sys; print({'numpy', 'torch', 'ctypes'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


async def test_a_worker_killed_while_idle_is_replaced_unnoticed(own: Worker, zygotes: Pids) -> None:
    """The snippet after an idle worker's death runs as if nothing had happened."""
    before = zygotes()
    await answer(own)
    (pid,) = zygotes() - before
    os.kill(pid, signal.SIGKILL)
    assert (await answer(own)).truth.data == ("42",)
    assert pid not in zygotes()


async def test_a_worker_killed_in_a_run_ends_that_run_only(
    own: Worker, zygotes: Pids, snippets: Pids
) -> None:
    """The run it dies in ended early; the next one has a new worker."""
    before = zygotes()
    await answer(own)
    (pid,) = zygotes() - before
    run = asyncio.create_task(answer(own, "import time\ntime.sleep(60)"))
    await eventually(lambda: bool(snippets()))
    os.kill(pid, signal.SIGKILL)
    ended = await run
    assert (ended.ended, "worker" in ended.detail) == (Ended.EARLY, True)
    assert snippets() == set()
    assert (await answer(own)).truth.data == ("42",)


async def test_an_idle_worker_ends_and_comes_back(zygotes: Pids) -> None:
    """After its idle time the process is gone; the next snippet starts another."""
    before = zygotes()
    own = Worker(idle_s=0.1)
    await own.warm(torch=False)
    assert len(zygotes() - before) == 1
    await eventually(lambda: zygotes() == before)
    assert (await answer(own)).truth.data == ("42",)
    await own.stop()


async def test_a_busy_worker_is_not_idle() -> None:
    """A snippet that runs longer than the idle time is not cut off."""
    own = Worker(idle_s=0.1)
    run = await answer(own, "import time\ntime.sleep(0.5)\n1")
    assert run.truth.data == ("1",)
    await own.stop()


async def test_snippets_asked_at_once_run_one_after_another(own: Worker) -> None:
    """Each waits for its turn, and its deadline counts from its own start."""
    code = "import time\nstart = time.monotonic()\ntime.sleep(0.4)\nprint(start, time.monotonic())"
    runs = await asyncio.gather(*(answer(own, code, 1_900) for _ in range(5)))
    assert all(run.ended is Ended.DONE for run in runs)
    spans = [[float(word) for word in run.truth.text.split()] for run in runs]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(run.ms < 1_900 for run in runs)


async def test_a_run_that_nobody_waits_for_is_killed(own: Worker, zygotes: Pids, snippets: Pids) -> None:
    """Cancelling the caller kills its snippet; the worker stays and serves the next."""
    await answer(own)
    before = zygotes()
    waiting = [asyncio.create_task(answer(own, "import time\ntime.sleep(60)", 60_000)) for _ in range(3)]
    await eventually(lambda: bool(snippets()))
    for task in waiting:
        task.cancel()
    assert (await answer(own)).truth.data == ("42",)
    assert snippets() == set()
    assert zygotes() == before
    assert all(isinstance(end, asyncio.CancelledError) for end in await _ends(waiting))


async def _ends(tasks: list[asyncio.Task[Run]]) -> list[object]:
    return list(await asyncio.gather(*tasks, return_exceptions=True))


async def test_stopping_ends_what_runs_and_what_waits(own: Worker, zygotes: Pids, snippets: Pids) -> None:
    """Stop leaves no process and no scratch; those who wait are told; it can be used again."""
    before = zygotes()
    waiting = [asyncio.create_task(answer(own, "import time\ntime.sleep(60)", 60_000)) for _ in range(2)]
    await eventually(lambda: bool(snippets()))
    await own.stop()
    assert (zygotes(), snippets()) == (before, set())
    assert {run.ended for run in await asyncio.gather(*waiting)} == {Ended.UNAVAILABLE}
    assert (await answer(own)).truth.data == ("42",)


async def test_stopping_does_not_wait_for_a_worker_to_be_ready(
    own: Worker, zygotes: Pids, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is still importing is ended at once."""
    before = zygotes()
    monkeypatch.setattr(process, "_BOOT", "import time; time.sleep(60)")
    warming = asyncio.create_task(own.warm(torch=True))
    await eventually(lambda: zygotes() != before)
    await own.stop()
    assert zygotes() == before
    await warming


async def test_stopping_removes_the_scratch(scratch: str) -> None:
    """Nothing stays on the disk of a worker that was stopped."""
    before = set(Path(scratch).iterdir())
    own = Worker()
    await answer(own, "open('kept.txt', 'w').write('x')")
    assert len(set(Path(scratch).iterdir()) - before) == 1
    await own.stop()
    assert set(Path(scratch).iterdir()) == before


FAILURES = {
    "torch is missing": (
        "import sys\nsys.modules['torch'] = None\n" + process._BOOT,
        f"None in sys.modules. Try: {sys.executable} -m pip install numpy torch",
    ),
    "an import starts a thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        + process._BOOT,
        "1 threads were started by an import",
    ),
    "it ends at once": ("raise SystemExit(3)", "It ended before it was ready."),
    "it never gets ready": ("import time\ntime.sleep(60)", "It was not ready after 2 s."),
}


@pytest.mark.parametrize("case", FAILURES)
async def test_a_worker_that_cannot_start_is_told(
    zygotes: Pids, scratch: str, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """The run is unavailable, with the reason; nothing is left; numpy cards and a later try still work."""
    before = zygotes(), set(Path(scratch).iterdir())
    own = Worker(ready_s=2)
    boot, told = FAILURES[case]
    with monkeypatch.context() as patch:
        patch.setattr(process, "_BOOT", boot)
        run = await answer(own, "1 # torch" if "torch" in case else "1")
    assert run.ended is Ended.UNAVAILABLE
    assert told in run.detail
    assert (zygotes(), set(Path(scratch).iterdir())) == before
    assert (await answer(own)).truth.data == ("42",)
    await own.stop()


async def test_warming_a_worker_that_cannot_start_raises_nothing(
    own: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Warming is only a help: what is wrong is told by the run that needs the worker."""
    with monkeypatch.context() as patch:
        patch.setattr(process, "_BOOT", "raise SystemExit(3)")
        await own.warm(torch=False)
    assert own.device == ""
    assert (await answer(own)).truth.data == ("42",)


async def test_no_interpreter_or_scratch_is_told(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that the system refuses makes the run unavailable and raises nothing."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/nonexistent/python")
        run = await answer(own)
    assert (run.ended, "No such file" in run.detail) == (Ended.UNAVAILABLE, True)
    with monkeypatch.context() as patch:
        patch.setattr("tempfile.tempdir", "/nonexistent")
        run = await answer(own)
    assert (run.ended, "No such file" in run.detail) == (Ended.UNAVAILABLE, True)
    assert (await answer(own)).truth.data == ("42",)


async def test_a_run_that_the_system_refuses_is_told(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many open files in the app make the run unavailable, and the next one works."""
    await answer(own)

    def refuse() -> None:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pipe", refuse)
        # One process waits already.
        await answer(own)
        run = await answer(own)
    assert (run.ended, "Too many open files" in run.detail) == (Ended.UNAVAILABLE, True)
    assert (await answer(own)).truth.data == ("42",)


async def test_hashes_are_the_same_in_every_worker(own: Worker, worker: Worker) -> None:
    """Sets come in the same order in every process, so a card that shows one has one answer."""
    code = "hash('a'), list({'adam', 'sgd', 'lion', 'lamb', 'muon'})"
    assert (await answer(own, code)).truth == (await answer(worker, code)).truth


async def test_nothing_in_the_users_folder_shadows(
    own: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules named like ours or the library's, in the cwd or on PYTHONPATH, are not imported."""
    for name in ("app", "numpy", "random", "json", "ctypes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('shadowed')")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('shadowed')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "sitecustomize.py"))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    run = await answer(own, "import random, json, numpy\nnumpy.arange(2).sum()")
    assert (run.detail, run.truth.data) == ("", ("1",))


SCRIPT = """
import asyncio, sys
from app.runner.client import Worker
async def main():
    worker = Worker()
    await worker.run("1", "", 1, 60_000)
    print("ready", flush=True)
    print((await worker.run(sys.argv[1], "", 1, 60_000)).truth.repr, flush=True)
    await asyncio.sleep(60 if not sys.argv[1] else 0)
asyncio.run(main())
"""


async def test_the_worker_is_the_running_apps_own(tmp_path: Path) -> None:
    """A copy of the package elsewhere, as a wheel installs it, runs its own worker code."""
    place = tmp_path / "some where" / "site"
    shutil.copytree(process._PACKAGE, place / "app", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "import sys\nsys.modules['app.runner.snippet'].__file__"],
        env={"PYTHONPATH": str(place), "TMPDIR": str(tmp_path)},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == f"ready\n{str(place / 'app' / 'runner' / 'snippet.py')!r}\n"


@pytest.mark.parametrize("code", ["while True: pass", ""])
async def test_killing_the_app_ends_everything(scratch: str, family: Pids, code: str) -> None:
    """After a SIGKILL of the app in the middle of a run, or between two, nothing of it is left."""
    before, others = set(Path(scratch).iterdir()), family()
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, code],
        env={**os.environ, "TMPDIR": scratch, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
    ) as app:
        await asyncio.to_thread(app.stdout.readline)  # type: ignore[union-attr]
        if not code:
            await asyncio.to_thread(app.stdout.readline)  # type: ignore[union-attr]
        await eventually(lambda: len(family() - others) == 2)
        app.kill()
    await eventually(lambda: not family() - others, within_s=2)
    await eventually(lambda: set(Path(scratch).iterdir()) == before)


@pytest.mark.parametrize("code", ["while True: pass", ""])
async def test_a_snippet_dies_with_its_worker(scratch: str, family: Pids, code: str) -> None:
    """Where app and worker are killed in one blow, nobody is left to kill it: it dies by itself.

    So does a process that waits for a snippet.
    """
    before, others = set(Path(scratch).iterdir()), family()
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, code],
        env={**os.environ, "TMPDIR": scratch, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
    ) as app:
        await asyncio.to_thread(app.stdout.readline)  # type: ignore[union-attr]
        if not code:
            await asyncio.to_thread(app.stdout.readline)  # type: ignore[union-attr]
        await eventually(lambda: len(family() - others) == 2)
        app.send_signal(signal.SIGSTOP)
        worker, snippet = sorted(family() - others)
        os.kill(worker, signal.SIGKILL)
        await eventually(lambda: snippet not in family())
        app.kill()
    for left in set(Path(scratch).iterdir()) - before:
        shutil.rmtree(left)
