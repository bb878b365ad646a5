"""What a command costs before it does anything, against an interpreter that does nothing.

`pytest -m bench -n 0 -s tests/benchmarks/bench_cli.py`; also taking in 10,000 cards, and a deck unchanged.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store.opening import open_store
from app.study.intake import take_in
from tests.builders import NOON

pytestmark = pytest.mark.bench

ROUNDS = 15
SCRIPT = "import sys; from app.cli import main; sys.exit(main())"
"""What the installed command does."""
# An installed program is compiled already.
ENV = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}


def spent(*arguments: str) -> float:
    """Return milliseconds from start to end of a Python process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=ENV)
    return (time.perf_counter() - start) * 1000


def test_help_and_due(tmp_path: Path) -> None:
    """`--help` and `due`, which a prompt may show, in turns with `python -c pass`."""
    ENV.update(FORECALL_DATA=str(tmp_path / "data"), FORECALL_CONFIG=str(tmp_path / "config.toml"))
    spent("-m", "app", "due")
    programs = {
        "python -c pass": ("-c", "pass"),
        "forecall --help": ("-c", SCRIPT, "--help"),
        "forecall due --line": ("-c", SCRIPT, "due", "--line"),
    }
    times = {name: [] for name in programs}  # type: dict[str, list[float]]
    for _ in range(ROUNDS):
        for name, arguments in programs.items():
            times[name].append(spent(*arguments))
    floor = min(times["python -c pass"])
    print()
    for name, each in times.items():
        print(f"  {name:20} {min(each):6.1f} ms   {min(each) / floor:5.2f} × python -c pass")


def test_taking_in_ten_thousand_cards(tmp_path: Path) -> None:
    """Twenty new files of 500 cards in two languages; then one of them touched; then nothing changed."""
    for deck in range(20):
        card = (
            "- id: c{0}\n  q:\n    en: Question {0} of {1}?\n    zh: 问题 {0}？\n  a: answer {0}\n  why: w\n"
        )
        cards = "".join(card.format(number, deck) for number in range(500))
        text = f"format: 1\ndeck: d{deck}\ntitle: D\ncards:\n{cards}"
        (tmp_path / f"d{deck}.yaml").write_text(text, encoding="utf-8")
    with open_store(tmp_path / "data" / "x.db", lambda: NOON) as store:

        def taken() -> None:
            take_in(tmp_path, store, lambda: NOON)

        first, unchanged = wall_ms(taken), wall_ms(taken)
        os.utime(tmp_path / "d7.yaml")
        touched = wall_ms(taken)
    print(
        f"\n  10,000 cards {first:.0f} ms; one deck of 500 touched {touched:.0f}; unchanged {unchanged:.1f}"
    )


def wall_ms(work: Callable[[], None]) -> float:
    """Return the milliseconds that work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
