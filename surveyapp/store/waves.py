"""Reading and keeping waves, their definition, population and strata."""

import datetime
from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere, TooLate
from surveyapp.domain.questionnaire import Admission, Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.store.tables import DailyCount, Definition, Population, PopulationCell, Stratum, TextRevision, Wave


def wave(session: Session, key: str) -> Wave:
    """The wave of this name; NotThere when there is none."""
    found = session.get(Wave, key)
    if found is None:
        raise NotThere(Fault("no_such_wave", wave=key))
    return found


def waves(session: Session) -> list[Wave]:
    """Every wave, the newest fiscal year first."""
    return list(session.scalars(select(Wave).order_by(Wave.fiscal_year.desc(), Wave.key)))


def open_wave(session: Session, key: str) -> Wave:
    """The wave of this name while it is open; TooLate otherwise."""
    found = wave(session, key)
    if found.stage != WaveStage.OPEN:
        raise TooLate(Fault("wave_not_open", title=found.title))
    return found


def open_waves(session: Session, admission: Admission) -> list[str]:
    """The names of the waves that those of this admission can answer now."""
    query = select(Wave.key).where(Wave.stage == WaveStage.OPEN, Wave.admission == admission)
    return list(session.scalars(query.order_by(Wave.key)))


def add(session: Session, questionnaire: Questionnaire, source: str = "fieldwork") -> Wave:
    """A new wave in draft, with the rules of its definition."""
    made = Wave(
        key=questionnaire.wave,
        title=questionnaire.title,
        fiscal_year=questionnaire.fiscal_year,
        stage=WaveStage.DRAFT,
        admission=questionnaire.admission,
        link=questionnaire.link,
        duplicates=questionnaire.duplicates,
        keyings=questionnaire.keyings,
        source=source,
        synthetic=questionnaire.synthetic,
    )
    session.add(made)
    session.flush()
    return made


def seal(session: Session, questionnaire: Questionnaire, now: datetime.datetime) -> None:
    """Keep the definition with the wave: from now on every process reads only this."""
    session.add(
        Definition(
            wave=questionnaire.wave,
            fingerprint=questionnaire.fingerprint,
            document=dict(questionnaire.document),
            sealed_at=now,
        )
    )
    session.flush()


def revise(session: Session, questionnaire: Questionnaire, number: int, reason: str, now: datetime.datetime) -> None:
    """Keep a revision of a wave's translations: from now on residents read this."""
    session.add(
        TextRevision(
            wave=questionnaire.wave,
            number=number,
            fingerprint=questionnaire.fingerprint,
            document=dict(questionnaire.document),
            reason=reason,
            made_at=now,
        )
    )
    session.flush()


def last_revision(session: Session, key: str) -> int:
    """The number of the newest revision of a wave's translations; 0 where what was sealed still stands."""
    return session.scalar(select(func.max(TextRevision.number)).where(TextRevision.wave == key)) or 0


def definition_fingerprint(session: Session, key: str) -> str | None:
    """The fingerprint of a wave's sealed definition."""
    return session.scalar(select(Definition.fingerprint).where(Definition.wave == key))


def population(session: Session, key: str) -> Population | None:
    """Where the register counts of a wave come from."""
    return session.get(Population, key)


def strata(session: Session, key: str) -> list[Stratum]:
    """The strata of a wave, in the order they were made."""
    return list(session.scalars(select(Stratum).where(Stratum.wave == key).order_by(Stratum.id)))


def cells(session: Session, key: str) -> list[PopulationCell]:
    """The register counts of a wave by sex, age and district."""
    return list(session.scalars(select(PopulationCell).where(PopulationCell.wave == key).order_by(PopulationCell.id)))


def replace_population(
    session: Session, population_: Population, strata_: Iterable[Stratum], cells_: Iterable[PopulationCell]
) -> None:
    """Put register counts in the place of those a wave had; only before anything was drawn from them."""
    for table in (PopulationCell, Stratum, Population):
        session.execute(delete(table).where(table.wave == population_.wave))
    session.add(population_)
    session.add_all(strata_)
    session.flush()
    session.add_all(cells_)
    session.flush()


def daily_counts(session: Session, key: str) -> list[DailyCount]:
    """Returns by day and channel."""
    return list(
        session.scalars(select(DailyCount).where(DailyCount.wave == key).order_by(DailyCount.day, DailyCount.channel))
    )
