"""An app whose deck tries to draw on the terminal; run with `python -m`."""

from __future__ import annotations

import json

from app.core.card import Kind
from app.core.history import History, Past
from app.core.truth import Ended, Run, Truth
from app.tui.app import ForecallApp
from tests.builders import NOON, a_card, a_live_card
from tests.study.fakes import FakeRunner, FakeStore
from tests.tui.rig import Rig, plain

ATTACK = "\x1b]0;OWNED\x07\x1b[2J\x9b31m\u202eevil\x1b[?1049l"
SHOWN = "�]0;OWNED��[2J�31m�evil�[?1049l"
MARKUP = "[MASK] x[i] [/INST]"


class Remembering(FakeStore):
    """A store whose cards were answered with the attack before."""

    def history(self, handle: int) -> History:
        typed = json.dumps({"value": f"earlier {ATTACK}"})
        act = Past(NOON, NOON.date(), "grade", 4, True, False, 1, 6, 250, 1000, typed, ATTACK, "")
        return History((act,), {})


def main() -> None:
    """Run the app on cards that carry the attack wherever a deck or a run can put text."""
    text = plain(f"{MARKUP} {ATTACK}")
    cards = [
        a_card(f"{ATTACK}/x", question=text, answer=text, why=text, source=ATTACK),
        a_card("b/choice", kind=Kind.CHOICE, question=text, answer=text, wrong=(text,)),
        a_live_card("b/live", code=f"'{ATTACK}' + $n", question=text),
    ]
    runner = FakeRunner({"evil": Run(Ended.DONE, Truth(type=ATTACK, dtype=ATTACK, repr=ATTACK, text=ATTACK))})
    store = Remembering(cards, {cards[0].deck: text})
    ForecallApp(Rig(store, runner).services()).run()


if __name__ == "__main__":
    main()
