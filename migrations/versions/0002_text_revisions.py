"""text revisions: translations put right while a wave is open, and which of them a response was given to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_revision",
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_text_revision_numbered_from_one")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_text_revision_reason_is_given")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_text_revision_wave_wave")),
        sa.PrimaryKeyConstraint("wave", "number", name=op.f("pk_text_revision")),
    )
    _forbid_change()
    # Said by hand: Alembic would copy the table on SQLite, and the copy would keep the rows in the order of arrival.
    op.execute(
        "ALTER TABLE response ADD COLUMN text_revision INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_response_text_revision_is_numbered CHECK (text_revision >= 0)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE response DROP COLUMN text_revision")
    op.drop_table("text_revision")


def _forbid_change() -> None:
    """What a response names stays as it was read: the database refuses change and removal, whoever asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER text_revision_is_add_only BEFORE UPDATE OR DELETE ON text_revision "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER text_revision_refuses_{deed.lower()} BEFORE {deed} ON text_revision "
            "BEGIN SELECT RAISE(ABORT, 'text_revision is add-only'); END"
        )
