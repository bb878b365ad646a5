"""The SQL of what repeats: each text once, for `sqlite3` and for SQLAlchemy's driver alike.

The predicates of partial indexes are written literally: a bound value would keep SQLite from proving
that the index serves. Days and instants are numbers, see `rows`.
"""

from __future__ import annotations

from app.store import measures
from app.store.rows import REVIEW_COLUMNS, STATE_COLUMNS

_KNOWN = f"""c.deck, c.content, coalesce(n.kind, ''), s.last,
  {", ".join(f"s.{name}" for name in STATE_COLUMNS.split(", "))}"""
"""What a grade needs to know of a card, as `rows.known_of` reads it."""
_ASKED = "s.suspended = 0 AND s.away = 0"
_UP = "(s.buried_until IS NULL OR s.buried_until <= :today)"
_CHOSEN = "(:decks IS NULL OR k.name IN (SELECT value FROM json_each(:decks)))"
_BURIED = f"s.deck = k.id AND s.buried_until IS NOT NULL AND s.buried_until > :today AND {_ASKED}"
_DUE = f"deck = k.id AND measure = {measures.DUE}"

# `+s.due`: by the index of the few that are buried, not of all that are due.
DECKS = f"""
SELECT k.name, k.title,
  coalesce((SELECT n FROM standing WHERE {_DUE} AND value = 0), 0)
    - (SELECT count(*) FROM state s WHERE {_BURIED} AND s.due IS NULL),
  coalesce((SELECT sum(n) FROM standing WHERE {_DUE} AND value BETWEEN 1 AND :today), 0)
    - (SELECT count(*) FROM state s WHERE {_BURIED} AND +s.due <= :today),
  (SELECT count(*) FROM state s
    WHERE s.deck = k.id AND s.drill_day IS NOT NULL AND s.drill_day = :today AND {_ASKED} AND {_UP}),
  k.cards, k.held
FROM deck k JOIN deck_file f ON f.id = k.file
ORDER BY f.root, f.path, k.name
"""

# The interval of a due card is at least a day.
_LATENESS = "(:today - s.due + 1.0) / s.interval"
URGENCY = {"overdue": _LATENESS, "hardest": f"{_LATENESS} - s.ef * 1e6", "earliest": "-s.due"}
"""How urgent a due card is, by order: late for their interval first (of two cards a day late, the one with
the shorter interval has lost more), least easy first and of equal ones the latest, and as they fall due."""
DUE = {
    (order, named): f"""
SELECT s.card, {"k.name" if named else "''"}, s.family, {urgency}
FROM deck k CROSS JOIN state s ON s.deck = k.id
WHERE s.due IS NOT NULL AND s.due > :after AND s.due <= :today AND {_ASKED} AND {_UP} AND {_CHOSEN}
"""
    for order, urgency in URGENCY.items()
    for named in (False, True)
}
"""By order, and by whether the deck is told."""

DRILLS = f"""
SELECT s.card, k.name, s.family, 0
FROM deck k CROSS JOIN state s ON s.deck = k.id
WHERE s.drill_day IS NOT NULL AND s.drill_day = :today AND {_ASKED} AND {_UP} AND {_CHOSEN}
"""

NEW = f"""
SELECT s.card, k.name, s.family, 0
FROM deck k LEFT JOIN deck_file f ON f.id = k.file CROSS JOIN state s ON s.card IN (
  SELECT n.card FROM state n WHERE n.deck = k.id AND n.due IS NULL AND {_ASKED.replace("s.", "n.")}
    AND {_UP.replace("s.", "n.")} ORDER BY n.position LIMIT :limit)
WHERE {_CHOSEN} ORDER BY f.root, f.path, k.name, s.position
"""
"""The first new cards of each deck."""

CARD = f"""
SELECT c.uid, k.name, c.entry, c.part, n.json, c.meta, n.hash, f.root, f.path,
  {_KNOWN}
FROM card c JOIN state s ON s.card = c.id JOIN deck k ON k.id = c.deck
LEFT JOIN content n ON n.id = c.content LEFT JOIN deck_file f ON f.id = k.file
WHERE c.id = :card
"""

DUE_BETWEEN = f"""
SELECT c.value, sum(c.n) FROM deck k
CROSS JOIN standing c ON c.deck = k.id AND c.measure = {measures.DUE} AND c.value BETWEEN :first AND :last
GROUP BY c.value
"""

FILES = "SELECT path, size, mtime_ns, digest, problems FROM deck_file WHERE root = :root"

DEVICE = "SELECT id, name FROM device WHERE place = :place"
ADD_DEVICE = "INSERT INTO device (name, place, since) VALUES (:name, :place, :since)"
LAST_OF_DEVICE = "SELECT seq, ord FROM log WHERE device = ? ORDER BY seq DESC LIMIT 1"

