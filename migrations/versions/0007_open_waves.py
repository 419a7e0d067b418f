"""open waves: who may answer, and tickets of those who came of their own accord, without stratum and number."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LAW = "ck_ticket_a_letter_has_stratum_and_number"


def upgrade() -> None:
    # With its law in one statement, which both databases take without writing the table anew.
    op.execute(
        "ALTER TABLE wave ADD COLUMN admission VARCHAR DEFAULT 'letter' NOT NULL CONSTRAINT ck_wave_admission_is_known "
        "CHECK (admission IN ('letter', 'open'))"
    )
    with op.batch_alter_table("ticket") as table:
        table.alter_column("stratum_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("number", existing_type=sa.String(), nullable=True)
        table.create_check_constraint(op.f(LAW), "(stratum_id IS NULL) = (number IS NULL)")


def downgrade() -> None:
    # What came of its own accord has no place in the earlier shape: its tickets and drafts go, its responses stay.
    for kept in ("draft_answer", "own_word"):
        op.execute(f"DELETE FROM {kept} WHERE ticket_id IN (SELECT id FROM ticket WHERE stratum_id IS NULL)")
    op.execute("DELETE FROM ticket WHERE stratum_id IS NULL")
    with op.batch_alter_table("ticket") as table:
        table.drop_constraint(op.f(LAW), type_="check")
        table.alter_column("number", existing_type=sa.String(), nullable=False)
        table.alter_column("stratum_id", existing_type=sa.Integer(), nullable=False)
    op.drop_column("wave", "admission")
