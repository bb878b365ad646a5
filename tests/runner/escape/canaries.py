"""What must be the same after each snippet as before it."""

from __future__ import annotations

import contextlib
import os
import resource
import secrets
import socket
from pathlib import Path

_LIMITS = [getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")]


class Canaries:
    """Files, sockets, processes and secrets that a snippet must neither touch nor tell.

    Args:
        folder: An empty folder for them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "home"
        (self.folder / "empty").mkdir(parents=True)
        self.secret = secrets.token_hex(8)
        self.prediction = f"predicted-{secrets.token_hex(8)}"
        self.file = self.folder / "canary.txt"
        self.file.write_text(self.secret)
        for name in ("canary_module", "sitecustomize", "usercustomize", "numpy", "json", "app"):
            (self.folder / f"{name}.py").write_text("import sys\nsys.modules['hijacked'] = sys\n")
        with contextlib.suppress(OSError):
            os.setxattr(self.file, "user.canary", b"1")
        self.unix, self.abstract = str(folder / "socket"), f"forecall-{secrets.token_hex(8)}"
        self._sockets = {
            "tcp": _bound(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "udp": _bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "unix": _bound(socket.AF_UNIX, socket.SOCK_STREAM, self.unix),
            "unix datagram": _bound(socket.AF_UNIX, socket.SOCK_DGRAM, f"{self.unix}.d"),
            "abstract": _bound(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.abstract}"),
        }
        self._before = self._state()

    def setup(self) -> str:
        """Return what a snippet is told of them: where they are, never what they hold."""
        told = {
            "APP": os.getpid(),
            "GROUP": os.getpgrp(),
            "CANARY": str(self.file),
            "FOLDER": str(self.folder),
            "PORT": self._sockets["tcp"].getsockname()[1],
            "UDP": self._sockets["udp"].getsockname()[1],
            "UNIX": self.unix,
            "ABSTRACT": self.abstract,
            "OUTSIDE": self.abstract,
            # Half of it: the snippet would else hold what it looks for.
            "MARK": "predicted-",
        }
        return "\n".join(f"{name} = {value!r}" for name, value in told.items())

    def broken(self, worker: int) -> list[str]:
        """Return what is not as it was.

        Args:
            worker: Process id of the worker that is to be alive and unbound; 0 if there is none.
        """
        now = self._state()
        found = [name for name, state in self._before.items() if now[name] != state]
        self._before = now
        found += [f"{name} socket was hit" for name, canary in self._sockets.items() if _is_hit(canary)]
        for outside in (Path("/tmp", self.abstract), Path("/dev/shm", self.abstract)):
            if outside.exists():
                found.append(str(outside))
                outside.unlink()
        if worker and resource.prlimit(worker, resource.RLIMIT_CORE) != resource.getrlimit(
            resource.RLIMIT_CORE
        ):
            found.append("the worker's limits")
        return found

    def told(self, text: str) -> list[str]:
        """Return which secrets are in a text."""
        environment = os.environ.get("FORECALL_SECRET") or self.secret
        known = {"the file": self.secret, "the environment": environment, "the prediction": self.prediction}
        return [f"{name} was told" for name, secret in known.items() if secret in text]

    def _state(self) -> dict[str, object]:
        return {
            "files": {str(path): _look(path) for path in (self.folder, *sorted(self.folder.rglob("*")))},
            "SysV objects": [Path(f"/proc/sysvipc/{kind}").read_text() for kind in ("msg", "sem", "shm")],
            "limits": [resource.getrlimit(which) for which in _LIMITS],
            "processors": os.sched_getaffinity(0),
            "priority": os.getpriority(os.PRIO_PROCESS, 0),
            "scheduler": os.sched_getscheduler(0),
            "name": socket.gethostname(),
        }


def _bound(family: int, kind: int, address: object) -> socket.socket:
    made = socket.socket(family, kind)
    made.bind(address)  # type: ignore[arg-type]
    if kind == socket.SOCK_STREAM:
        made.listen()
    made.setblocking(False)
    return made


def _is_hit(canary: socket.socket) -> bool:
    try:
        if canary.type == socket.SOCK_STREAM:
            canary.accept()[0].close()
        else:
            canary.recv(10)
    except BlockingIOError:
        return False
    return True


def _look(path: Path) -> tuple[object, ...]:
    stat = path.stat()
    content = path.read_bytes() if path.is_file() else b""
    attributes = [(name, os.getxattr(path, name)) for name in os.listxattr(path)]
    times = () if path.is_dir() and path.name == "__pycache__" else (stat.st_mtime_ns,)
    return (stat.st_mode, stat.st_uid, stat.st_gid, stat.st_nlink, *times, content, attributes)
