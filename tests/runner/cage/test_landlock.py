"""Every rule on files, ports and neighbours, both ways, with each version of Landlock that is there."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from app.runner.cage import landlock

ABIS = [0, *range(1, min(landlock.abi(), 7) + 1)]
"""0 stands for no wall at all: whatever is refused with one must be possible without."""
if len(ABIS) == 1:
    pytest.skip("this kernel has no Landlock", allow_module_level=True)

READ, WRITE, ELSEWHERE = PLACES = ("read", "write", "elsewhere")
SCRIPT = r"""
import errno, fcntl, json, os, socket, sys
from app.runner.cage import landlock
base, abi, port, name, parent = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
if abi:
    system = ["/dev/zero", "/usr", "/lib", "/lib64", sys.base_prefix]
    landlock.restrict([f"{base}/read", *system], [f"{base}/write", "/dev/null"], abi)
def opened(path, flags): os.close(os.open(path, flags))
def device(path):
    with open(path, "rb") as file:
        try: fcntl.ioctl(file, 0x5413, bytes(8))
        except OSError as error:
            if error.errno != errno.ENOTTY: raise
def tcp(act):
    with socket.socket() as one:
        try: act(one)
        except ConnectionRefusedError: pass
def neighbour():
    with socket.socket(socket.AF_UNIX) as one: one.connect("\0" + name)
def bound(path):
    with socket.socket(socket.AF_UNIX) as one: one.bind(path)
acts = {
    "read a file": lambda at: opened(f"{at}/file", os.O_RDONLY),
    "list": os.listdir,
    "write a file": lambda at: opened(f"{at}/file", os.O_WRONLY),
    "make a file": lambda at: opened(f"{at}/new", os.O_WRONLY | os.O_CREAT),
    "make a folder": lambda at: os.mkdir(f"{at}/made"),
    "make a link": lambda at: os.symlink("x", f"{at}/link"),
    "make a pipe": lambda at: os.mkfifo(f"{at}/pipe"),
    "make a socket": lambda at: bound(f"{at}/socket"),
    "make a device": lambda at: os.mknod(f"{at}/device", 0o20600, os.makedev(1, 3)),
    "remove a file": lambda at: os.unlink(f"{at}/gone"),
    "remove a folder": lambda at: os.rmdir(f"{at}/empty"),
    "run a program": lambda at: os.waitpid(os.posix_spawn(f"{at}/program", ["x"], {}), 0),
    "link across": lambda at: os.link(f"{at}/file", f"{at}/folder/linked"),
    "truncate": lambda at: os.truncate(f"{at}/file", 0),
}
alone = {
    "control a device that may be written": lambda: device("/dev/null"),
    "control a device that may be read": lambda: device("/dev/zero"),
    "bind a port": lambda: tcp(lambda one: one.bind(("127.0.0.1", 0))),
    "connect to a port": lambda: tcp(lambda one: one.connect(("127.0.0.1", port))),
    "reach an abstract socket": neighbour,
    "signal others": lambda: os.kill(parent, 0),
}
def may(act, *args):
    try: act(*args)
    except OSError as error: return errno.errorcode[error.errno]
    return "ok"
found = {f"{what}, {place}": may(act, f"{base}/{place}") for what, act in acts.items()
         for place in ("read", "write", "elsewhere")}
print(json.dumps(found | {what: may(act) for what, act in alone.items()}))
"""

EVERYWHERE: dict[str, Callable[[int], tuple[str, ...]]] = {
    "read a file": lambda _: (READ, WRITE),
    "list": lambda _: (READ, WRITE),
    "write a file": lambda _: (WRITE,),
    "make a file": lambda _: (WRITE,),
    "make a folder": lambda _: (WRITE,),
    "make a link": lambda _: (WRITE,),
    "make a pipe": lambda _: (),
    "make a socket": lambda _: (),
    "make a device": lambda _: (),
    "remove a file": lambda _: (WRITE,),
    "remove a folder": lambda _: (WRITE,),
    "run a program": lambda _: (),
    "link across": lambda abi: (WRITE,) if abi >= 2 else (),
    "truncate": lambda abi: (WRITE,) if abi >= 3 else PLACES,
}
"""Where it may be done, by the version."""
ALONE = {
    "control a device that may be written": 99,
    "control a device that may be read": 5,
    "bind a port": 4,
    "connect to a port": 4,
    "reach an abstract socket": 6,
    "signal others": 6,
}
"""The version that first refuses it."""


@cache
def found(folder: Path, abi: int) -> dict[str, str]:
    """Try everything behind a wall of a version, and return what came of it."""
    base = folder / str(abi)
    for place in PLACES:
        (base / place / "empty").mkdir(parents=True)
        (base / place / "folder").mkdir()
        for name in ("file", "gone"):
            (base / place / name).write_text("x")
        shutil.copy(shutil.which("true") or "/bin/true", base / place / "program")
    name = f"forecall-landlock-{os.getpid()}-{abi}"
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as near:
        near.bind("\0" + name)
        near.listen()
        words = [str(base), str(abi), str(port.getsockname()[1]), name, str(os.getpid())]
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT, *words], capture_output=True, text=True, check=False
        )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the places are."""
    return tmp_path_factory.mktemp("landlock")


@pytest.mark.parametrize("abi", ABIS)
@pytest.mark.parametrize("what", EVERYWHERE)
def test_a_right_holds_where_it_is_given_and_nowhere_else(folder: Path, what: str, abi: int) -> None:
    """In folders to read, folders to write, and all others."""
    allowed = EVERYWHERE[what](abi) if abi else PLACES
    for place in PLACES:
        told = found(folder, abi)[f"{what}, {place}"]
        if what == "make a device" and os.geteuid():
            assert told in ("EPERM", "EACCES")
        elif place in allowed:
            assert told == "ok", place
        else:
            assert told in ("EACCES", "EXDEV"), place


@pytest.mark.parametrize("abi", ABIS)
@pytest.mark.parametrize("what", ALONE)
def test_a_neighbour_is_out_of_reach_since_a_version(folder: Path, what: str, abi: int) -> None:
    """Devices, ports, abstract sockets and signals; older ones leave them to the filter of system calls."""
    assert found(folder, abi)[what] in (("EACCES", "EPERM") if abi >= ALONE[what] else ("ok",))
