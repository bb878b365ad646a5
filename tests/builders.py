"""Values with defaults for tests: name only what the test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.core.card import Card, Content, Facet, Kind, Snippet, uid_of
from app.core.log import Act, Entry, RowId
from app.core.text import Text

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def a_card(name: str = "optimizers/adam-betas", **changes: Any) -> Card:
    """A basic card; `changes` are fields of `Card` or of its `Content`."""
    deck, entry, part = [*name.split("/"), ""][:3]
    own = {key: value for key, value in changes.items() if key in Card.__dataclass_fields__}
    content = Content(Kind.BASIC, Text.plain("question"), Text.plain("answer"))
    content = replace(content, **{k: v for k, v in changes.items() if k not in own})
    return replace(Card(deck, entry, part, content), **own)


def a_live_card(name: str = "numpy-shapes/sum", code: str = "1 + $n", **changes: Any) -> Card:
    """A live card that asks for a value."""
    run = Snippet(code, vary=(("n", "1..9"),))
    live: dict[str, Any] = {"kind": Kind.LIVE, "answer": None, "ask": (Facet.VALUE,), "run": run}
    return a_card(name, **live | changes)


def an_entry(seq: int = 1, *, device: str = "A", day: date = DAY, **changes: Any) -> Entry:
    """A grade of 4 at noon of `day`, `seq` minutes past."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=seq)
    entry = Entry(
        id=RowId(device, seq),
        ord=int(at.timestamp() * 1000),
        at=at,
        offset=0,
        day=day,
        card=uid_of("optimizers/adam-betas"),
        deck="optimizers",
        act=Act.GRADE,
        grade=4,
    )
    return replace(entry, **changes)
