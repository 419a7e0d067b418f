"""Scoring runs and their figures: recorded once, never changed."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.tables.base import Base


class Run(Base):
    """One scoring of one wave: what went in (fingerprints), what it found (figures, document)."""

    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("wave", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    #: 1, 2, 3 … within the wave
    number: Mapped[int]
    made_at: Mapped[datetime.datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    #: the wave was still open
    interim: Mapped[bool]
    #: accepted responses that went in
    respondents: Mapped[int]
    level: Mapped[float]
    definition_fingerprint: Mapped[str]
    population_fingerprint: Mapped[str]
    data_fingerprint: Mapped[str]
    code_version: Mapped[str]
    #: weights (kind, margins, collapse log, design effect), quadrants, rates, notes
    document: Mapped[dict[str, object]]


class Figure(Base):
    """One number of a run with what is needed to judge it.

    `statistic` is `mean` or `share`; `option` the code (or codes joined by +) of a share; `domain` is `all`, `sex`,
    `age` or `district` with its `category`; `weighting` is `weighted` or `unweighted`; `base` is `answered` or
    `everyone`. Shares stand as fractions 0–1. A suppressed figure keeps its mark and shows no number.
    """

    __tablename__ = "figure"
    __table_args__ = (
        UniqueConstraint(
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
        CheckConstraint("mark IN ('', 'reference', 'suppressed')", name="mark_is_known"),
        Index("ix_figure_run_id_domain", "run_id", "domain"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    question: Mapped[str]
    statistic: Mapped[str]
    option: Mapped[str] = mapped_column(default="")
    base: Mapped[str] = mapped_column(default="answered")
    domain: Mapped[str] = mapped_column(default="all")
    category: Mapped[str] = mapped_column(default="")
    weighting: Mapped[str] = mapped_column(default="weighted")
    #: persons the figure rests on
    n: Mapped[int]
    value: Mapped[float | None]
    standard_error: Mapped[float | None]
    #: the standard error without finite-population correction, for statements on a trend; none in runs made before it was kept
    trend_error: Mapped[float | None]
    degrees: Mapped[float | None]
    effective_n: Mapped[float | None]
    design_effect: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    mark: Mapped[str] = mapped_column(default="")
