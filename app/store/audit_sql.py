"""The SQL of checking the data. Keys and values of counts are compared as JSON arrays."""

from __future__ import annotations

from app.store.measures import OF_REVIEW, OF_STATE
from app.store.rows import REVIEW_COLUMNS, STATE_COLUMNS

LAST_CARD = "SELECT coalesce(max(id), 0) FROM card"
STATES = f"""
SELECT c.id, c.name, c.deck, c.position, (c.retired OR c.held <> ''), s.deck, s.position, s.away, s.last,
  {", ".join(f"s.{name}" for name in STATE_COLUMNS.split(", "))}
FROM card c JOIN state s ON s.card = c.id WHERE c.id > :after AND c.id <= :upto
"""
REVIEWS = f"""
SELECT {", ".join(f"r.{name}" for name in REVIEW_COLUMNS.split(", "))}
FROM log l CROSS JOIN review r ON r.log = l.id WHERE l.card > :after AND l.card <= :upto
"""
SET_LOCAL = "UPDATE state SET deck = :deck, position = :position, away = :away WHERE card = :card"

CARDS_WITHOUT_STATE = """
SELECT c.id, c.name FROM card c LEFT JOIN state s ON s.card = c.id WHERE s.card IS NULL
"""
ADD_STATE = """
INSERT INTO state (card, deck, position, away)
SELECT id, deck, position, (retired OR held <> '') FROM card WHERE id = :card
"""
REMOVE_ORPHAN = {
    "review": "DELETE FROM review WHERE log = :row",
    "state": "DELETE FROM state WHERE card = :row",
    "alias": "DELETE FROM alias WHERE rowid = :row",
}

_BY_DECK = " UNION ALL ".join(
    f"""
SELECT day, deck, {measure.number} AS measure, {measure.value.format(row="r")} AS value, count(*) AS n,
  sum(grade >= 3) AS passed, count(ms) AS timed, sum(coalesce(ms, 0)) AS ms
FROM review r WHERE {measure.counted.format(row="r")} GROUP BY 1, 2, 4
"""
    for measure in OF_REVIEW
)
_DAILY = f"""
WITH each AS MATERIALIZED ({_BY_DECK})
SELECT * FROM each
UNION ALL SELECT day, 0, measure, value, sum(n), sum(passed), sum(timed), sum(ms) FROM each GROUP BY 1, 3, 4
"""
_STANDING = " UNION ALL ".join(
    f"""
SELECT deck, {measure.number} AS measure, {measure.value.format(row="s")} AS value, count(*) AS n
FROM state s WHERE {measure.counted.format(row="s")} GROUP BY 1, 2, 3
"""
    for measure in OF_STATE
)
_DUE = """
SELECT deck, coalesce(due, 0) AS due, count(*) AS n FROM state
WHERE suspended = 0 AND away = 0 GROUP BY deck, coalesce(due, 0)
"""
_DECK = """
SELECT k.id, count(c.id) AS cards, coalesce(sum(c.held <> ''), 0) AS held
FROM deck k LEFT JOIN card c ON c.deck = k.id AND c.retired = 0 GROUP BY k.id
"""


def _compared(key: str, values: str, table: str, recount: str) -> tuple[str, str]:
    shown = f"SELECT json_array({key}), json_array({values}) FROM"
    return f"{shown} {table}", f"{shown} ({recount})"


COUNTS = {
    "daily": (
        *_compared("day, deck, measure, value", "n, passed, timed, ms", "daily", _DAILY),
        ("DELETE FROM daily", f"INSERT INTO daily {_DAILY}"),
    ),
    "standing": (
        *_compared("deck, measure, value", "n", "standing", _STANDING),
        ("DELETE FROM standing", f"INSERT INTO standing {_STANDING}"),
    ),
    "due_count": (
        *_compared("deck, due", "n", "due_count", _DUE),
        ("DELETE FROM due_count", f"INSERT INTO due_count {_DUE}"),
    ),
    "deck": (
        *_compared("id", "cards, held", "deck", _DECK),
        (f"UPDATE deck SET (cards, held) = (SELECT r.cards, r.held FROM ({_DECK}) r WHERE r.id = deck.id)",),
    ),
}
"""For each table of counts: what is stored, its recount, and the statements that renew it."""
