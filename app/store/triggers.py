"""The triggers: an append-only log, and counts that are right whatever writes the rows they count.

They are laid anew at the end of every migration, because altering a table in batch mode drops its
triggers silently. So this is the only place that tells them.
"""

from __future__ import annotations

_COUNTED = "{row}.suspended = 0 AND {row}.away = 0"
_OLD_COUNTED = _COUNTED.format(row="OLD")
_NEW_COUNTED = _COUNTED.format(row="NEW")

_COUNT_NEW_DUE = f"""
  INSERT INTO due_count (deck, due, n) SELECT NEW.deck, coalesce(NEW.due, 0), 1 WHERE {_NEW_COUNTED}
    ON CONFLICT (deck, due) DO UPDATE SET n = n + 1;"""

_COUNT_NEW_CARD = """
  UPDATE deck SET cards = cards + 1, held = held + (NEW.held <> '')
    WHERE id = NEW.deck AND NEW.retired = 0;"""

_DAILY_KEY = " AND ".join(
    f"{name} = OLD.{name}" for name in ("day", "deck", "kind", "drill", "stage", "grade")
)
_HOURLY_KEY = " AND ".join(f"{name} = OLD.{name}" for name in ("day", "hour", "drill", "grade"))

TRIGGERS = {
    "log_no_update": """CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN
  SELECT raise(ABORT, 'the log only ever grows');
END""",
    "log_no_delete": """CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN
  SELECT raise(ABORT, 'the log only ever grows');
END""",
    "card_added": f"""CREATE TRIGGER card_added AFTER INSERT ON card BEGIN
  INSERT INTO state (card, deck, position, away)
    VALUES (NEW.id, NEW.deck, NEW.position, NEW.retired OR NEW.held <> '');{_COUNT_NEW_CARD}
END""",
    "card_moved": f"""CREATE TRIGGER card_moved AFTER UPDATE OF deck, position, retired, held ON card
WHEN (NEW.deck, NEW.position, NEW.retired, NEW.held) <> (OLD.deck, OLD.position, OLD.retired, OLD.held)
BEGIN
  UPDATE state SET deck = NEW.deck, position = NEW.position, away = (NEW.retired OR NEW.held <> '')
    WHERE card = NEW.id;
  UPDATE deck SET cards = cards - 1, held = held - (OLD.held <> '') WHERE id = OLD.deck AND OLD.retired = 0;
{_COUNT_NEW_CARD}
END""",
    "state_added": f"""CREATE TRIGGER state_added AFTER INSERT ON state BEGIN{_COUNT_NEW_DUE}
END""",
    "state_changed": f"""CREATE TRIGGER state_changed AFTER UPDATE OF deck, due, suspended, away ON state
WHEN NEW.deck <> OLD.deck OR NEW.due IS NOT OLD.due OR NEW.suspended <> OLD.suspended OR NEW.away <> OLD.away
BEGIN
  UPDATE due_count SET n = n - 1 WHERE deck = OLD.deck AND due = coalesce(OLD.due, 0) AND {_OLD_COUNTED};
  DELETE FROM due_count WHERE deck = OLD.deck AND due = coalesce(OLD.due, 0) AND n = 0;{_COUNT_NEW_DUE}
END""",
    "review_added": """CREATE TRIGGER review_added AFTER INSERT ON review BEGIN
  INSERT INTO daily (day, deck, kind, drill, stage, grade, n, ms, lapses)
    VALUES (NEW.day, NEW.deck, NEW.kind, NEW.drill, NEW.stage, NEW.grade, 1, coalesce(NEW.ms, 0), NEW.lapse)
    ON CONFLICT (day, deck, kind, drill, stage, grade)
    DO UPDATE SET n = n + 1, ms = ms + excluded.ms, lapses = lapses + excluded.lapses;
  INSERT INTO hourly (day, hour, drill, grade, n, ms)
    VALUES (NEW.day, NEW.hour, NEW.drill, NEW.grade, 1, coalesce(NEW.ms, 0))
    ON CONFLICT (day, hour, drill, grade) DO UPDATE SET n = n + 1, ms = ms + excluded.ms;
END""",
    "review_removed": f"""CREATE TRIGGER review_removed AFTER DELETE ON review BEGIN
  UPDATE daily SET n = n - 1, ms = ms - coalesce(OLD.ms, 0), lapses = lapses - OLD.lapse WHERE {_DAILY_KEY};
  DELETE FROM daily WHERE {_DAILY_KEY} AND n = 0;
  UPDATE hourly SET n = n - 1, ms = ms - coalesce(OLD.ms, 0) WHERE {_HOURLY_KEY};
  DELETE FROM hourly WHERE {_HOURLY_KEY} AND n = 0;
END""",
    "review_no_update": """CREATE TRIGGER review_no_update BEFORE UPDATE ON review BEGIN
  SELECT raise(ABORT, 'a review is removed and added, never changed');
END""",
}
