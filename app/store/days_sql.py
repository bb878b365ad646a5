"""The SQL of planning a study day."""

from __future__ import annotations

from app.store.measures import DONE, DRILL, NEW, OF_REVIEW, OPEN, REVIEW, tallies
from app.store.sql import FATE, LOG

# `+r.day`: or SQLite would make an index of all reviews to find the few.
DONE_BY_DECK = f"""
WITH done AS (
  SELECT c.deck, c.value, c.n, c.passed, c.ms FROM deck k
  CROSS JOIN daily c ON c.day = :day AND c.deck = k.id AND c.measure = {DONE}
  UNION ALL
  SELECT r.deck, {OF_REVIEW[DONE].value.format(row="r")}, 1, r.grade >= 3, coalesce(r.ms, 0)
  FROM {OPEN} AND +r.day = :day
)
SELECT k.name, sum((value = {NEW}) * n), sum((value = {REVIEW}) * n), sum((value = {DRILL}) * n),
  sum((value <> {DRILL}) * passed), sum(ms)
FROM done CROSS JOIN deck k ON k.id = done.deck GROUP BY k.name
"""

CLOSE_DAYS = f"INSERT INTO daily {tallies(f'{OPEN} AND r.day < :day')}"
"""Count the days before one; `REMEMBER_CLOSED` has to follow."""
REMEMBER_CLOSED = """
UPDATE daily_upto SET day = :day - 1, log = coalesce(
  (SELECT min(l.id) - 1 FROM log l WHERE l.id > daily_upto.log AND l.day >= :day),
  (SELECT max(l.id) FROM log l), 0)
WHERE day < :day - 1
"""

WAITING = """
SELECT s.card, k.name, s.family, 0
FROM json_each(:cards) j CROSS JOIN state s ON s.card = j.value JOIN deck k ON k.id = s.deck ORDER BY j.key
"""
# A day that is counted already, as the clock was set back, costs a look at all reviews. The family is no
# join: for one SQLite may look through all cards first, to know which to leave out.
ASKED = f"""
SELECT (SELECT s.family FROM state s WHERE s.card = r.card), r.card FROM (
  SELECT r.card FROM {OPEN} AND +r.day = :day AND +r.drill = 0
  UNION ALL
  SELECT r.card FROM daily_upto u CROSS JOIN review r ON +r.day = :day AND +r.drill = 0 WHERE u.day >= :day
) r
"""

# The last of a card's rows tells: a skip makes the number odd. Only the rows behind the counted days are
# looked at, or all, if the day is counted already. `+x.day` as above.
SKIPPED = f"""
SELECT l.card FROM log l
WHERE l.card IN (
    SELECT x.card FROM daily_upto u CROSS JOIN log x ON x.id > iif(u.day >= :day, 0, u.log)
    WHERE +x.day = :day AND +x.act = 'skip')
  AND l.day = :day AND l.act IN ('skip', 'grade', 'cram') AND {FATE} = 'redo'
GROUP BY l.card HAVING max(2 * l.ord + (l.act = 'skip')) % 2 = 1 ORDER BY max(l.ord)
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
LOG_SINCE = f"{LOG} WHERE l.id > :row"
ASKABLE = """
SELECT s.card FROM json_each(:cards) j CROSS JOIN state s ON s.card = j.value
WHERE s.suspended = 0 AND s.away = 0
"""
