"""What holds a card on this machine."""

from __future__ import annotations

import pytest

from app.core.card import Snippet
from app.study.needs import held_because
from tests.builders import a_live_card


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        ((), ""),
        (("numpy",), ""),
        (("numpy>=2.0",), ""),
        (("numpy >= 99.1",), "needs numpy >= 99.1, this is "),
        (("no-such-package",), "needs no-such-package"),
        (("cuda",), "needs cuda"),
        (("numpy", "cuda", "mps"), "needs cuda; needs mps"),
        (("a b c",), "which is not understood"),
    ],
)
def test_a_card_is_held_where_something_is_missing(needs: tuple[str, ...], reason: str) -> None:
    """Held, not failed: with the reason, and without importing anything."""
    told = held_because(a_live_card(run=Snippet("1", needs=needs)))
    assert reason in told
    assert bool(told) == bool(reason)


@pytest.mark.parametrize(
    ("needs", "devices", "reason"),
    [
        (("cuda",), {"cuda"}, ""),
        (("cuda", "bf16"), {"cuda", "bf16"}, "needs cuda bf16"),
        (("cuda", "bf16"), {"cuda", "cuda bf16"}, ""),
        (("bf16",), {"bf16"}, ""),
        (("bf16",), set(), "needs bf16"),
        (("mps",), {"cuda"}, "needs mps"),
    ],
)
def test_a_device_is_what_was_found_by_asking_it(
    needs: tuple[str, ...], devices: set[str], reason: str
) -> None:
    """Half precision on the processor says nothing of the GPU, nor one GPU of the other."""
    card = a_live_card(run=Snippet("1", needs=needs))
    assert held_because(card, lambda: frozenset(devices)) == reason


def test_no_device_is_asked_for_cards_that_need_none() -> None:
    """Asking takes seconds."""

    def ask() -> frozenset[str]:
        raise AssertionError("asked")

    assert held_because(a_live_card(run=Snippet("1", needs=("numpy", "torch>=1"))), ask) == ""
