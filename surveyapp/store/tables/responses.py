"""Answers: drafts while a resident is at it, responses once they count.

What names a ticket here does so without a foreign key: PostgreSQL checks one by locking the ticket's row, and the lock
leaves the number of its transaction there, by which the ticket could be joined with the response.
"""

import datetime
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.tables.base import Base, Document


class DraftAnswer(Base):
    """One answer of a resident who has not sent yet: one row a question, so that two tabs cannot lose each other's."""

    __tablename__ = "draft_answer"

    ticket_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[object] = mapped_column(Document)


class OwnWord(Base):
    """The four digits that a resident chose, asked for when the letter is opened again; they go with the draft.

    Kept as Argon2id of a keyed hash, so that the database alone lets nobody try out the ten thousand there are. Neither
    the moment it was chosen nor that of a wrong try is kept here.
    """

    __tablename__ = "own_word"
    __table_args__ = (
        CheckConstraint("misses >= 0", name="misses_are_counted"),
        CheckConstraint("mark <> ''", name="mark_is_given"),
    )

    ticket_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word_hash: Mapped[str]
    #: drawn anew with each word; an entry carries it once the word was given
    mark: Mapped[str]
    #: wrong tries since the word was last right
    misses: Mapped[int] = mapped_column(default=0)


class Response(Base):
    """One accepted set of answers: immutable. It knows its stratum, its day and its channel, and no ticket.

    The id is drawn at random and SQLite keeps the rows in the order of the id (no row number), so that the order of
    arrival is not kept.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("channel IN ('web', 'paper', 'import', 'telephone')", name="channel_is_known"),
        CheckConstraint("weight IS NULL OR weight > 0", name="weight_is_positive"),
        CheckConstraint("text_revision >= 0", name="text_revision_is_numbered"),
        CheckConstraint("filled_by IN ('self', 'proxy', 'interview')", name="filled_by_is_known"),
        Index("ix_response_wave", "wave"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    #: none when the number was torn off the sheet, or for an imported wave without strata
    stratum_id: Mapped[int | None] = mapped_column(ForeignKey("stratum.id"))
    day: Mapped[datetime.date | None]
    channel: Mapped[str]
    language: Mapped[str] = mapped_column(default="ja")
    #: which revision of the translations the person read; 0 is what was sealed
    text_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    form: Mapped[str] = mapped_column(default="")
    #: answers by question id, on the path only; a missing question is 無回答
    answers: Mapped[dict[str, object]]
    #: in which order the fields were met that change places in this wave; one of a few, shared by many
    section_order: Mapped[list[str] | None]
    #: who filled in on the web, where somebody said so
    filled_by: Mapped[str | None]
    #: a weight that came with an imported response
    weight: Mapped[float | None]


class Link(Base):
    """Which response came from which ticket, where the wave keeps that until it closes (cut_at_close)."""

    __tablename__ = "link"

    ticket_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), unique=True)
