"""Staff, their roles, the counters that slow down guessing, and the journal."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.store.tables.base import Base

ROLES = ("clerk", "supervisor", "analyst", "approver", "administrator")


class Staff(Base):
    """Someone who works with the survey."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: what is typed at sign-in
    name: Mapped[str] = mapped_column(unique=True)
    #: Argon2id
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    #: raised to sign out everywhere (new password, left the office)
    epoch: Mapped[int] = mapped_column(default=0)
    roles: Mapped[list["StaffRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class StaffRole(Base):
    """One thing a person is trusted with."""

    __tablename__ = "staff_role"
    __table_args__ = (
        CheckConstraint(
            "role IN ('clerk', 'supervisor', 'analyst', 'approver', 'administrator')",
            name="role_is_known",
        ),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Throttle(Base):
    """Wrong tries of one door from one side within a window; the side is kept as a keyed hash."""

    __tablename__ = "throttle"

    door: Mapped[str] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)
    #: the start of the window
    since: Mapped[datetime.datetime]
    tries: Mapped[int]


class JournalEntry(Base):
    """What was done, by whom, when. Only ever added to: triggers refuse change and removal."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_wave_at", "wave", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime.datetime]
    #: none for the command line and for residents
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    wave: Mapped[str | None]
    #: what was done, one word: `sheet_registered`, `wave_opened`, `duplicate_refused`
    deed: Mapped[str]
    #: never a code, a name of a resident, or an answer
    about: Mapped[dict[str, object]]


class Job(Base):
    """Long work as a row: asked for by a page or a command, taken by a worker, showing how far it is."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("stage IN ('waiting', 'running', 'done', 'failed')", name="stage_is_known"),
        Index("ix_job_stage", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[dict[str, object]]
    stage: Mapped[str] = mapped_column(default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime.datetime]
    #: when the worker last said that it lives
    heartbeat: Mapped[datetime.datetime | None]
    #: the worker's mark: who takes a job must still own it to finish it
    worker: Mapped[str] = mapped_column(default="")
    #: faults of a failed job as [{code, where, fields}]; the outcome of a done one
    outcome: Mapped[dict[str, object] | None]
