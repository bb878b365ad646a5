"""The SQL of searching.

`face` holds the text of each card: its name, its tags and all it shows in all languages, one below the
other. `face_index` is SQLite's full-text index of it by runs of three characters, which finds any part
of a word in any script. Words of one or two characters are looked up as the beginnings of such runs;
two line ends behind each text see to it that every character begins one. `face_index_where` tells for
each run where it stands: so the cards of all runs that begin alike are one range of it.

Indexing costs as much as all else that taking in a card does. So the newest cards come into the index a
little later: `face_index_upto` tells up to which card it goes, and those behind it are read one by one.
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
CREATE_TERMS = "CREATE VIRTUAL TABLE face_index_terms USING fts5vocab('face_index', 'row')"
CREATE_WHERE = "CREATE VIRTUAL TABLE face_index_where USING fts5vocab('face_index', 'instance')"
CREATE_UPTO = "CREATE TABLE face_index_upto (card INTEGER NOT NULL)"
START_UPTO = "INSERT INTO face_index_upto SELECT coalesce(max(card), 0) FROM face"
NEXT_UPTO = """
SELECT max(card) FROM (SELECT card FROM face WHERE card > (SELECT card FROM face_index_upto)
  ORDER BY card LIMIT :most)
"""
INDEX_UPTO = """
INSERT INTO face_index (rowid, text) SELECT card, text FROM face
  WHERE card > (SELECT card FROM face_index_upto) AND card <= :upto
"""
SET_UPTO = "UPDATE face_index_upto SET card = :upto"
OF_KIND = "SELECT n.id FROM content n WHERE n.kind {is_kind}"
NOT_INDEXED = """
SELECT card FROM face WHERE card > (SELECT card FROM face_index_upto) AND text LIKE {like} ESCAPE '\\'
"""
FILL_TEXTS = f"INSERT INTO face (card, text) SELECT c.id, {TEXT_OF_CARD.format(card='c')} FROM card c"
REBUILD_INDEX = "INSERT INTO face_index (face_index) VALUES ('rebuild')"
BEGINNING = "SELECT doc FROM face_index_where WHERE term >= {first} AND term < {behind}"
IS_COMMON = f"{BEGINNING.format(first=':first', behind=':behind')} LIMIT 1 OFFSET :places"

FIND = """
SELECT c.id FROM card c CROSS JOIN state s ON s.card = c.id WHERE c.id > :after AND {where}
ORDER BY c.id LIMIT :limit
"""
# Where texts are looked through one by one, they come first: it is twice as fast.
FIND_BY_TEXT = """
SELECT f.card FROM face f CROSS JOIN card c ON c.id = f.card CROSS JOIN state s ON s.card = f.card
WHERE f.card > :after AND {where} ORDER BY f.card LIMIT :limit
"""
REWORDED = """
SELECT c.id, p.json, n.json FROM reworded r JOIN card c ON c.id = r.card
JOIN state s ON s.card = c.id JOIN content n ON n.id = c.content
JOIN content p ON p.id = (SELECT l.content FROM log l CROSS JOIN review v ON v.log = l.id
  WHERE l.card = c.id AND v.grade >= 3 AND l.content IS NOT NULL ORDER BY l.ord DESC LIMIT 1)
WHERE s.passed = 1 AND p.id <> n.id
"""
"""Cards that hold another text than when they were last passed since their last reset, with both texts."""
KNOW_REWORDED = """
INSERT OR IGNORE INTO reworded (card) SELECT c.id FROM card c WHERE c.id = ?
  AND EXISTS (SELECT 1 FROM log l
    WHERE l.card = c.id AND l.content IS NOT NULL AND l.content IS NOT c.content)
"""
FILL_REWORDED = """
INSERT INTO reworded (card) SELECT DISTINCT l.card FROM log l CROSS JOIN card c ON c.id = l.card
WHERE l.content IS NOT NULL AND l.content IS NOT c.content
"""

GRADED = "SELECT 1 FROM log l CROSS JOIN review r ON r.log = l.id WHERE l.card = c.id AND {where}"

ROWS = """
SELECT c.id, k.name, c.entry, c.part, n.kind, json_extract(n.json, '$.q'), c.meta, c.retired, c.held,
  s.due, s.interval, s.ef, s.lapses, s.suspended, s.buried_until, s.flagged
FROM json_each(:handles) j CROSS JOIN card c ON c.id = j.value
JOIN state s ON s.card = c.id JOIN deck k ON k.id = c.deck LEFT JOIN content n ON n.id = c.content
ORDER BY j.key
"""

PAST = """
SELECT l.at, l.day, l.act, l.grade, r.log IS NOT NULL, coalesce(r.drill, 0), r.interval_before,
  r.interval_after, r.ef_after, l.ms, l.typed, l.note, coalesce(n.hash, ''), n.json, l.device, l.seq,
  (SELECT u.act FROM log u JOIN device d ON d.id = u.device
    WHERE u.target_device = l.device AND u.target_seq = l.seq AND u.act IN ('undo', 'redo')
    ORDER BY u.ord DESC, d.name DESC, u.seq DESC LIMIT 1)
FROM log l JOIN device e ON e.id = l.device
LEFT JOIN review r ON r.log = l.id LEFT JOIN content n ON n.id = l.content
WHERE l.card = :card ORDER BY l.ord, e.name, l.seq
"""
DONE = "SELECT l.at, l.act FROM log l WHERE l.device = :device AND l.seq = :seq"
LAST_ACT = """
SELECT l.at FROM log l WHERE l.device = :device AND l.act NOT IN ('undo', 'redo') ORDER BY l.seq DESC LIMIT 1
"""
UNDONE = """
SELECT max(u.at) FROM log u WHERE u.target_device = :device AND u.target_seq = :seq AND u.act = 'undo'
"""
PASSED = """
SELECT n.json FROM log l CROSS JOIN review r ON r.log = l.id JOIN content n ON n.id = l.content
WHERE l.card = :card AND r.grade >= 3 ORDER BY l.ord DESC LIMIT 1
"""
HANDLE = """
SELECT c.id FROM card c WHERE c.name = :name
UNION SELECT a.card FROM alias a WHERE a.name = :name
"""
