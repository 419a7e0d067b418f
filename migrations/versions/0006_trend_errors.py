"""trend errors: the standard error of a figure without finite-population correction, which a statement on a trend needs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("figure", sa.Column("trend_error", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("figure", "trend_error")
