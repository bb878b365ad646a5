"""The house keeps its size and its floors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    """400 lines a file, 50 a function: what does not fit wants a second room."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    if "versions" in path.parts:
        return  # a migration is one list of statements, written once and never changed
    long = [f"{f.name}: {_lines(f)}" for f in functions(ast.parse(text)) if _lines(f) > 50]
    assert not long


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_the_app_itself_stays_short() -> None:
    """In every TUI that was measured, one file got away, and it was the app."""
    assert len((ROOT / "app/tui/app.py").read_text(encoding="utf-8").splitlines()) < 150
