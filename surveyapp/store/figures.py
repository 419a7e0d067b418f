"""What scoring reads and what it records: responses as plain rows, runs and their figures. Runs are never changed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.store.database import is_postgresql
from surveyapp.store.tables import Figure, PublishedCount, Response, Run, Stratum, Wave

#: responses that are held in memory together while they are read
AT_ONCE = 500


class Answered(NamedTuple):
    """One accepted response, as scoring sees it: no id, no day."""

    stratum_id: int | None
    channel: str
    form: str
    weight: float | None
    answers: Mapping[str, object]


class Exported(NamedTuple):
    """One accepted response, as it may leave the house: no id, no day."""

    stratum_id: int | None
    channel: str
    form: str
    weight: float | None
    answers: Mapping[str, object]
    section_order: list[str] | None
    filled_by: str | None


class Found(NamedTuple):
    """One figure and its place, as `store.tables.Figure` explains them; a suppressed one carries no numbers."""

    question: str
    statistic: str
    option: str
    base: str
    domain: str
    category: str
    weighting: str
    n: int
    value: float | None
    standard_error: float | None
    trend_error: float | None
    degrees: float | None
    effective_n: float | None
    design_effect: float | None
    low: float | None
    high: float | None
    mark: str


_COLUMNS = tuple(getattr(Figure, name) for name in Found._fields)


def each_answered(session: Session, wave: str) -> Iterator[Answered]:
    """Every accepted response of a wave, one after the other: all at once, 100,000 of them would take two gigabytes.

    Read as columns: building objects would cost more than the statistics.
    """
    rows = session.execute(
        select(Response.stratum_id, Response.channel, Response.form, Response.weight, Response.answers).where(
            Response.wave == wave
        ),
        execution_options={"yield_per": AT_ONCE},
    )
    for row in rows:
        yield Answered(*row)


def answered(session: Session, wave: str) -> list[Answered]:
    """Every accepted response of a wave."""
    return list(each_answered(session, wave))


def exported(session: Session, wave: str) -> list[Exported]:
    """Every accepted response of a wave with how it came about, which no figure asks for."""
    columns = (getattr(Response, name) for name in Exported._fields)
    return [Exported(*row) for row in session.execute(select(*columns).where(Response.wave == wave))]


def published_counts(session: Session, wave: str) -> list[PublishedCount]:
    """The counts of a wave that is known only as counts."""
    return list(
        session.scalars(
            select(PublishedCount)
            .where(PublishedCount.wave == wave)
            .order_by(PublishedCount.question, PublishedCount.code)
        )
    )


def next_number(session: Session, wave: str) -> int:
    """The number of a wave's next run. The wave's row is held until the transaction ends, so no two get the same."""
    session.execute(select(Wave.key).where(Wave.key == wave).with_for_update())
    last = session.scalar(select(func.max(Run.number)).where(Run.wave == wave))
    return (last or 0) + 1


def add_run(session: Session, run: Run, figures: Iterable[Found]) -> Run:
    """Keep a run with all its figures.

    A city's run has 80,000 of them, and everybody who writes waits meanwhile: they go to the driver as plain rows
    (on PostgreSQL by COPY), which takes half the time of the library's own bulk insert.
    """
    session.add(run)
    session.flush()
    connection = session.connection()
    columns = ("run_id", *Found._fields)
    rows = ((run.id, *figure) for figure in figures)
    if is_postgresql(connection):
        with (
            closing(connection.connection.cursor()) as cursor,
            cursor.copy(f"COPY figure ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
    elif batch := list(rows):
        marks = ", ".join("?" for _ in columns)
        connection.exec_driver_sql(f"INSERT INTO figure ({', '.join(columns)}) VALUES ({marks})", batch)
    return run


def run(session: Session, run_id: int) -> Run:
    """The run of this id; NotThere when there is none."""
    found = session.get(Run, run_id)
    if found is None:
        raise NotThere(Fault("no_such_run", run=run_id))
    return found


def runs(session: Session, wave: str) -> list[Run]:
    """The runs of a wave, the latest first."""
    return list(session.scalars(select(Run).where(Run.wave == wave).order_by(Run.number.desc())))


def latest_run(session: Session, wave: str) -> Run | None:
    """The latest run of a wave."""
    return session.scalar(select(Run).where(Run.wave == wave).order_by(Run.number.desc()).limit(1))


def figures(
    session: Session,
    run_id: int,
    *,
    question: str | None = None,
    domain: str | None = None,
    statistic: str | None = None,
) -> list[Found]:
    """Figures of a run in the order they were recorded; of one question, domain or statistic where given.

    Read as plain rows: a run has 80,000 of them.
    """
    query = select(*_COLUMNS).where(Figure.run_id == run_id).order_by(Figure.id)
    for column, wanted in ((Figure.question, question), (Figure.domain, domain), (Figure.statistic, statistic)):
        if wanted is not None:
            query = query.where(column == wanted)
    return [Found(*row) for row in session.execute(query)]


def returns_by_channel(session: Session, wave: str) -> dict[str, int]:
    """Accepted responses of a wave by channel."""
    rows = session.execute(
        select(Response.channel, func.count()).where(Response.wave == wave).group_by(Response.channel)
    )
    return {name: number for name, number in rows}  # noqa: C416 - a row is no pair to the type checker


def returns_by_wave(session: Session) -> dict[str, int]:
    """Accepted responses of every wave that has any."""
    rows = session.execute(select(Response.wave, func.count()).group_by(Response.wave))
    return {name: number for name, number in rows}  # noqa: C416 - a row is no pair to the type checker


def runs_by_wave(session: Session) -> dict[str, int]:
    """How many runs each wave has."""
    rows = session.execute(select(Run.wave, func.count()).group_by(Run.wave))
    return {name: number for name, number in rows}  # noqa: C416 - a row is no pair to the type checker


def figure(  # noqa: PLR0913 - a place in a run has that many coordinates
    session: Session,
    run_id: int,
    question: str,
    statistic: str,
    *,
    option: str = "",
    base: str = "answered",
    domain: str = "all",
    category: str = "",
    weighting: str = "weighted",
) -> Found | None:
    """One figure by its place; None when the run has none there."""
    row = session.execute(
        select(*_COLUMNS).where(
            Figure.run_id == run_id,
            Figure.question == question,
            Figure.statistic == statistic,
            Figure.option == option,
            Figure.base == base,
            Figure.domain == domain,
            Figure.category == category,
            Figure.weighting == weighting,
        )
    ).one_or_none()
    return None if row is None else Found(*row)


def stratum_keys(session: Session, wave: str) -> dict[int, str]:
    """The name of each stratum of a wave by its id."""
    rows = session.execute(select(Stratum.id, Stratum.key).where(Stratum.wave == wave))
    return {row.id: row.key for row in rows}
