"""Every rule of the filter, both ways, for both processors."""

from __future__ import annotations

import os
import struct

import pytest

from app.runner.cage.seccomp import ALLOW, KILL, REFUSE, UNKNOWN, Program, assemble
from app.runner.cage.syscalls import ALWAYS, CONDITIONAL, DRIVER, NAMES
from tests.runner.cage_bpf import verdict

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
PID = 4321
HIGH = 1 << 32
"""A bit that the kernel does not look at in arguments of 32 bits."""


def says(machine: str, name: str, *arguments: int, changes_files: bool = True, threads: bool = True) -> int:
    """What the filter says to a call by its name."""
    column, architecture = ARCHITECTURES[machine]
    number = (ALWAYS | NAMES | CONDITIONAL)[name][column]
    assert number is not None
    program = assemble(machine, changes_files=changes_files, threads=threads)
    return verdict(program.for_pid(PID), architecture, number, *arguments)


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_only_listed_calls_pass(machine: str) -> None:
    """Of all numbers there are, exactly those of the lists, and the others are refused or unknown."""
    column, architecture = ARCHITECTURES[machine]
    code = assemble(machine, changes_files=True, threads=True).for_pid(PID)
    passed = {number for number in range(600) if verdict(code, architecture, number, 7, 7, 7, 7, 7) == ALLOW}
    plain = {numbers[column] for numbers in (ALWAYS | NAMES).values()} - {None}
    assert plain <= passed
    # A mode of 7 is no access mode, and the rest of the conditional ones do not know 7 but for a lock.
    assert passed - plain <= {CONDITIONAL["fcntl"][column]}
    others = {verdict(code, architecture, number, 9, 9, 9, 9, 9) for number in set(range(600)) - plain}
    assert others <= {REFUSE, UNKNOWN, ALLOW}


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_a_driver_may_do_so_much_more(machine: str) -> None:
    """Each call on its list passes whatever its arguments, for a GPU's snippet and for no other."""
    column, architecture = ARCHITECTURES[machine]
    for driver, wanted in ((True, {ALLOW}), (False, {REFUSE})):
        code = assemble(machine, changes_files=True, threads=True, driver=driver).for_pid(PID)
        numbers = [each[column] for each in DRIVER.values()]
        assert {verdict(code, architecture, number, 7, 7) for number in numbers if number} == wanted


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_the_tables_name_no_number_twice(machine: str) -> None:
    """A slip of the pen would open another call."""
    column, _ = ARCHITECTURES[machine]
    numbers = [each[column] for each in (*ALWAYS.values(), *NAMES.values(), *CONDITIONAL.values())]
    known = [number for number in numbers if number is not None]
    assert len(known) == len(set(known))


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_another_architecture_is_killed(machine: str) -> None:
    """The same number means something else there; x32's numbers, too."""
    code = assemble(machine, changes_files=True, threads=True).for_pid(PID)
    assert verdict(code, 0x40000003, 1) == KILL
    if machine == "x86_64":
        assert verdict(code, ARCHITECTURES[machine][1], 0x40000000 | 1) == KILL


