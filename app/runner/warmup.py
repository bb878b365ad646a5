"""Imports numpy and torch and uses them once, so that no snippet pays for a first use."""

from __future__ import annotations

import importlib
import importlib.metadata
import io
import platform
import sys
import warnings
from typing import Any


def wanted(libraries: str) -> tuple[str, ...]:
    """Return the names of the libraries that ``numpy`` or ``torch`` stands for."""
    return ("numpy", "torch") if libraries == "torch" else (libraries,)


def warm_up(libraries: str) -> dict[str, str]:
    """Import and warm up the libraries and return the environment: versions and platform.

    Raises:
        Exception: whatever an import raises; an incomplete installation raises more than ImportError.
    """
    environment = _platform()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in wanted(libraries):
            library = importlib.import_module(name)
            environment[name] = str(library.__version__)
            _USES[name](library)
    return environment


def find_versions(libraries: str) -> dict[str, str]:
    """Return the environment without importing anything.

    Raises:
        ImportError: if a library is not installed.
    """
    return _platform() | {name: importlib.metadata.version(name) for name in wanted(libraries)}


def start_device(device: str) -> None:
    """Have the driver make what every later use needs; it takes up to seconds.

    Raises:
        Exception: whatever torch raises where it can't.
    """
    if device != "cpu":
        importlib.import_module("torch").zeros(1, device=device)


def _platform() -> dict[str, str]:
    return {
        "machine": platform.machine(),
        "platform": sys.platform,
        "python": platform.python_version(),
    }


def _use_numpy(np: Any) -> None:
    square = np.random.default_rng(0).normal(size=(8, 8))
    np.random.seed(0)
    repr(square @ square)
    np.linalg.svd(square)
    np.linalg.eigh(square + square.T)
    np.einsum("ij,jk", square, square)
    np.fft.fft(square)
    np.allclose(square, square)
    repr(np.ma.array([1.0]))
    np.polynomial.Polynomial([1.0])


def _use_torch(torch: Any) -> None:
    torch.set_num_threads(1)
    nn = torch.nn
    layer = nn.Linear(4, 4)
    # The first step of an optimizer alone imports 800 modules (torch._dynamo).
    step = torch.optim.Adam(layer.parameters())
    nn.functional.cross_entropy(layer(torch.ones(2, 4)), torch.tensor([0, 1])).backward()
    step.step()
    torch.func.grad(lambda x: (x * x).sum())(torch.ones(3))
    importlib.import_module("torch.testing").assert_close(torch.ones(2), torch.ones(2))
    square = torch.rand(64, 64, requires_grad=True)
    repr(square @ square)
    (square @ square).sum().backward()
    torch.linalg.svd(square)
    torch.linalg.eigh(square @ square.T)
    torch.fft.fft(square)
    nn.Conv2d(3, 8, 3)(torch.zeros(1, 3, 8, 8)).sum().backward()
    nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)(torch.zeros(1, 3, 8))
    data = torch.utils.data
    list(data.DataLoader(data.TensorDataset(torch.ones(4)), batch_size=2, shuffle=True))
    file = io.BytesIO()
    torch.save(layer.state_dict(), file)
    file.seek(0)
    torch.load(file)


_USES = {"numpy": _use_numpy, "torch": _use_torch}
