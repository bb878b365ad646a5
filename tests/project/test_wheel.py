"""The wheel carries all that runs: code, decks, migrations."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("forecall-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def forecall(site: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command from another folder, with a home of its own."""
    environment = {
        "PYTHONPATH": str(site),
        "PATH": os.environ["PATH"],
        "FORECALL_DATA": str(home / "data"),
        "FORECALL_CONFIG": str(home / "config.toml"),
    }
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *arguments],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_start_of_an_installed_wheel_sets_everything_up(unpacked: Path, tmp_path: Path) -> None:
    """Decks are copied, the database is migrated, cards are taken in: from the wheel alone."""
    first = forecall(unpacked, tmp_path, "due")
    assert first.returncode == 0, first.stderr
    assert f"decks to {tmp_path / 'data' / 'decks'}" in first.stderr
    for deck in ("activations", "optimizers", "svm", "pca", "numpy-shapes"):
        assert deck in first.stdout
    assert sorted((tmp_path / "data" / "decks").glob("*.yaml"))
    second = forecall(unpacked, tmp_path, "due")
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_the_wheel_holds_no_tests(unpacked: Path) -> None:
    """Only `app` is importable: a package called `tests` would shadow the user's."""
    assert {path.name for path in unpacked.iterdir()} == {"app", next(unpacked.glob("*.dist-info")).name}
