"""Full text of the cards, for searching."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.search_sql import (
    CREATE_INDEX,
    CREATE_TERMS,
    CREATE_UPTO,
    FILL_TEXTS,
    REBUILD_INDEX,
    START_UPTO,
)

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of texts and its index, and fill both."""
    op.create_table(
        "face",
        sa.Column("card", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name=op.f("fk_face_card_card"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_face")),
    )
    op.execute(CREATE_INDEX)
    op.execute(CREATE_TERMS)
    op.execute(FILL_TEXTS)
    op.execute(REBUILD_INDEX)
    op.execute(CREATE_UPTO)
    op.execute(START_UPTO)


def downgrade() -> None:
    """Drop both."""
    op.execute("DROP TABLE face_index_upto")
    op.execute("DROP TABLE face_index_terms")
    op.execute("DROP TABLE face_index")
    op.drop_table("face")
