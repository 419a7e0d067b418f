"""Publishing takes a second person; what is published stays, what is withdrawn never shows."""

from dataclasses import replace

from surveyapp.domain.faults import Fault, NotAllowed, TooLate
from surveyapp.domain.plan import Plan
from surveyapp.domain.plan_editions import Change, Edition, next_edition
from surveyapp.domain.stages import EditionStage, edition_after
from surveyapp.operations.planning import run_figures
from surveyapp.operations.planning.editions import APPROVERS, PROPOSERS, changes, current, require
from surveyapp.operations.planning.proposing import propose_run
from surveyapp.operations.planning.run_figures import SUPPRESSED
from surveyapp.store import figures, journal
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition


def approve(desk: Desk, plan: str, edition: int, staff: int) -> int:
    """Publish a proposal as the next edition, dated today; returns its number.

    NotAllowed for whoever proposed it. The plan is held meanwhile, so that of two approvals one comes first: the other
    is TooLate, and no number is given twice. A proposal is checked again against the table as it stands now.
    """
    require(desk, staff, APPROVERS)
    kept = kept_plans.plan(desk.session, plan)
    kept_plans.hold(desk.session, plan)
    waiting = kept_plans.edition(desk.session, plan, edition)
    edition_after(EditionStage(waiting.stage), "approve")
    if waiting.proposed_by == staff:
        raise NotAllowed(Fault("plan_second_person_needed"))
    next_after(desk, kept, waiting)
    number = kept_plans.next_number(desk.session, plan)
    if not kept_plans.publish(desk.session, waiting.id, number, staff, desk.now):
        raise TooLate(Fault("plan_edition_settled"))
    journal.note(
        desk.session, desk.now, "plan_edition_published", staff=staff, plan=plan, edition=edition, number=number,
        kind=waiting.kind, run=waiting.run_id,
    )  # fmt: skip
    return number


def withdraw(desk: Desk, plan: str, edition: int, staff: int) -> None:
    """Take a proposal back: it is kept, and never shows."""
    require(desk, staff, PROPOSERS)
    waiting = kept_plans.edition(desk.session, plan, edition)
    edition_after(EditionStage(waiting.stage), "withdraw")
    if not kept_plans.withdraw(desk.session, waiting.id):
        raise TooLate(Fault("plan_edition_settled"))
    journal.note(desk.session, desk.now, "plan_edition_withdrawn", staff=staff, plan=plan, edition=edition)


def publish_run(desk: Desk, plan: str, run: int, by: int, approved_by: int, reason: str = "") -> int:
    """Propose a run and publish it at once, by two different people; returns the edition's number."""
    if by == approved_by:
        raise NotAllowed(Fault("plan_second_person_needed"))
    return approve(desk, plan, propose_run(desk, plan, run, by, reason).id, approved_by)


def next_after(desk: Desk, plan: Plan, waiting: PlanEdition) -> tuple[Edition, Edition]:
    """The table as it stands, and as it would stand with this proposal. Refused when it does not fit (any more)."""
    before = current(desk, plan)
    _refuse_overtaken(desk, plan, waiting)
    _refuse_suppressed(desk, plan, waiting)
    wanted = [Change(replace(change.value, edition=0), change.correction) for change in changes(waiting)]
    return before, next_edition(plan, before, wanted, desk.today, note=waiting.note)


def _refuse_overtaken(desk: Desk, plan: Plan, waiting: PlanEdition) -> None:
    """A correction is about one figure; when another has taken its place, it would correct what nobody looked at."""
    standing = {row.id for row in kept_plans.standing(desk.session, plan.key).values()}
    for value in waiting.values:
        if value.corrects_id is not None and value.corrects_id not in standing:
            raise TooLate(Fault("plan_correction_overtaken", indicator=plan.indicator(value.indicator).name))


def _refuse_suppressed(desk: Desk, plan: Plan, waiting: PlanEdition) -> None:
    if waiting.run_id is None:
        return
    figures.run(desk.session, waiting.run_id)
    found = run_figures.read(desk, plan, [waiting.run_id])
    for value in waiting.values:
        figure = found.best_of(waiting.run_id, plan.indicator(value.indicator), value.base)
        if figure is None or figure.mark == SUPPRESSED:
            raise NotAllowed(Fault("plan_figure_suppressed", indicator=plan.indicator(value.indicator).name))
