"""Sixty days at a real terminal: any keys, any size, any time, cut off at any moment; nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.project.pty_robot import PtyRobot

pytestmark = pytest.mark.sweep

DAYS = int(os.environ.get("FORECALL_PTY_DAYS", "60"))
SEED = int(os.environ.get("FORECALL_PTY_SEED", "1"))


def test_sixty_days_at_a_terminal(tmp_path: Path) -> None:
    """After each sitting: every grade shown as taken is kept, and all that is derived equals a recount."""
    robot = PtyRobot(tmp_path, SEED)
    for day in range(DAYS):
        robot.move_to(max(day, robot.days))
        for _ in range(robot.rng.randrange(1, 3)):
            robot.sit(robot.rng.randrange(10, 40))
    if DAYS >= 60:
        assert {"kill", "quit", "hang up", "resize", "clock", "storm", "home"} <= set(robot.told), robot.told
        assert robot.told["grade"] > 5 * DAYS, robot.told
