"""Long work as rows: asked for once, taken by one worker, owned until it is finished."""

import datetime
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.stages import JobStage
from surveyapp.store.tables import Job

#: a heart that has not beaten for so long has stopped
SILENCE = datetime.timedelta(seconds=60)


def add(session: Session, kind: str, arguments: Mapping[str, object], now: datetime.datetime, staff: int | None) -> Job:
    """A new job, waiting for a worker."""
    job = Job(
        kind=kind, arguments=dict(arguments), stage=JobStage.WAITING, done=0, total=0, asked_by=staff, asked_at=now
    )
    session.add(job)
    session.flush()
    return job


def waiting(session: Session, kind: str, arguments: Mapping[str, object]) -> Job | None:
    """A job that was already asked for in the same words and that nobody has taken yet."""
    found = session.scalars(select(Job).where(Job.kind == kind, Job.stage == JobStage.WAITING).order_by(Job.id))
    return next((job for job in found if job.arguments == dict(arguments)), None)


def job(session: Session, job_id: int) -> Job:
    """The job of this number; NotThere when there is none."""
    found = session.get(Job, job_id)
    if found is None:
        raise NotThere(Fault("no_such_job", job=job_id))
    return found


def of_kind(session: Session, kind: str, limit: int = 100) -> list[Job]:
    """The latest jobs of a kind, newest first."""
    return list(session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id.desc()).limit(limit)))


def take(session: Session, worker: str, now: datetime.datetime, job_id: int | None = None) -> Job | None:
    """Take the oldest job that is free (or this one, if it is): waiting, or running with a heart that has stopped.

    One conditional update: of two workers who reach for the same job, one gets it. None when nothing was to be had.
    """
    wanted = _free(now) if job_id is None else and_(Job.id == job_id, _free(now))
    oldest = select(Job.id).where(wanted).order_by(Job.id).limit(1).scalar_subquery()
    taken = session.execute(
        update(Job)
        .where(Job.id == oldest, _free(now))
        .values(stage=JobStage.RUNNING, worker=worker, heartbeat=now, done=0, total=0)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return None if taken is None else session.get(Job, taken, populate_existing=True)


def beat(session: Session, job_id: int, worker: str, now: datetime.datetime) -> bool:
    """Say that the worker lives; False when the job is no longer its own."""
    return _update(session, job_id, worker, heartbeat=now)


def advance(session: Session, job_id: int, worker: str, now: datetime.datetime, done: int, total: int) -> bool:
    """Say how far the work is; False when the job is no longer the worker's own."""
    return _update(session, job_id, worker, heartbeat=now, done=done, total=total)


def finish(session: Session, job_id: int, worker: str, stage: JobStage, outcome: Mapping[str, object]) -> bool:
    """End a job as done or failed; False, and nothing is written, when it is no longer the worker's own."""
    return _update(session, job_id, worker, stage=stage, outcome=dict(outcome))


def _free(now: datetime.datetime) -> ColumnElement[bool]:
    return or_(
        Job.stage == JobStage.WAITING,
        and_(Job.stage == JobStage.RUNNING, Job.heartbeat < now - SILENCE),
    )


def _update(session: Session, job_id: int, worker: str, **values: object) -> bool:
    owned = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.stage == JobStage.RUNNING, Job.worker == worker)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return owned is not None
