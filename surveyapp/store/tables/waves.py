"""Waves, what they ask, whom they ask: definition, population, strata, tickets, daily counters."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.tables.base import Base


class Wave(Base):
    """One round of the survey. What is asked stands in its definition; when, in its dates."""

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint("stage IN ('draft', 'open', 'closed')", name="stage_is_known"),
        CheckConstraint("(stage = 'draft') = (opened_at IS NULL)", name="opening_is_dated"),
        CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name="closing_is_dated"),
        CheckConstraint("link IN ('cut_on_acceptance', 'cut_at_close')", name="link_is_known"),
        CheckConstraint(
            "link <> 'cut_on_acceptance' OR duplicates = 'first'",
            name="cut_on_acceptance_keeps_the_first",
        ),
        CheckConstraint("keyings IN (1, 2)", name="keyed_once_or_twice"),
        CheckConstraint("admission IN ('letter', 'open')", name="admission_is_known"),
        CheckConstraint("source IN ('fieldwork', 'responses', 'counts')", name="source_is_known"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    #: the wave's name as residents read it
    title: Mapped[str]
    fiscal_year: Mapped[int]
    #: draft, open, closed
    stage: Mapped[str] = mapped_column(default="draft")
    #: who may answer: those with a letter, or anybody
    admission: Mapped[str] = mapped_column(default="letter", server_default="letter")
    link: Mapped[str]
    #: the written rule for one ticket that comes back twice: first, last, web, paper
    duplicates: Mapped[str]
    keyings: Mapped[int]
    #: fieldwork in this house, or imported as responses or as published counts
    source: Mapped[str] = mapped_column(default="fieldwork")
    #: made-up data, said wherever it shows
    synthetic: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime.datetime | None]
    closed_at: Mapped[datetime.datetime | None]


class Definition(Base):
    """What a wave asks, sealed: the document as it was read, and its fingerprint."""

    __tablename__ = "definition"

    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"), primary_key=True)
    fingerprint: Mapped[str]
    document: Mapped[dict[str, object]]
    sealed_at: Mapped[datetime.datetime]


class TextRevision(Base):
    """Translations and readings of an open wave, put right: the whole document again, numbered, with the reason.

    What is asked and its Japanese wording are those that were sealed; the sealed definition is number 0.
    """

    __tablename__ = "text_revision"
    __table_args__ = (
        CheckConstraint("number >= 1", name="numbered_from_one"),
        CheckConstraint("reason <> ''", name="reason_is_given"),
    )

    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fingerprint: Mapped[str]
    document: Mapped[dict[str, object]]
    reason: Mapped[str]
    made_at: Mapped[datetime.datetime]


class Population(Base):
    """Register counts of a wave: where they come from and as of which day."""

    __tablename__ = "population"

    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"), primary_key=True)
    #: who published the counts, as printed below figures
    source: Mapped[str]
    as_of: Mapped[datetime.date | None]
    fingerprint: Mapped[str]


class Stratum(Base):
    """A part of the population that is drawn and weighted together. At least 30 invited share it, so it names nobody."""

    __tablename__ = "stratum"
    __table_args__ = (
        UniqueConstraint("wave", "key"),
        CheckConstraint(
            "population >= 0 AND invited >= 0 AND invited <= population",
            name="invited_are_of_the_population",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    key: Mapped[str]
    #: persons in the register
    population: Mapped[int]
    #: persons drawn
    invited: Mapped[int] = mapped_column(default=0)


class PopulationCell(Base):
    """Register count of one sex, age band and district; the stratum it was drawn in."""

    __tablename__ = "population_cell"
    __table_args__ = (
        UniqueConstraint("wave", "sex", "age", "district"),
        CheckConstraint("persons >= 0", name="persons_are_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    stratum_id: Mapped[int] = mapped_column(ForeignKey("stratum.id"))
    #: codes of the face items
    sex: Mapped[str]
    age: Mapped[str]
    district: Mapped[str]
    persons: Mapped[int]


class Ticket(Base):
    """The right to answer once. It knows its stratum and whether it is spent: never when, how, or by which response.

    Who comes of their own accord to an open wave was not drawn: such a ticket has neither a stratum nor a number.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("wave", "number"),
        UniqueConstraint("wave", "receipt"),
        UniqueConstraint("code_hash"),
        CheckConstraint("(stratum_id IS NULL) = (number IS NULL)", name="a_letter_has_stratum_and_number"),
        Index("ix_ticket_stratum_id", "stratum_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    stratum_id: Mapped[int | None] = mapped_column(ForeignKey("stratum.id"))
    #: the number on the printed sheet, with its check digit
    number: Mapped[str | None]
    #: keyed hash of the access code; the code itself is in the letter only
    code_hash: Mapped[str]
    #: drawn at random when the ticket was issued; says nothing about the person or the answers
    receipt: Mapped[str]
    #: the split form printed for this ticket, or empty
    form: Mapped[str] = mapped_column(default="")
    spent: Mapped[bool] = mapped_column(default=False)


class DailyCount(Base):
    """Returns of a day by channel: a counter, so that no list of returns has to be kept."""

    __tablename__ = "daily_count"
    __table_args__ = (
        CheckConstraint("returns >= 0", name="returns_are_counted"),
        CheckConstraint("channel IN ('web', 'paper', 'import', 'telephone')", name="channel_is_known"),
    )

    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"), primary_key=True)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    returns: Mapped[int]


class PublishedCount(Base):
    """A wave known only as published counts: how many chose each option of a question."""

    __tablename__ = "published_count"
    __table_args__ = (CheckConstraint("persons >= 0", name="persons_are_counted"),)

    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(default="")
    persons: Mapped[int]
