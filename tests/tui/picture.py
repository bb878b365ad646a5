"""Draws the picture of the README, `golden/readme.svg`: `python -m tests.tui.picture`.

The app itself shows a bundled card, with a prediction and what the real worker says.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.deckfile.bundled import bundled_dir
from app.deckfile.load import load_file
from app.runner.client import Worker
from tests.study.fakes import FakeStore
from tests.tui.rig import Rig, opened, shown, until

PICTURE = Path(__file__).parent / "golden" / "readme.svg"
DECK, CARD, PREDICTION = "cnn-layers", "conv-output-shape", "(1, 9, 5, 5)"


async def draw() -> str:
    """Return the picture as SVG."""
    deck = load_file(bundled_dir() / f"{DECK}.yaml").deck
    assert deck is not None
    cards = sorted(deck.cards, key=lambda card: card.entry != CARD)
    rig = Rig(FakeStore(cards, {DECK: deck.title}))
    worker = Worker()
    await worker.warm(torch=True)
    async with opened(rig, [], size=(84, 22), runner=worker) as pilot:
        await until(lambda: pilot.app.focused is not None)
        await pilot.press(*(key if key.isalnum() else _NAMES[key] for key in PREDICTION), "enter")
        await shown(pilot)
        return pilot.app.export_screenshot(title="forecall")


_NAMES = {"(": "left_parenthesis", ")": "right_parenthesis", ",": "comma", " ": "space"}

if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
