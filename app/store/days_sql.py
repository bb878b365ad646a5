"""The SQL of planning a study day."""

from __future__ import annotations

from app.store import measures
from app.store.measures import DRILL, NEW, REVIEW
from app.store.sql import LOG_COLUMNS

DONE_BY_DECK = f"""
SELECT k.name, sum((r.value = {NEW}) * r.n), sum((r.value = {REVIEW}) * r.n), sum((r.value = {DRILL}) * r.n),
  sum((r.value <> {DRILL}) * r.passed), sum(r.ms)
FROM deck k CROSS JOIN daily r ON r.day = :day AND r.deck = k.id AND r.measure = {measures.DONE}
GROUP BY k.name
"""

# Siblings stand side by side in the index of names: `0` is the character after `/`. A card that was reset,
# or asked on a later day before the clock was set back, has its reviews of the day all the same.
FAMILIES = """
SELECT f.id, f.key, EXISTS (
  SELECT 1 FROM card o CROSS JOIN state s ON s.card = o.id
  WHERE o.id <> f.id
    AND (o.name = f.key OR (o.name > f.key || '/' AND o.name < f.key || '0'))
    AND (s.last_day = :day OR EXISTS (
      SELECT 1 FROM log l CROSS JOIN review r ON r.log = l.id
      WHERE l.card = o.id AND l.day = :day AND r.drill = 0)))
FROM (
  SELECT c.id, iif(c.part = '', c.name, substr(c.name, 1, length(c.name) - length(c.part) - 1)) AS key
  FROM json_each(:cards) j CROSS JOIN card c ON c.id = j.value) f
"""

OVERDUE_DONE = """
SELECT count(*) FROM state s CROSS JOIN log l ON l.card = s.card CROSS JOIN review r ON r.log = l.id
WHERE s.last_day = :day AND r.day = :day AND r.drill = 0 AND r.stage > 0 AND r.elapsed > r.interval_before
"""

ANSWER_TIMES = """
SELECT r.kind, r.ms FROM (SELECT * FROM review ORDER BY log DESC LIMIT :latest) r
WHERE r.drill = 0 AND r.grade >= 3 AND r.ms IS NOT NULL
"""

LAST_ROW = "SELECT coalesce(max(id), 0) FROM log"
LOG_SINCE = f"""
SELECT {LOG_COLUMNS} FROM log l
JOIN device d ON d.id = l.device JOIN card c ON c.id = l.card JOIN deck k ON k.id = l.deck
LEFT JOIN device t ON t.id = l.target_device LEFT JOIN content n ON n.id = l.content
LEFT JOIN params p ON p.id = l.params LEFT JOIN env e ON e.id = l.env
WHERE l.id > :row
"""
ASKABLE = """
SELECT s.card FROM json_each(:cards) j CROSS JOIN state s ON s.card = j.value
WHERE s.suspended = 0 AND s.away = 0
"""
