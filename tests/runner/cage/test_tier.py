"""What was tried decides the tier; what can't be closed around a snippet keeps it from running."""

from __future__ import annotations

import asyncio

import pytest

from app.core.cage import Cage, Tier
from app.core.truth import Ended
from tests.runner.conftest import Start

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

LAYERS = "from app.runner.cage import bars, calls, landlock, limits, namespaces, seccomp, tier\n"


@pytest.mark.parametrize(
    ("lines", "tier", "reasons"),
    [
        ("", Tier.CAGED, ()),
        ("namespaces.lack = lambda _: 'EPERM'", Tier.CAGED, ("no namespaces of its own (EPERM)",)),
        ("landlock.abi = lambda: 0", Tier.READS, ("no Landlock",)),
        (
            "landlock.restrict = lambda *_: None",
            Tier.READS,
            ("does not hold: make files elsewhere, read files, list",),
        ),
        ("calls.machine = lambda: 'riscv64'", Tier.LIMITED, ("no filter of system calls",)),
        ("seccomp.load = lambda *_: None", Tier.LIMITED, ("does not hold: fork", "does not hold: fork")),
        ("seccomp.KILL = seccomp.ALLOW = seccomp.REFUSE", Tier.LIMITED, ("was killed", "was killed")),
        ("del seccomp.ALWAYS['pread64'], seccomp.ALWAYS['mmap']", Tier.LIMITED, ("can't get memory",)),
    ],
)
async def test_a_layer_that_does_not_hold_is_found_out(
    start: Start, here: Cage, lines: str, tier: Tier, reasons: tuple[str, ...]
) -> None:
    """The tier falls, and why is told: neither the configuration nor a success of loading counts."""
    cage = await start(LAYERS + lines).cage("1", "")
    assert cage.tier is max(tier, here.tier, key=list(Tier).index), cage
    if here.tier is Tier.CAGED:
        # Before them what this machine lacks without a test's doing.
        told = [reason for reason in cage.reasons if reason not in here.reasons]
        assert all(reason in each for reason, each in zip(reasons, told, strict=False)), cage
        assert bool(told) == bool(reasons) or "namespaces" in lines


@pytest.mark.parametrize(
    "layer",
    ["landlock.restrict", "seccomp.load", "limits.limit", "namespaces.mount_scratch", "calls.gain_nothing"],
)
async def test_a_layer_that_fails_later_keeps_the_snippet_from_running(
    start: Start, here: Cage, layer: str
) -> None:
    """Tried once and found good; then it fails: no line of the snippet runs."""
    used = {
        "landlock.restrict": here.tier is Tier.CAGED,
        "seccomp.load": here.tier is not Tier.LIMITED,
        "namespaces.mount_scratch": not any("namespaces" in reason for reason in here.reasons),
    }
    if not used.get(layer, True):
        pytest.skip("this machine has no such layer")
    lines = f"""{LAYERS}
from app.runner import zygote
first = zygote.build
def build(*args):
    found = first(*args)
    def fail(*_, **__): raise OSError(1, "no more")
    {layer} = fail
    return found
zygote.build = build
"""
    worker = start(lines)
    run = await worker.run("open('/dev/null')\nprint('ran')", "", 1, 5_000)
    assert (run.ended, run.truth.text) == (Ended.UNAVAILABLE, "")
    assert run.detail == "It could not begin: PermissionError: [Errno 1] no more"
    assert (await worker.cage("1", "")).tier is here.tier


async def test_a_weaker_cage_than_was_told_runs_nothing(start: Start, here: Cage) -> None:
    """The learner was told of tier A; a process that starts later without it is not used."""
    if here.tier is not Tier.CAGED:
        pytest.skip("the cage is no better than that on this machine")
    worker = start("")
    assert (await worker.cage("1", "")).tier is Tier.CAGED
    await worker.stop()
    start(LAYERS + "landlock.abi = lambda: 0")
    run = await worker.run("1", "", 1, 5_000)
    assert run.ended is Ended.UNAVAILABLE
    assert "Its cage was A and is now B" in run.detail


async def test_a_worker_that_cannot_start_cages_nothing(start: Start) -> None:
    """Whoever asks is answered, and not with a promise."""
    worker = start("raise SystemExit(3)")
    told = await asyncio.wait_for(worker.cage("1", ""), 20)
    assert told == Cage(Tier.LIMITED, ("The worker with numpy can't run.",))
