"""ways of answering: the order in which fields were met."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("section_order", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("response", "section_order")
