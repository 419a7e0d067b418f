"""Plans come in from their files; the printed table becomes the first edition."""

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan import Plan
from surveyapp.domain.plan_editions import Edition, first_edition
from surveyapp.domain.stages import EditionStage
from surveyapp.operations.planning.editions import as_row, assembled
from surveyapp.store import journal, plan_files
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition


def available(desk: Desk) -> list[str]:
    """The names of the plans in the author's folder."""
    return plan_files.available(desk.questionnaires)


def check_plan(desk: Desk, name: str) -> Plan:
    """The author's copy of a plan, by name or path, read whole; DefinitionFaults names every fault."""
    return plan_files.load(plan_files.place(desk.questionnaires, name))


def import_plan(desk: Desk, plan: Plan, staff: int | None = None) -> bool:
    """Keep a plan; its printed table is edition 1, published at once. False when this very plan is here already.

    A file that changed since may be imported again while its printed table is the same, so that wording can be mended;
    a changed figure is refused, since readers have seen it: that is a correction.
    """
    first = first_edition(plan)
    if plan.key in kept_plans.keys(desk.session):
        if kept_plans.plan(desk.session, plan.key).fingerprint == plan.fingerprint:
            return False
        _refuse_another_table(desk, plan, first)
        kept_plans.keep(desk.session, plan)
        journal.note(desk.session, desk.now, "plan_reworded", staff=staff, plan=plan.key, definition=plan.fingerprint)
        return True
    kept_plans.keep(desk.session, plan)
    made = PlanEdition(
        plan=plan.key,
        number=1,
        kind="printed",
        stage=EditionStage.PUBLISHED,
        note=first.note,
        proposed_by=staff,
        proposed_at=desk.now,
        published_at=desk.now,
    )
    made.values = [as_row(value) for value in first.values]
    kept_plans.add(desk.session, made)
    journal.note(desk.session, desk.now, "plan_imported", staff=staff, plan=plan.key, definition=plan.fingerprint)
    return True


def _refuse_another_table(desk: Desk, plan: Plan, first: Edition) -> None:
    kept = assembled(kept_plans.plan(desk.session, plan.key), kept_plans.published(desk.session, plan.key)[:1])[0]
    ours = {(value.indicator, value.column): (value.text, value.year) for value in kept.values}
    theirs = {(value.indicator, value.column): (value.text, value.year) for value in first.values}
    differing = sorted({indicator for indicator, _column in dict(ours.items() ^ theirs.items())})
    if differing:
        raise Refused(Fault("plan_printed_table_changed", plan=plan.title, indicators="、".join(differing)))
