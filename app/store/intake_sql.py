"""The SQL of taking in. Lists of names and numbers come as one JSON text."""

from __future__ import annotations

_CARD = "c.id, c.uid, c.name, c.deck, c.content, c.meta, c.position, c.retired, c.held, c.family"

CARDS_OF_DECKS = f"SELECT {_CARD} FROM json_each(:decks) j CROSS JOIN card c ON c.deck = j.value"
CARDS_BY_ALIAS = f"""
SELECT a.name, {_CARD} FROM json_each(:names) j JOIN alias a ON a.name = j.value JOIN card c ON c.id = a.card
"""
STUBS = f"SELECT {_CARD} FROM json_each(:uids) j JOIN card c ON c.uid = j.value WHERE c.name = c.uid"
RETIRED_WITH = f"""
SELECT {_CARD} FROM json_each(:contents) j CROSS JOIN card c ON c.content = j.value WHERE c.retired = 1
"""
USED_UIDS = "SELECT c.uid FROM json_each(:uids) j JOIN card c ON c.uid = j.value"

CONTENTS = "SELECT n.hash, n.id FROM json_each(:hashes) j JOIN content n ON n.hash = j.value"
LAST_CONTENT = "SELECT coalesce(max(id), 0) FROM content"
ADD_CONTENT = "INSERT INTO content (id, hash, kind, json) VALUES (?, ?, ?, ?)"

LAST_CARD = "SELECT coalesce(max(id), 0) FROM card"
ADD_CARD = """
INSERT INTO card (id, uid, name, deck, entry, part, content, meta, position, held, family, since)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
UPDATE_CARD = """
UPDATE card
SET name = ?, deck = ?, entry = ?, part = ?, content = ?, meta = ?, position = ?, held = ?, family = ?,
  retired = 0
WHERE id = ?
"""
RETIRE = "UPDATE card SET retired = 1 WHERE id = ?"
FORGET_ALIAS = "DELETE FROM alias WHERE name = ?"
ADD_ALIAS = "INSERT OR REPLACE INTO alias (name, card) VALUES (?, ?)"

DECKS = """
SELECT k.name, k.id, k.file, f.root, f.path FROM deck k LEFT JOIN deck_file f ON f.id = k.file
WHERE f.root = :root OR k.name IN (SELECT value FROM json_each(:names))
"""
KEEP_FILE = """
INSERT INTO deck_file (root, path, size, mtime_ns, digest, problems) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (root, path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
  digest = excluded.digest, problems = excluded.problems
"""
LEAVE_FILE = """
UPDATE deck SET file = NULL WHERE name = ? AND file = (SELECT id FROM deck_file WHERE root = ? AND path = ?)
"""
SET_DECK = """
INSERT INTO deck (name, title, file) VALUES (?, ?, (SELECT id FROM deck_file WHERE root = ? AND path = ?))
ON CONFLICT (name) DO UPDATE SET title = excluded.title, file = excluded.file
"""
FORGET_FILE = """
DELETE FROM deck_file WHERE root = ? AND path = ?
AND NOT EXISTS (SELECT 1 FROM deck WHERE file = deck_file.id)
"""
DECK_NUMBERS = "SELECT k.name, k.id FROM json_each(:names) j JOIN deck k ON k.name = j.value"