FD, OPEN = -100, os.O_RDONLY | os.O_CLOEXEC
THREAD = 0x3D0F00
RULES: list[tuple[str, tuple[int, ...], int]] = [
    ("openat", (FD, 1, OPEN), ALLOW),
    ("openat", (FD, 1, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), ALLOW),
    ("openat", (FD, 1, os.O_RDWR), ALLOW),
    ("openat", (FD, 1, os.O_RDONLY | os.O_TRUNC), REFUSE),
    ("openat", (FD, 1, 3), REFUSE),
    ("openat", (FD, 1, 3 | os.O_TRUNC), REFUSE),
    ("open", (1, OPEN), ALLOW),
    ("open", (1, os.O_RDONLY | os.O_TRUNC), REFUSE),
    ("openat2", (FD, 1, 1, 24), UNKNOWN),
    ("clone", (THREAD,), ALLOW),
    ("clone", (THREAD | 0x400000,), ALLOW),
    ("clone", (17,), REFUSE),
    ("clone", (THREAD & ~0x10000,), REFUSE),
    ("clone", (THREAD | 0x10000000,), REFUSE),
    ("clone3", (1, 88), UNKNOWN),
    ("kill", (PID, 9), ALLOW),
    ("kill", (PID + 1, 0), REFUSE),
    ("kill", (0, 0), REFUSE),
    ("kill", (-1, 0), REFUSE),
    ("kill", (-PID, 0), REFUSE),
    ("tgkill", (PID, 1, 6), ALLOW),
    ("tgkill", (PID + 1, 1, 6), REFUSE),
    ("prlimit64", (0, 7), ALLOW),
    ("prlimit64", (PID, 7), REFUSE),
    ("prlimit64", (HIGH, 7), ALLOW),
    ("fcntl", (3, 1), ALLOW),
    ("fcntl", (3, 1030), ALLOW),
    ("fcntl", (3, 8), REFUSE),
    ("fcntl", (3, 10), REFUSE),
    ("fcntl", (3, 8 + HIGH), REFUSE),
    ("fcntl", (3, 1024), REFUSE),
    ("fcntl", (3, 1031), REFUSE),
    ("ioctl", (3, 0x5401), ALLOW),
    ("ioctl", (3, 0x5421), ALLOW),
    ("ioctl", (3, 0x5412), REFUSE),
    ("ioctl", (3, 0x5412 + HIGH), REFUSE),
    ("ioctl", (3, 0x8902), REFUSE),
    ("prctl", (15,), ALLOW),
    ("prctl", (1,), REFUSE),
    ("prctl", (4, 1), REFUSE),
    ("prctl", (22, 2), REFUSE),
    ("socketpair", (1, 1), ALLOW),
    ("socketpair", (1, 1 | os.O_CLOEXEC | os.O_NONBLOCK), ALLOW),
    ("socketpair", (1, 2), REFUSE),
    ("socketpair", (1, 5), REFUSE),
    ("socketpair", (2, 1), REFUSE),
    ("sendto", (3, 1, 9, 0, 0, 0), ALLOW),
    ("sendto", (3, 1, 9, 0, 1, 16), REFUSE),
    ("sendto", (3, 1, 9, 0, HIGH, 16), REFUSE),
]


BY_MACHINE = [
    (machine, *rule)
    for machine, (column, _) in ARCHITECTURES.items()
    for rule in RULES
    if CONDITIONAL[rule[0]][column] is not None
]


@pytest.mark.parametrize(("machine", "name", "arguments", "wanted"), BY_MACHINE)
def test_a_rule_holds(machine: str, name: str, arguments: tuple[int, ...], wanted: int) -> None:
    """What a condition lets pass, and what it does not."""
    assert says(machine, name, *arguments) == wanted


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_no_threads_where_they_are_not_counted(machine: str) -> None:
    """Without an own namespace clone is refused whatever its flags."""
    assert says(machine, "clone", THREAD, threads=False) == REFUSE


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_TMPFILE, 3])
def test_without_landlock_nothing_is_opened_for_writing(machine: str, flags: int) -> None:
    """Reading is all that is left, and no directory is changed."""
    assert says(machine, "openat", FD, 1, flags, changes_files=False) == REFUSE
    assert says(machine, "openat", FD, 1, OPEN | os.O_DIRECTORY, changes_files=False) == ALLOW
    assert says(machine, "unlinkat", FD, 1, 0, changes_files=False) == REFUSE


def test_other_processors_have_no_filter() -> None:
    """Better none, and a lower tier, than numbers that mean something else."""
    with pytest.raises(OSError, match="riscv64"):
        assemble("riscv64", changes_files=True, threads=True)


def test_the_kernel_takes_both_lengths() -> None:
    """A filter is whole lines, fewer than the kernel's limit, and only the process's id changes."""
    program: Program = assemble("x86_64", changes_files=True, threads=True)
    one, other = program.for_pid(1), program.for_pid(PID)
    assert len(one) % 8 == 0
    assert len(one) // 8 < 4096
    changed = [place for place in range(0, len(one), 4) if one[place : place + 4] != other[place : place + 4]]
    assert changed == list(program.own_pid)
    assert [struct.unpack_from("=I", other, place)[0] for place in changed] == [PID, PID]
