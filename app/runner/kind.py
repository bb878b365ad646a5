"""Which process runs a snippet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What a worker gives its snippets.

    Attributes:
        libraries: ``numpy``, or ``torch``, which brings numpy along.
        device: What they run on: ``cpu``, ``cuda`` or ``mps``.
        single_use: True to start an interpreter for each snippet, since a driver can't be forked; False
            to fork one that has the libraries loaded.
        hash_seed: Decides in which order sets of texts come.
    """

    libraries: str
    device: str = "cpu"
    single_use: bool = False
    hash_seed: int = 0

    @property
    def name(self) -> str:
        """What a learner calls it."""
        return self.libraries if self.device == "cpu" else self.device
