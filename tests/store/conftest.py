"""A store on a fresh file, at the fixed noon that builders use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.opening import open_store
from app.store.store import Store
from tests.builders import NOON
from tests.store.shelf import blank_database


@pytest.fixture
def path(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database."""
    return blank_database(tmp_path / "forecall.sqlite", tmp_path_factory.getbasetemp())


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A store on it; what it leaves must pass its own check."""
    with open_store(path, lambda: NOON) as opened:
        yield opened
        assert opened.differences() == []
