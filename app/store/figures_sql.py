"""The SQL of figures: from the rollups, or, for one tag, from the reviews of the cards that have it now."""

from __future__ import annotations

from app.store.measures import DONE, OF_REVIEW, OF_STATE, OPEN

DECK = "SELECT id FROM deck WHERE name = :deck"
TAGS = """
SELECT j.value, count(*) FROM card c, json_each(c.meta, '$.tags') j WHERE c.retired = 0
GROUP BY j.value ORDER BY count(*) DESC, j.value
"""

# A range of days would read the rows of all decks; day by day, only those of one are read.
_EACH_DAY = """
WITH RECURSIVE d(day) AS (
  SELECT min(day) FROM daily WHERE day >= {first}
  UNION ALL
  SELECT (SELECT min(day) FROM daily WHERE day > d.day AND day <= :today) FROM d WHERE d.day IS NOT NULL
)
"""
_DAYS_OF_R = f"""
SELECT day, {OF_REVIEW[DONE].value.format(row="r")} AS value, count(*) AS n, sum(grade >= 3) AS passed,
  sum(coalesce(ms, 0)) AS ms FROM r GROUP BY 1, 2
"""
_MEASURES_OF_R = " UNION ALL ".join(
    f"SELECT {each.number} AS measure, {each.value.format(row='r')} AS value, count(*) AS n,"
    " sum(grade >= 3) AS passed, count(ms) AS timed, sum(coalesce(ms, 0)) AS ms"
    f" FROM r WHERE {each.counted.format(row='r')} GROUP BY 2"
    for each in OF_REVIEW
    if each.number != DONE
)
_OPEN = f"""r AS MATERIALIZED (
  SELECT r.* FROM {OPEN} WHERE (:deck = 0 OR r.deck = :deck) AND r.day BETWEEN :first AND :today
)"""
DAYS = f"""{_EACH_DAY.format(first=0)}, {_OPEN}
SELECT d.day, c.value, c.n, c.passed, c.ms FROM d
CROSS JOIN daily c ON c.day = d.day AND c.deck = :deck AND c.measure = {DONE} WHERE d.day <= :today
UNION ALL {_DAYS_OF_R}
"""
MEASURES = f"""{_EACH_DAY.format(first=":first")}, {_OPEN}
SELECT measure, value, sum(n), sum(passed), sum(timed), sum(ms) FROM (
  SELECT c.measure, c.value, c.n, c.passed, c.timed, c.ms FROM d
  CROSS JOIN daily c ON c.day = d.day AND c.deck = :deck AND c.measure > {DONE} WHERE d.day <= :today
  UNION ALL SELECT * FROM ({_MEASURES_OF_R})
) GROUP BY measure, value
"""
STANDING = """
SELECT measure, value, sum(n) FROM standing WHERE :deck = 0 OR deck = :deck GROUP BY measure, value
"""
HELD = "SELECT coalesce(sum(held), 0) FROM deck WHERE :deck = 0 OR id = :deck"

_TAGGED = "tagged AS (SELECT c.id FROM card c, json_each(c.meta, '$.tags') j WHERE j.value = :tag)"
_REVIEWS = f"""
WITH {_TAGGED}, r AS MATERIALIZED (
  SELECT r.* FROM tagged t CROSS JOIN log l ON l.card = t.id CROSS JOIN review r ON r.log = l.id
  WHERE (:deck = 0 OR r.deck = :deck) AND r.day BETWEEN :first AND :today
)
"""
_STATES = f"""
WITH {_TAGGED}, s AS MATERIALIZED (
  SELECT s.* FROM tagged t CROSS JOIN state s ON s.card = t.id WHERE :deck = 0 OR s.deck = :deck
)
"""
DAYS_OF_TAG = _REVIEWS + _DAYS_OF_R
MEASURES_OF_TAG = _REVIEWS + _MEASURES_OF_R
STANDING_OF_TAG = _STATES + " UNION ALL ".join(
    f"SELECT {each.number}, {each.value.format(row='s')}, count(*) FROM s"
    f" WHERE {each.counted.format(row='s')} GROUP BY 2"
    for each in OF_STATE
)
HELD_OF_TAG = f"""
WITH {_TAGGED}
SELECT count(*) FROM tagged t JOIN card c ON c.id = t.id
WHERE c.held <> '' AND c.retired = 0 AND (:deck = 0 OR c.deck = :deck)
"""
