"""Which cage holds on this machine: tried at the worker's start, in processes of its own."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import socket
import threading
from collections.abc import Callable

from app.core.cage import Cage, Tier
from app.runner.cage import calls, landlock, limits, namespaces, seccomp
from app.runner.cage.bars import Bars, counts_threads, readable

_CPU_S = 5
_SECRET = "/etc/passwd"


def build(scratch: str, device: str = "cpu") -> tuple[Bars, Cage]:
    """Find the best cage that holds here, and move this process into its namespaces.

    Args:
        scratch: An empty directory.
        device: ``cpu``, or another, whose driver then lies outside of the cage.

    Returns:
        The layers, and what is to be told of them.
    """
    reasons: list[str] = []
    spaces = not (why := namespaces.lack(scratch))
    if spaces:
        namespaces.enter()
    else:
        reasons.append(f"no namespaces of its own ({why}): snippets can't write files or start threads")
    abi = landlock.abi()
    if not abi:
        reasons.append("no Landlock in this kernel: nothing keeps snippets from reading files")
    for tier in (Tier.CAGED, Tier.READS):
        if tier is Tier.CAGED and not abi:
            continue
        try:
            bars = bars_of(tier, spaces, abi, device)
        except OSError as error:
            reasons.append(f"no filter of system calls: {error.strerror}")
            break
        if not (escaped := _escapes(bars, scratch)):
            return bars, Cage(tier, tuple(reasons))
        reasons.append(f"the cage ({tier}) does not hold: {escaped}")
    return bars_of(Tier.LIMITED, spaces, 0, device), Cage(Tier.LIMITED, tuple(reasons))


def bars_of(tier: Tier, spaces: bool, abi: int, device: str) -> Bars:
    """Return the layers of a tier, untried.

    Raises:
        OSError: if there is no list of system calls for this machine.
    """
    if tier is Tier.LIMITED:
        return Bars(tier, spaces, 0, None, device=device)
    caged, driver = tier is Tier.CAGED, device != "cpu"
    threads = driver or counts_threads(spaces)
    program = seccomp.assemble(calls.machine(), changes_files=caged, threads=threads, driver=driver)
    return Bars(tier, spaces, abi if caged else 0, program, readable(), device)


def _escapes(bars: Bars, scratch: str) -> str:
    """Close the cage around a process and return what it can do that it must not, or can't but must."""
    reading, writing = os.pipe()
    zygote, pid = os.getpid(), os.fork()
    if pid == 0:
        try:
            told = b"the trial ended early"
            bars.furnish(scratch)
            bars.close(zygote, scratch)
            limits.limit_time(_CPU_S)
            told = ", ".join([*_freedoms(bars, zygote), *_lacks(bars)]).encode()
        except BaseException as error:  # noqa: BLE001 whatever it was, there is no such cage
            told = str(error).encode("utf-8", "replace")[:200]
        finally:
            os.write(writing, told)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(pid, 0)
    return told.decode() if status == 0 else f"the trial was killed ({os.waitstatus_to_exitcode(status)})"


def _freedoms(bars: Bars, zygote: int) -> list[str]:
    """Return which forbidden things can be done."""
    forbidden: dict[str, Callable[[], object]] = {
        "fork": _fork,
        "run programs": lambda: os.execv("/nonexistent", ["-"]),
        "use the network": lambda: socket.socket(socket.AF_INET),
        "use UNIX sockets": lambda: socket.socket(socket.AF_UNIX),
        "connect": lambda: _raw("connect", -1, None, 0),
        "signal others": lambda: os.kill(zygote, 0),
        "change modes": lambda: os.chmod("/nonexistent", 0),
        "limit others": lambda: _raw("prlimit", zygote, 7, None, None),
        "trace": lambda: _raw("ptrace", 16, zygote, None, None),
        "make files elsewhere": lambda: os.open("../trial", os.O_WRONLY | os.O_CREAT),
    }
    if bars.abi:
        forbidden["read files"] = lambda: os.open(_SECRET, os.O_RDONLY)
        forbidden["list folders"] = lambda: os.listdir("/")
    return [what for what, act in forbidden.items() if not _is_refused(act)]


def _lacks(bars: Bars) -> list[str]:
    """Return which needed things can't be done: another C library may need other system calls."""
    needed: dict[str, Callable[[], object]] = {
        "get memory": lambda: mmap.mmap(-1, 1 << 20),
        "open the null device": lambda: os.open(os.devnull, os.O_RDONLY),
        "make a socket pair": socket.socketpair,
        "get random bytes": lambda: os.urandom(8),
    }
    if bars.abi and bars.spaces:
        needed["write files"] = lambda: os.open("trial", os.O_WRONLY | os.O_CREAT)
    if bars.threads:
        needed["start threads"] = _thread
    lacks = []
    for what, act in needed.items():
        try:
            act()
        except (OSError, RuntimeError) as error:
            lacks.append(f"can't {what} ({error})")
    return lacks


def _is_refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _thread() -> None:
    thread = threading.Thread(target=os.getpid)
    thread.start()
    thread.join()


def _raw(name: str, *arguments: int | None) -> None:
    """Call a function of the C library with arguments that can't work: only a filter says EPERM."""
    function = ctypes.CDLL(None, use_errno=True)[name]
    if function(*arguments) == -1:
        raise OSError(number := ctypes.get_errno(), errno.errorcode.get(number, ""))
