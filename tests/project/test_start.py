"""What a start must not import, and what it answers at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "numpy", "sqlalchemy", "alembic", "yaml", "textual", "pygments", "asyncio")


def modules_after(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after running `code`."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*{{m.partition('.')[0] for m in sys.modules}})"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def test_the_command_line_imports_nothing_heavy() -> None:
    """`--help` and `--version` answer before any library is loaded."""
    assert modules_after("import app.cli").isdisjoint(HEAVY)


@pytest.mark.parametrize("module", ["app.cli.wiring", "app.study.sitting", "app.study.services"])
def test_what_the_first_frame_needs_is_light(module: str) -> None:
    """SQLAlchemy costs as much as all of Textual: it waits until the first frame is painted."""
    loaded = modules_after(f"import {module}")
    assert loaded.isdisjoint({"torch", "numpy", "sqlalchemy", "alembic", "yaml", "pygments"})


def test_due_in_a_prompt_is_light() -> None:
    """It reads the counts, and looks at the deck folder, without what reads decks, writes or reviews."""
    loaded = modules_after("import app.cli.wiring, app.cli.reports, app.study.stale")
    assert loaded.isdisjoint({*HEAVY, "importlib.metadata"})


def test_the_runner_is_imported_without_numpy_and_torch() -> None:
    """Only the worker process imports them."""
    assert modules_after("import app.runner.client").isdisjoint({"torch", "numpy"})
