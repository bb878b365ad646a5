"""Ways to take a layer of the cage away, or a rule of it, as lines that a worker runs at its start."""

from __future__ import annotations

import os

_BLIND = "from app.runner.cage import tier\ntier._escapes = lambda *_: ''\n"
"""Otherwise the worker itself finds at its start that the cage does not hold."""
_TABLES = _BLIND + "from app.runner.cage import seccomp, syscalls\n"

_NO_SCOPES = "from app.runner.cage import landlock\nlandlock.abi = lambda: 5\n"
"""Landlock of Linux 6.10 leaves signals alone."""

SINGLE = "an interpreter for each snippet"

HELD = {
    "nothing": "",
    SINGLE: "",
    "Landlock of Linux 5.13": "from app.runner.cage import landlock\nlandlock.abi = lambda: 1\n",
    "Landlock of Linux 6.2": "from app.runner.cage import landlock\nlandlock.abi = lambda: 3\n",
    "no namespaces": "from app.runner.cage import namespaces\nnamespaces.lack = lambda _: 'off'\n",
    "no namespaces, Landlock of Linux 5.13": "from app.runner.cage import landlock, namespaces\n"
    "landlock.abi = lambda: 1\nnamespaces.lack = lambda _: 'off'\n",
}
"""Machines that offer less: every case must hold."""

READS = {
    "no Landlock": "from app.runner.cage import landlock\nlandlock.abi = lambda: 0\n",
    "no Landlock, no namespaces": "from app.runner.cage import landlock, namespaces\n"
    "landlock.abi = lambda: 0\nnamespaces.lack = lambda _: 'off'\n",
}
"""Machines in tier B: what is read may be lost, nothing else."""

LIMITED = {
    "no filter of system calls": "from app.runner.cage import calls\ncalls.machine = lambda: 'riscv64'\n",
}
"""Machines that hold nothing, and say so."""


def _allow(*names: str) -> str:
    """Put system calls on the list without their conditions, or without being on it."""
    return _TABLES + "".join(f"seccomp.ALWAYS[{name!r}] = {_NUMBERS[name]}\n" for name in names)


_NUMBERS = {
    "open": (2, None),
    "openat": (257, 56),
    "clone": (56, 220),
    "fork": (57, None),
    "clone3": (435, 435),
    "execve": (59, 221),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "prlimit64": (302, 261),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "prctl": (157, 167),
    "socketpair": (53, 199),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "chmod": (90, None),
    "fchmodat": (268, 53),
    "fchownat": (260, 54),
    "chown": (92, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "truncate": (76, 45),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "ioprio_set": (251, 30),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "unshare": (272, 97),
    "setresuid": (117, 147),
    "setuid": (105, 146),
    "capset": (126, 91),
    "personality": (135, 92),
    "name_to_handle_at": (303, 264),
    "mlockall": (151, 230),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138),
    "mq_open": (240, 180),
    "openat2": (437, 437),
}

BROKEN = {
    "no filter": _BLIND + "from app.runner.cage import seccomp\nseccomp.load = lambda *_: None\n",
    "no Landlock, unnoticed": _BLIND
    + "from app.runner.cage import landlock\nlandlock.restrict = lambda *_: None\n",
    "no limits": "from app.runner.cage import limits\nlimits.limit = lambda *_, **__: None\n",
    "Landlock reads all": _BLIND + "from app.runner.cage import tier\ntier.readable = lambda: ('/',)\n",
    "Landlock writes all": _BLIND + "from app.runner.cage import landlock as l\nf = l.restrict\n"
    "l.restrict = lambda r, w, k: f(r, ['/'], k)\n",
    "old Landlock, any mode of opening": _allow("open", "openat")
    + "from app.runner.cage import landlock\nlandlock.abi = lambda: 2\n"
    + "from app.runner.cage import tier\nf = tier.readable\ntier.readable = lambda: (*f(), '/tmp')\n",
    "tier B opens for writing": _allow("open", "openat")
    + "from app.runner.cage import landlock\nlandlock.abi = lambda: 0\n",
    "processes": _allow("clone", "fork", "clone3"),
    "kill": _allow("kill") + _NO_SCOPES,
    "tgkill": _allow("tgkill") + _NO_SCOPES,
    "sigqueue": _allow("rt_sigqueueinfo") + _NO_SCOPES,
    "pidfd": _allow("pidfd_open", "pidfd_send_signal") + _NO_SCOPES,
    "limits of others": _allow("prlimit64"),
    "any fcntl": _allow("fcntl"),
    "any ioctl": _allow("ioctl"),
    "any prctl": _allow("prctl"),
    "any pair": _allow("socketpair", "sendto"),
    "sending to an address": _allow("sendto", "socketpair"),
    "sockets": _allow("socket", "connect", "bind", "listen"),
    "descriptors": _allow("sendmsg"),
    "modes": _allow("chmod", "fchmodat"),
    "owners": _allow("chown", "fchownat"),
    "times": _allow("utimensat"),
    "attributes": _allow("setxattr"),
    "watches": _allow("inotify_init1", "inotify_add_watch"),
    "priorities": _allow("setpriority"),
    "processors": _allow("sched_setaffinity"),
    "scheduler": _allow("sched_setscheduler"),
    "input and output": _allow("ioprio_set"),
    "SysV memory": _allow("shmget"),
    "SysV messages": _allow("msgget"),
    "SysV semaphores": _allow("semget"),
    "users": _allow("setresuid", "setuid"),
    "personality": _allow("personality"),
    "handles": _allow("name_to_handle_at"),
    "no address space limit": "import resource\nresource.RLIMIT_AS = resource.RLIMIT_NICE\n",
    "no limit of open files": "import resource\nresource.RLIMIT_NOFILE = resource.RLIMIT_NICE\n",
    "no limit of a file": "import resource\nresource.RLIMIT_FSIZE = resource.RLIMIT_NICE\n",
    "no limit of cores": "import resource\nresource.RLIMIT_CORE = resource.RLIMIT_NICE\n",
    "scratch on the disk": "from app.runner.cage import namespaces as n\nn.mount_scratch = lambda _: None\n",
    "descriptors stay open": "import os\nos.closerange = lambda *_: None\n",
    "another architecture": _BLIND + "from app.runner.cage import seccomp\nseccomp.KILL = seccomp.ALLOW\n",
}
"""Cages with a hole: some case must notice."""

LAYERS = ("no filter", "no Landlock, unnoticed", "no limits", "scratch on the disk")
"""Of these, a whole layer each."""

BACKED = {
    "no limit of processor time": "from app.runner import snippet\nsnippet.limit_time = lambda _: None\n",
    "no limit of threads": "import resource\nresource.RLIMIT_NPROC = resource.RLIMIT_NICE\n",
    "queues": _allow("mq_open"),
    "locked memory": _allow("mlockall"),
    "namespaces": _allow("unshare"),
    "programs": _allow("execve"),
}
"""Holes that another layer closes."""

WEAKENED = HELD | READS | LIMITED | BROKEN | BACKED
MACHINE = os.environ.get("FORECALL_MACHINE", "nothing")
"""What the tests of the runner are to do without: a name of the above."""
