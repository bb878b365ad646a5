"""The SQL of merging."""

from __future__ import annotations

KNOW_DEVICE = "INSERT OR IGNORE INTO device (name, since) VALUES (:name, :since)"
KNOW_DECK = "INSERT OR IGNORE INTO deck (name) VALUES (:name)"
KNOW_CARD = """
INSERT OR IGNORE INTO card (uid, name, deck, entry, part, retired, since)
SELECT :uid, :uid, id, '', '', 1, :since FROM deck WHERE name = :deck
"""
KNOW_CONTENT = "INSERT INTO content (hash, kind, json) VALUES (:hash, :kind, :json)"

ENTRY = "SELECT 1 FROM log WHERE device = (SELECT id FROM device WHERE name = :device) AND seq = :seq"
CARD = "SELECT id FROM card WHERE uid = :uid"
NUMBERS = """
SELECT (SELECT id FROM device WHERE name = :device), (SELECT id FROM deck WHERE name = :deck),
  (SELECT id FROM content WHERE hash = :content), (SELECT id FROM params WHERE hash = :params),
  (SELECT id FROM env WHERE hash = :env), (SELECT id FROM device WHERE name = :target_device)
"""
