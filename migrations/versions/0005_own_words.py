"""own words: the four digits by which a resident alone comes back to earlier answers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_word",
        # No foreign key: its check would lock the ticket's row and leave the number of a transaction there.
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word_hash", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.CheckConstraint("misses >= 0", name=op.f("ck_own_word_misses_are_counted")),
        sa.CheckConstraint("mark <> ''", name=op.f("ck_own_word_mark_is_given")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_own_word")),
    )


def downgrade() -> None:
    # The answers that a word stood before would lie open to whoever holds the letter: they go with it.
    op.execute("DELETE FROM draft_answer WHERE ticket_id IN (SELECT ticket_id FROM own_word)")
    op.drop_table("own_word")
