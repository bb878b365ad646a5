"""The SQL of what hurts: the latest rows of the log only, whatever its length."""

from __future__ import annotations

from app.core.log import MATURE_DAYS

_TAGGED = "(:tag = '' OR EXISTS (SELECT 1 FROM json_each(c.meta, '$.tags') j WHERE j.value = :tag))"
# Which cards count is asked of what was found: asked of the cards themselves, SQLite may look through all of
# them first, to know which to leave out.
_RECENT = f"""
WITH c AS MATERIALIZED (
  SELECT v.*, k.name AS deck_name, c.name AS card_name, c.retired, c.deck AS card_deck, c.meta,
    coalesce(json_extract(c.meta, '$.source'), '') AS source
  FROM review v CROSS JOIN card c ON c.id = v.card CROSS JOIN deck k ON k.id = c.deck
  WHERE v.log > (SELECT max(id) FROM log) - :recent AND v.day BETWEEN :first AND :today AND v.drill = 0
), r AS (SELECT * FROM c WHERE c.retired = 0 AND (:deck = 0 OR c.card_deck = :deck) AND {_TAGGED})
"""
CARDS = f"""{_RECENT}
SELECT r.card, r.card_name, r.deck_name, r.source, s.lapses, count(*), sum(r.grade < 3), count(r.ms),
  sum(coalesce(r.ms, 0))
FROM r JOIN state s ON s.card = r.card WHERE r.stage > 0 GROUP BY r.card
"""
OUTCOMES = f"""{_RECENT}
SELECT l.outcome, r.deck_name, r.source, count(*) FROM r CROSS JOIN log l ON l.id = r.log
WHERE l.outcome <> '' GROUP BY 1, 2, 3
"""
WRONG = f"""{_RECENT}
SELECT r.card, l.seed, l.typed FROM r CROSS JOIN log l ON l.id = r.log JOIN card c ON c.id = r.card
WHERE l.typed IS NOT NULL AND r.kind IN ('choice', 'typed') AND l.outcome LIKE '%"wrong"%'
AND l.content = c.content ORDER BY r.log DESC LIMIT :most
"""
CHANGED = f"""
SELECT count(*) FILTER (WHERE stage = 0), count(*) FILTER (WHERE interval_after >= {MATURE_DAYS}
  AND interval_before < {MATURE_DAYS}), count(*) FILTER (WHERE lapse = 1)
FROM review WHERE log > (SELECT max(id) FROM log) - :recent AND day = :day AND drill = 0
"""
ANSWERS = """
SELECT c.id, n.json FROM card c JOIN content n ON n.id = c.content
WHERE c.retired = 0 AND n.kind <> 'live' AND c.deck IN (
  SELECT deck FROM card WHERE id IN (SELECT value FROM json_each(:cards)))
"""
