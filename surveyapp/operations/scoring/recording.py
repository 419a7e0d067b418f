"""Recording a run: whole or not at all, and only by the worker that still owns the job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, TooLate
from surveyapp.domain.stages import JobStage
from surveyapp.operations.scoring.asking import Taken
from surveyapp.operations.scoring.gathering import Gathered
from surveyapp.store import figures, jobs, journal
from surveyapp.store.desk import Desk
from surveyapp.store.figures import Found
from surveyapp.store.tables import Run


@dataclass(frozen=True)
class Result:
    """What was computed: the figures, and the document that explains them (weights, quadrants, notes)."""

    level: float
    respondents: int
    figures: Sequence[Found]
    document: Mapping[str, object]
    code_version: str


def record(desk: Desk, gathered: Gathered, result: Result, taken: Taken | None = None) -> Run:
    """Keep a computed run under the next number of its wave and end its job, in one transaction.

    TooLate when the job was taken by another worker meanwhile: that one's run counts, and nothing of this one is kept.
    """
    if taken is not None and not jobs.beat(desk.session, taken.job, taken.worker, desk.now):
        raise TooLate(Fault("job_taken_by_another", job=taken.job))
    staff = taken.staff if taken is not None else None
    run = figures.add_run(
        desk.session,
        Run(
            wave=gathered.wave,
            number=figures.next_number(desk.session, gathered.wave),
            made_at=desk.now,
            asked_by=staff,
            interim=gathered.interim,
            respondents=result.respondents,
            level=result.level,
            definition_fingerprint=gathered.definition_fingerprint,
            population_fingerprint=gathered.population_fingerprint,
            data_fingerprint=gathered.data_fingerprint,
            code_version=result.code_version,
            document=dict(result.document),
        ),
        result.figures,
    )
    if taken is not None:
        jobs.finish(desk.session, taken.job, taken.worker, JobStage.DONE, {"run": run.id})
    journal.note(
        desk.session,
        desk.now,
        "run_recorded",
        wave=gathered.wave,
        staff=staff,
        run=run.number,
        figures=len(result.figures),
    )
    return run
