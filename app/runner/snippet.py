"""Runs one snippet: the life of a process from when it is ready to its end, on any system."""

from __future__ import annotations

import ast
import contextlib
import errno
import json
import linecache
import os
import random
import socket
import sys
import types
from collections.abc import Callable
from typing import Any, NoReturn, TextIO

from app.runner import wire
from app.runner.cage.limits import limit_time
from app.runner.describe import MESSAGE_MAX, describe, describe_error

_LINE, _OUT, _FAR = 3, 4, 100
_FAILURE_MAX = 200


def answer(device: str, settle: Callable[[], None], begin: Callable[[], None]) -> NoReturn:
    """Make all ready, say so, and run the one snippet that comes.

    The exit code is 0 only if a record was written. A snippet that ends itself leaves none.

    Args:
        device: What the snippet runs on.
        settle: Makes ready; if it fails nothing is run, and why is told in place of a result.
        begin: Is called before the snippet begins.
    """
    try:
        with socket.socket(fileno=_LINE) as talk:
            why = _failure(settle)
            sys.argv = [""]
            sys.modules["__main__"] = types.ModuleType("__main__")
            talk.sendall(wire.WAITING)
            request = _request(talk)
            talk.sendall(wire.STARTED)
            if why:
                _send(talk, {"ended": "failed", "detail": why})
                os._exit(0)
            begin()
            limit_time(int(request["cpu_s"]))
            _seed(int(request["seed"]), device)
            _send(talk, _run(str(request["setup"]), str(request["code"]), device))
        os._exit(0)
    finally:
        os._exit(1)


def _failure(settle: Callable[[], None]) -> str:
    try:
        settle()
    except Exception as error:  # noqa: BLE001 whatever it was, nothing must run
        return f"{type(error).__name__}: {error}"[:_FAILURE_MAX]
    return ""


def arrange_files(*given: int) -> None:
    """Move descriptors to the numbers from 3 on, line and output first, and close all others."""
    # First out of the way of the places they are to have.
    moved = [os.dup2(number, _FAR + place) for place, number in enumerate(given)]
    for place, number in enumerate(moved):
        os.dup2(number, _LINE + place)
    os.closerange(_LINE + len(given), 1 << 16)
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)
    os.close(null)


def _request(talk: socket.socket) -> dict[str, Any]:
    with talk.makefile("rb") as stream:
        request: dict[str, Any] = json.load(stream)
    return request


def _seed(seed: int, device: str) -> None:
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % (1 << 32))
    if torch := sys.modules.get("torch"):
        # To seed all devices that there could be takes milliseconds.
        generator = torch.default_generator if device == "cpu" else torch
        generator.manual_seed(seed % (1 << 63))


def _run(setup: str, code: str, device: str) -> dict[str, Any]:
    names = vars(sys.modules["__main__"])
    names["device"] = device
    out = os.fdopen(1, "w", encoding="utf-8", errors="backslashreplace", newline="\n", closefd=False)
    sys.stdout = vars(sys)["__stdout__"] = out
    try:
        _execute(setup, "<setup>", names)
    except Exception as error:  # noqa: BLE001 the deck's code may raise what it likes
        return {"ended": "setup", "detail": f"{type(error).__name__}: {error}"[:MESSAGE_MAX]}
    # What the setup prints is not what the snippet prints: until here it went to the null device.
    _flush(out)
    os.dup2(_OUT, 1)
    os.close(_OUT)
    try:
        value = _execute(code, "<card>", names)
        record = {"ended": "done", **(describe(value[0]) if value else {})}
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 KeyboardInterrupt, too, is what the snippet raised
        record = _record_of(error)
    _flush(out)
    return record


def _record_of(error: BaseException) -> dict[str, Any]:
    if _is_memory(error):
        return {"ended": "memory"}
    if _is_refused(error):
        return {"ended": "refused", "detail": str(error)[:MESSAGE_MAX]}
    return {"ended": "done", **describe_error(error)}


def _flush(out: TextIO) -> None:
    # The snippet may have closed it, or the descriptor below it.
    with contextlib.suppress(OSError, ValueError):
        out.flush()


def _execute(source: str, name: str, names: dict[str, Any]) -> list[Any]:
    """Run `source` and return its last expression's value in a list; an empty list if there is none."""
    # With the source at hand tracebacks show it and inspect.getsource finds it.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    tree = ast.parse(source, name)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(_compiled(tree, name, "exec"), names)
        return []
    del tree.body[-1]
    exec(_compiled(tree, name, "exec"), names)
    return [eval(_compiled(ast.Expression(last.value), name, "eval"), names)]


def _compiled(tree: ast.Module | ast.Expression, name: str, mode: str) -> types.CodeType:
    # The __future__ imports of this file are none of the snippet's.
    code: types.CodeType = compile(tree, name, mode, dont_inherit=True)
    return code


def _is_memory(error: BaseException) -> bool:
    # torch has no class of its own for it.
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and "DefaultCPUAllocator: can't allocate memory" in str(error)
    )


def _is_refused(error: BaseException) -> bool:
    """Tell whether the cage forbade it, which says nothing about the card."""
    # Python's own classes: a snippet's would bring their own code along.
    if type(error) is PermissionError:
        return error.errno in (errno.EPERM, errno.EACCES)
    if type(error) is FileNotFoundError:
        return "No usable temporary directory" in str(error)
    return type(error) is RuntimeError and str(error) == "can't start new thread"


def _send(talk: socket.socket, record: dict[str, Any]) -> None:
    packed = wire.pack(record)
    if len(packed) > wire.RECORD_MAX:
        packed = wire.pack({key: found for key, found in record.items() if key != "data"})
    talk.sendall(packed)
