"""Asking for a run and following it: a page or a command asks, a worker does."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, NotThere, Refused
from surveyapp.domain.questionnaire import Admission
from surveyapp.domain.stages import JobStage
from surveyapp.store import jobs, journal, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Job

KIND = "score"
QUADRANTS = ("improve", "keep", "maintain", "watch")
_CELLS = re.compile(r"cells:([1-9][0-9]*)")


@dataclass(frozen=True)
class Progress:
    """How far a job is: what a page shows of it. `run` is set once there is one; `faults` when it failed."""

    job: int
    wave: str
    stage: JobStage
    done: int
    total: int
    run: int | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Taken:
    """A job that a worker owns until it has finished it or its heart stops."""

    job: int
    worker: str
    kind: str
    arguments: Mapping[str, object]
    staff: int | None


def ask(
    desk: Desk,
    wave: str,
    staff: int | None,
    level: float = 0.95,
    weights: str = "default",
    labels: Mapping[str, str] | None = None,
) -> Job:
    """Ask for a scoring run of a wave. Asking twice before a worker has begun is asking once.

    `weights`: `default` (register strata, raked to age × sex and district), `cells:N` (full cells of the register, joined
    until N respondents stand in each), `none` (everybody counts alike). `labels`: the city's names of the quadrants
    `improve`, `keep`, `maintain`, `watch`.
    """
    row = waves.wave(desk.session, wave)
    desk.library.opened(desk.session, row.key)
    faults = [Fault("open_wave_is_not_scored")] if row.admission == Admission.OPEN else []
    if not 0.5 <= level < 1:
        faults.append(Fault("level_impossible", level=level))
    if weights not in ("default", "none") and minimum_of(weights) is None:
        faults.append(Fault("weights_unknown", weights=weights))
    faults += [Fault("quadrant_unknown", quadrant=name) for name in labels or {} if name not in QUADRANTS]
    if faults:
        raise Refused(*faults)
    arguments = {"wave": wave, "level": level, "weights": weights, "labels": dict(labels or {})}
    known = jobs.waiting(desk.session, KIND, arguments)
    if known is not None:
        return known
    job = jobs.add(desk.session, KIND, arguments, desk.now, staff)
    journal.note(desk.session, desk.now, "run_asked", wave=wave, staff=staff, job=job.id)
    return job


def minimum_of(weights: str) -> int | None:
    """N of `cells:N`; None for every other word."""
    found = _CELLS.fullmatch(weights)
    return int(found.group(1)) if found and int(found.group(1)) >= 2 else None


def take(desk: Desk, worker: str, job_id: int | None = None) -> Taken | None:
    """The next job (or this one), now this worker's own; None when there is none to take."""
    job = jobs.take(desk.session, worker, desk.now, job_id)
    return None if job is None else Taken(job.id, worker, job.kind, job.arguments, job.asked_by)


def beat(desk: Desk, job_id: int, worker: str) -> bool:
    """Say that the worker lives; False when another has taken the job meanwhile."""
    return jobs.beat(desk.session, job_id, worker, desk.now)


def advance(desk: Desk, job_id: int, worker: str, done: int, total: int) -> bool:
    """Say how far the work is; False when another has taken the job meanwhile."""
    return jobs.advance(desk.session, job_id, worker, desk.now, done, total)


def fail(desk: Desk, job_id: int, worker: str, faults: Iterable[Fault]) -> bool:
    """Record why a job could not be done; False when it is no longer this worker's."""
    told = [
        {"code": fault.code, "where": fault.where, "fields": {name: _plain(v) for name, v in fault.fields.items()}}
        for fault in faults
    ]
    return jobs.finish(desk.session, job_id, worker, JobStage.FAILED, {"faults": told})


def progress(desk: Desk, wave: str, job_id: int) -> Progress:
    """How far a job of this wave is."""
    return _progress(_of_wave(jobs.job(desk.session, job_id), wave))


def jobs_of(desk: Desk, wave: str) -> tuple[Progress, ...]:
    """The jobs of a wave that are not done, the latest first: waiting, running or failed."""
    known = (job for job in jobs.of_kind(desk.session, KIND) if job.arguments.get("wave") == wave)
    return tuple(_progress(job) for job in known if job.stage != JobStage.DONE)


def _of_wave(job: Job, wave: str) -> Job:
    if job.kind != KIND or job.arguments.get("wave") != wave:
        raise NotThere(Fault("no_such_job", job=job.id))
    return job


def _progress(job: Job) -> Progress:
    outcome: Mapping[str, object] = job.outcome or {}
    run = outcome.get("run")
    told = outcome.get("faults")
    return Progress(
        job=job.id,
        wave=str(job.arguments["wave"]),
        stage=JobStage(job.stage),
        done=job.done,
        total=job.total,
        run=run if isinstance(run, int) else None,
        faults=tuple(_fault(one) for one in told) if isinstance(told, list) else (),
    )


def _fault(told: Mapping[str, object]) -> Fault:
    fields = told["fields"]
    return Fault(str(told["code"]), str(told["where"]), **(fields if isinstance(fields, dict) else {}))


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, float)) else str(value)
