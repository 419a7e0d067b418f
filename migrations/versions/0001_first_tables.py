"""first tables."""

import sqlalchemy as sa
from alembic import op

# What is recorded stays as it was recorded: the database refuses change and removal, whoever asks.
ADD_ONLY = ("journal", "run", "figure")


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_plan")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "throttle",
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("door", "side", name=op.f("pk_throttle")),
    )
    op.create_table(
        "wave",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("duplicates", sa.String(), nullable=False),
        sa.Column("keyings", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(stage = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_wave_closing_is_dated"),
        ),
        sa.CheckConstraint(
            "(stage = 'draft') = (opened_at IS NULL)",
            name=op.f("ck_wave_opening_is_dated"),
        ),
        sa.CheckConstraint(
            "link <> 'cut_on_acceptance' OR duplicates = 'first'",
            name=op.f("ck_wave_cut_on_acceptance_keeps_the_first"),
        ),
        sa.CheckConstraint(
            "link IN ('cut_on_acceptance', 'cut_at_close')",
            name=op.f("ck_wave_link_is_known"),
        ),
        sa.CheckConstraint(
            "source IN ('fieldwork', 'responses', 'counts')",
            name=op.f("ck_wave_source_is_known"),
        ),
        sa.CheckConstraint("stage IN ('draft', 'open', 'closed')", name=op.f("ck_wave_stage_is_known")),
        sa.CheckConstraint("keyings IN (1, 2)", name=op.f("ck_wave_keyed_once_or_twice")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_wave")),
    )
    op.create_table(
        "daily_count",
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'import')",
            name=op.f("ck_daily_count_channel_is_known"),
        ),
        sa.CheckConstraint("returns >= 0", name=op.f("ck_daily_count_returns_are_counted")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_daily_count_wave_wave")),
        sa.PrimaryKeyConstraint("wave", "day", "channel", name=op.f("pk_daily_count")),
    )
    op.create_table(
        "definition",
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_definition_wave_wave")),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_definition")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('waiting', 'running', 'done', 'failed')",
            name=op.f("ck_job_stage_is_known"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_job_asked_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_stage", ["stage"], unique=False)

    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("wave", sa.String(), nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_journal_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_wave_at", ["wave", "at"], unique=False)

    op.create_table(
        "population",
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_population_wave_wave")),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_population")),
    )
    op.create_table(
        "published_count",
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.CheckConstraint("persons >= 0", name=op.f("ck_published_count_persons_are_counted")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_published_count_wave_wave")),
        sa.PrimaryKeyConstraint("wave", "question", "code", name=op.f("pk_published_count")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("interim", sa.Boolean(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("definition_fingerprint", sa.String(), nullable=False),
        sa.Column("population_fingerprint", sa.String(), nullable=False),
        sa.Column("data_fingerprint", sa.String(), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_run_asked_by_staff")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_run_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("wave", "number", name=op.f("uq_run_wave_number")),
    )
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role IN ('clerk', 'supervisor', 'analyst', 'approver', 'administrator')",
            name=op.f("ck_staff_role_role_is_known"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_role")),
    )
    op.create_table(
        "stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "population >= 0 AND invited >= 0 AND invited <= population",
            name=op.f("ck_stratum_invited_are_of_the_population"),
        ),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_stratum_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum")),
        sa.UniqueConstraint("wave", "key", name=op.f("uq_stratum_wave_key")),
    )
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("statistic", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("weighting", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("standard_error", sa.Double(), nullable=True),
        sa.Column("degrees", sa.Double(), nullable=True),
        sa.Column("effective_n", sa.Double(), nullable=True),
        sa.Column("design_effect", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.CheckConstraint(
            "mark IN ('', 'reference', 'suppressed')",
            name=op.f("ck_figure_mark_is_known"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_figure_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sa.UniqueConstraint(
            "run_id",
            "question",
            "statistic",
            "option",
            "base",
            "domain",
            "category",
            "weighting",
            name="one_figure_a_place",
        ),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index("ix_figure_run_id_domain", ["run_id", "domain"], unique=False)

    op.create_table(
        "plan_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind <> 'run' OR run_id IS NOT NULL",
            name=op.f("ck_plan_edition_a_run_edition_names_its_run"),
        ),
        sa.CheckConstraint(
            "kind = 'printed' OR (stage = 'published') = (approved_by IS NOT NULL)",
            name=op.f("ck_plan_edition_published_is_approved"),
        ),
        sa.CheckConstraint(
            "kind IN ('printed', 'run', 'administrative', 'correction')",
            name=op.f("ck_plan_edition_kind_is_known"),
        ),
        sa.CheckConstraint(
            "stage IN ('proposed', 'published', 'withdrawn')",
            name=op.f("ck_plan_edition_stage_is_known"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by",
            name=op.f("ck_plan_edition_two_people_publish"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["staff.id"],
            name=op.f("fk_plan_edition_approved_by_staff"),
        ),
        sa.ForeignKeyConstraint(["plan"], ["plan.key"], name=op.f("fk_plan_edition_plan_plan")),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["staff.id"],
            name=op.f("fk_plan_edition_proposed_by_staff"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_plan_edition_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edition")),
        sa.UniqueConstraint("plan", "number", name=op.f("uq_plan_edition_plan_number")),
    )
    op.create_table(
        "population_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.CheckConstraint("persons >= 0", name=op.f("ck_population_cell_persons_are_counted")),
        sa.ForeignKeyConstraint(
            ["stratum_id"],
            ["stratum.id"],
            name=op.f("fk_population_cell_stratum_id_stratum"),
        ),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_population_cell_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_cell")),
        sa.UniqueConstraint(
            "wave",
            "sex",
            "age",
            "district",
            name=op.f("uq_population_cell_wave_sex_age_district"),
        ),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'import')",
            name=op.f("ck_response_channel_is_known"),
        ),
        sa.CheckConstraint("weight IS NULL OR weight > 0", name=op.f("ck_response_weight_is_positive")),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.id"], name=op.f("fk_response_stratum_id_stratum")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_response_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index("ix_response_wave", ["wave"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.id"], name=op.f("fk_ticket_stratum_id_stratum")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_ticket_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_ticket_code_hash")),
        sa.UniqueConstraint("wave", "number", name=op.f("uq_ticket_wave_number")),
        sa.UniqueConstraint("wave", "receipt", name=op.f("uq_ticket_wave_receipt")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_stratum_id", ["stratum_id"], unique=False)

    op.create_table(
        "draft_answer",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "question", name=op.f("pk_draft_answer")),
    )
    op.create_table(
        "link",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_link_response_id_response")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_link")),
        sa.UniqueConstraint("response_id", name=op.f("uq_link_response_id")),
    )
    op.create_table(
        "plan_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("level", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["plan_value.id"],
            name=op.f("fk_plan_value_corrects_id_plan_value"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["plan_edition.id"],
            name=op.f("fk_plan_value_edition_id_plan_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_value")),
        sa.UniqueConstraint(
            "edition_id",
            "indicator",
            "slot",
            "base",
            name=op.f("uq_plan_value_edition_id_indicator_slot_base"),
        ),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("office_number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "response_id IS NULL OR stage = 'accepted'",
            name=op.f("ck_sheet_only_accepted_sheets_count"),
        ),
        sa.CheckConstraint(
            "stage IN ('registered', 'keying', 'keyed_once', 'keying_again', 'disputed', 'accepted', 'blank', 'duplicate')",
            name=op.f("ck_sheet_stage_is_known"),
        ),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name=op.f("fk_sheet_registered_by_staff")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_sheet_response_id_response")),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.id"], name=op.f("fk_sheet_stratum_id_stratum")),
        sa.ForeignKeyConstraint(["wave"], ["wave.key"], name=op.f("fk_sheet_wave_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("response_id", name=op.f("uq_sheet_response_id")),
        sa.UniqueConstraint("wave", "office_number", name=op.f("uq_sheet_wave_office_number")),
    )
    with op.batch_alter_table("sheet", schema=None) as batch_op:
        batch_op.create_index("ix_sheet_wave_stage", ["wave", "stage"], unique=False)

    op.create_table(
        "keying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("pass_number", sa.Integer(), nullable=False),
        sa.Column("keyer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.CheckConstraint("kind IN ('human', 'machine')", name=op.f("ck_keying_kind_is_known")),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (answers IS NULL)",
            name=op.f("ck_keying_finished_has_answers"),
        ),
        sa.CheckConstraint("pass_number IN (1, 2)", name=op.f("ck_keying_first_or_second")),
        sa.ForeignKeyConstraint(["keyer_id"], ["staff.id"], name=op.f("fk_keying_keyer_id_staff")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_keying_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keying")),
        sa.UniqueConstraint("sheet_id", "keyer_id", name="two_pairs_of_eyes"),
        sa.UniqueConstraint("sheet_id", "pass_number", name="one_keying_a_pass"),
    )
    op.create_table(
        "ruling",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "choice IN ('first', 'second', 'other')",
            name=op.f("ck_ruling_choice_is_known"),
        ),
        sa.ForeignKeyConstraint(["ruled_by"], ["staff.id"], name=op.f("fk_ruling_ruled_by_staff")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_ruling_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("sheet_id", "question", name=op.f("pk_ruling")),
    )
    op.create_table(
        "sheet_ticket",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_ticket_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("sheet_id", name=op.f("pk_sheet_ticket")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_sheet_ticket_ticket_id")),
    )
    _refusing_function()
    for table in ADD_ONLY:
        _forbid_change(table)


def downgrade() -> None:
    op.drop_table("sheet_ticket")
    op.drop_table("ruling")
    op.drop_table("keying")
    with op.batch_alter_table("sheet", schema=None) as batch_op:
        batch_op.drop_index("ix_sheet_wave_stage")

    op.drop_table("sheet")
    op.drop_table("plan_value")
    op.drop_table("link")
    op.drop_table("draft_answer")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_stratum_id")

    op.drop_table("ticket")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index("ix_response_wave")

    op.drop_table("response")
    op.drop_table("population_cell")
    op.drop_table("plan_edition")
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.drop_index("ix_figure_run_id_domain")

    op.drop_table("figure")
    op.drop_table("stratum")
    op.drop_table("staff_role")
    op.drop_table("run")
    op.drop_table("published_count")
    op.drop_table("population")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_wave_at")

    op.drop_table("journal")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_stage")

    op.drop_table("job")
    op.drop_table("definition")
    op.drop_table("daily_count")
    op.drop_table("wave")
    op.drop_table("throttle")
    op.drop_table("staff")
    op.drop_table("plan")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _forbid_change(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_is_add_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is add-only'); END"
        )


def _refusing_function() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is add-only', TG_TABLE_NAME; END $$"
        )
