"""Sixty days of a learner who does anything: whatever happens, the data stay right."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.project.robot import MORNING, Robot
from tests.store.shelf import blank_database

DAYS = int(os.environ.get("FORECALL_ROBOT_DAYS", "60"))
SEEDS = [int(seed) for seed in os.environ.get("FORECALL_ROBOT_SEEDS", "1").split(",")]


@pytest.mark.parametrize("seed", SEEDS)
def test_sixty_days_of_anything(seed: int, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Grades, acts, undo storms, restarts, clock jumps: after each step all counts equal a recount."""
    robot = Robot(blank_database(tmp_path / "robot.sqlite", tmp_path_factory.getbasetemp()), seed)
    for day in range(DAYS):
        robot.now = max(robot.now, MORNING + timedelta(days=day))
        robot.sitting.reload()
        for _ in range(robot.rng.randrange(4, 20)):
            robot.step()
        assert robot.store.differences() == []
    assert min(robot.told.values()) > 0
    assert len(robot.told) == 11
    robot.store.close()
