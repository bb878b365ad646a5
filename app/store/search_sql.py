"""The SQL of searching.

`face` holds the text of each card: its name, its tags and all it shows in all languages, one below the
other. `face_index` is SQLite's full-text index of it by runs of three characters, which finds any part
of a word in any script. Words of one or two characters are looked up as the beginnings of such runs;
two line ends behind each text see to it that every character begins one.
"""

from __future__ import annotations

TEXT_OF_CARD = """{card}.name || char(10)
  || coalesce((SELECT group_concat(t.value, char(10)) FROM json_each({card}.meta, '$.tags') t), '')
  || char(10) || coalesce((SELECT group_concat(t.atom, char(10)) FROM content n, json_tree(n.json) t
       WHERE n.id = {card}.content AND t.type = 'text' AND (t.fullkey = '$.run.code'
         OR (t.key = 1 AND t.path NOT LIKE '$.run%' AND t.path <> '$.ask'))), '') || char(10, 10)"""
"""The text that a row of `card` is found by; the paths are those of `core.codec`."""

CREATE_INDEX = (
    "CREATE VIRTUAL TABLE face_index USING fts5("
    "text, content='face', content_rowid='card', tokenize='trigram', columnsize=0)"
)
FILL_TEXTS = f"INSERT INTO face (card, text) SELECT c.id, {TEXT_OF_CARD.format(card='c')} FROM card c"
REBUILD_INDEX = "INSERT INTO face_index (face_index) VALUES ('rebuild')"

OPEN_TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.face_term USING fts5vocab('main', 'face_index', 'row')"
TERMS = """
SELECT term FROM temp.face_term WHERE term >= :first AND term < :behind LIMIT :limit
"""

FIND = """
SELECT c.id FROM card c CROSS JOIN state s ON s.card = c.id WHERE {where} ORDER BY c.id LIMIT :limit
"""
GRADED = "SELECT 1 FROM log l CROSS JOIN review r ON r.log = l.id WHERE l.card = c.id AND {where}"

ROWS = """
SELECT c.id, k.name, c.entry, c.part, n.json, c.meta, c.retired, c.held,
  s.due, s.interval, s.ef, s.lapses, s.suspended, s.buried_until, s.flagged
FROM json_each(:handles) j CROSS JOIN card c ON c.id = j.value
JOIN state s ON s.card = c.id JOIN deck k ON k.id = c.deck LEFT JOIN content n ON n.id = c.content
ORDER BY j.key
"""
