"""The tables, as SQLAlchemy knows them: what migrations are compared with.

Conventions, the same in every table:

* A study day is an integer, `date.toordinal()`; an instant is integer milliseconds since 1970 in UTC.
  Both compare and index as they are, never come back naive, and cost no conversion on the grade's path.
* A text that many rows repeat (device, content, parameters, environment) stands once in a table keyed
  by its name or hash; rows hold its number, which is local to this database.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.sql.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _int(name: str, *what: SchemaItem, default: int | None = None) -> Column[int]:
    shown = None if default is None else text(str(default))
    return Column(name, Integer, *what, nullable=False, server_default=shown)


def _maybe_int(name: str, *what: SchemaItem) -> Column[int]:
    return Column(name, Integer, *what, nullable=True)


def _text(name: str, *, unique: bool = False, default: str | None = None) -> Column[str]:
    shown = None if default is None else text(f"'{default}'")
    return Column(name, Text, nullable=False, unique=unique or None, server_default=shown)


def _to(column: str) -> ForeignKey:
    return ForeignKey(column, ondelete="RESTRICT")


def _flag(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} IN (0, 1)", name=name)


device = Table(
    "device",
    metadata,
    _id(),
    _text("name", unique=True),
    Column("place", Text, comment="machine and file it writes on; NULL for another machine's device"),
    _int("since"),
)

content = Table("content", metadata, _id(), _text("hash", unique=True), _text("kind"), _text("json"))
params = Table("params", metadata, _id(), _text("hash", unique=True), _text("json"))
env = Table("env", metadata, _id(), _text("hash", unique=True), _text("json"))

deck_file = Table(
    "deck_file",
    metadata,
    _id(),
    _text("root"),
    _text("path"),
    _int("size"),
    _int("mtime_ns"),
    _text("digest"),
    _int("problems"),
    Index("uq_deck_file_root_path", "root", "path", unique=True),
)

deck = Table(
    "deck",
    metadata,
    _id(),
    _text("name", unique=True),
    _text("title", default="[]"),
    _maybe_int("file", _to("deck_file.id")),
    _int("cards", default=0),
    _int("held", default=0),
    Index("ix_deck_file", "file"),
)

card = Table(
    "card",
    metadata,
    _id(),
    _text("uid", unique=True),
    _text("name", unique=True),
    _int("deck", _to("deck.id")),
    _text("entry"),
    _text("part"),
    _maybe_int("content", _to("content.id")),
    _text("meta", default="{}"),
    _int("position", default=0),
    _int("retired", default=0),
    _text("held", default=""),
    _int("since"),
    _maybe_int("family"),
    _flag("retired"),
    CheckConstraint("retired = 1 OR content IS NOT NULL", name="asked_has_content"),
    Index("ix_card_deck", "deck"),
    Index("ix_card_retired_content", "content", sqlite_where=text("retired = 1")),
)

face = Table(
    "face",
    metadata,
    Column("card", Integer, _to("card.id"), primary_key=True, nullable=False),
    _text("text"),
)
SEARCH_INDEX = "face_index"
"""SQLite's full-text index of `face`, and how the names of its own tables begin: SQLAlchemy knows none."""

alias = Table(
    "alias",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    _int("card", _to("card.id")),
    Index("ix_alias_card", "card"),
)

reworded = Table(
    "reworded",
    metadata,
    Column("card", Integer, _to("card.id"), primary_key=True, nullable=False),
    comment="cards whose log tells of another text than they have now: the few among which to look",
)

