"""Days are counted when they are over; what the queue reads stands in its index, families too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.days_sql import CLOSE_DAYS

revision = "0003"
down_revision = "0002"

_DUE = sa.text("due IS NOT NULL AND suspended = 0 AND away = 0")
_WHOLE = ["deck", "due", "card", "interval", "ef", "family", "buried_until", "suspended", "away"]

_NEVER = 1 << 30
"""A study day after all others."""

FAMILIES = """
UPDATE card SET family = f.first FROM (
  SELECT deck, entry, min(id) AS first FROM card WHERE entry <> '' GROUP BY deck, entry HAVING count(*) > 1) f
WHERE card.deck = f.deck AND card.entry = f.entry
"""


def upgrade() -> None:
    """Call all days so far closed, and move the counts of due cards."""
    op.create_table(
        "daily_upto",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("log", sa.Integer(), nullable=False),
    )
    op.execute("INSERT INTO daily_upto SELECT coalesce(max(day), 0), coalesce(max(id), 0) FROM log")
    op.execute("INSERT INTO standing (deck, measure, value, n) SELECT deck, 3, due, n FROM due_count")
    op.drop_table("due_count")
    for table in ("card", "state"):
        op.add_column(table, sa.Column("family", sa.Integer(), nullable=True))
    op.execute(FAMILIES)
    op.execute("UPDATE state SET family = (SELECT c.family FROM card c WHERE c.id = state.card)")
    op.drop_index("ix_state_due", "state")
    op.create_index("ix_state_due", "state", _WHOLE, sqlite_where=_DUE)


def downgrade() -> None:
    """Count the open days, and move the counts of due cards back."""
    op.get_bind().exec_driver_sql(CLOSE_DAYS, {"day": _NEVER})
    op.create_table(
        "due_count",
        sa.Column("deck", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False, comment="study day; 0 for new cards"),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deck", "due", name=op.f("pk_due_count")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO due_count SELECT deck, value, n FROM standing WHERE measure = 3")
    op.execute("DELETE FROM standing WHERE measure = 3")
    op.drop_index("ix_state_due", "state")
    op.create_index("ix_state_due", "state", ["deck", "due"], sqlite_where=_DUE)
    for table in ("card", "state"):
        op.drop_column(table, "family")
    op.drop_table("daily_upto")
