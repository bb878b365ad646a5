"""The log, what is folded from it, the decks and their cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
        sa.UniqueConstraint("hash", name=op.f("uq_content_hash")),
    )
    op.create_table(
        "daily",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Integer(), nullable=False, comment="0 for all decks together"),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "deck", "measure", "value", name=op.f("pk_daily")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deck_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck_file")),
    )
    op.create_index("uq_deck_file_root_path", "deck_file", ["root", "path"], unique=True)

    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "place",
            sa.Text(),
            nullable=True,
            comment="machine and file it writes on; NULL for another machine's device",
        ),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("name", name=op.f("uq_device_name")),
    )
    op.create_table(
        "due_count",
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False, comment="study day; 0 for new cards"),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deck", "due", name=op.f("pk_due_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "env",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_env")),
        sa.UniqueConstraint("hash", name=op.f("uq_env_hash")),
    )
    op.create_table(
        "params",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_params")),
        sa.UniqueConstraint("hash", name=op.f("uq_params_hash")),
    )
    op.create_table(
        "deck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.Column("cards", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["file"], ["deck_file.id"], name=op.f("fk_deck_file_deck_file"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck")),
        sa.UniqueConstraint("name", name=op.f("uq_deck_name")),
    )
    op.create_index("ix_deck_file", "deck", ["file"])

    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("content", sa.Integer(), nullable=True),
        sa.Column("meta", sa.Text(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("retired", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.CheckConstraint("retired = 1 OR content IS NOT NULL", name=op.f("ck_card_asked_has_content")),
        sa.CheckConstraint("retired IN (0, 1)", name=op.f("ck_card_retired")),
        sa.ForeignKeyConstraint(
            ["content"], ["content.id"], name=op.f("fk_card_content_content"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["deck"], ["deck.id"], name=op.f("fk_card_deck_deck"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("name", name=op.f("uq_card_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_card_uid")),
    )
    op.create_index("ix_card_deck", "card", ["deck"])
    op.create_index("ix_card_retired_content", "card", ["content"], sqlite_where=sa.text("retired = 1"))

    op.create_table(
        "alias",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("card", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name=op.f("fk_alias_card_card"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alias")),
    )
    op.create_index("ix_alias_card", "alias", ["card"])

    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("card", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.Column("typed", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("target_device", sa.Integer(), nullable=True),
        sa.Column("target_seq", sa.Integer(), nullable=True),
        sa.Column("gesture", sa.Integer(), nullable=False),
        sa.Column("content", sa.Integer(), nullable=True),
        sa.Column("params", sa.Integer(), nullable=True),
        sa.Column("env", sa.Integer(), nullable=True),
        sa.CheckConstraint("act <> 'grade' OR grade IS NOT NULL", name=op.f("ck_log_graded")),
        sa.CheckConstraint("(target_device IS NULL) = (target_seq IS NULL)", name=op.f("ck_log_target")),
        sa.CheckConstraint("grade BETWEEN 0 AND 5", name=op.f("ck_log_grade")),
        sa.CheckConstraint("ms >= 0", name=op.f("ck_log_ms")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_log_seq")),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name=op.f("fk_log_card_card"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["content"], ["content.id"], name=op.f("fk_log_content_content"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["deck"], ["deck.id"], name=op.f("fk_log_deck_deck"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_log_device_device"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["env"], ["env.id"], name=op.f("fk_log_env_env"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["params"], ["params.id"], name=op.f("fk_log_params_params"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["target_device"], ["device.id"], name=op.f("fk_log_target_device_device"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
    )
    op.create_index("ix_log_card", "log", ["card"])
    op.create_index(
        "ix_log_target",
        "log",
        ["target_device", "target_seq"],
        sqlite_where=sa.text("target_seq IS NOT NULL"),
    )
    op.create_index("uq_log_device_seq", "log", ["device", "seq"], unique=True)

    op.create_table(
        "review",
        sa.Column("log", sa.Integer(), nullable=False),
        sa.Column("card", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.Column("drill", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("lapse", sa.Integer(), nullable=False),
        sa.Column("elapsed", sa.Integer(), nullable=False),
        sa.Column("interval_before", sa.Integer(), nullable=False),
        sa.Column("interval_after", sa.Integer(), nullable=False),
        sa.Column("ef_after", sa.Integer(), nullable=False),
        sa.CheckConstraint("drill IN (0, 1)", name=op.f("ck_review_drill")),
        sa.CheckConstraint("grade BETWEEN 0 AND 5", name=op.f("ck_review_grade")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_review_hour")),
        sa.CheckConstraint("lapse IN (0, 1)", name=op.f("ck_review_lapse")),
        sa.CheckConstraint("stage BETWEEN 0 AND 2", name=op.f("ck_review_stage")),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name=op.f("fk_review_card_card"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["deck"], ["deck.id"], name=op.f("fk_review_deck_deck"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["log"], ["log.id"], name=op.f("fk_review_log_log"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_review")),
    )

    op.create_table(
        "standing",
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deck", "measure", "value", name=op.f("pk_standing")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "state",
        sa.Column("card", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("away", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("interval", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ef", sa.Integer(), server_default=sa.text("250"), nullable=False),
        sa.Column("reps", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lapses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("passed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("drill_day", sa.Integer(), nullable=True),
        sa.Column("stage", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("suspended", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("buried_until", sa.Integer(), nullable=True),
        sa.Column("flagged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.CheckConstraint("(due IS NULL) = (last_day IS NULL)", name=op.f("ck_state_new")),
        sa.CheckConstraint("away IN (0, 1)", name=op.f("ck_state_away")),
        sa.CheckConstraint("ef >= 130", name=op.f("ck_state_ef")),
        sa.CheckConstraint("flagged IN (0, 1)", name=op.f("ck_state_flagged")),
        sa.CheckConstraint("passed IN (0, 1)", name=op.f("ck_state_passed")),
        sa.CheckConstraint("stage BETWEEN 0 AND 2", name=op.f("ck_state_stage")),
        sa.CheckConstraint("suspended IN (0, 1)", name=op.f("ck_state_suspended")),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name=op.f("fk_state_card_card"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["last"], ["log.id"], name=op.f("fk_state_last_log"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_state")),
    )
    op.create_index(
        "ix_state_buried", "state", ["deck", "buried_until"], sqlite_where=sa.text("buried_until IS NOT NULL")
    )
    op.create_index(
        "ix_state_drill",
        "state",
        ["deck", "drill_day"],
        sqlite_where=sa.text("drill_day IS NOT NULL AND suspended = 0 AND away = 0"),
    )
    op.create_index(
        "ix_state_due",
        "state",
        ["deck", "due"],
        sqlite_where=sa.text("due IS NOT NULL AND suspended = 0 AND away = 0"),
    )
    op.create_index(
        "ix_state_new",
        "state",
        ["deck", "position"],
        sqlite_where=sa.text("due IS NULL AND suspended = 0 AND away = 0"),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in (
        "alias",
        "state",
        "review",
        "log",
        "card",
        "deck",
        "deck_file",
        "device",
        "content",
        "params",
        "env",
        "daily",
        "standing",
        "due_count",
    ):
        op.drop_table(table)
