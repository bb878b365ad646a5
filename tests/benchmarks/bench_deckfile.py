"""Loading deck files, against the floor: libyaml's events with nothing made of them.

Run it by `pytest -m bench -n 0 -s tests/benchmarks/bench_deckfile.py`: CPU milliseconds, best of rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import yaml

from app.core.card import Card
from app.deckfile.load import load_text

pytestmark = pytest.mark.bench

_HEAD = "format: 1\ndeck: big\ntitle: {en: Big, zh: 大}\nsetup: |\n  import torch\ncards:\n"
_KINDS = (
    "  q:\n    en: What does number {i} mean for the gradient?\n"
    "    zh: 数字 {i} 对梯度意味着什么？\n"
    "  a:\n    en: It saturates, and vanishes.\n    zh: 它饱和，梯度消失。\n  why: because of {i}\n"
    "  source: pytorch/activations\n  facts: [act-{i}]\n  tags: [sigmoid, gradient]\n\n",
    "  cloze:\n    en: tanh {{{{fault::saturates {i}}}}}, but is {{{{gain::zero-mean}}}}.\n"
    "    zh: tanh {{{{fault::会饱和 {i}}}}}，但{{{{gain::零均值}}}}。\n  tags: [tanh]\n",
    "  q: Which SVM fits case {i}?\n  a: soft margin\n  wrong: [hard margin, kernel]  # comment\n",
    "  q: Default betas of optimizer {i}?\n  a: (0.9, 0.999)\n  ask: value\n",
    "  q: Put the steps of method {i} in order.\n  steps: [standardise, correlation matrix, eigenvectors]\n",
)
_LIVE = (
    "  q: What is the shape of y for ${{k}} in case {i}?\n  run:\n    vary:\n"
    "      n: 8..32 step 4\n      k: 1 | 3\n"
    "      m: = n + k\n    when: m > k + {few}\n    code: |\n"
    "      y = torch.zeros(1, $n, $k)\n      y\n  ask: shape\n"
)


def deck(cards: int, kinds: tuple[str, ...] = _KINDS) -> str:
    """Return the text of a deck with so many entries."""
    entries = (f"- id: card-{i}\n{kinds[i % len(kinds)].format(i=i, few=i % 7)}" for i in range(cards))
    return _HEAD + "".join(entries)


def cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """Return the least CPU time of some rounds in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def events(text: str) -> None:
    """Walk over all events of a text."""
    loader = yaml.CSafeLoader(text)
    while loader.check_event():
        loader.get_event()


def cards_of(text: str) -> tuple[Card, ...]:
    """Load a deck, which must be sound."""
    loaded = load_text(text, "big.yaml")
    assert loaded.sound
    assert loaded.deck is not None
    return loaded.deck.cards


@pytest.mark.parametrize(("entries", "rounds"), [(10_000, 5), (100_000, 1)])
def test_loading_a_deck(entries: int, rounds: int) -> None:
    """A sound deck without live cards, and the same with one broken card, which is read card by card."""
    text = deck(entries)
    broken = text.replace("a: soft margin", "a: soft: margin", 1)
    floor = cpu_ms(lambda: events(text), rounds)
    sound = cpu_ms(lambda: cards_of(text), rounds)
    mended = cpu_ms(lambda: load_text(broken, "big.yaml"), rounds)
    print(f"\n{entries:,} entries, {len(text) / 1e6:.1f} MB: libyaml events {floor:.0f} ms")
    print(f"  load   {sound:6.0f} ms = {sound / floor:.1f} x events")
    print(f"  broken {mended:6.0f} ms = {mended / floor:.1f} x events")


def test_loading_live_cards() -> None:
    """A live card costs more: what it draws is tried out when it is read."""
    live, plain = deck(1_000, (_LIVE,)), deck(1_000)
    with_run, without = cpu_ms(lambda: cards_of(live), 3), cpu_ms(lambda: cards_of(plain), 3)
    print(f"\n1,000 live {with_run:.0f} ms, 1,000 others {without:.0f} ms: {with_run / without:.1f} x")


def test_against_pyyaml() -> None:
    """What `yaml.safe_load` with libyaml needs for plain dicts, without a single check."""
    text = deck(10_000)
    peer = cpu_ms(lambda: yaml.load(text, yaml.CSafeLoader), 3)
    ours = cpu_ms(lambda: cards_of(text), 3)
    print(f"\n10,000 entries: ours {ours:.0f} ms, CSafeLoader {peer:.0f} ms: {ours / peer:.2f} x")
