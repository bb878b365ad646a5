"""Days are counted when they are over; counts of due cards stand with the others; their index is whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WHERE = sa.text("due IS NOT NULL AND suspended = 0 AND away = 0")
_WHOLE = ["deck", "due", "card", "interval", "ef", "buried_until", "suspended", "away"]


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
    op.drop_index("ix_state_due", "state")
    op.create_index("ix_state_due", "state", _WHOLE, sqlite_where=_WHERE)


def downgrade() -> None:
    """Count the open days, and move the counts of due cards back."""
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
    op.create_index("ix_state_due", "state", ["deck", "due"], sqlite_where=_WHERE)
    op.drop_table("daily_upto")
