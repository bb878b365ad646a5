"""What each hostile snippet finds at hand; should a cage fail, it ends within seconds and harms nobody."""

from __future__ import annotations

PRELUDE = """
import ctypes, os, signal, socket, struct, sys, time
signal.alarm(4)
libc = ctypes.CDLL(None, use_errno=True)
ZYGOTE = os.getppid()

def attempt(act, *args, **more):
    "Whatever comes to its end here has escaped."
    try:
        found = act(*args, **more)
    except (OSError, ImportError, ValueError, RuntimeError, EOFError) as error:
        return print("held:", type(error).__name__)
    print("ESCAPED", str(found)[:200])

def c(name, *args):
    "Call the C library; minus one is an error."
    found = getattr(libc, name)(*[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
    if found == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return found

def read(path, *how):
    with open(path, *how) as file:
        return file.read(100)

def child():
    "A process of one's own, for a moment."
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid
"""
