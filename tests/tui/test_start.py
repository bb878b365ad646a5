from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"sqlalchemy", "alembic", "yaml", "numpy", "torch", "pygments"}
PROBE = """
import sys
from app.tui.app import ForecallApp
from tests.builders import a_live_card
from tests.study.fakes import FakeStore
from tests.tui.rig import Rig

class Probe(ForecallApp):
    def on_ready(self):
        names = {name.partition(".")[0] for name in sys.modules}
        sys.stderr.write("\\n" + " ".join(["shown:", self.screen.__class__.__name__, *sorted(names)]) + "\\n")
        self.exit()

Probe(Rig(FakeStore([a_live_card()])).services(), START).run(headless=True)
"""


@pytest.mark.parametrize(("start", "screen"), [("None", "HomeScreen"), ("[]", "ReviewScreen")])
def test_the_first_frame_waits_for_nothing_heavy(start: str, screen: str) -> None:
    """When home, or the first question of a live card, is painted, no library behind it is loaded."""
    probe = PROBE.replace("START", start)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    [line] = [line for line in done.stderr.splitlines() if line.startswith("shown:")]
    _, shown, *loaded = line.split()
    assert shown == screen
    assert HEAVY.isdisjoint(loaded)
    assert "textual" in loaded
