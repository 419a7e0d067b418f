"""Paper: sheets, their keyings by different people, and the rulings on differences."""

import datetime
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.tables.base import Base, Document


class Sheet(Base):
    """A returned sheet under its office number; what is keyed hangs on this number, never on the printed one."""

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("wave", "office_number"),
        CheckConstraint(
            "stage IN ('registered', 'keying', 'keyed_once', 'keying_again', 'disputed', 'accepted', 'blank', 'duplicate')",
            name="stage_is_known",
        ),
        CheckConstraint(
            "response_id IS NULL OR stage = 'accepted'",
            name="only_accepted_sheets_count",
        ),
        CheckConstraint("channel IN ('paper', 'telephone')", name="channel_is_known"),
        Index("ix_sheet_wave_stage", "wave", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    #: 1, 2, 3 … in the order of registering
    office_number: Mapped[int]
    stage: Mapped[str]
    stratum_id: Mapped[int | None] = mapped_column(ForeignKey("stratum.id"))
    form: Mapped[str] = mapped_column(default="")
    #: a returned sheet, or what a caller said while a clerk keyed it
    channel: Mapped[str] = mapped_column(default="paper", server_default="paper")
    received_on: Mapped[datetime.date]
    registered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    response_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("response.id"), unique=True)


class SheetTicket(Base):
    """Office number ↔ ticket: gone when the sheet is accepted (cut_on_acceptance) or the wave closes (cut_at_close).

    No foreign key leads to the ticket: checking it would leave a mark on the ticket's row (see `responses`).
    """

    __tablename__ = "sheet_ticket"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(unique=True)


class Keying(Base):
    """One person's (or machine's) keying of one sheet: claimed, then finished; never overwritten once finished."""

    __tablename__ = "keying"
    __table_args__ = (
        UniqueConstraint("sheet_id", "pass_number", name="one_keying_a_pass"),
        UniqueConstraint("sheet_id", "keyer_id", name="two_pairs_of_eyes"),
        CheckConstraint("pass_number IN (1, 2)", name="first_or_second"),
        CheckConstraint("kind IN ('human', 'machine')", name="kind_is_known"),
        CheckConstraint("(finished_at IS NULL) = (answers IS NULL)", name="finished_has_answers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    pass_number: Mapped[int]
    keyer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(default="human")
    claimed_at: Mapped[datetime.datetime]
    finished_at: Mapped[datetime.datetime | None]
    #: answers by question id as keyed, irregular marks included
    answers: Mapped[dict[str, object] | None]


class Ruling(Base):
    """A third fact: what counts where two keyings disagree, and who said so."""

    __tablename__ = "ruling"
    __table_args__ = (CheckConstraint("choice IN ('first', 'second', 'other')", name="choice_is_known"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
    answer: Mapped[object] = mapped_column(Document)
    ruled_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ruled_at: Mapped[datetime.datetime]
