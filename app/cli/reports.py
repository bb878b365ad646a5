"""What the commands print."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.collection import DeckCount
from app.core.text import Text, clean
from app.study.today import look

if TYPE_CHECKING:
    from app.settings.config import Config
    from app.study.ports import Cards

_COLUMNS = ("deck", "new", "due", "drill")


def due_rows(cards: Cards, today: date, config: Config) -> dict[str, Any]:
    """Return what waits today, by deck and in all, under the daily limits.

    The limits hold over all decks, so the total can be less than the sum of the decks.
    """
    found = look(cards, today, config.rules)
    decks = [
        {
            "deck": count.deck,
            "title": _title(count, config.language),
            **found.left_of(count.deck)._asdict(),
            "drill": count.drill,
        }
        for count in found.decks
    ]
    total = {"new": found.new, "due": found.due, "drill": found.drill}
    return {"day": today.isoformat(), "decks": decks, "total": total, "done": found.answered}


def due_table(rows: dict[str, Any]) -> str:
    """Return the counts as a table, the total last."""
    total = rows["total"] | {"deck": "in all today"}
    lines = [{name: name for name in _COLUMNS}, *rows["decks"], total]
    width = max(len(str(line["deck"])) for line in lines)
    return "\n".join(
        f"{line['deck']:<{width}}" + "".join(f"{line[name]:>7}" for name in _COLUMNS[1:]) for line in lines
    )


def due_line(rows: dict[str, Any]) -> str:
    """Return the total in a few words, such as ``12 due 3 new``; empty if nothing waits."""
    total = rows["total"]
    return " ".join(f"{total[name]} {name}" for name in ("due", "new", "drill") if total[name])


def _title(count: DeckCount, language: str) -> str:
    return clean(Text(tuple((name, text) for name, text in json.loads(count.title))).to(language))