CARD_TO_GRADE = f"""
SELECT c.id, {_KNOWN}
FROM card c JOIN state s ON s.card = c.id LEFT JOIN content n ON n.id = c.content WHERE c.uid = ?
"""

ADD_ENTRY = """
INSERT INTO log (device, seq, ord, at, "offset", day, card, deck, act, grade, ms, typed, outcome, seed,
  drawn, digest, note, target_device, target_seq, gesture, content, params, env)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

ADD_REVIEW = f"""
INSERT INTO review ({REVIEW_COLUMNS}) VALUES ({", ".join("?" * len(REVIEW_COLUMNS.split(", ")))})
"""
# By the card's rows of the log: an index on review would cost a page more at each grade.
REVIEWS_OF_CARD = f"""
SELECT {", ".join(f"r.{name}" for name in REVIEW_COLUMNS.split(", "))}
FROM log l CROSS JOIN review r ON r.log = l.id WHERE l.card = :card
"""
REMOVE_REVIEW = "DELETE FROM review WHERE log = ?"

SET_STATE = f"""
UPDATE state SET {", ".join(f"{name} = ?" for name in STATE_COLUMNS.split(", "))}, last = ? WHERE card = ?
"""
SET_NEXT_STATE = f"""{SET_STATE} AND last IS ?
  AND (last IS NULL OR (SELECT l.ord FROM log l WHERE l.id = state.last) < ?)
"""
"""Set the state after a row of the log, unless another row came between or stands after it."""

LOG_COLUMNS = """d.name, l.seq, l.ord, l.at, l."offset", l.day, c.uid, k.name, l.act, l.grade, l.ms, l.typed,
  l.outcome, l.seed, l.drawn, l.digest, l.note, t.name, l.target_seq, l.gesture, coalesce(n.hash, ''),
  coalesce(p.hash, ''), coalesce(e.hash, ''), l.id, l.card, l.deck, coalesce(n.kind, '')"""
"""A row of the log as `rows.entry_of` reads it; after its 23 columns the numbers of row, card and deck, and
the kind of the content."""
LOG = f"""
SELECT {LOG_COLUMNS} FROM log l
JOIN device d ON d.id = l.device JOIN card c ON c.id = l.card JOIN deck k ON k.id = l.deck
LEFT JOIN device t ON t.id = l.target_device LEFT JOIN content n ON n.id = l.content
LEFT JOIN params p ON p.id = l.params LEFT JOIN env e ON e.id = l.env
"""
LOG_OF_CARD = f"{LOG} WHERE l.card = :card"
LOG_BY_CARD = f"{LOG} WHERE l.card > :after AND l.card <= :upto ORDER BY l.card"
LOG_OF_GESTURE = f"{LOG} WHERE l.device = :device AND l.seq BETWEEN :gesture AND :upto ORDER BY l.seq"
PARAMS = "SELECT json FROM params WHERE hash = :hash"

FATE = """coalesce((
  SELECT u.act FROM log u CROSS JOIN device d ON d.id = u.device
  WHERE u.target_device = l.device AND u.target_seq = l.seq AND u.act IN ('undo', 'redo')
  ORDER BY u.ord DESC, d.name DESC, u.seq DESC LIMIT 1), 'redo')"""
"""What became of the row `l` of the log: the last undo or redo of it wins."""
LAST_LIVE = f"""
SELECT l.gesture, l.seq FROM log l
WHERE l.device = :device AND l.act NOT IN ('undo', 'redo') AND {FATE} = 'redo'
ORDER BY l.seq DESC LIMIT 1
"""
# What was undone before the last act stays undone: `CROSS JOIN` keeps to the few rows since then.
FIRST_UNDONE = f"""
SELECT l.gesture, max(l.seq) FROM log t
CROSS JOIN log l ON l.device = t.target_device AND l.seq = t.target_seq
WHERE t.device = :device AND t.act = 'undo' AND l.device = t.device AND t.seq > (
    SELECT a.seq FROM log a WHERE a.device = :device AND a.act NOT IN ('undo', 'redo')
    ORDER BY a.seq DESC LIMIT 1)
  AND {FATE} = 'undo'
GROUP BY l.gesture ORDER BY l.gesture LIMIT 1
"""

KNOWN = {table: f"SELECT id FROM {table} WHERE hash = :hash" for table in ("content", "params", "env")}
KNOW = {
    "params": "INSERT OR IGNORE INTO params (hash, json) VALUES (:hash, :json)",
    "env": "INSERT OR IGNORE INTO env (hash, json) VALUES (:hash, :json)",
}
"""Keep parameters or an environment under their hash."""

STATE_OF_CARD = f"SELECT {STATE_COLUMNS} FROM state WHERE card = ?"