log = Table(
    "log",
    metadata,
    _id(),
    _int("device", _to("device.id")),
    _int("seq"),
    _int("ord"),
    _int("at"),
    _int("offset"),
    _int("day"),
    _int("card", _to("card.id")),
    _int("deck", _to("deck.id")),
    _text("act"),
    _maybe_int("grade"),
    _maybe_int("ms"),
    Column("typed", Text),
    _text("outcome"),
    _maybe_int("seed"),
    _text("drawn"),
    _text("digest"),
    _text("note"),
    _maybe_int("target_device", _to("device.id")),
    _maybe_int("target_seq"),
    _int("gesture"),
    _maybe_int("content", _to("content.id")),
    _maybe_int("params", _to("params.id")),
    _maybe_int("env", _to("env.id")),
    CheckConstraint("seq > 0", name="seq"),
    CheckConstraint("grade BETWEEN 0 AND 5", name="grade"),
    CheckConstraint("act <> 'grade' OR grade IS NOT NULL", name="graded"),
    CheckConstraint("ms >= 0", name="ms"),
    CheckConstraint("(target_device IS NULL) = (target_seq IS NULL)", name="target"),
    Index("uq_log_device_seq", "device", "seq", unique=True),
    Index("ix_log_card", "card"),
    Index(
        "ix_log_target",
        "target_device",
        "target_seq",
        sqlite_where=text("target_seq IS NOT NULL"),
    ),
)

_ASKED = "suspended = 0 AND away = 0"
_DUE = ("deck", "due", "card", "interval", "ef", "family", "buried_until", "suspended", "away")
"""All that the queue of due cards reads: their rows need not be looked up."""

state = Table(
    "state",
    metadata,
    Column("card", Integer, _to("card.id"), primary_key=True, nullable=False),
    _int("deck"),
    _int("position"),
    _int("away"),
    _maybe_int("due"),
    _int("interval", default=0),
    _int("ef", default=250),
    _int("reps", default=0),
    _int("lapses", default=0),
    _int("passed", default=0),
    _maybe_int("last_day"),
    _maybe_int("drill_day"),
    _int("stage", default=0),
    _int("suspended", default=0),
    _maybe_int("buried_until"),
    _int("flagged", default=0),
    _maybe_int("last", _to("log.id")),
    _maybe_int("family"),
    CheckConstraint("ef >= 130", name="ef"),
    CheckConstraint("stage BETWEEN 0 AND 2", name="stage"),
    CheckConstraint("(due IS NULL) = (last_day IS NULL)", name="new"),
    _flag("away"),
    _flag("passed"),
    _flag("suspended"),
    _flag("flagged"),
    Index("ix_state_due", *_DUE, sqlite_where=text(f"due IS NOT NULL AND {_ASKED}")),
    Index("ix_state_new", "deck", "position", sqlite_where=text(f"due IS NULL AND {_ASKED}")),
    Index("ix_state_drill", "deck", "drill_day", sqlite_where=text(f"drill_day IS NOT NULL AND {_ASKED}")),
    Index("ix_state_buried", "deck", "buried_until", sqlite_where=text("buried_until IS NOT NULL")),
)

review = Table(
    "review",
    metadata,
    Column("log", Integer, _to("log.id"), primary_key=True, nullable=False),
    _int("card", _to("card.id")),
    _int("deck", _to("deck.id")),
    _text("kind"),
    _int("day"),
    _int("hour"),
    _int("grade"),
    _maybe_int("ms"),
    _int("drill"),
    _int("stage"),
    _int("lapse"),
    _int("elapsed"),
    _int("interval_before"),
    _int("interval_after"),
    _int("ef_after"),
    CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    CheckConstraint("grade BETWEEN 0 AND 5", name="grade"),
    CheckConstraint("stage BETWEEN 0 AND 2", name="stage"),
    _flag("drill"),
    _flag("lapse"),
)

daily = Table(
    "daily",
    metadata,
    Column("day", Integer, primary_key=True, nullable=False),
    Column("deck", Integer, primary_key=True, nullable=False, comment="0 for all decks together"),
    Column("measure", Integer, primary_key=True, nullable=False),
    Column("value", Integer, primary_key=True, nullable=False),
    _int("n"),
    _int("passed"),
    _int("timed"),
    _int("ms"),
    sqlite_with_rowid=False,
)

daily_upto = Table("daily_upto", metadata, _int("day"), _int("log"))

standing = Table(
    "standing",
    metadata,
    Column("deck", Integer, primary_key=True, nullable=False),
    Column("measure", Integer, primary_key=True, nullable=False),
    Column("value", Integer, primary_key=True, nullable=False),
    _int("n"),
    sqlite_with_rowid=False,
)
