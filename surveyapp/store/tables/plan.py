"""The city's plan and the editions of its indicator table."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.store.tables.base import Base


class PlanDocument(Base):
    """A plan as it was read from its file; several plans stand side by side."""

    __tablename__ = "plan"

    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    fingerprint: Mapped[str]
    document: Mapped[dict[str, object]]


class PlanEdition(Base):
    """One state of the plan's table: the printed one is edition 1, each later one is approved by a second person."""

    __tablename__ = "plan_edition"
    __table_args__ = (
        UniqueConstraint("plan", "number"),
        CheckConstraint("stage IN ('proposed', 'published', 'withdrawn')", name="stage_is_known"),
        CheckConstraint(
            "kind IN ('printed', 'run', 'administrative', 'correction')",
            name="kind_is_known",
        ),
        CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by",
            name="two_people_publish",
        ),
        CheckConstraint(
            "kind = 'printed' OR (stage = 'published') = (approved_by IS NOT NULL)",
            name="published_is_approved",
        ),
        CheckConstraint("kind <> 'run' OR run_id IS NOT NULL", name="a_run_edition_names_its_run"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(ForeignKey("plan.key"))
    #: given when it is published; a proposal has none yet
    number: Mapped[int | None]
    kind: Mapped[str]
    stage: Mapped[str]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    note: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime.datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    published_at: Mapped[datetime.datetime | None]
    values: Mapped[list["PlanValue"]] = relationship(lazy="selectin", order_by="PlanValue.id")


class PlanValue(Base):
    """A new value of one indicator in one edition; columns that an edition does not touch keep the earlier one's."""

    __tablename__ = "plan_value"
    __table_args__ = (UniqueConstraint("edition_id", "indicator", "slot", "base"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"))
    indicator: Mapped[str]
    #: 当初 baseline, 現状 current, 目標値 target
    slot: Mapped[str]
    #: answered or everyone where both are shown; empty otherwise
    base: Mapped[str] = mapped_column(default="")
    #: none where the plan prints ＿
    number: Mapped[float | None]
    #: as the table prints it
    text: Mapped[str]
    unit: Mapped[str]
    #: the year or day the value is of, as data
    year: Mapped[int | None]
    as_of: Mapped[datetime.date | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    level: Mapped[float | None]
    n: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    #: the value this one corrects (訂正); the corrected one stays readable
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("plan_value.id"))
