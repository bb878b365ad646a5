"""The SQL of checking the data. Keys and values of counts are compared as JSON arrays."""

from __future__ import annotations

from app.store.measures import OF_STATE, OPEN, tallies
from app.store.rows import REVIEW_COLUMNS, STATE_COLUMNS

LAST_CARD = "SELECT coalesce(max(id), 0) FROM card"
STATES = f"""
SELECT c.id, c.name, c.deck, c.position, (c.retired OR c.held <> ''), c.family, s.deck, s.position, s.away,
  s.family, s.last,
  {", ".join(f"s.{name}" for name in STATE_COLUMNS.split(", "))}
FROM card c JOIN state s ON s.card = c.id WHERE c.id > :after AND c.id <= :upto
"""
REVIEWS = f"""
SELECT {", ".join(f"r.{name}" for name in REVIEW_COLUMNS.split(", "))}
FROM log l CROSS JOIN review r ON r.log = l.id WHERE l.card > :after AND l.card <= :upto
"""
SET_LOCAL = """
UPDATE state SET deck = :deck, position = :position, away = :away, family = :family WHERE card = :card
"""

CARDS_WITHOUT_STATE = """
SELECT c.id, c.name FROM card c LEFT JOIN state s ON s.card = c.id WHERE s.card IS NULL
"""
ADD_STATE = """
INSERT INTO state (card, deck, position, away, family)
SELECT id, deck, position, (retired OR held <> ''), family FROM card WHERE id = :card
"""
REMOVE_ORPHAN = {
    "review": "DELETE FROM review WHERE log = :row",
    "state": "DELETE FROM state WHERE card = :row",
    "alias": "DELETE FROM alias WHERE rowid = :row",
}

_DAILY = tallies("daily_upto u CROSS JOIN review r ON r.day <= u.day")
_STANDING = " UNION ALL ".join(
    f"""
SELECT deck, {measure.number} AS measure, {measure.value.format(row="s")} AS value, count(*) AS n
FROM state s WHERE {measure.counted.format(row="s")} GROUP BY 1, 2, 3
"""
    for measure in OF_STATE
)
_DECK = """
SELECT k.id, count(c.id) AS cards, coalesce(sum(c.held <> ''), 0) AS held
FROM deck k LEFT JOIN card c ON c.deck = k.id AND c.retired = 0 GROUP BY k.id
"""


def _compared(key: str, values: str, table: str, recount: str) -> tuple[str, str]:
    shown = f"SELECT json_array({key}), json_array({values}) FROM"
    return f"{shown} {table}", f"{shown} ({recount})"


_OPEN_DAY = "coalesce((SELECT day FROM daily_upto), 0)"
COUNTS = {
    "open reviews": (
        f"SELECT json_array(), json_array(count(*)) FROM {OPEN}",
        f"SELECT json_array(), json_array(count(*)) FROM review WHERE day > {_OPEN_DAY}",
        (
            "INSERT INTO daily_upto SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM daily_upto)",
            "UPDATE daily_upto SET log = coalesce("
            "(SELECT min(id) - 1 FROM log WHERE log.day > daily_upto.day), (SELECT max(id) FROM log), 0)",
        ),
    ),
    "daily": (
        *_compared("day, deck, measure, value", "n, passed, timed, ms", "daily", _DAILY),
        ("DELETE FROM daily", f"INSERT INTO daily {_DAILY}"),
    ),
    "standing": (
        *_compared("deck, measure, value", "n", "standing", _STANDING),
        ("DELETE FROM standing", f"INSERT INTO standing {_STANDING}"),
    ),
    "deck": (
        *_compared("id", "cards, held", "deck", _DECK),
        (f"UPDATE deck SET (cards, held) = (SELECT r.cards, r.held FROM ({_DECK}) r WHERE r.id = deck.id)",),
    ),
}
"""For each table of counts: what is stored, its recount, and the statements that renew it."""
