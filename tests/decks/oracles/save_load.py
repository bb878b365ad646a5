"""The deck of saving and loading."""

from __future__ import annotations

from tests.decks.oracles.common import Expected, Oracle

_ENTRIES = {
    "nn.Linear(4, 4)": 2,
    "nn.Linear(4, 2)": 2,
    "nn.Linear(4, 4, bias=False)": 1,
    "nn.BatchNorm1d(4)": 5,  # weight, bias, running mean and variance, number of batches
}


def _saved(x: list[int], k: int, o: str) -> Expected:
    return {"x + 1": x, "x.add_(1)": [each + 1 for each in x], "x.mul_(2)": [each * 2 for each in x]}[o]


def _missing(a: str, k: str) -> Expected:
    layers = (0, 1, 2) if "Linear" in a else (0, 2)
    names = [f"{layer}.{part}" for layer in layers for part in ("weight", "bias")]
    return " ".join(name for name in names if k not in name)


ORACLES: dict[str, Oracle] = {
    "saved-state-is-frozen": _saved,
    "state-dict-size": lambda a, b: 2 + _ENTRIES.get(a, 0) + _ENTRIES.get(b, 0),
    "state-dict-shares": lambda v, w, e: str((v if "deepcopy" in e else w) + w),
    "missing-keys": _missing,
    "load-errors": lambda e, n: {
        "torch.load(f)": "UnpicklingError",
        "torch.save(f, m)": "AttributeError",
        "big.load_state_dict(m.state_dict())": "RuntimeError",
        'torch.load("none.pth")': "FileNotFoundError",
        "m.load_state_dict(f)": "TypeError",
        "m.load_state_dict({})": "RuntimeError",
        "torch.load(f, weights_only=False).weights": "AttributeError",
        "torch.load(io.BytesIO())": "EOFError",
    }[e],
}
