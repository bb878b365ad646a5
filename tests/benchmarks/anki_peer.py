"""Anki, for benchmarks: run by a Python that has the package `anki`, told by lines what to do.

Its first argument is the number of cards: 20 decks below one, 1,000 cards due, 20 new ones a day, no other
limit that would hold. The second is `bury` for burying siblings, as forecall always does; `keep` is Anki's
default. Each line names a work and how often to do it; the answer is one line of medians in milliseconds of
CPU.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import anki.collection  # noqa: F401 (before the others: the package imports itself in a circle)
from anki.cards import Card
from anki.collection import AddNoteRequest, Collection
from anki.scheduler.v3 import CardAnswer

DECKS, DUE = 20, 1000


def collection(cards: int, *, bury: bool) -> tuple[Any, Any, Any]:
    """Return a collection, its topmost deck, and one of those below."""
    made: Any = Collection(os.path.join(tempfile.mkdtemp(), "c.anki2"))
    kind = made.models.by_name("Basic")
    decks = [made.decks.id(f"all::{number:02}") for number in range(DECKS)]
    top = made.decks.id("all")
    limits = made.decks.config_dict_for_deck_id(top)
    limits["new"] |= {"perDay": 20, "bury": bury}
    limits["rev"] |= {"perDay": 9999, "bury": bury}
    made.decks.update_config(limits)
    requests = []
    for number in range(cards):
        note = made.new_note(kind)
        note["Front"], note["Back"] = f"question {number}", "answer"
        requests.append(AddNoteRequest(note, decks[number % DECKS]))
    made.add_notes(requests)
    found = made.find_cards("")
    made.sched.set_due_date(found[: cards * 8 // 10], "10-60")
    made.sched.set_due_date(found[cards * 8 // 10 : cards * 8 // 10 + DUE], "0")
    made.decks.set_current(top)
    return made, top, decks[0]


def answers(col: Any, times: int) -> tuple[float, ...]:
    """Return what an answer costs, and the whole cycle: next card, both sides, labels, answer."""
    answered, whole = [], []
    for _ in range(times):
        start = time.process_time_ns()
        queued = col.sched.get_queued_cards().cards[0]
        card = Card(col, backend_card=queued.card)
        card.start_timer()
        card.question()
        card.answer()
        col.sched.describe_next_states(queued.states)
        answer = col.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
        before = time.process_time_ns()
        col.sched.answer_card(answer)
        answered.append(time.process_time_ns() - before)
        whole.append(time.process_time_ns() - start)
    return statistics.median(answered) / 1e6, statistics.median(whole) / 1e6


def queues(col: Any, top: Any, other: Any, times: int, *, balanced: bool) -> float:
    """Return what it costs to build the queue of all decks and to get its first card."""
    col._set_load_balancer_enabled(balanced)
    built = []
    for _ in range(times):
        col.decks.set_current(other)
        col.sched.get_queued_cards()
        col.decks.set_current(top)
        start = time.process_time_ns()
        col.sched.get_queued_cards(fetch_limit=1)
        built.append(time.process_time_ns() - start)
    return statistics.median(built) / 1e6


def main() -> None:
    """Do what standard input says, line by line."""
    col, top, other = collection(int(sys.argv[1]), bury=sys.argv[2] == "bury")
    works: dict[str, Callable[[int], tuple[float, ...]]] = {
        "answer": lambda times: answers(col, times),
        "queue": lambda times: (queues(col, top, other, times, balanced=False),),
        "queue-default": lambda times: (queues(col, top, other, times, balanced=True),),
    }
    print("ready", flush=True)
    for line in sys.stdin:
        work, times = line.split()
        print(*works[work](int(times)), flush=True)


if __name__ == "__main__":
    main()
