"""No hostile snippet gets out of the cage, wherever Landlock is old or namespaces are refused."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.runner.escape.cases import CASES
from tests.runner.escape.driver import HARMLESS
from tests.runner.escape.weakened import BACKED, BROKEN, HELD, LAYERS, LIMITED, MACHINE, READS

pytestmark = pytest.mark.xdist_group("runner")
TIERS = {"A": "caged", "B": "files can be read", "none": "not caged"}


@cache
def _ran(weaken: str, until: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.runner.escape.driver", weaken, until],
        env={**os.environ, "FORECALL_SECRET": secrets.token_hex(8)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def suite(weaken: str, until: str = "all") -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Run the suite once, as a user without rights; return the cage and what broke by case."""
    ran = _ran(weaken, until)
    assert ran.returncode == 0, ran.stderr
    cage, *rows = [json.loads(line) for line in ran.stdout.splitlines()]
    return cage, {row["case"]: row["broken"] for row in rows}


def lost(weaken: str, until: str = "all") -> set[str]:
    """Return the cases that got out."""
    return {case for case, broken in suite(weaken, until)[1].items() if broken}


def test_the_suite_runs_as_a_user_without_rights(record_property: Callable[[str, object], None]) -> None:
    """Its tier is told, and how many cases it ran: all but where nothing holds them."""
    cage, found = suite(MACHINE)
    tier = "; ".join([f"tier {cage['tier']} ({TIERS[cage['tier']]})", *cage["reasons"]])
    record_property("cage", f"user {cage['user']}, {len(found)} cases, {tier}")
    assert cage["user"] != 0
    harmless = {case for case in CASES if case.startswith(HARMLESS)}
    assert set(found) == (harmless if cage["tier"] == "none" else set(CASES))


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_snippet_gets_nothing(case: str) -> None:
    """Files, secrets, sockets, app, worker, terminal and the next card are as they were."""
    cage, found = suite(MACHINE)
    if case not in found:
        pytest.skip("nothing holds snippets on this machine, so this one was not let loose")
    if cage["tier"] == "B" and case.startswith(("files: ", "leaks: ")):
        # What tier B promises: nothing is changed, and nobody else is told.
        assert set(found[case]) <= {"it escaped", "the file was told", "the environment was told"}
    else:
        assert found[case] == []


@pytest.mark.mutants
@pytest.mark.parametrize("machine", HELD)
def test_an_older_machine_holds_all_of_it(machine: str) -> None:
    """Old Landlock, or no namespaces: the same cases, the same result, tier A."""
    assert suite(machine)[0]["tier"] == "A"
    assert lost(machine) == set()


@pytest.mark.mutants
@pytest.mark.parametrize("machine", READS)
def test_without_landlock_only_reading_is_lost(machine: str) -> None:
    """The tier says so; nothing is changed, nobody is reached, and memory stays closed."""
    cage, found = suite(machine)
    assert cage["tier"] == "B"
    assert "files: open" in lost(machine)
    assert {group for group, _, _ in (case.partition(": ") for case in lost(machine))} <= {"files", "leaks"}
    told = {broken for case in found.values() for broken in case}
    assert told <= {"it escaped", "the file was told"}


@pytest.mark.mutants
@pytest.mark.parametrize("machine", LIMITED)
def test_where_nothing_holds_the_terminal_and_the_next_card_are_safe_still(machine: str) -> None:
    """The tier says so, and a review asks first."""
    cage, found = suite(machine)
    assert cage["tier"] == "none"
    assert found
    assert lost(machine) == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_is_missed_when_it_is_off(layer: str) -> None:
    """Where this machine has it, some case gets out without it."""
    cage, _ = suite(MACHINE)
    if cage["tier"] != "A" or (layer == "scratch on the disk" and cage["reasons"]):
        pytest.skip("this machine lacks a layer without a test's doing")
    assert lost(layer, until="first")


@pytest.mark.mutants
@pytest.mark.parametrize("hole", BROKEN)
def test_each_hole_is_noticed(hole: str) -> None:
    """With a layer or a rule of it away, some case gets out."""
    assert lost(hole, until="first")


@pytest.mark.mutants
@pytest.mark.parametrize("hole", BACKED)
def test_a_hole_with_something_behind_it_lets_nothing_out(hole: str) -> None:
    """These rules are second walls."""
    assert lost(hole) == set()
