"""What waits for a second person: before and after, side by side."""

import datetime
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan import Column, Indicator, Plan
from surveyapp.domain.plan_editions import Change, Edition, followed
from surveyapp.operations.planning import run_figures
from surveyapp.operations.planning.editions import assembled, changes
from surveyapp.operations.planning.publishing import next_after
from surveyapp.operations.planning.shown_values import ShownCell, Sources, shown_rows, sources
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell that a proposal changes, as it stands and as it would stand."""

    indicator: Indicator
    column: Column
    before: tuple[ShownCell, ...]
    after: tuple[ShownCell, ...]
    correction: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as the second person sees it.

    `left_out` are survey indicators that the run's wave does not ask for or whose figure may not be shown; `faults` say
    why it cannot be published as things stand; `stage` is proposed, published or withdrawn.
    """

    plan: Plan
    id: int
    stage: str
    number: int | None
    kind: str
    note: str
    proposed_by: int | None
    proposer: str
    proposed_at: datetime.datetime | None
    changes: tuple[Compared, ...]
    left_out: tuple[Indicator, ...]
    wave: str
    title: str
    run: int | None
    synthetic: bool
    interim: bool
    faults: tuple[Fault, ...]


def proposals(desk: Desk, plan: str) -> list[Proposal]:
    """What waits for a second person in this plan, the oldest first."""
    kept = kept_plans.plan(desk.session, plan)
    return [_proposal(desk, kept, row) for row in kept_plans.proposed(desk.session, plan)]


def proposal(desk: Desk, plan: str, edition: int) -> Proposal:
    """One proposal of this plan, also when it was settled meanwhile."""
    kept = kept_plans.plan(desk.session, plan)
    return _proposal(desk, kept, kept_plans.edition(desk.session, plan, edition))


def _proposal(desk: Desk, plan: Plan, row: PlanEdition) -> Proposal:
    published = kept_plans.published(desk.session, plan.key)
    rows = [one for one in published if (one.number or 0) < (row.number or len(published) + 1)]
    known = sources(desk, plan, [*rows, row])
    history = assembled(plan, rows)
    faults: tuple[Fault, ...] = ()
    if row.stage == "proposed":
        try:
            next_after(desk, plan, row)
        except Refused as refused:
            faults = refused.faults
    after = followed(plan, history[-1], changes(row), desk.today)
    run, wave = known.runs[row.run_id] if row.run_id is not None else (None, None)
    changed = _compared(plan, history, after, known, row)
    names = kept_plans.names(desk.session, [row.proposed_by] if row.proposed_by is not None else [])
    return Proposal(
        plan=plan,
        id=row.id,
        stage=row.stage,
        number=row.number,
        kind=row.kind,
        note=row.note,
        proposed_by=row.proposed_by,
        proposer=names.get(row.proposed_by or 0, ""),
        proposed_at=row.proposed_at,
        changes=changed,
        left_out=() if run is None else _left_out(plan, changed),
        wave="" if wave is None else wave.key,
        title="" if wave is None else wave.title,
        run=None if run is None else run.number,
        synthetic=wave is not None and wave.synthetic,
        interim=run is not None and run.interim,
        faults=faults,
    )


def _compared(
    plan: Plan, history: list[Edition], after: Edition, known: Sources, row: PlanEdition
) -> tuple[Compared, ...]:
    before_rows = {one.indicator.id: one for rows in shown_rows(plan, history, known).values() for one in rows}
    after_rows = {one.indicator.id: one for rows in shown_rows(plan, [*history, after], known).values() for one in rows}
    wanted: dict[tuple[str, str], Change] = {change.cell: change for change in changes(row)}
    return tuple(
        Compared(
            plan.indicator(indicator),
            plan.column(column),
            before_rows[indicator].cells[column],
            after_rows[indicator].cells[column],
            change.correction,
        )
        for (indicator, column), change in wanted.items()
    )


def _left_out(plan: Plan, changed: tuple[Compared, ...]) -> tuple[Indicator, ...]:
    there = {one.indicator.id for one in changed}
    return tuple(one for one in plan.indicators if one.id not in there and run_figures.bases(one))
