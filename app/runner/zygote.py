"""The worker: a process with numpy and torch warm, which forks once for each snippet, ahead of it.

It is started by the app with nothing but descriptors and a few words, holds no secret, reads no
snippet, and ends when the app does. Only it signals the processes of snippets, and always before
it reaps them: a process id is never used after it may have passed to someone else.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from typing import NoReturn

from app.runner import single, wire
from app.runner.cage.bars import Bars
from app.runner.cage.calls import adopt_orphans, hide, name_process, set_death_signal
from app.runner.cage.tier import build
from app.runner.forked import live
from app.runner.memory import settle
from app.runner.scratch import remove
from app.runner.warmup import find_versions, wanted, warm_up

Begin = Callable[[int, int, str, int, Bars], NoReturn]
"""What a fork becomes: of its line, its output, its scratch, the worker's process id, and the cage."""


def main(control_fd: str, base: str, app: str, libraries: str, device: str, single_use: str) -> NoReturn:
    """Say which `cage` holds, warm up, say `ready` or `failed`, and serve until the app is gone.

    Args:
        control_fd: Number of the descriptor of the socket shared with the app.
        base: Directory for scratch, removed at the end.
        app: Process id of the app.
        libraries: ``numpy`` or ``torch``.
        device: What snippets run on.
        single_use: ``1`` to start an interpreter for each, ``0`` to fork this one.
    """
    try:
        control = socket.socket(fileno=int(control_fd))
        # An import can't watch the socket.
        set_death_signal(signal.SIGKILL)
        if os.getppid() == int(app):
            os.chdir(base)
            adopt_orphans()
            name_process("forecall")
            bars = _build_cage(control, base, device)
            alone = single_use == "1"
            _get_ready(control, bars, libraries, find_versions if alone else warm_up)
            set_death_signal(0)
            _serve(control, base, bars, partial(single.start, libraries) if alone else live)
    finally:
        _sweep()
        shutil.rmtree(base, ignore_errors=True)
        os._exit(0)


def _build_cage(control: socket.socket, base: str, device: str) -> Bars:
    _refuse_threads(control)
    scratch = tempfile.mkdtemp(dir=base)
    bars, cage = build(scratch, device)
    os.rmdir(scratch)
    # Moving into namespaces takes the signal back, and needs files that are closed to the hidden.
    set_death_signal(signal.SIGKILL)
    hide()
    _say(control, "cage", json.dumps([cage.tier, *cage.reasons]))
    return bars


def _get_ready(
    control: socket.socket, bars: Bars, libraries: str, get: Callable[[str], dict[str, str]]
) -> None:
    try:
        environment = {**get(libraries), "cage": bars.tier, "device": bars.device}
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:500]
        _say(
            control,
            "failed",
            json.dumps(f"{what}. Try: {sys.executable} -m pip install {' '.join(wanted(libraries))}"),
        )
        raise
    _refuse_threads(control)
    settle()
    _say(control, "ready", json.dumps(environment, sort_keys=True))


def _refuse_threads(control: socket.socket) -> None:
    # A lock held by a thread at the fork is never released in the child, and the cage binds but one.
    if tasks := len(os.listdir("/proc/self/task")) - 1:
        _say(control, "failed", json.dumps(f"{tasks} threads were started by an import."))
        raise RuntimeError("threads before the fork")


def _serve(control: socket.socket, base: str, bars: Bars, begin: Begin) -> None:
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        word, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if not word:
            return
        if word != wire.RUN:
            continue
        scratch = tempfile.mkdtemp(dir=base)
        zygote = os.getpid()
        pid = os.fork()
        if pid == 0:
            line, out = descriptors
            begin(line, out, scratch, zygote, bars)
        for descriptor in descriptors:
            os.close(descriptor)
        _say(control, "start", str(pid))
        stay = _wait(control, woken, pid)
        status = _end(pid)
        if not stay:
            return
        _say(control, "end", str(os.waitstatus_to_exitcode(status)))
        remove(scratch)


def _wait(control: socket.socket, woken: int, pid: int) -> bool:
    """Wait until the snippet has ended or is to be killed; return False if the app is gone."""
    watched: list[socket.socket | int] = [control, woken]
    while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        ready, _, _ = select.select(watched, [], [])
        if woken in ready:
            os.read(woken, 4096)
        if control in ready:
            return bool(control.recv(1))
    return True


def _end(pid: int) -> int:
    """Kill the snippet's process with its group and whatever it left behind, and return its status."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    _sweep()
    return status


def _sweep() -> None:
    """Kill all descendants. Those that left their group became children of this process, their reaper."""
    while pids := _children():
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for pid in pids:
            os.waitpid(pid, 0)


def _children() -> list[int]:
    with contextlib.suppress(OSError), open(f"/proc/self/task/{os.getpid()}/children", "rb") as listed:
        return [int(pid) for pid in listed.read().split()]
    return []


def _say(control: socket.socket, word: str, rest: str) -> None:
    control.sendall(f"{word} {rest}\n".encode())
