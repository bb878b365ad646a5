"""Which cards changed since they were last passed, and a faster way to the cards of one character."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.search_sql import CREATE_TERMS, CREATE_WHERE, FILL_REWORDED

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create and fill the table of reworded cards; the index is looked at by place instead of by term."""
    op.create_table(
        "reworded",
        sa.Column("card", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card"], ["card.id"], name=op.f("fk_reworded_card_card"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_reworded")),
    )
    op.execute(FILL_REWORDED)
    op.execute("DROP TABLE face_index_terms")
    op.execute(CREATE_WHERE)


def downgrade() -> None:
    """Drop both."""
    op.execute("DROP TABLE face_index_where")
    op.execute(CREATE_TERMS)
    op.drop_table("reworded")
