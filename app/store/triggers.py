"""The triggers: an append-only log, and counts that are right whatever writes the rows they count.

They are laid anew at the end of every migration, because altering a table in batch mode drops its
triggers silently. So this is the only place that tells them.
"""

from __future__ import annotations

from app.store.measures import DUE, OF_STATE, Measure, values_of
from app.store.search_sql import TEXT_OF_CARD

_OF_OLD_REVIEW = f"day = OLD.day AND deck IN (0, OLD.deck) AND (measure, value) IN ({values_of('OLD')})"

_COUNT_NEW_CARD = """
  UPDATE deck SET cards = cards + 1, held = held + (NEW.held <> '')
    WHERE id = NEW.deck AND NEW.retired = 0;"""


def _counted(measure: Measure) -> str:
    """Return the statement that counts a card by its new value."""
    return f"""
  INSERT INTO standing (deck, measure, value, n)
    SELECT NEW.deck, {measure.number}, {measure.value.format(row="NEW")}, 1
    WHERE {measure.counted.format(row="NEW")}
    ON CONFLICT (deck, measure, value) DO UPDATE SET n = n + 1;"""


def _standing(measure: Measure) -> str:
    """Return the trigger that moves a card from the count of its old value to that of its new one."""
    name, old, new = f"standing_{measure.number}", measure.of("OLD"), measure.of("NEW")
    of_old = f"deck = OLD.deck AND measure = {measure.number} AND value = {old}"
    return f"""CREATE TRIGGER {name} AFTER UPDATE ON state
WHEN NEW.deck <> OLD.deck OR {new} IS NOT {old} BEGIN
  UPDATE standing SET n = n - 1 WHERE {of_old};
  DELETE FROM standing WHERE {of_old} AND n = 0;{_counted(measure)}
END"""


_CLOSED = "{row}.day <= (SELECT day FROM daily_upto)"
_TAGS = "json_extract({row}.meta, '$.tags')"

TRIGGERS = {
    "log_no_update": """CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN
  SELECT raise(ABORT, 'the log only ever grows');
END""",
    "log_no_delete": """CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN
  SELECT raise(ABORT, 'the log only ever grows');
END""",
    "card_added": f"""CREATE TRIGGER card_added AFTER INSERT ON card BEGIN
  INSERT INTO state (card, deck, position, away, family)
    VALUES (NEW.id, NEW.deck, NEW.position, NEW.retired OR NEW.held <> '', NEW.family);{_COUNT_NEW_CARD}
END""",
    "card_moved": f"""CREATE TRIGGER card_moved AFTER UPDATE OF deck, position, retired, held, family ON card
WHEN (NEW.deck, NEW.position, NEW.retired, NEW.held) <> (OLD.deck, OLD.position, OLD.retired, OLD.held)
  OR NEW.family IS NOT OLD.family
BEGIN
  UPDATE state SET deck = NEW.deck, position = NEW.position, away = (NEW.retired OR NEW.held <> ''),
    family = NEW.family WHERE card = NEW.id;
  UPDATE deck SET cards = cards - 1, held = held - (OLD.held <> '') WHERE id = OLD.deck AND OLD.retired = 0;
{_COUNT_NEW_CARD}
END""",
    "card_told": f"""CREATE TRIGGER card_told AFTER INSERT ON card BEGIN
  INSERT INTO face (card, text) VALUES (NEW.id, {TEXT_OF_CARD.format(card="NEW")});
END""",
    "card_retold": f"""CREATE TRIGGER card_retold AFTER UPDATE OF name, content, meta ON card
WHEN NEW.name <> OLD.name OR NEW.content IS NOT OLD.content
  OR {_TAGS.format(row="NEW")} IS NOT {_TAGS.format(row="OLD")}
BEGIN
  UPDATE face SET text = {TEXT_OF_CARD.format(card="NEW")} WHERE card = NEW.id;
END""",
    "face_changed": """CREATE TRIGGER face_changed AFTER UPDATE ON face
WHEN NEW.card <= (SELECT card FROM face_index_upto) BEGIN
  INSERT INTO face_index (face_index, rowid, text) VALUES ('delete', OLD.card, OLD.text);
  INSERT INTO face_index (rowid, text) VALUES (NEW.card, NEW.text);
END""",
    "state_added": f"""CREATE TRIGGER state_added AFTER INSERT ON state BEGIN{_counted(OF_STATE[DUE])}
END""",
    **{f"standing_{measure.number}": _standing(measure) for measure in OF_STATE},
    "review_added": f"""CREATE TRIGGER review_added AFTER INSERT ON review
WHEN {_CLOSED.format(row="NEW")} BEGIN
  INSERT INTO daily (day, deck, measure, value, n, passed, timed, ms)
    SELECT NEW.day, d.column1, m.column1, m.column2, 1, NEW.grade >= 3, NEW.ms IS NOT NULL,
      coalesce(NEW.ms, 0)
    FROM (VALUES (0), (NEW.deck)) d, ({values_of("NEW")}) m WHERE m.column2 IS NOT NULL
    ON CONFLICT (day, deck, measure, value) DO UPDATE SET n = n + 1, passed = passed + excluded.passed,
      timed = timed + excluded.timed, ms = ms + excluded.ms;
END""",
    "review_removed": f"""CREATE TRIGGER review_removed AFTER DELETE ON review
WHEN {_CLOSED.format(row="OLD")} BEGIN
  UPDATE daily SET n = n - 1, passed = passed - (OLD.grade >= 3), timed = timed - (OLD.ms IS NOT NULL),
    ms = ms - coalesce(OLD.ms, 0) WHERE {_OF_OLD_REVIEW};
  DELETE FROM daily WHERE {_OF_OLD_REVIEW} AND n = 0;
END""",
    "review_no_update": """CREATE TRIGGER review_no_update BEFORE UPDATE ON review BEGIN
  SELECT raise(ABORT, 'a review is removed and added, never changed');
END""",
}
