"""What a live card needs of this machine, and what of it is missing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator

from app.core.card import Card, Snippet
from app.core.codec import digest_of

Devices = Callable[[], frozenset[str]]

_DEVICES = ("cuda", "mps")
_DRIVER = "/proc/driver/nvidia/version"
_PACKAGE = re.compile(r"([A-Za-z][\w.-]*)\s*(?:>=\s*(\d+(?:\.\d+)*))?$")


def no_devices() -> frozenset[str]:
    """Stand in for a machine with no device but its processor."""
    return frozenset()


def held_because(card: Card, devices: Devices = no_devices) -> str:
    """Return why this machine can't ask a card; empty if it can.

    Args:
        card: The card.
        devices: Tells what works here of ``cuda``, ``mps``, ``bf16``, ``cuda bf16`` and ``mps bf16``; asked
            only for a card that needs one of them. Packages (``torch``, ``numpy>=2.1``) are looked up without
            importing them.
    """
    run = card.content.run
    if run is None:
        return ""
    return "; ".join(lack for need in run.needs if (lack := _lack(need, device_of(run), devices)))


def device_of(snippet: Snippet) -> str:
    """Return the device that a snippet runs on: ``cpu``, or what it needs of ``cuda`` and ``mps``."""
    return next((need for need in snippet.needs if need in _DEVICES), "cpu")


def surroundings() -> str:
    """Return what is another once a package, Python or a GPU's driver came, went or was changed.

    It costs next to nothing: who installs a package changes the folder of all packages.
    """
    return digest_of("\n".join([sys.version, *_marks()]).encode("utf-8", "surrogateescape"))


def _marks() -> Iterator[str]:
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")) and os.path.isdir(place):
            yield f"{place} {os.stat(place).st_mtime_ns}"
    try:
        with open(_DRIVER, encoding="utf-8", errors="replace") as driver:
            yield driver.read()
    except OSError:
        yield "no driver"


def _lack(need: str, device: str, devices: Devices) -> str:
    if need in _DEVICES:
        return "" if need in devices() else f"needs {need}"
    if need == "bf16":
        wanted = need if device == "cpu" else f"{device} {need}"
        return "" if wanted in devices() else f"needs {wanted}"
    found = _PACKAGE.match(need.strip())
    if found is None:
        return f"needs {need}, which is not understood"
    # Few cards need a package: the first frame does not wait for what looks it up.
    import importlib.metadata

    name, least = found.groups()
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return f"needs {need}"
    return f"needs {need}, this is {version}" if least and _numbers(version) < _numbers(least) else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])
