"""The plans of the city and the editions of their tables: each edition keeps only what it changed."""

import datetime
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.plan import Plan, parse
from surveyapp.domain.stages import EditionStage
from surveyapp.store.database import changed
from surveyapp.store.tables import Figure, PlanDocument, PlanEdition, PlanValue, Run, Staff, Wave

#: Plans read from the database, by fingerprint: a document with the same fingerprint is the same plan.
_READ: dict[str, Plan] = {}


def plan(session: Session, key: str) -> Plan:
    """The plan of this name, as it was imported."""
    fingerprint = session.scalar(select(PlanDocument.fingerprint).where(PlanDocument.key == key))
    if fingerprint is None:
        raise NotThere(Fault("no_such_plan", plan=key))
    if fingerprint not in _READ:
        document = session.scalar(select(PlanDocument.document).where(PlanDocument.key == key))
        _READ[fingerprint] = parse(document or {}, f"{key}.toml")
    return _READ[fingerprint]


def keys(session: Session) -> list[str]:
    """The names of the plans that were imported, in order."""
    return list(session.scalars(select(PlanDocument.key).order_by(PlanDocument.key)))


def keep(session: Session, read: Plan) -> None:
    """Keep a plan's document, in the place of an earlier one of the same name."""
    kept = session.get(PlanDocument, read.key)
    if kept is None:
        kept = PlanDocument(key=read.key)
        session.add(kept)
    kept.title, kept.fingerprint, kept.document = read.title, read.fingerprint, dict(read.document)
    session.flush()


def hold(session: Session, key: str) -> None:
    """Hold a plan until the transaction ends, so that its editions are published one after the other."""
    if session.scalar(select(PlanDocument.key).where(PlanDocument.key == key).with_for_update()) is None:
        raise NotThere(Fault("no_such_plan", plan=key))


def published(session: Session, key: str) -> list[PlanEdition]:
    """The published editions of a plan, the printed table first."""
    query = select(PlanEdition).where(PlanEdition.plan == key, PlanEdition.stage == EditionStage.PUBLISHED)
    return list(session.scalars(query.order_by(PlanEdition.number)))


def latest(session: Session, key: str) -> tuple[int, datetime.datetime | None]:
    """Number and moment of the edition that was published last."""
    query = select(PlanEdition.number, PlanEdition.published_at).where(
        PlanEdition.plan == key, PlanEdition.stage == EditionStage.PUBLISHED
    )
    found = session.execute(query.order_by(PlanEdition.number.desc()).limit(1)).first()
    if found is None:
        raise NotThere(Fault("no_such_edition", plan=key))
    return found.number or 0, found.published_at


def proposed(session: Session, key: str) -> list[PlanEdition]:
    """The editions that wait for a second person, the oldest first."""
    query = select(PlanEdition).where(PlanEdition.plan == key, PlanEdition.stage == EditionStage.PROPOSED)
    return list(session.scalars(query.order_by(PlanEdition.id)))


def edition(session: Session, key: str, edition_id: int) -> PlanEdition:
    """An edition of this plan and of no other, as it is now."""
    found = session.scalar(
        select(PlanEdition)
        .where(PlanEdition.plan == key, PlanEdition.id == edition_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotThere(Fault("no_such_edition", plan=key))
    return found


def add(session: Session, made: PlanEdition) -> PlanEdition:
    """Keep a new edition with its values."""
    session.add(made)
    session.flush()
    return made


def publish(session: Session, edition_id: int, number: int, staff: int, now: datetime.datetime) -> bool:
    """Publish a proposal. True for the first caller, and for no other."""
    return _settle(
        session,
        edition_id,
        {"stage": EditionStage.PUBLISHED, "number": number, "approved_by": staff, "published_at": now},
    )


def withdraw(session: Session, edition_id: int) -> bool:
    """Take a proposal back. True for the first caller, and for no other."""
    return _settle(session, edition_id, {"stage": EditionStage.WITHDRAWN})


def next_number(session: Session, key: str) -> int:
    """The number of the edition that is published next; the plan must be held."""
    last = session.scalar(select(func.max(PlanEdition.number)).where(PlanEdition.plan == key))
    return (last or 0) + 1


def standing(session: Session, key: str) -> dict[tuple[str, str, str], PlanValue]:
    """The latest published value of each cell, by indicator, column and base."""
    return {(value.indicator, value.slot, value.base): value for one in published(session, key) for value in one.values}


def runs_of(session: Session, run_ids: Iterable[int]) -> dict[int, tuple[Run, Wave]]:
    """Runs by id, each with its wave."""
    rows = session.execute(select(Run, Wave).join(Wave, Run.wave == Wave.key).where(Run.id.in_(set(run_ids))))
    return {run.id: (run, wave) for run, wave in rows}


def overall_figures(session: Session, run_ids: Iterable[int], questions: Sequence[str]) -> list[Figure]:
    """The figures of these runs for these questions over everybody, the weighted ones last."""
    query = select(Figure).where(
        Figure.run_id.in_(set(run_ids)), Figure.question.in_(questions), Figure.domain == "all"
    )
    return list(session.scalars(query.order_by(Figure.run_id, Figure.weighting)))


def names(session: Session, staff_ids: Iterable[int]) -> dict[int, str]:
    """The names of members of the staff by id."""
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(set(staff_ids))))
    return {row.id: row.name for row in rows}


def _settle(session: Session, edition_id: int, values: dict[str, object]) -> bool:
    proposal = update(PlanEdition).where(PlanEdition.id == edition_id, PlanEdition.stage == EditionStage.PROPOSED)
    return changed(session, proposal.values(values)) == 1
