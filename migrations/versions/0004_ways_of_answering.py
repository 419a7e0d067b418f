"""ways of answering: the order of the fields, who filled in, the telephone, and remarks on the service."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = "('web', 'paper', 'import')"
AFTER = "('web', 'paper', 'import', 'telephone')"


def upgrade() -> None:
    op.add_column("response", sa.Column("section_order", sa.JSON(), nullable=True))
    # With its law in one statement, which both databases take without writing the table anew.
    op.execute(
        "ALTER TABLE response ADD COLUMN filled_by VARCHAR CONSTRAINT ck_response_filled_by_is_known "
        "CHECK (filled_by IN ('self', 'proxy', 'interview'))"
    )
    op.execute(
        "ALTER TABLE sheet ADD COLUMN channel VARCHAR DEFAULT 'paper' NOT NULL CONSTRAINT ck_sheet_channel_is_known "
        "CHECK (channel IN ('paper', 'telephone'))"
    )
    for table in ("response", "daily_count"):
        _change_channels(table, BEFORE, AFTER)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name=op.f("ck_feedback_rating_is_one_of_five")),
        sa.CheckConstraint("rating IS NOT NULL OR text <> ''", name=op.f("ck_feedback_something_is_said")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_feedback_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feedback_wave_day", "feedback", ["wave", "day"])


def downgrade() -> None:
    op.drop_table("feedback")
    # What came by telephone was keyed by a clerk, as paper is: the nearest that the earlier shape can say.
    op.execute("UPDATE response SET channel = 'paper' WHERE channel = 'telephone'")
    op.execute(
        "INSERT INTO daily_count (wave, day, channel, returns) "
        "SELECT wave, day, 'paper', returns FROM daily_count WHERE channel = 'telephone' "
        "ON CONFLICT (wave, day, channel) DO UPDATE SET returns = daily_count.returns + excluded.returns"
    )
    op.execute("DELETE FROM daily_count WHERE channel = 'telephone'")
    for table in ("daily_count", "response"):
        _change_channels(table, AFTER, BEFORE)
    for table, column in (("sheet", "channel"), ("response", "filled_by"), ("response", "section_order")):
        op.drop_column(table, column)


def _change_channels(table: str, before: str, after: str) -> None:
    """Let other channels in, with everything else of the table as it is: its rows, its laws, and no row numbers.

    SQLite cannot change a law. Alembic would read the table back to write it anew, and reads neither laws nor that it
    has no row numbers; so the database's own words for the table are taken, with this one law changed in them.
    """
    connection = op.get_bind()
    law = op.f(f"ck_{table}_channel_is_known")
    if connection.dialect.name == "postgresql":
        op.drop_constraint(law, table, type_="check")
        op.create_check_constraint(law, table, f"channel IN {after}")
        return
    kept = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :type AND sql IS NOT NULL"
    indexes = connection.execute(sa.text(kept), {"table": table, "type": "index"}).scalars().all()
    words = connection.execute(sa.text(kept), {"table": table, "type": "table"}).scalar_one()
    body = words.partition("(")[2]
    op.execute(f"CREATE TABLE {table}_new ({body.replace(before, after)}")
    op.execute(f"INSERT INTO {table}_new SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
    for index in indexes:
        op.execute(index)
