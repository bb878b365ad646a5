"""A grade is never lost: processes that grade are killed at random moments, and two grade at once."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.store.opening import open_store
from tests.builders import NOON
from tests.store.shelf import a_deck, grade, take_in

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("FORECALL_KILLS", "200"))
"""How many children are killed in all."""

# A server imports once and forks a child for each line it reads; each child grades and is killed.
SERVER = """
import os, sys
from pathlib import Path
from app.store.opening import open_store
from tests.builders import NOON
from tests.store.shelf import PARAMS, grade, uids
path, names = Path(sys.argv[1]), sys.argv[2].split()
import app.store.store
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        with open_store(path, lambda: NOON) as store:
            os.write(1, b"ready %d\\n" % os.getpid())
            for n in range(10**6):
                if n % 7 == 6:
                    undone = store.undo(NOON, NOON.date(), PARAMS)
                    os.write(1, b"undid %d\\n" % undone.entry.id.seq)
                else:
                    grade(store, names[n % len(names)], n % 6)
                    os.write(1, b"graded %d\\n" % n)
                if n % 20 == 19:
                    store.checkpoint()
        os._exit(1)
    os.waitpid(child, 0)
    os.write(1, b"gone\\n")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked, to kill many in little time")
def test_kill_at_random_moments_loses_no_grade(path: Path) -> None:
    """Each act acknowledged before the kill is in the log; log, state and counts agree."""
    moments = random.Random(20260310)
    names = [f"d/c{n}" for n in range(5)]
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", *(name.removeprefix("d/") for name in names)))
    told = 0
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path), " ".join(names)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        bufsize=0,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    with server:
        for number in range(KILLS):
            server.stdin.write(b"go\n")
            child = int(line(server).split()[1])
            time.sleep(moments.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            acknowledged = []
            while (text := line(server)) != "gone":
                acknowledged.append(text)
            told += len(acknowledged)
            with closing(sqlite3.connect(path)) as connection:
                ((stored,),) = connection.execute("SELECT count(*) FROM log")
            # One more may be on the disk than was told of, none less.
            assert told <= stored <= told + 1, (number, told, stored)
            told = stored
            if number % 20 == 19:
                check(path)
        server.stdin.close()
    check(path)
    assert told > KILLS / 2


def line(server: subprocess.Popen[bytes]) -> str:
    """Read one line of the server, which must come in time."""
    assert server.stdout is not None
    ready, _, _ = select.select([server.stdout], [], [], 30)
    assert ready, "the grading process says nothing"
    return server.stdout.readline().decode().strip()


def check(path: Path) -> None:
    """Prove that log and state agree, and that sequence numbers have no gap."""
    with open_store(path, lambda: NOON) as store:
        assert store.differences() == []
        for last, count in store._rows("SELECT max(seq), count(*) FROM log GROUP BY device", {}):
            assert last == count


WRITER = """
import sys
from pathlib import Path
from app.store.opening import open_store
from tests.builders import NOON
from tests.store.shelf import PARAMS, an_act, grade
with open_store(Path(sys.argv[1]), lambda: NOON) as store:
    sys.stdin.readline()
    for n in range(int(sys.argv[3])):
        if sys.argv[4:]:
            store.append([an_act(store, sys.argv[2], act=sys.argv[4])], PARAMS)
        else:
            grade(store, sys.argv[2], n % 6)
"""


def test_two_instances_at_once_lose_no_row(path: Path) -> None:
    """Both write as the same device on the same cards; no number is given twice, nothing is missing."""
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", "a", "b"))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name, "60"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        for name in ("d/a", "d/a", "d/b")
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    assert [writer.communicate()[1] for writer in writers] == [b""] * 3
    with open_store(path, lambda: NOON) as store:
        assert store._rows("SELECT count(*), count(DISTINCT seq), count(DISTINCT ord) FROM log", {})[0] == (
            180,
            180,
            180,
        )
        assert store.differences() == []


@pytest.mark.parametrize("act", [(), ("skip",)], ids=["grade", "skip"])
def test_one_fsync_an_act(path: Path, act: tuple[str, ...]) -> None:
    """A grade or a skip is durable, and costs no more than that."""
    if not Path("/usr/bin/strace").exists():
        pytest.skip("strace counts the fsyncs, and it is not installed")
    with open_store(path, lambda: NOON) as store:
        take_in(store, a_deck("d", "a"))
        grade(store, "d/a")  # the first one names the device
    counts = [fsyncs(path, times, *act) for times in (10, 60)]
    assert counts[1] - counts[0] == 50


def fsyncs(path: Path, times: int, *act: str) -> int:
    """Return how often a process that grades so many times, or does another act, syncs a file."""
    trace = path.with_name(f"trace-{times}")
    command = ["/usr/bin/strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    subprocess.run(
        [*command, sys.executable, "-c", WRITER, str(path), "d/a", str(times), *act],
        input=b"go\n",
        check=True,
        cwd=ROOT,
    )
    return sum("sync(" in each for each in trace.read_text().splitlines())
